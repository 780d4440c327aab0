package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// BenchmarkClaim shows that the time of a claim does not grow with what waits:
// compare the sizes of one engine.
func BenchmarkClaim(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) Database{"sqlite": SQLite, "postgres": Postgres} {
		for _, waiting := range []int{1_000, 1_000_000} {
			b.Run(fmt.Sprintf("%s/waiting=%d", engine, waiting), func(b *testing.B) {
				d := database(b)
				fill(b, d, waiting)
				store := d.Open(b, sqlstore.Options{})
				c := messages(0)
				c.Queues = []review.Queue{review.MessageQueue, review.LiveQueue, review.ProfileQueue}
				for n := 0; b.Loop(); n++ {
					c.Reviewer = int64(n + 1) // who holds nothing yet
					lent, err := store.ClaimCases(context.Background(), c, start)
					if err != nil || len(lent) != 1 && n < waiting {
						b.Fatal(len(lent), err)
					}
				}
			})
		}
	}
}

// fill puts waiting cases into a database, and as many decided ones.
func fill(b *testing.B, d Database, waiting int) {
	b.Helper()
	driver, source := "sqlite", strings.TrimPrefix(d.Address, "sqlite:")
	if d.Postgres {
		driver, source = "pgx", d.Address
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{fillReports, fillCases} {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		_, err := db.ExecContext(ctx, statement, 2*waiting)
		cancel()
		if err != nil {
			b.Fatal(err)
		}
	}
	if d.Postgres { // so that it does not do this while it is measured
		for _, chore := range []string{"VACUUM ANALYZE", "CHECKPOINT"} {
			if _, err := db.ExecContext(context.Background(), chore); err != nil {
				b.Fatal(err)
			}
		}
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
