package storetest

import (
	"context"
	"fmt"
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

func TestOldRepeatKeysAreForgotten(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		const keys = 2100 // more than two steps
		for i := range keys {
			r := complaint(i, "a")
			r.App = fmt.Sprint("app", i%3)
			fileAs(t, store, r, fmt.Sprint("key", i))
		}
		pruned, err := store.PruneRepeatKeys(ctx, at(2000))
		must(t, err)
		same(t, 2000, pruned)
		pruned, err = store.PruneRepeatKeys(ctx, at(2000))
		must(t, err)
		same(t, 0, pruned)
		for number, duplicate := range map[int]bool{0: false, 1999: false, 2000: true, keys - 1: true} {
			r := complaint(number, "a")
			r.App = fmt.Sprint("app", number%3)
			same(t, duplicate, fileAs(t, store, r, fmt.Sprint("key", number)).Duplicate)
		}
	})
}

// manyKeys is enough for a planner to care.
const manyKeys = `
INSERT INTO report_keys (app, repeat_key, report_id, filed_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
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
