package storetest

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func TestLoanWhoseEndHasPassedIsFreeAndItsAttemptFenced(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		write(t, store, event("user:1", "mute", at(0)), event("user:1", "lift", at(0)))
		slow := heads(t, store, 1, 0)[0] // until 60
		same(t, 0, len(heads(t, store, 1, 59)))
		quick := heads(t, store, 1, 60)[0]
		if slow.ID != quick.ID || slow.Token == quick.Token {
			t.Fatalf("lent %+v after %+v", quick, slow)
		}
		before := stored(t, store, quick.ID)
		wantFault(t, tried(store, slow, outbox.Done, 61, time.Time{}), fault.Conflict)
		same(t, before, stored(t, store, quick.ID))
		must(t, tried(store, quick, outbox.Failed, 62, at(63)))
		wantFault(t, tried(store, quick, outbox.Done, 62, time.Time{}), fault.Conflict) // settled already
		wantFault(t, tried(store, outbox.Claim{Record: quick.Record}, outbox.Done, 62, time.Time{}), fault.Conflict)
		attempts, err := store.Attempts(context.Background(), quick.ID)
		must(t, err)
		same(t, 4, len(attempts))
		same(t, 1, stored(t, store, quick.ID).Attempts)
		same(t, outbox.Pending, stored(t, store, quick.ID).State)
	})
}

func TestAttemptAfterTheLaneIsGoneIsKept(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		write(t, store, event("user:1", "mute", at(0)))
		slow := heads(t, store, 1, 0)[0]
		must(t, tried(store, heads(t, store, 1, 60)[0], outbox.Done, 61, time.Time{}))
		wantFault(t, tried(store, slow, outbox.Failed, 62, at(63)), fault.Conflict)
		attempts, err := store.Attempts(context.Background(), slow.ID)
		must(t, err)
		same(t, 2, len(attempts))
		same(t, outbox.Delivered, stored(t, store, slow.ID).State)
	})
}

func TestLateReportCountsWhileNobodyElseHasTheLoan(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		write(t, store, event("user:1", "mute", at(0)))
		c := heads(t, store, 1, 0)[0]
		must(t, tried(store, c, outbox.Done, 600, time.Time{}))
		same(t, outbox.Delivered, stored(t, store, c.ID).State)
	})
}

// onceDue asks until something is due: the server of PostgreSQL needs a moment
// to see that a client has gone.
func onceDue(t *testing.T, due func() ([]string, error)) []string {
	t.Helper()
	for began := time.Now(); ; runtime.Gosched() {
		apps, err := due()
		must(t, err)
		if len(apps) > 0 || time.Since(began) > time.Minute {
			return apps
		}
	}
}

func TestLoansOfTheDeadAreFreeAtOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		write(t, store, event("user:1", "mute", at(0)), event("user:2", "mute", at(0)))
		lost := heads(t, store, 9, 0)
		same(t, 2, len(lost))
		must(t, store.Close()) // the loans run until 60
		heir := open()
		apps := onceDue(t, func() ([]string, error) { return heir.DueApps(ctx, at(1)) })
		same(t, []string{live}, apps)
		same(t, 2, len(heads(t, heir, 9, 1)))
		wantFault(t, tried(heir, lost[0], outbox.Done, 2, time.Time{}), fault.Conflict)
	})
}

func TestLoansOfTheLivingStay(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := d.Open(t, sqlstore.Options{})
		write(t, store, event("user:1", "mute", at(0)), event("user:2", "mute", at(0)))
		mine := heads(t, store, 1, 0)
		other := store
		if d.Postgres { // a SQLite file has one process that takes loans
			other = d.Open(t, sqlstore.Options{})
		}
		same(t, []string{"user:2"}, []string{heads(t, other, 9, 1)[0].Lane})
		must(t, tried(store, mine[0], outbox.Done, 2, time.Time{}))
	})
}

// Whoever writes and whoever delivers, each lane's events arrive once, in the
// order in which they were written.
func TestLanesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		const writers, rounds, lanes = 6, 12, 3
		stores := []*sqlstore.Store{d.Open(t, sqlstore.Options{})}
		if d.Postgres {
			stores = append(stores, d.Open(t, sqlstore.Options{}))
		}
		var mu sync.Mutex
		arrived := map[string][]outbox.Claim{}
		total := 0
		drain := func(store *sqlstore.Store) {
			for _, c := range heads(t, store, 2, 1) {
				mu.Lock()
				arrived[c.Lane] = append(arrived[c.Lane], c)
				total++
				mu.Unlock()
				mustNot(t, tried(store, c, outbox.Done, 2, time.Time{}))
			}
		}
		together(writers*2, stores, func(i int, store *sqlstore.Store) {
			for n := range rounds {
				if i < writers {
					var batch []outbox.Event
					for lane := range lanes {
						batch = append(batch, event(fmt.Sprint("user:", (i+n+lane)%lanes), fmt.Sprint(i), at(0).Add(time.Duration(n))))
					}
					write(t, store, batch...)
				}
				drain(store)
			}
		})
		for rest := -1; rest != total; {
			rest = total
			drain(stores[0])
		}
		checkLanes(t, stores[0], arrived, writers*rounds)
	})
}

// checkLanes compares what arrived with what was written, whose order in a
// lane is that of the ids.
func checkLanes(t *testing.T, store *sqlstore.Store, arrived map[string][]outbox.Claim, perLane int) {
	t.Helper()
	for lane, claims := range arrived {
		written, err := store.Deliveries(context.Background(), delivery.Filter{App: live, Lane: lane, Limit: 500})
		must(t, err)
		slices.Reverse(written)
		same(t, perLane, len(written))
		var want, got []int64
		for i := range written {
			want, got = append(want, written[i].ID), append(got, claims[min(i, len(claims)-1)].ID)
			same(t, outbox.Delivered, written[i].State)
		}
		same(t, want, got)
	}
}
