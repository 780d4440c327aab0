package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func TestRacingReviewersNeverShareACase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		const reviewers, waiting = 12, 36
		stores := []*sqlstore.Store{open(), open()}
		for i := range waiting {
			opened(t, stores[0], complaint(i, "a"))
		}
		var mu sync.Mutex
		holders := map[int64]int64{} // by case, of leases that still run
		decided := map[int64]bool{}
		now := at(1000)
		for round := 0; len(decided) < waiting; round++ {
			now = now.Add(20 * time.Second)
			if round%5 == 4 { // every lease runs out
				clear(holders)
				now = now.Add(100 * time.Second)
			}
			together(reviewers, stores, func(i int, store *sqlstore.Store) {
				c := messages(int64(i + 1))
				c.Limit, c.Lease, c.Senior = 3, 100*time.Second, i%2 == 0
				lent := claim(t, store, c, now)
				mu.Lock()
				for _, l := range lent {
					if holder := holders[l.ID]; holder != 0 && holder != c.Reviewer {
						t.Errorf("case %d is lent to %d and %d", l.ID, holder, c.Reviewer)
					}
					if decided[l.ID] {
						t.Errorf("case %d is lent although it was decided", l.ID)
					}
					holders[l.ID] = c.Reviewer
				}
				mu.Unlock()
				if len(lent) > 0 && (i+round)%3 == 0 {
					mustNot(t, decide(store, lent[0].ID, now))
					mu.Lock()
					decided[lent[0].ID] = true
					mu.Unlock()
				}
			})
		}
	})
}

// However many of one reviewer's claims race, they lend him the same one case.
func TestRacingClaimsOfOneReviewerLendOneCase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		const n, reviewers = 16, 6
		stores := []*sqlstore.Store{open(), open()}
		for i := range n * reviewers {
			opened(t, stores[0], complaint(i, "a"))
		}
		for reviewer := range int64(reviewers) {
			got := make([][]int64, n)
			together(n, stores, func(i int, store *sqlstore.Store) {
				got[i] = ids(claim(t, store, messages(reviewer+1), at(1000)))
			})
			for _, list := range got {
				same(t, got[0], list)
				same(t, 1, len(list))
			}
		}
	})
}

// A claim gets what waits, also while others take the oldest before its eyes.
func TestRacingClaimsFindWhatWaits(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		const n = 24
		stores := []*sqlstore.Store{open(), open()}
		for i := range n {
			opened(t, stores[0], complaint(i, "a"))
		}
		together(n, stores, func(i int, store *sqlstore.Store) {
			c := messages(int64(i + 1))
			c.Queues = []review.Queue{review.MessageQueue, review.LiveQueue, review.ProfileQueue}
			if lent := claim(t, store, c, at(100)); len(lent) != 1 {
				t.Errorf("as many cases wait as claims are made, but one got %v", ids(lent))
			}
		})
	})
}

// The store does what a simple list of cases would do, whatever reviewers do.
func TestClaimsFollowTheModel(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, round := open(), 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			m := &model{rt: rt, t: t, store: store, app: fmt.Sprint("app", round), reviewer: int64(round * 10), now: 1000}
			rt.Repeat(map[string]func(*rapid.T){
				"file": m.file, "claim": m.claim, "decide": m.decide, "wait": m.wait, "count": m.count,
			})
		})
	})
}
