package sqlstore_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// However much waits and moves, it is counted so far only. The oldest of what
// waits is of the last rank.
func TestQueueStatsCountSoFar(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		store.CountUpTo(20)
		must(t, store.Write(background, func(ctx context.Context, q *query.Queries) error {
			var cases []query.OpenOrJoinCaseParams
			var decided []query.DecideCaseParams
			for i := range int64(60) {
				cases = append(cases, query.OpenOrJoinCaseParams{ID: i + 1, App: "live", Queue: "message", Protected: 1, Rank: 2 - min(i, 1), OpenedAt: i + 1})
				if i%2 == 1 {
					decided = append(decided, query.DecideCaseParams{ID: i + 1, DecidedAt: i + 1})
				}
			}
			if _, err := q.OpenOrJoinCases(ctx, cases); err != nil {
				return err
			}
			return q.DecideCases(ctx, decided)
		}))
		stats, err := store.QueueStats(background, "live", time.UnixMilli(60_000))
		must(t, err)
		want := []review.QueueStat{{
			App: "live", Queue: review.MessageQueue, Waiting: 20, Senior: 20, Oldest: time.UnixMilli(1).UTC(), Arrived: 20, Decided: 20,
		}}
		if len(stats) == 1 {
			stats[0].Oldest = stats[0].Oldest.UTC()
		}
		if !slices.Equal(stats, want) {
			t.Errorf("got %+v, want %+v", stats, want)
		}
	})
}
