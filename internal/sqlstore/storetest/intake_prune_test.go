package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// fileAs files a report that has the repetition key.
func fileAs(t *testing.T, store *sqlstore.Store, r review.Report, key string) intake.Receipt {
	t.Helper()
	receipt, err := store.FileReport(context.Background(), r, key, start.Add(-1), func(int64, intake.Standing) intake.Plan { return intake.Plan{} })
	must(t, err)
	return receipt
}

// Two steps and a bit are forgotten; a key that a report still needs is not.
func TestOldRepeatKeysAreForgotten(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, ctx := d.Open(t, sqlstore.Options{}), context.Background()
		plans := newPlanner(t, d)
		plans.run(manyKeys)
		for number, key := range []string{"old", "young"} {
			fileAs(t, store, complaint(number, "a"), key)
		}
		for _, want := range []int{2501, 0} {
			pruned, err := store.PruneRepeatKeys(ctx, at(1))
			must(t, err)
			same(t, want, pruned)
		}
		for key, duplicate := range map[string]bool{"old": false, "young": true} {
			same(t, duplicate, fileAs(t, store, complaint(9, "a"), key).Duplicate)
		}
	})
}

// manyKeys is enough for a planner to care; they are all old.
const manyKeys = `
INSERT INTO report_keys (app, repeat_key, report_id, filed_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
SELECT 'app' || (i % 3), 'key' || i, i, i FROM n`

func TestForgettingReadsOneStepOfTheKeys(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		plans := newPlanner(t, d)
		plans.run(manyKeys)
		plans.run("ANALYZE")
		for _, ask := range []func(context.Context, *query.Queries) error{
			func(ctx context.Context, q *query.Queries) error {
				_, err := q.RepeatKeysAfter(ctx, query.RepeatKeysAfterParams{App: "app1", RepeatKey: "key5", MaxKeys: 10})
				return err
			},
			func(ctx context.Context, q *query.Queries) error {
				_, err := q.DropRepeatKeys(ctx, query.DropRepeatKeysParams{App: "app1", RepeatKey: "key5", LastApp: "app1", LastKey: "key51", Before: 1})
				return err
			},
		} {
			plan := plans.explain(ask)
			if strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN") || strings.Contains(plan, "Sort") || strings.Contains(plan, "TEMP") {
				t.Errorf("want a step of the primary key, got\n%s", plan)
			}
		}
	})
}
