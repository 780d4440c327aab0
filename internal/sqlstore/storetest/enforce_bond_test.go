package storetest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// enforcer is the real service on a store, with a clock that the test turns.
type enforcer struct {
	*enforce.Service
	t     *testing.T
	store *sqlstore.Store
	app   tenant.App
	now   time.Time
}

func newEnforcer(t *testing.T, store *sqlstore.Store, liftOnExpiry bool) *enforcer {
	t.Helper()
	e := &enforcer{t: t, store: store, now: start, app: tenant.App{ID: live, Uplus: &tenant.Uplus{BaseURL: "http://127.0.0.1/api", LiftOnExpiry: liftOnExpiry}}}
	e.Service = enforce.NewService(store, e, func() time.Time { return e.now }, nil)
	return e
}

// App implements enforce.Apps.
func (e *enforcer) App(id string) (tenant.App, bool) { return e.app, id == e.app.ID }

// sent announces what ended by a second and returns the kinds of all events,
// oldest first.
func (e *enforcer) sent(second int) []string {
	e.t.Helper()
	e.now = at(second)
	must(e.t, e.AnnounceEnded(context.Background()))
	records, err := e.store.Deliveries(context.Background(), delivery.Filter{})
	must(e.t, err)
	var list []string
	for _, r := range slices.Backward(records) {
		list = append(list, r.Kind)
	}
	return list
}

func (e *enforcer) liftOne(id int64) error {
	lifted, err := e.LiftOne(context.Background(), e.app, id, "7", "误判")
	if err == nil && (lifted.ID != id || !lifted.LiftedAt.Equal(e.now) || lifted.LiftedBy != "7" || lifted.LiftMemo != "误判") {
		e.t.Errorf("lifted %+v", lifted)
	}
	return err
}

// lasting gives a sanction other times.
func lasting(s enforce.Sanction, from, until int) enforce.Sanction {
	s.StartsAt, s.EndsAt = at(from), at(until)
	return s
}

const liftShow = string(enforce.ActLiftShowMute)

func TestSanctionsBindFromTheirStart(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		impose(t, store, lasting(mute("u1", "s1", 0), 5, 10))
		same(t, nil, inForce(t, store, "u1", 4))
		same(t, []string{"mute u1 in s1"}, inForce(t, store, "u1", 5))
		same(t, nil, inForce(t, store, "u1", 10))
		late := lasting(mute("u1", "s2", 0), 7, 20) // not started at second 6, but on its way
		impose(t, store, late)
		same(t, []string{"mute u1 in s2"}, places(lift(t, store, enforce.Match{App: live, UserID: "u1", PlaceID: "s2", Action: verdict.Mute})))
		same(t, nil, inForce(t, store, "u1", 15))
	})
}

func TestActsAreNeverInForce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		for _, action := range []verdict.Action{verdict.Delete, verdict.KickOut, verdict.DismissGroup} {
			act := mute("u1", "s1", 0)
			act.Action = action
			impose(t, store, act)
		}
		same(t, nil, inForce(t, store, "u1", 1))
		e := newEnforcer(t, store, true)
		err := e.liftOne(1)
		if !fault.HasCode(err, enforce.CodeNotInForce) {
			t.Fatalf("lifted an act: %v", err)
		}
	})
}

func TestLiftOfOneAmongSeveralTellsOnlyOfTheLast(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		e := newEnforcer(t, store, false)
		impose(t, store, mute("u1", "s1", 0), mute("u1", "s1", 90), mute("u1", "s2", 0)) // the last in another show
		must(t, e.liftOne(1))
		same(t, nil, e.sent(1))
		same(t, []string{"mute u1 in s1", "mute u1 in s2"}, inForce(t, store, "u1", 1))
		must(t, e.liftOne(2))
		same(t, []string{liftShow}, e.sent(2)) // once for both
		same(t, []string{"mute u1 in s2"}, inForce(t, store, "u1", 2))
		same(t, []string{liftShow}, e.sent(100))
	})
}

func TestLiftsThatCannotBe(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		e := newEnforcer(t, store, false)
		foreign := mute("u1", "s1", 0)
		foreign.App = "other"
		impose(t, store, mute("u1", "s1", 0), mute("u2", "s1", 5), foreign)
		must(t, e.liftOne(1))
		e.now = at(5)
		for id, kind := range map[int64]fault.Kind{1: fault.Conflict, 2: fault.Conflict, 3: fault.NotFound, 99: fault.NotFound} {
			wantFault(t, e.liftOne(id), kind)
		}
		same(t, []string{liftShow}, e.sent(5))
	})
}

// The platform counts the hours of the longest: lifted while a shorter one
// stood, it must be told when that has gone.
func TestOwedLiftIsToldWhenTheOthersHaveEnded(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		e := newEnforcer(t, store, false)
		impose(t, store, mute("u1", "s1", 0), mute("u1", "s1", 10))
		impose(t, store, mute("u2", "s1", 5), mute("u2", "s1", 10)) // here the shorter is lifted: nothing is owed
		must(t, e.liftOne(1))
		must(t, e.liftOne(3))
		same(t, nil, e.sent(9))
		same(t, []string{liftShow}, e.sent(10))
		same(t, []string{liftShow}, e.sent(20))
		told, err := store.Deliveries(context.Background(), delivery.Filter{})
		must(t, err)
		same(t, "user:u1", told[0].Lane)
	})
}

func TestOwedLiftIsForgottenOnceThePlatformIsTold(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		e := newEnforcer(t, store, false)
		impose(t, store, mute("u1", "s1", 0), mute("u1", "s1", 90), mute("u1", "s1", 91))
		must(t, e.liftOne(1))
		_, err := e.Lift(context.Background(), enforce.Lift{App: e.app, Act: enforce.ActLiftShowMute, Target: "s1", By: "7"})
		must(t, err)
		same(t, []string{liftShow}, e.sent(2))
	})
}

func TestTheLongerStands(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		liftOnExpiry bool
		want         map[int][]string // events by second
	}{
		"the platform counts": {false, map[int][]string{11: nil, 21: nil}},
		"lift_on_expiry":      {true, map[int][]string{11: nil, 21: {string(enforce.ActLiftLoginLimit)}, 30: {string(enforce.ActLiftLoginLimit)}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
				store := open()
				e := newEnforcer(t, store, row.liftOnExpiry)
				short, long := lasting(mute("u1", "s1", 0), 0, 10), lasting(mute("u1", "s2", 0), 0, 20)
				short.Action, long.Action = verdict.LoginLimit, verdict.LoginLimit // seen in two shows, one log-in
				short.Module, long.Module = content.Show, content.User
				impose(t, store, long, short)
				for _, second := range []int{11, 21, 30} {
					if want, asked := row.want[second]; asked {
						same(t, want, e.sent(second))
					}
				}
			})
		})
	}
}

// One that starts when its undo window ends covers already: its order stands in
// the lane, and a lift behind it would undo it.
func TestWhatIsOnItsWayCovers(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		e := newEnforcer(t, store, true)
		impose(t, store, mute("u1", "s1", 10), lasting(mute("u1", "s1", 0), 12, 20))
		same(t, nil, e.sent(11))
		same(t, nil, inForce(t, store, "u1", 11))
		same(t, []string{liftShow}, e.sent(20))
	})
}

func TestTwoLiftsAtOnceTellOnce(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := d.Open(t, sqlstore.Options{})
		for round := range 10 {
			impose(t, store, mute("u1", "s1", 0), mute("u1", "s1", 0))
			var both sync.WaitGroup
			for _, id := range []int64{int64(2*round + 1), int64(2*round + 2)} {
				both.Go(func() {
					_, err := store.LiftSanction(context.Background(), live, id, "7", "", at(1), func(_ enforce.Sanction, covered bool) []outbox.Event {
						if covered {
							return nil
						}
						return []outbox.Event{event("user:u1", "lift", at(1))}
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
			told, err := store.Deliveries(context.Background(), delivery.Filter{Lane: "user:u1"})
			must(t, err)
			same(t, round+1, len(told))
		}
	})
}
