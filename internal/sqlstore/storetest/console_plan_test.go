package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// The pages of the console read ranges of these indexes, however much there is.
var consoleQueries = []asked{
	{"cases_waiting", func(ctx context.Context, q *query.Queries) error {
		_, err := q.WaitingContents(ctx, query.WaitingContentsParams{App: live, Queue: "message", MaxCases: 1})
		return err
	}},
	{"decisions_by_case", func(ctx context.Context, q *query.Queries) error {
		_, err := q.FindingsAbout(ctx, query.FindingsAboutParams{App: live, UserID: "1", MaxCases: 1})
		return err
	}},
	{"decisions_by_author", func(ctx context.Context, q *query.Queries) error {
		_, err := q.DecidedBy(ctx, query.DecidedByParams{Author: "1", Since: 1, Recent: 1, Earlier: 1})
		return err
	}},
	{"decisions_by_author", func(ctx context.Context, q *query.Queries) error {
		_, err := q.TeamStats(ctx, query.TeamStatsParams{Since: 1, Recent: 1})
		return err
	}},
	{"cases_shelved", func(ctx context.Context, q *query.Queries) error {
		_, err := q.ArrivedPace(ctx, query.ArrivedPaceParams{Shelf: "live/open", Since: 1, Until: 9, Step: 1})
		return err
	}},
	{"cases_by_decision", func(ctx context.Context, q *query.Queries) error {
		_, err := q.DecidedPace(ctx, query.DecidedPaceParams{Since: 1, Until: 9, Step: 1})
		return err
	}},
	{"reports_by_reporter", func(ctx context.Context, q *query.Queries) error {
		_, err := q.ReportsByBefore(ctx, query.ReportsByBeforeParams{App: live, Reporter: "1", Before: 9, MaxReports: 1})
		return err
	}},
	{"outbox_pending", func(ctx context.Context, q *query.Queries) error {
		_, err := q.PendingEventApps(ctx)
		return err
	}},
	{"outbox_dead_by_app", func(ctx context.Context, q *query.Queries) error {
		_, err := q.DeadEventApps(ctx)
		return err
	}},
}

// theirDecisions are those of fifty reviewers.
const theirDecisions = `
INSERT INTO decisions (app, case_id, record_id, author_kind, author_id, at, verdict, actions, memo)
SELECT app, id, id, 'staff', CAST(id % 50 AS TEXT), id, 'pass', '[]', '' FROM cases`

func TestPagesReadRangesOfTheirIndexes(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		plans := newPlanner(t, d)
		plans.SetMaxOpenConns(1)
		plans.run(fmt.Sprintf(manyCases, map[bool]int{true: 20_000, false: 2_000}[d.Postgres]))
		plans.run(theirReports)
		plans.run(theirDecisions)
		plans.run("ANALYZE")
		if d.Postgres {
			plans.run("SET enable_seqscan = off") // small tables are read whole
		}
		for _, a := range consoleQueries {
			if plan := plans.explain(a.ask); !strings.Contains(plan, a.index) {
				t.Errorf("%s: want a range of %s, got\n%s", plans.asked, a.index, plan)
			}
		}
	})
}
