package main

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// How a store is filled: a thousand cases come as all cases do, half of them
// decided, and then their rows are copied, each time under other numbers, by
// other people and a while later.
const (
	seeds       = 1000
	seedUsers   = 500
	stride      = 10_000 // between the numbers of a copy's rows and the next one's
	crowds      = 100    // how many times other people; then the first come again
	caseEvery   = 100 * time.Millisecond
	atOnce      = 50 // copies a transaction
	sinceSeeds  = seeds * caseEvery
	seedClients = 32
)

// copied are the tables that a report and a decision write, the audit log
// excepted: its chain cannot be copied.
var copied = []string{"reports", "report_keys", "cases", "case_users", "decisions", "sanctions", "reporter_stats"}

// fillStore fills a store that is kept.
func fillStore(ctx context.Context, o options) error { return fill(ctx, o.store, o.copied) }

// fill brings a new store to so many cases, a multiple of a thousand.
func fill(ctx context.Context, address string, cases int) error {
	began := time.Now()
	if err := seed(ctx, address, cases); err != nil {
		return err
	}
	whole, err := sqlstore.OpenWhole(ctx, address, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { _ = whole.Close() }() // what it wrote is committed
	whole.DB.SetMaxOpenConns(1)
	if err := inTurn(ctx, whole.DB, settings(whole.Postgres)); err != nil {
		return err
	}
	if err := stampAll(ctx, whole, cases/seeds); err != nil {
		return err
	}
	if err := inTurn(ctx, whole.DB, chores(whole.Postgres)); err != nil {
		return err
	}
	say("%d cases filled in %s", cases, time.Since(began).Round(time.Second/10))
	return nil
}

// settings make haste: a store that is lost is filled anew.
func settings(pg bool) []string {
	if pg {
		return []string{"SET synchronous_commit = off", "SET work_mem = '256MB'"}
	}
	return []string{"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000", "PRAGMA temp_store = MEMORY"}
}

// chores are done before anything is measured: PostgreSQL would do them by itself
// in a while. SQLite never does, and is measured so.
func chores(pg bool) []string {
	if pg {
		list := []string{"VACUUM ANALYZE", "CHECKPOINT"}
		for _, name := range []string{"reports", "decisions", "sanctions"} {
			list = append([]string{"SELECT setval(pg_get_serial_sequence('" + name + "', 'id'), (SELECT max(id) FROM " + name + "))"}, list...)
		}
		return list
	}
	return []string{"PRAGMA synchronous = FULL", "PRAGMA journal_mode = WAL"}
}

// seed has the first cases come and be decided, so long ago that the last copy is
// of now.
func seed(ctx context.Context, address string, cases int) error {
	store, err := sqlstore.Open(ctx, address, sqlstore.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }() // what it wrote is committed
	var ticks atomic.Int64
	start := time.Now().Add(-time.Duration(cases) * caseEvery)
	p := newPeople(store, seedUsers, "s", func() time.Time { return start.Add(time.Duration(ticks.Add(1)) * caseEvery / 4) })
	if err := together(ctx, seedClients, seeds, p.file); err != nil {
		return err
	}
	return together(ctx, seedClients, seeds/2, func(ctx context.Context) error {
		c, who, err := p.claim(ctx)
		if err != nil {
			return err
		}
		return p.decide(ctx, c, who)
	})
}

// together does something so many times, some at once.
func together(ctx context.Context, clients, times int, do func(context.Context) error) error {
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(clients)
	for range times {
		all.Go(func() error { return do(ctx) })
	}
	return all.Wait()
}

// stampAll copies the seeds until there are so many of them. Indexes are made
// afterwards: sorting is much faster than ten million random places.
func stampAll(ctx context.Context, whole *sqlstore.Whole, times int) error {
	drop, create, err := indexes(ctx, whole)
	if err != nil {
		return err
	}
	for _, table := range copied {
		drop = append(drop, fmt.Sprintf("CREATE TEMPORARY TABLE seed_%s AS SELECT * FROM %s", table, table))
	}
	if err := inTurn(ctx, whole.DB, drop); err != nil {
		return err
	}
	began, told := time.Now(), time.Now()
	for first := 1; first < times; first += atOnce {
		last := min(first+atOnce, times) - 1
		if err := stamp(ctx, whole, first, last); err != nil {
			return err
		}
		if time.Since(told) > time.Minute {
			told = time.Now()
			say("%s of %s cases after %s", grouped((last+1)*seeds), grouped(times*seeds), told.Sub(began).Round(time.Second))
		}
	}
	return inTurn(ctx, whole.DB, create)
}

func inTurn(ctx context.Context, db *sql.DB, statements []string) error {
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// indexes are what drops those of the copied tables, but for what keeps rows
// unlike each other by a constraint, and what makes them again.
func indexes(ctx context.Context, whole *sqlstore.Whole) (drop, create []string, err error) {
	query := "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
	if whole.Postgres {
		query = `SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname) ORDER BY indexname`
	}
	rows, err := whole.DB.QueryContext(ctx, query)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var table, name, definition string
		if err := rows.Scan(&table, &name, &definition); err != nil {
			return nil, nil, err
		}
		if slices.Contains(copied, table) {
			drop, create = append(drop, "DROP INDEX "+name), append(create, definition)
		}
	}
	return drop, create, rows.Err()
}

// stamp copies the seeds' rows, the copies first to last, in one transaction.
func stamp(ctx context.Context, whole *sqlstore.Whole, first, last int) error {
	tx, err := whole.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	for _, table := range copied {
		if table == "reporter_stats" && first >= crowds {
			continue // those people are known
		}
		statement, err := stamping(ctx, tx, table, first, last)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return tx.Commit()
}

// stamping is the statement that copies a table's rows.
func stamping(ctx context.Context, tx *sql.Tx, table string, first, last int) (string, error) {
	columns, err := columnsOf(ctx, tx, table)
	if err != nil {
		return "", err
	}
	values := make([]string, len(columns))
	for i, column := range columns {
		values[i] = changed(table, column)
	}
	return fmt.Sprintf(`INSERT INTO %s (%s) WITH RECURSIVE k (n) AS (SELECT %d UNION ALL SELECT n + 1 FROM k WHERE n < %d)
SELECT %s FROM k CROSS JOIN seed_%s t`, table, strings.Join(columns, ", "), first, last, strings.Join(values, ", "), table), nil
}

// What a copy, the nth, has in a column. Keys are digests: the copy's begin with
// digits of their own, which lie anywhere among the others, as digests do.
const (
	laterNumber = "t.%s + k.n * %d"
	laterOrNone = "CASE WHEN t.%[1]s = 0 THEN 0 ELSE t.%[1]s + k.n * %[2]d END"
	otherPerson = "replace(t.%s, 'bench-', 'bench-' || (k.n %% %d) || 'x')"
	otherDigest = "CAST((t.%[2]s * 7919 + k.n * 104729) * 2654435761 %% 4294967296 AS TEXT) || substr(t.%[1]s, 11)"
)

func changed(table, column string) string {
	switch column {
	case "id", "case_id", "report_id", "record_id", "decision_id":
		return fmt.Sprintf(laterNumber, column, stride)
	case "filed_at", "opened_at", "at", "starts_at":
		return fmt.Sprintf(laterNumber, column, sinceSeeds.Milliseconds())
	case "decided_at", "ends_at":
		return fmt.Sprintf(laterOrNone, column, sinceSeeds.Milliseconds())
	case "reporter", "user_id", "subject_id", "bond", "profile", "actions":
		return fmt.Sprintf(otherPerson, column, crowds)
	case "messages":
		return "replace(" + fmt.Sprintf(otherPerson, column, crowds) + ", 'msg-s-', 'msg-' || k.n || '-')"
	case "repeat_key":
		return fmt.Sprintf(otherDigest, column, "report_id")
	case "group_key", "content_key":
		return fmt.Sprintf(otherDigest, column, "id")
	}
	if table == "reports" && column == "accused" {
		return fmt.Sprintf(otherPerson, column, crowds)
	}
	return "t." + column
}

// columnsOf are those of a table, but for what the engine computes.
func columnsOf(ctx context.Context, tx *sql.Tx, table string) ([]string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT * FROM "+table+" WHERE 1 = 0") //nolint:gosec // a name of our own schema
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	columns = slices.DeleteFunc(columns, func(name string) bool { return name == "senior" })
	if err != nil {
		return nil, err
	}
	return columns, rows.Err()
}
