package storetest

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// threeNodes are three stores on one database; on SQLite one, which has one process
// that takes loans.
func threeNodes(t *testing.T, d Database) []*sqlstore.Store {
	t.Helper()
	stores := []*sqlstore.Store{audited(t, d)}
	if d.Postgres {
		stores = append(stores, audited(t, d), audited(t, d))
	}
	return stores
}

// turmoil is what nodes did while each of them did everything at once.
type turmoil struct {
	t *testing.T

	mu        sync.Mutex
	stands    map[int64]int // decisions that were not taken back, by case
	delivered map[int64]int // by event
}

// TestNodesRaceThroughEverything has reviewers claim, decide and take back on
// every node, while every node delivers, ends sanctions, returns leases and links
// the audit log: nothing is done twice and nothing is left out.
func TestNodesRaceThroughEverything(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		const waiting, muted, racers = 40, 20, 12
		stores := threeNodes(t, d)
		for i := range waiting {
			opened(t, stores[0], complaint(100+i, "a"))
		}
		for i := range muted {
			impose(t, stores[0], mute(fmt.Sprint("muted", i), "s", 50))
		}
		w := &turmoil{t: t, stands: map[int64]int{}, delivered: map[int64]int{}}
		together(racers, stores, func(i int, store *sqlstore.Store) {
			for range 6 {
				w.review(store, int64(i+1))
				w.deliver(store, 1000)
				w.endSanctions(store)
				mustNot(t, second(store.ReturnExpired(context.Background(), at(1000), 9)))
				mustNot(t, store.LinkAudit(context.Background()))
			}
		})
		for n := -1; n != len(w.delivered); { // the windows are over
			n = len(w.delivered)
			w.deliver(stores[0], 5000)
		}
		w.check(stores[0], waiting, muted)
	})
}

// review claims some cases, decides them, half of them with a window, and takes
// half of these back.
func (w *turmoil) review(store *sqlstore.Store, who int64) {
	desk := newDesk(w.t, store)
	cases, err := desk.Claim(context.Background(), review.ClaimRequest{App: live, Queue: review.MessageQueue, Who: reviewer(who), Limit: 2})
	mustNot(w.t, err)
	for _, c := range cases {
		undo := window * 0
		if c.ID%2 == 0 {
			undo = window
		}
		if _, err := desk.Decide(context.Background(), desk.request(c, reviewer(who), verdict.Ad, undo)); err != nil {
			w.t.Errorf("case %d, which %d holds: %v", c.ID, who, err)
			continue
		}
		w.stood(c.ID, 1)
		if c.ID%4 == 0 && desk.undo(c.ID, who) {
			w.stood(c.ID, -1)
		}
	}
}

func (d *desk) undo(id, who int64) bool {
	_, err := d.Undo(context.Background(), live, id, reviewer(who))
	mustNot(d.t, err)
	return err == nil
}

func (w *turmoil) stood(id int64, by int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stands[id] += by
}

func (w *turmoil) deliver(store *sqlstore.Store, now int) {
	claims, err := store.ClaimHeads(context.Background(), live, 5, at(now), at(now+60))
	mustNot(w.t, err)
	for _, c := range claims {
		mustNot(w.t, tried(store, c, outbox.Done, now, start))
		w.mu.Lock()
		w.delivered[c.ID]++
		w.mu.Unlock()
	}
}

func (w *turmoil) endSanctions(store *sqlstore.Store) {
	_, err := store.EndSanctions(context.Background(), at(60), 4, func(s enforce.Sanction, _ bool) []outbox.Event {
		return []outbox.Event{event("user:"+s.UserID, "lift", at(60))}
	})
	mustNot(w.t, err)
}

func (w *turmoil) check(store *sqlstore.Store, waiting, muted int) {
	w.t.Helper()
	for id, n := range w.stands {
		c, _ := look(w.t, store, id)
		if n > 1 || (n == 1) != (c.State == review.Decided) {
			w.t.Errorf("case %d is %s and has %d decisions that stand", id, c.State, n)
		}
	}
	if len(w.stands) < waiting {
		w.t.Errorf("%d of %d cases were ever decided", len(w.stands), waiting)
	}
	lifts := map[string]int{}
	all, err := store.Deliveries(context.Background(), delivery.Filter{App: live, Limit: 500})
	must(w.t, err)
	for _, e := range all {
		if e.Kind == "lift" {
			lifts[e.Lane]++
		}
		if want := map[bool]int{true: 1, false: 0}[e.State == outbox.Delivered]; w.delivered[e.ID] != want || e.State == outbox.Pending {
			w.t.Errorf("event %d is %s and was delivered %d times", e.ID, e.State, w.delivered[e.ID])
		}
	}
	want := map[string]int{}
	for i := range muted {
		want[fmt.Sprint("user:muted", i)] = 1
	}
	if !maps.Equal(lifts, want) {
		w.t.Errorf("ended: %v", lifts)
	}
	must(w.t, store.LinkAudit(context.Background()))
	if found := verify(w.t, store, 1000, auditlog.Anchor{}); found.Finding != nil || found.Waiting != 0 || found.Entries == 0 {
		w.t.Errorf("the audit log: %+v", found)
	}
}

// TestNodesCountOnceWhatTheyForget has three nodes forget the same cases.
func TestNodesCountOnceWhatTheyForget(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		stores := threeNodes(t, d)
		p := newPlanner(t, d)
		p.runAll(endedCases)
		before := len(kept(p, "cases", "id"))
		together(len(stores)*2, stores, func(_ int, store *sqlstore.Store) {
			mustNot(t, store.DropEnded(context.Background(), live, time.UnixMilli(101)))
		})
		gone := int64(before - len(kept(p, "cases", "id")))
		var counted int64
		for _, store := range stores {
			for _, f := range store.Forgotten() {
				counted += f.Number
			}
		}
		if gone == 0 || counted != gone {
			t.Errorf("%d cases were forgotten and %d counted", gone, counted)
		}
	})
}
