package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func search(t *testing.T, store *sqlstore.Store, f review.CaseFilter) []int64 {
	t.Helper()
	cases, err := store.SearchCases(context.Background(), f)
	must(t, err)
	return ids(cases)
}

// decidedBy passes a case as a member of staff.
func decidedBy(t *testing.T, store *sqlstore.Store, app string, caseID int64, staff string) {
	t.Helper()
	must(t, store.RecordRuling(context.Background(), app, caseID, at(50), func(c review.Case, _ review.Reports) (*review.Ruling, error) {
		return &review.Ruling{Decision: review.Decision{App: c.App, CaseID: c.ID, RecordID: c.ID, At: at(50), Verdict: verdict.Pass,
			Author: review.Author{Kind: review.ByStaff, ID: staff}}}, nil
	}))
}

// archive files these, of which 1 and 2 are leased to 7, and 3 and 6 are decided by 7:
//
//	1 by a against sender1    2 by b against sender2   3 by a against sender3
//	4 profile by b            5 other app, by a        6 other app, by b
func archive(t *testing.T, store *sqlstore.Store) {
	t.Helper()
	for number := 1; number <= 6; number++ {
		r := complaint(number, []string{"b", "a"}[number%2])
		switch number {
		case 4:
			r.Entrance = content.UserProfile
		case 5, 6:
			r.App = "other"
		}
		same(t, int64(number), file(t, store, r, "").CaseID)
	}
	decidedBy(t, store, live, 3, "7")
	decidedBy(t, store, "other", 6, "7")
	c := messages(7)
	c.Limit = 2
	wantClaim(t, store, c, at(60), 1, 2)
}

func TestCasesAreSearchedByAnyFilter(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		archive(t, store)
		for _, step := range []struct {
			filter review.CaseFilter
			want   []int64
		}{
			{review.CaseFilter{}, []int64{6, 5, 4, 3, 2, 1}},
			{review.CaseFilter{App: live}, []int64{4, 3, 2, 1}},
			{review.CaseFilter{State: review.Decided}, []int64{6, 3}},
			{review.CaseFilter{App: live, State: review.Leased}, []int64{2, 1}},
			{review.CaseFilter{App: live, State: review.Open}, []int64{4}},
			{review.CaseFilter{Queue: review.ProfileQueue}, []int64{4}},
			{review.CaseFilter{App: "other", Queue: review.MessageQueue, State: review.Open}, []int64{5}},
			{review.CaseFilter{DecidedBy: "7"}, []int64{6, 3}},
			{review.CaseFilter{App: "other", DecidedBy: "7"}, []int64{6}},
			{review.CaseFilter{App: live, DecidedBy: "7", State: review.Open}, nil},
			{review.CaseFilter{App: live, DecidedBy: "7", Queue: review.AlbumQueue}, nil},
			{review.CaseFilter{DecidedBy: "8"}, nil},
			{review.CaseFilter{UserID: "sender3"}, []int64{3}},
			{review.CaseFilter{UserID: "host1", App: live}, []int64{4, 3, 2, 1}}, // the shows' owner is spoken of
			{review.CaseFilter{UserID: "host1", Reporter: "a"}, []int64{5, 3, 1}},
			{review.CaseFilter{UserID: "host1", DecidedBy: "7"}, []int64{6, 3}},
			{review.CaseFilter{UserID: "host1", State: review.Leased, Queue: review.MessageQueue}, []int64{2, 1}},
			{review.CaseFilter{Reporter: "b"}, []int64{6, 4, 2}},
			{review.CaseFilter{App: live, Reporter: "a", State: review.Decided}, []int64{3}},
			{review.CaseFilter{Reporter: "b", DecidedBy: "7"}, []int64{6}},
			{review.CaseFilter{Reporter: "nobody"}, nil},
			{review.CaseFilter{From: at(2), To: at(5)}, []int64{4, 3, 2}},
			{review.CaseFilter{UserID: "host1", From: at(5)}, []int64{6, 5}},
			{review.CaseFilter{Reporter: "a", To: at(3)}, []int64{1}},
			{review.CaseFilter{DecidedBy: "7", From: at(4)}, []int64{6}},
			{review.CaseFilter{BeforeID: 4}, []int64{3, 2, 1}},
			{review.CaseFilter{BeforeID: 4, To: at(3), Limit: 1}, []int64{2}},
			{review.CaseFilter{UserID: "host1", BeforeID: 3}, []int64{2, 1}},
			{review.CaseFilter{DecidedBy: "7", BeforeID: 6}, []int64{3}},
			{review.CaseFilter{App: "nowhere"}, nil},
		} {
			t.Logf("%+v", step.filter)
			same(t, step.want, search(t, store, step.filter))
		}
		_, err := store.SearchCases(context.Background(), review.CaseFilter{BeforeID: 99})
		wantFault(t, err, fault.Invalid)
	})
}

func TestPagesOfCasesLeaveNothingOut(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		for number := range 9 {
			r := complaint(number/3, "a") // three of each age
			r.App = []string{live, "other"}[number%2]
			opened(t, store, r)
		}
		decidedBy(t, store, live, 5, "7")
		whole := []int64{9, 8, 7, 6, 5, 4, 3, 2, 1}
		for _, by := range []review.CaseFilter{{}, {UserID: "host1"}, {Reporter: "a"}, {Text: "微信"}} {
			var all []int64
			for by.Limit = 2; ; {
				page := search(t, store, by)
				if len(page) == 0 {
					break
				}
				all = append(all, page...)
				by.BeforeID = page[len(page)-1]
			}
			same(t, whole, all)
		}
	})
}

func TestTextIsFoundAsPeopleWroteIt(t *testing.T) {
	t.Parallel()
	texts := []string{ // numbered from 1
		"加微信 YHXF0829，日结300", `he said "100%" <b>now</b>`, "a_b!c\\d", "axb", "nothing",
	}
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		for i, text := range texts {
			r := complaint(i+1, "a")
			r.Messages[0].Text = text
			if text == "nothing" {
				r.Memo = "骚扰 <i>Spam</i>\nagain"
			}
			opened(t, store, r)
		}
		for text, want := range map[string][]int64{
			"微信": {1}, "yhxf": {1}, "YHXF0829，日结": {1}, `"100%"`: {2}, "<B>": {2}, "100": {2}, "%": {2}, "_": {3}, "a_b": {3},
			"!c": {3}, `c\d`: {3}, " nothing ": {5}, "<i>spam": {5}, "</i>\nagain": {5}, "n": {5, 2},
			"sender_id": nil, "sender1": nil, "text": nil, "u003c": nil, "{": nil, "absent": nil, "": {5, 4, 3, 2, 1},
		} {
			t.Logf("%q", text)
			same(t, want, search(t, store, review.CaseFilter{Text: text}))
			same(t, want, search(t, store, review.CaseFilter{Text: text, UserID: "host1"}))
			same(t, want, search(t, store, review.CaseFilter{Text: text, Reporter: "a"}))
			same(t, nil, search(t, store, review.CaseFilter{Text: text, DecidedBy: "7"}))
		}
		_, err := store.SearchCases(context.Background(), review.CaseFilter{Text: strings.Repeat("x", review.MaxSearchText+1)})
		wantFault(t, err, fault.Invalid)
	})
}

// A page is filled although the database finds the word in the JSON's own
// names, and ends where there are too many of these.
func TestTextPassesOverTheNamesAroundIt(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		for i := range 5 {
			r := complaint(i, "a")
			if i == 0 {
				r.Messages[0].Text = "the sender_id"
			}
			opened(t, store, r)
		}
		same(t, []int64{1}, search(t, store, review.CaseFilter{Text: "sender_id", Limit: 1}))
	})
}

var searchQueries = []asked{
	{"cases_shelved", func(ctx context.Context, q *query.Queries) error {
		_, err := q.SearchShelf(ctx, query.SearchShelfParams{Shelf: "live/decided", Newest: -1 << 40, CursorAt: 1 << 40, MaxCandidates: 10, MaxCases: 10})
		return err
	}},
	{"cases_by_decider", func(ctx context.Context, q *query.Queries) error {
		_, err := q.SearchDecider(ctx, query.SearchDeciderParams{Decider: "live/7", Newest: -1 << 40, CursorAt: 1 << 40, MaxCandidates: 10, MaxCases: 10})
		return err
	}},
	{"spoken", func(ctx context.Context, q *query.Queries) error {
		_, err := q.SearchUser(ctx, query.SearchUserParams{App: live, UserID: "u7", Newest: -1 << 40, CursorAt: 1 << 40, MaxCandidates: 10, MaxCases: 10})
		return err
	}},
	{"reports_by_reporter", func(ctx context.Context, q *query.Queries) error {
		_, err := q.SearchReporter(ctx, query.SearchReporterParams{App: live, Reporter: "r7", Newest: -1 << 40, CursorAt: 1 << 40, MaxCandidates: 10, MaxCases: 10})
		return err
	}},
	{"cases_shelved", func(ctx context.Context, q *query.Queries) error {
		_, err := q.Shelves(ctx)
		return err
	}},
	{"cases_waiting", func(ctx context.Context, q *query.Queries) error {
		_, err := q.WaitingStats(ctx, []query.WaitingStatsParams{{Queue: "message", App: live, Most: 9}})
		return err
	}},
	{"cases_shelved", func(ctx context.Context, q *query.Queries) error {
		_, err := q.ArrivedStats(ctx, query.ArrivedStatsParams{Shelf: "live/decided", Before: -19_990, Most: 9})
		return err
	}},
	{"cases_by_decision", func(ctx context.Context, q *query.Queries) error {
		_, err := q.DecidedStats(ctx, query.DecidedStatsParams{App: live, Before: -19_990, Most: 9})
		return err
	}},
	{"cases_leased", func(ctx context.Context, q *query.Queries) error {
		_, err := q.HeldStats(ctx, live)
		return err
	}},
	{"reports_by_reporter", func(ctx context.Context, q *query.Queries) error {
		_, err := q.ReportsBy(ctx, query.ReportsByParams{App: live, Reporter: "r7", MaxReports: 10})
		return err
	}},
	{"reports_by_case", func(ctx context.Context, q *query.Queries) error {
		_, err := q.ReportsAgainst(ctx, query.ReportsAgainstParams{App: live, UserID: "u7", MaxReports: 10})
		return err
	}},
}

// Searches and counts must not read all the cases there ever were.
func TestReadersGoByTheirIndexes(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		plans := newPlanner(t, d)
		for _, statement := range manyToRead {
			plans.run(fmt.Sprintf(statement, enough(d)))
		}
		plans.run("ANALYZE")
		for i, a := range searchQueries {
			plan := plans.explain(a.ask)
			reads := slices.ContainsFunc(strings.Split(plan, "\n"), func(line string) bool {
				return strings.Contains(line, "Seq Scan on") && !strings.Contains(line, "reporter_stats") || strings.HasPrefix(line, "SCAN ") && !strings.Contains(line, "INDEX") && !slices.Contains(derived, line)
			})
			if !strings.Contains(plan, a.index) || reads {
				t.Errorf("%d: want %s, got\n%s", i, a.index, plan)
			}
		}
	})
}

// derived are the steps that scan what another step has picked.
var derived = []string{"SCAN picked", "SCAN filed", "SCAN found", "SCAN newest", "SCAN stream", "SCAN first", "SCAN CONSTANT ROW"}

// enough is how many rows make a planner care. SQLite, which fills its tables
// more slowly, cares about fewer.
func enough(d Database) int {
	if d.Postgres {
		return 5000
	}
	return 1000
}

// manyToRead is mostly decided cases by 20 people about 50, reported by 50.
var manyToRead = []string{`
INSERT INTO cases (id, app, queue, entrance, risk, protected, state, group_key, complaints, reports, opened_at, decided_kind, decided_id, decided_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
SELECT i, 'live', 'message', 14, 0, 0,
    CASE WHEN i %% 10 = 0 THEN 'open' WHEN i %% 333 = 0 THEN 'leased' ELSE 'decided' END, '', 1, 1, i * 4,
    CASE WHEN i %% 10 = 0 OR i %% 333 = 0 THEN '' ELSE 'staff' END, CASE WHEN i %% 10 = 0 OR i %% 333 = 0 THEN '' ELSE CAST(i %% 20 AS TEXT) END,
    CASE WHEN i %% 10 = 0 OR i %% 333 = 0 THEN 0 ELSE i * 4 + 1 END
FROM n`, `
INSERT INTO case_users (app, user_id, case_id, accused)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
SELECT 'live', 'u' || (i %% 50), i, 1 FROM n`, `
INSERT INTO reports (id, app, entrance, reporter, complaints, messages, profile, accused, memo, client_version, client_type, filed_at, case_id)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
SELECT i, 'live', 14, 'r' || (i %% 50), 1, '[]', '', '', '', '', '', i * 4, i FROM n`,
}
