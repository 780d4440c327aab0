package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/retention"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// endedCases are cases of live, decided one after the other, each with all that
// can hang on it. What holds a case back is put to it by its number:
//
//	11 a sanction in force   12 a lift that is owed   13 a delivery to be made
//	14 evidence              15 an appeal that is not over
const endedCases = `
INSERT INTO reports (app, entrance, reporter, complaints, messages, profile, accused, memo, client_version, client_type, filed_at, case_id)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120) SELECT 'live', 14, 'r', 1, '[]', '', 'u', '', '', '', i, i FROM n;
INSERT INTO cases (id, app, queue, entrance, risk, protected, state, group_key, complaints, reports, opened_at, decided_kind, decided_at)
SELECT id, CASE id WHEN 90 THEN 'other' ELSE 'live' END, 'message', 14, 0, 0, CASE id WHEN 91 THEN 'open' ELSE 'decided' END, '', 1, 1, filed_at, 'staff', filed_at FROM reports;
INSERT INTO case_users (app, user_id, case_id, accused) SELECT app, 'u', id, 1 FROM cases;
INSERT INTO case_skips (case_id, staff_id) SELECT id, 7 FROM cases;
INSERT INTO case_notes (app, case_id, kind, author, at, memo) SELECT app, id, 'escalation', 7, 1, 'm' FROM cases;
INSERT INTO decisions (id, app, case_id, record_id, author_kind, author_id, at, verdict, actions, memo) SELECT id, app, id, id, 'staff', '7', 1, 'ad', '[]', '' FROM cases;
INSERT INTO decision_undos (decision_id, at, by_staff) SELECT id, 1, 7 FROM decisions;
INSERT INTO sanctions (app, subject_kind, subject_id, action, module, user_id, place_id, label, starts_at, ends_at, case_id, decision_id, author, ended_at, bond, lift_owed)
SELECT app, 'user', 'u', 'mute', 1, 'u', '', 'ad', 1, 0, id, id, '7', CASE id WHEN 11 THEN 0 ELSE 1 END, 'b', CASE id WHEN 12 THEN 1 ELSE 0 END FROM cases;
INSERT INTO outbox (id, event_key, app, channel, lane, seq, kind, payload, case_id, decision_id, created_at, due_at, state)
SELECT id, 'k' || id, app, 'uplus', 'l', id, 'k', '{}', id, id, 1, 1, CASE id WHEN 13 THEN 'pending' ELSE 'dead' END FROM cases;
INSERT INTO attempts (event_id, at, took_ms, status, answer, error, outcome) SELECT id, 1, 1, 200, '', '', 'failed' FROM cases;
INSERT INTO evidence (app, evidence_key, channel_id, uid, user_id, item, from_at, received_at, case_id, n, copy_state) VALUES ('live', 'e', 'c', '1', 'u', '{}', 1, 1, 14, 1, 'none');
INSERT INTO dialogues (app, credential, report_key, ticket, appeal) SELECT app, '1', 'd' || id, id, CASE id WHEN 15 THEN 110 ELSE 0 END FROM cases`

// hanging are the tables of which a row hangs on each case, and by what.
var hanging = map[string]string{
	"reports": "case_id", "cases": "id", "case_users": "case_id", "case_skips": "case_id", "case_notes": "case_id", "decisions": "case_id",
	"decision_undos": "decision_id", "sanctions": "case_id", "outbox": "case_id", "attempts": "event_id", "dialogues": "ticket",
}

// kept are the numbers that a column still has, in their order.
func kept(p *planner, table, column string) []int64 {
	p.t.Helper()
	rows, err := p.DB.QueryContext(context.Background(), "SELECT "+column+" FROM "+table+" ORDER BY 1")
	must(p.t, err)
	defer func() { must(p.t, rows.Close()) }()
	var numbers []int64
	for rows.Next() {
		var number int64
		must(p.t, rows.Scan(&number))
		numbers = append(numbers, number)
	}
	must(p.t, rows.Err())
	return numbers
}

func (p *planner) runAll(statements string) {
	p.t.Helper()
	for statement := range strings.SplitSeq(statements, ";\n") {
		p.run(statement)
	}
}

// All of a case goes at once, and nothing of those that are not over, of other
// apps, or younger.
func TestCasesThatEndedAreForgotten(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, ctx, p := d.Open(t, sqlstore.Options{}), context.Background(), newPlanner(t, d)
		p.runAll(endedCases)
		var want []int64
		for id := range int64(121) {
			if id > 10 && id < 16 || id == 90 || id == 91 || id >= 101 {
				want = append(want, id)
			}
		}
		for range 2 {
			must(t, store.DropEnded(ctx, "live", time.UnixMilli(101)))
			for table, column := range hanging {
				same(t, want, kept(p, table, column))
			}
		}
		p.run("UPDATE sanctions SET ended_at = 2, lift_owed = 0")
		p.run("UPDATE outbox SET state = 'delivered'")
		p.run("DELETE FROM evidence")
		for range 2 { // the appeal first
			must(t, store.DropEnded(ctx, "live", time.UnixMilli(121)))
		}
		for table, column := range hanging {
			same(t, []int64{90, 91}, kept(p, table, column))
		}
		same(t, 0, len(kept(p, "forgetting", "id")))
		if _, err := p.DB.ExecContext(ctx, "UPDATE decisions SET memo = 'x'"); err == nil {
			t.Error("a decision was changed")
		}
		apps, err := store.AppsWithEnded(ctx)
		must(t, err)
		same(t, []string{"other"}, apps)
	})
}

// What was ordered without a case goes when nothing of it is in force.
func TestOrdersAreForgotten(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, ctx, p := d.Open(t, sqlstore.Options{}), context.Background(), newPlanner(t, d)
		p.runAll(`
INSERT INTO reports (id, app, entrance, reporter, complaints, messages, profile, accused, memo, client_version, client_type, filed_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) SELECT i, CASE i WHEN 5 THEN 'other' ELSE 'live' END, 14, 'r', 1, '[]', '', 'u', '', '', '', i FROM n;
INSERT INTO decisions (id, app, case_id, record_id, author_kind, author_id, at, verdict, actions, memo) SELECT 100 + id, app, 0, id, 'administrator', 'r', 1, 'ad', '[]', '' FROM reports;
INSERT INTO sanctions (app, subject_kind, subject_id, action, module, user_id, place_id, label, starts_at, ends_at, case_id, decision_id, author, ended_at, bond)
SELECT app, 'user', 'u', 'mute', 1, 'u', '', 'ad', 1, 0, 0, id, '7', CASE id WHEN 107 THEN 0 ELSE 1 END, 'b' FROM decisions`)
		must(t, store.DropEnded(ctx, "live", time.UnixMilli(60)))
		same(t, []int64{5, 7, 60}, kept(p, "reports", "id"))
		same(t, []int64{105, 107, 160}, kept(p, "decisions", "id"))
		same(t, []int64{105, 107, 160}, kept(p, "sanctions", "decision_id"))
	})
}

// What left goes by its channel's period; what waits and what is of a case stays.
func TestWhatLeftIsForgotten(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, ctx, p := d.Open(t, sqlstore.Options{}), context.Background(), newPlanner(t, d)
		p.runAll(`
INSERT INTO outbox (id, event_key, app, channel, lane, seq, kind, payload, case_id, decision_id, created_at, due_at, state)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
SELECT i, 'k' || i, 'live', CASE WHEN i % 2 = 0 THEN 'device' ELSE 'yunjing' END, 'l', i, 'k', '{}', CASE i WHEN 8 THEN 1 ELSE 0 END, 0, i, i,
    CASE i WHEN 7 THEN 'pending' WHEN 9 THEN 'dead' ELSE 'delivered' END FROM n;
INSERT INTO attempts (event_id, at, took_ms, status, answer, error, outcome) SELECT id, 1, 1, 200, '', '', 'done' FROM outbox`)
		sent := retention.Sent{
			Before: time.UnixMilli(5990), Of: func(app, channel string) bool { return app == "live" && channel == "yunjing" },
			Kind: func(string) retention.Kind { return retention.Messages },
		}
		last, err := store.DropSent(ctx, sent)
		must(t, err)
		same(t, 5989, last)
		sent.Of = func(_, channel string) bool { return channel == "device" }
		_, err = store.DropSent(ctx, sent)
		must(t, err)
		want := []int64{7, 8}
		for id := range int64(11) {
			want = append(want, 5990+id)
		}
		same(t, want, kept(p, "outbox", "id"))
		same(t, want, kept(p, "attempts", "event_id"))
		same(t, []retention.Forgotten{{App: "live", Kind: retention.Messages, Number: 5987}}, store.Forgotten())
	})
}

// The days that are over are told once, an entry for each app.
func TestWhatWasForgottenIsTold(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, ctx, p := d.Open(t, sqlstore.Options{Now: func() time.Time { return start }}), context.Background(), newPlanner(t, d)
		today := start.Unix() / 86400
		p.run(fmt.Sprintf("INSERT INTO forgotten_days (day, app, kind, number) VALUES (%d, 'live', 'messages', 3), (%d, 'live', 'calls', 4), (%d, 'other', 'calls', 5), (%d, 'live', 'calls', 6)",
			today-1, today-1, today-1, today))
		for range 2 {
			must(t, store.TellForgotten(ctx, today))
		}
		entries, err := store.AuditEntries(ctx, auditlog.Filter{Action: "retention."})
		must(t, err)
		same(t, 2, len(entries))
		same(t, "other", entries[0].App)
		var detail map[string]any
		must(t, json.Unmarshal(entries[1].Detail, &detail))
		same(t, map[string]any{"day": "2026-02-28", "messages": 3.0, "calls": 4.0}, detail)
		must(t, store.TellForgotten(ctx, today+1))
		entries, err = store.AuditEntries(ctx, auditlog.Filter{Action: "retention."})
		must(t, err)
		same(t, 3, len(entries))
	})
}

func TestTheOldestIsTold(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store, ctx, p := d.Open(t, sqlstore.Options{}), context.Background(), newPlanner(t, d)
		none, err := store.OldestKept(ctx, []string{"live", "other"})
		must(t, err)
		same(t, retention.Oldest{}, none)
		p.runAll(endedCases)
		oldest, err := store.OldestKept(ctx, []string{"live", "other"})
		must(t, err)
		same(t, retention.Oldest{retention.Reports: time.UnixMilli(1).UTC(), retention.Evidence: time.UnixMilli(1).UTC()}, oldest)
	})
}

// What is looked for every hour must not grow with what is kept.
func TestForgettingGoesByIndexes(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		plans := newPlanner(t, d)
		plans.runAll(strings.ReplaceAll(endedCases, "i < 120", "i < 2000"))
		plans.run("ANALYZE")
		for index, ask := range map[string]func(context.Context, *query.Queries) error{
			"cases_ended": func(ctx context.Context, q *query.Queries) error {
				_, err := q.EndedCases(ctx, query.EndedCasesParams{App: "live", AfterAt: 40, After: 40, Before: 900, MaxCases: 50})
				return err
			},
			"cases_ended ": func(ctx context.Context, q *query.Queries) error { _, err := q.OldestCase(ctx, "live"); return err },
		} {
			plan := plans.explain(ask)
			if !strings.Contains(plan, strings.TrimSpace(index)) {
				t.Errorf("want %s, got\n%s", index, plan)
			}
		}
	})
}
