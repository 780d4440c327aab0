package storetest

import (
	"context"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func TestQueueStatsCountWhatWaitsAndMoves(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		for list, user := range map[review.List]string{review.RiskList: "sender3", review.SpecialList: "sender4"} {
			_, err := store.AddListed(ctx, list, live, review.Listed{UserID: user, AddedAt: start})
			must(t, err)
		}
		old := opened(t, store, complaint(-5000, "a")) // an hour and more ago
		for number := 1; number <= 6; number++ {
			r := complaint(number, "a")
			switch number {
			case 5:
				r.Entrance = content.UserProfile
			case 6:
				r.App = "other"
			}
			opened(t, store, r)
		}
		decidedBy(t, store, live, 2, "7")             // the message of number 1
		wantClaim(t, store, messages(7), at(60), old) // one of two that are left
		ofLive := []review.QueueStat{
			{App: live, Queue: review.MessageQueue, Waiting: 2, Senior: 1, Held: 1, Oldest: at(2), Arrived: 3, Decided: 1},
			{App: live, Queue: review.MessageQueue, Risk: true, Waiting: 1, Oldest: at(3), Arrived: 1},
			{App: live, Queue: review.ProfileQueue, Waiting: 1, Oldest: at(5), Arrived: 1},
		}
		stats, err := store.QueueStats(ctx, live, at(60))
		must(t, err)
		same(t, ofLive, stats)
		stats, err = store.QueueStats(ctx, "", at(60))
		must(t, err)
		same(t, append(ofLive, review.QueueStat{App: "other", Queue: review.MessageQueue, Waiting: 1, Oldest: at(6), Arrived: 1}), stats)

		stats, err = store.QueueStats(ctx, "other", at(3606)) // an hour after: it arrived earlier
		must(t, err)
		same(t, []review.QueueStat{{App: "other", Queue: review.MessageQueue, Waiting: 1, Oldest: at(6)}}, stats)
		stats, err = store.QueueStats(ctx, "nowhere", at(60))
		must(t, err)
		same(t, 0, len(stats))
	})
}
