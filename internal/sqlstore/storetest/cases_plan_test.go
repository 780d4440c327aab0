package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// asked is one question that must be answered from the head of an index.
type asked struct {
	index string
	ask   func(context.Context, *query.Queries) error
}

var claimQueries = []asked{
	{"cases_waiting", func(ctx context.Context, q *query.Queries) error {
		_, err := q.LockWaitingCases(ctx, query.LockWaitingCasesParams{App: live, Queue: "message", MaxCases: 1})
		return err
	}},
	{"cases_waiting", func(ctx context.Context, q *query.Queries) error {
		_, err := q.WaitingCases(ctx, query.WaitingCasesParams{App: live, Queue: "message", MaxCases: 1})
		return err
	}},
	{"cases_waiting", func(ctx context.Context, q *query.Queries) error {
		_, err := q.WaitingApps(ctx)
		return err
	}},
	{"cases_waiting", func(ctx context.Context, q *query.Queries) error {
		_, err := q.LockAgedCases(ctx, query.LockAgedCasesParams{App: live, Queue: "message", DoubtEnded: 9, MaxCases: 1})
		return err
	}},
	{"cases_judged", func(ctx context.Context, q *query.Queries) error {
		_, err := q.LastFindings(ctx, query.LastFindingsParams{App: live, ContentKey: "k", Number: 2})
		return err
	}},
	{"cases_leased", func(ctx context.Context, q *query.Queries) error {
		_, err := q.LockExpiredCases(ctx, query.LockExpiredCasesParams{Now: 1, MaxCases: 1})
		return err
	}},
	{"cases_by_holder", func(ctx context.Context, q *query.Queries) error {
		_, err := q.HeldCasesOfMany(ctx, []query.HeldCasesParams{{Holder: 7, Now: 1}, {Holder: 8, Now: 1}})
		return err
	}},
}

// A claim must not read what waits behind the case it takes, so its queries
// have to go by the indexes of what waits and of what is held.
func TestClaimsReadTheHeadsOfTheirIndexes(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		plans := newPlanner(t, d)
		plans.run(fmt.Sprintf(manyCases, map[bool]int{true: 20_000, false: 600}[d.Postgres]))
		plans.run(manySkips)
		plans.run(theirReports)
		plans.run("ANALYZE")
		for _, a := range claimQueries {
			plan := plans.explain(a.ask)
			t.Logf("%s:\n%s", plans.asked, plan)
			reads := strings.Contains(plan, "Seq Scan on case") || strings.Contains(plan, "SCAN case") // cases, case_skips
			sorts := strings.Contains(plan, "Sort") || strings.Contains(plan, "TEMP B-TREE")
			if !strings.Contains(plan, a.index+" ") || reads || sorts && a.index == "cases_waiting" {
				t.Errorf("want the head of %s, got\n%s", a.index, plan)
			}
		}
	})
}

// manyCases is enough cases for a planner to care, three quarters of them
// waiting in two queues. SQLite's planner, which fills the table more slowly,
// cares about fewer.
const manyCases = `
INSERT INTO cases (id, app, queue, entrance, risk, protected, state, group_key, complaints, reports, opened_at, holder, lease_until)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
SELECT i, 'live', CASE i %% 2 WHEN 0 THEN 'message' ELSE 'album' END, 14, 0, 0,
    CASE WHEN i %% 4 > 0 THEN 'open' WHEN i %% 400 = 0 THEN 'leased' ELSE 'decided' END, '', 1, 1, i,
    CASE WHEN i %% 400 = 0 THEN i %% 10 + 1 ELSE 0 END, CASE WHEN i %% 400 = 0 THEN i ELSE 0 END
FROM n`

// manySkips are cases that ten reviewers do not want to see again.
const manySkips = `INSERT INTO case_skips (case_id, staff_id) SELECT id, id % 10 FROM cases WHERE id % 3 = 0`

// theirReports are what the cases came from.
const theirReports = `
INSERT INTO reports (id, app, entrance, reporter, complaints, messages, profile, accused, memo, client_version, client_type, filed_at, case_id)
SELECT id, app, entrance, 'reporter', complaints, '[]', '', 'sender', '', '', '', opened_at, id FROM cases`

// planner is a query.DBTX that explains instead of asking.
type planner struct {
	*sql.DB
	t       testing.TB
	explans string
	asked   string // the name of what was explained last
	found   strings.Builder
}

var errExplained = errors.New("explained")

func newPlanner(t testing.TB, d Database) *planner {
	t.Helper()
	driver, source, explans := "sqlite", strings.TrimPrefix(d.Address, "sqlite:"), "EXPLAIN QUERY PLAN "
	if d.Postgres {
		driver, source, explans = "pgx", d.Address, "EXPLAIN "
	}
	db, err := sql.Open(driver, source)
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return &planner{DB: db, t: t, explans: explans}
}

func (p *planner) run(statement string) {
	p.t.Helper()
	_, err := p.DB.ExecContext(context.Background(), statement)
	must(p.t, err)
}

// explain gives the database's plan for what ask asks.
func (p *planner) explain(ask func(context.Context, *query.Queries) error) string {
	p.t.Helper()
	p.found.Reset()
	if err := ask(context.Background(), query.New(p)); !errors.Is(err, errExplained) && !errors.Is(err, sql.ErrNoRows) {
		p.t.Fatal(err)
	}
	return p.found.String()
}

// QueryContext implements query.DBTX.
func (p *planner) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	return nil, p.describe(ctx, text, args)
}

// QueryRowContext implements query.DBTX. Its row is not there.
func (p *planner) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if err := p.describe(ctx, text, args); !errors.Is(err, errExplained) {
		p.t.Error(err)
	}
	return p.DB.QueryRowContext(ctx, "SELECT 1 WHERE 1 = 0")
}

// ExecContext implements query.DBTX.
func (p *planner) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	return nil, p.describe(ctx, text, args)
}

// describe keeps the last column of each line of the plan, which is its text
// on both engines.
func (p *planner) describe(ctx context.Context, text string, args []any) error {
	p.asked, _, _ = strings.Cut(strings.TrimPrefix(text, "-- name: "), " ")
	if strings.Contains(p.explans, "PLAN") {
		text = strings.NewReplacer("FOR UPDATE OF cases", "", "FOR UPDATE", "", "SKIP LOCKED", "").Replace(text)
	}
	rows, err := p.DB.QueryContext(ctx, p.explans+text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := p.line(rows); err != nil {
			return err
		}
	}
	return errors.Join(rows.Err(), errExplained)
}

func (p *planner) line(rows *sql.Rows) error {
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]any, len(columns))
	var text string
	for i := range values {
		values[i] = new(any)
	}
	values[len(values)-1] = &text
	if err := rows.Scan(values...); err != nil {
		return err
	}
	p.found.WriteString(text + "\n")
	return nil
}
