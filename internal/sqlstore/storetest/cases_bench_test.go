package storetest

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// BenchmarkClaim shows that the time of a claim does not grow with what waits:
// it claims in turns where 1,000 and where 1,000,000 cases wait. "times-slower"
// is the ratio of the two. It prints how the databases find the first
// of the million.
func BenchmarkClaim(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) Database{"sqlite": SQLite, "postgres": Postgres} {
		b.Run(engine, func(b *testing.B) {
			few, many := newQueue(b, database(b), 1_000), newQueue(b, database(b), 1_000_000)
			many.logPlan()
			rounds := 0
			for b.Loop() {
				few.claim()
				many.claim()
				rounds++
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(many.took.Seconds()/few.took.Seconds(), "times-slower")
			b.ReportMetric(float64(few.took.Microseconds())/float64(rounds*claimsAtOnce), "µs/claim-of-1000")
			b.ReportMetric(float64(many.took.Microseconds())/float64(rounds*claimsAtOnce), "µs/claim-of-1000000")
		})
	}
}

// claimsAtOnce is how many claims are made before what they took is put back.
const claimsAtOnce = 200

// queue is a database in which cases wait, and how long claims took there.
type queue struct {
	b     *testing.B
	d     Database
	store *sqlstore.Store
	who   int64
	took  time.Duration
}

func newQueue(b *testing.B, d Database, waiting int) *queue {
	b.Helper()
	fill(b, d, waiting)
	q := &queue{b: b, d: d, store: d.Open(b, sqlstore.Options{})}
	q.claim() // prepares the statements
	q.took = 0
	return q
}

// logPlan explains the first of claimQueries, which takes the cases.
func (q *queue) logPlan() {
	plans := newPlanner(q.b, q.d)
	q.b.Log("\n" + plans.explain(claimQueries[0].ask))
}

func (q *queue) claim() {
	c := messages(0)
	c.Queues = []review.Queue{review.MessageQueue, review.LiveQueue, review.ProfileQueue}
	begin := time.Now()
	for range claimsAtOnce {
		q.who++
		c.Reviewer = q.who // who holds nothing yet
		lent, err := q.store.ClaimCases(context.Background(), c, start)
		if err != nil || len(lent) != 1 {
			q.b.Fatal(len(lent), err)
		}
	}
	q.took += time.Since(begin)
	putBack := []string{"UPDATE cases SET state = 'open', holder = 0, lease_until = 0, lease_token = '' WHERE state = 'leased'"}
	if q.d.Postgres {
		putBack = append(putBack, "VACUUM cases")
	}
	inside(q.b, q.d, func(ctx context.Context, db *sql.DB) error {
		for _, statement := range putBack {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// fill puts waiting cases into a database, and as many decided ones.
func fill(b *testing.B, d Database, waiting int) {
	b.Helper()
	inside(b, d, func(ctx context.Context, db *sql.DB) error {
		for _, statement := range []string{fillReports, fillCases} {
			if _, err := db.ExecContext(ctx, statement, 2*waiting); err != nil {
				return err
			}
		}
		if !d.Postgres {
			return nil
		}
		for _, chore := range []string{"VACUUM ANALYZE", "CHECKPOINT"} { // so that it does not do this while it is measured
			if _, err := db.ExecContext(ctx, chore); err != nil {
				return err
			}
		}
		return nil
	})
}

// inside does something with the database itself.
func inside(b *testing.B, d Database, do func(ctx context.Context, db *sql.DB) error) {
	b.Helper()
	driver, source := "sqlite", strings.TrimPrefix(d.Address, "sqlite:")+"?_pragma=busy_timeout(10000)"
	if d.Postgres {
		driver, source = "pgx", d.Address
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := do(ctx, db); err != nil {
		b.Fatal(err)
	}
}

// The first half of the cases is decided.
const (
	fillReports = `
INSERT INTO reports (app, entrance, reporter, complaints, messages, profile, accused, memo, client_version, client_type, filed_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
SELECT 'live', 14, 'reporter', 4, '[]', '', 'sender', '', '', '', i FROM n`
	fillCases = `
INSERT INTO cases (id, app, queue, entrance, risk, protected, state, group_key, complaints, reports, opened_at)
SELECT id, app, CASE id % 2 WHEN 0 THEN 'message' ELSE 'profile' END, entrance, 0, 0,
    CASE WHEN id > $1 / 2 THEN 'open' ELSE 'decided' END, '', complaints, 1, filed_at
FROM reports WHERE id <= $1`
)
