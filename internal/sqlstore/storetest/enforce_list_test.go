package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func TestSanctionsAreFilteredAndPaged(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		foreign, deleted, login := mute("u1", "s9", 0), mute("u1", "s1", 0), mute("u2", "s1", 0)
		foreign.App, deleted.Action, login.Action = "other", verdict.Delete, verdict.LoginLimit
		// By number: 1 ends, 2 stands, 3 another's, 4 an act, 5 a log-in, 6 begins later.
		impose(t, store, mute("u1", "s1", 10), mute("u1", "s2", 0), foreign, deleted, login, lasting(mute("u2", "s2", 0), 30, 40))
		for _, step := range []struct {
			filter enforce.SanctionFilter
			want   []int64
		}{
			{enforce.SanctionFilter{}, []int64{6, 5, 4, 3, 2, 1}},
			{enforce.SanctionFilter{App: live}, []int64{6, 5, 4, 2, 1}},
			{enforce.SanctionFilter{App: live, Limit: 2}, []int64{6, 5}},
			{enforce.SanctionFilter{App: live, Before: 5}, []int64{4, 2, 1}},
			{enforce.SanctionFilter{App: live, Action: verdict.Mute}, []int64{6, 2, 1}},
			{enforce.SanctionFilter{App: live, InForceAt: at(9)}, []int64{5, 2, 1}},
			{enforce.SanctionFilter{App: live, InForceAt: at(10)}, []int64{5, 2}},
			{enforce.SanctionFilter{App: live, InForceAt: at(30), Action: verdict.Mute}, []int64{6, 2}},
			{enforce.SanctionFilter{App: live, UserID: "u1"}, []int64{4, 2, 1}},
			{enforce.SanctionFilter{App: live, UserID: "u1", PlaceID: "s1"}, []int64{4, 1}},
			{enforce.SanctionFilter{App: live, UserID: "u1", InForceAt: at(10)}, []int64{2}},
			{enforce.SanctionFilter{App: live, PlaceID: "s1"}, []int64{5, 4, 1}},
			{enforce.SanctionFilter{App: live, PlaceID: "s1", InForceAt: at(9)}, []int64{5, 1}},
			{enforce.SanctionFilter{UserID: "u1", InForceAt: at(10)}, []int64{3, 2}},
			{enforce.SanctionFilter{PlaceID: "s1", Action: verdict.Delete}, []int64{4}},
			{enforce.SanctionFilter{App: "nowhere"}, nil},
		} {
			list, err := store.ListSanctions(context.Background(), step.filter)
			must(t, err)
			var got []int64
			for _, s := range list {
				got = append(got, s.ID)
			}
			t.Logf("%+v", step.filter)
			same(t, step.want, got)
		}
	})
}

// manySanctions: 2,000 that have ended, of 20 users, and 20 that stand.
const manySanctions = `
INSERT INTO sanctions (app, subject_kind, subject_id, action, module, user_id, place_id, label, starts_at, ends_at, case_id, decision_id, author, bond, ended_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2020)
SELECT 'live', 'user', 'u' || (i % 20), 'mute', 2, 'u' || (i % 20), 's1', 'ad', 1, i + 1, i, i, '1', 'mute/2/s1/u' || (i % 20),
    CASE WHEN i <= 2000 THEN i + 1 ELSE 0 END
FROM n`

// What is in force for a user must cost the same, however much there was.
func TestSanctionsInForceAreReadFromWhatStands(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		plans := newPlanner(t, d)
		plans.run(manySanctions)
		plans.run("ANALYZE")
		for _, a := range []asked{
			{"sanctions_standing", func(ctx context.Context, q *query.Queries) error {
				_, err := q.SanctionsInForce(ctx, query.SanctionsInForceParams{App: live, UserID: "u1", Now: 2001})
				return err
			}},
			{"sanctions_standing_bond", func(ctx context.Context, q *query.Queries) error {
				_, err := q.LockBond(ctx, query.LockBondParams{App: live, Bond: "mute/2/s1/u1", Now: 2001})
				return err
			}},
			{"sanctions_standing", func(ctx context.Context, q *query.Queries) error {
				_, err := q.SanctionsInForceOfApp(ctx, query.SanctionsInForceOfAppParams{App: live, InForceAt: 2001, Before: 1 << 40, MaxSanctions: 10})
				return err
			}},
			{"sanctions_owed", func(ctx context.Context, q *query.Queries) error {
				_, err := q.LockOwedLifts(ctx, query.LockOwedLiftsParams{Now: 2001, MaxSanctions: 10})
				return err
			}},
		} {
			plan := plans.explain(a.ask)
			if !strings.Contains(plan, a.index) || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN sanctions\n") {
				t.Errorf("want %s, got\n%s", a.index, plan)
			}
		}
	})
}
