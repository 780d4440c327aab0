package storetest

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// here is a node of a test: its roster, on a store that may be away.
type here struct {
	*presence.Roster
	t    *testing.T
	away *atomic.Bool
}

// failing is a store that is away where it is told to be.
type failing struct {
	presence.Store
	away *atomic.Bool
}

var errAway = errors.New("the store is away")

func (f failing) KeepPresence(ctx context.Context, fold presence.Fold) error {
	if f.away.Load() {
		return errAway
	}
	return f.Store.KeepPresence(ctx, fold)
}

func (f failing) PresenceNodes(ctx context.Context) ([]presence.Node, error) {
	if f.away.Load() {
		return nil, errAway
	}
	return f.Store.PresenceNodes(ctx)
}

// span is a time that stands until it is moved.
type span struct{ millis atomic.Int64 }

func newSpan() *span {
	s := &span{}
	s.millis.Store(start.UnixMilli())
	return s
}

func (s *span) now() time.Time        { return time.UnixMilli(s.millis.Load()).UTC() }
func (s *span) pass(by time.Duration) { s.millis.Add(by.Milliseconds()) }

func node(t *testing.T, store presence.Store, clock *span) here {
	away := &atomic.Bool{}
	return here{presence.New(presence.Options{Store: failing{store, away}, Now: clock.now}), t, away}
}

// exchange has the nodes tell and hear each other, whoever comes first.
func exchange(t *testing.T, nodes ...here) {
	t.Helper()
	for range 2 {
		for _, n := range nodes {
			must(t, n.Share(context.Background()))
		}
	}
}

func (h here) want(users ...string) {
	h.t.Helper()
	got := []string{}
	for _, e := range h.Page("a", "", 1, 0) {
		got = append(got, e.User)
	}
	if !slices.Equal(got, users) || h.Count("a") != len(users) {
		h.t.Errorf("%v are here, %d in all, want %v", got, h.Count("a"), users)
	}
}

// Nodes runs a test with two nodes on one store, each with a connection of its
// own.
func nodes(t *testing.T, run func(t *testing.T, a, b here, clock *span, store *sqlstore.Store)) {
	t.Helper()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		clock, store := newSpan(), open()
		run(t, node(t, store, clock), node(t, open(), clock), clock, store)
	})
}

func TestNodesTellEachOtherWhoIsHere(t *testing.T) {
	t.Parallel()
	nodes(t, func(t *testing.T, a, b here, clock *span, _ *sqlstore.Store) {
		b.Beat("a", "bob")
		clock.pass(time.Millisecond)
		first := a.Beat("a", "ann")
		a.Beat("other", "cid")
		a.want("ann")
		exchange(t, a, b)
		a.want("bob", "ann")
		b.want("bob", "ann")
		if e, online := b.Online("a", "ann"); !online || e != first {
			t.Errorf("she is %v, %v there, want %v", e, online, first)
		}
		clock.pass(5 * time.Second)
		second := a.Beat("a", "ann")
		exchange(t, a, b)
		if e, _ := b.Online("a", "ann"); e != second || !e.First.Equal(first.First) {
			t.Errorf("after a heartbeat she is %v there, want %v", e, second)
		}
	})
}

func TestWhoIsHeardAtTwoNodesHasOneEntry(t *testing.T) {
	t.Parallel()
	nodes(t, func(t *testing.T, a, b here, clock *span, _ *sqlstore.Store) {
		first := a.Beat("a", "ann")
		clock.pass(300 * time.Millisecond)
		a.Beat("a", "bob")
		b.Beat("a", "bob")
		clock.pass(300 * time.Millisecond)
		last := b.Beat("a", "ann")
		exchange(t, b, a)
		for _, n := range []here{a, b} {
			n.want("ann", "bob")
			if e, _ := n.Online("a", "ann"); !e.First.Equal(first.First) || !e.Last.Equal(last.Last) {
				t.Errorf("she is %v, want from %v to %v", e, first.First, last.Last)
			}
		}
	})
}

func TestWhoLeavesOneNodeLeavesAll(t *testing.T) {
	t.Parallel()
	nodes(t, func(t *testing.T, a, b here, clock *span, _ *sqlstore.Store) {
		a.Beat("a", "ann")
		a.Beat("a", "bob")
		exchange(t, a)
		must(t, b.Hear(context.Background()))
		clock.pass(time.Second)
		a.Beat("a", "ann") // heard before she leaves, told after
		clock.pass(time.Second)
		b.Leave("a", "ann")
		b.want("bob")
		must(t, a.Tell(context.Background()))
		must(t, b.Hear(context.Background()))
		b.want("bob")
		exchange(t, b, a)
		a.want("bob")
		b.want("bob")
		clock.pass(time.Second)
		a.Beat("a", "ann")
		exchange(t, a, b)
		b.want("bob", "ann")
	})
}

func TestWhoLeavesWhereNobodyKnowsHimYetLeaves(t *testing.T) {
	t.Parallel()
	nodes(t, func(t *testing.T, a, b here, clock *span, _ *sqlstore.Store) {
		a.Beat("a", "ann")
		clock.pass(time.Millisecond)
		b.Leave("a", "ann")
		exchange(t, a, b)
		a.want()
		b.want()
	})
}

func TestTheNodeThatHeardHimDecidesWhenHeIsOffline(t *testing.T) {
	t.Parallel()
	nodes(t, func(t *testing.T, a, b here, clock *span, _ *sqlstore.Store) {
		a.Beat("a", "ann")
		exchange(t, a, b)
		clock.pass(presence.DefaultOffline - time.Millisecond)
		a.Beat("a", "ann") // in time
		clock.pass(2 * time.Millisecond)
		must(t, b.Hear(context.Background()))
		b.want("ann") // though her heartbeat is not yet told
		exchange(t, a, b)
		clock.pass(presence.DefaultOffline)
		a.Sweep()
		exchange(t, a, b)
		b.want()
	})
}

func TestTheUsersOfADeadNodeAreOfflineAfterTheSlack(t *testing.T) {
	t.Parallel()
	nodes(t, func(t *testing.T, a, b here, clock *span, _ *sqlstore.Store) {
		a.Beat("a", "ann")
		exchange(t, a, b)
		clock.pass(presence.DefaultOffline + presence.Slack - time.Millisecond)
		must(t, b.Share(context.Background()))
		b.want("ann")
		clock.pass(time.Millisecond)
		must(t, b.Share(context.Background()))
		b.want()
	})
}

func TestANodeGoesOnWithoutItsStore(t *testing.T) {
	t.Parallel()
	nodes(t, func(t *testing.T, a, b here, clock *span, _ *sqlstore.Store) {
		a.Beat("a", "ann")
		b.Beat("a", "bob")
		exchange(t, a, b)
		a.away.Store(true)
		for range 30 {
			clock.pass(time.Second)
			b.Beat("a", "bob")
			must(t, b.Share(context.Background()))
			a.Beat("a", "cid")
			if err := a.Share(context.Background()); !errors.Is(err, errAway) || !errors.Is(a.Problem(), errAway) {
				t.Fatalf("without its store: %v, %v", err, a.Problem())
			}
			a.Sweep()
		}
		a.want("bob", "cid") // bob was not heard to go
		b.want("bob")
		a.away.Store(false)
		exchange(t, a, b)
		a.want("bob", "cid")
		b.want("bob", "cid")
		if a.Problem() != nil {
			t.Errorf("with its store again: %v", a.Problem())
		}
	})
}

func TestANodeThatStartsHearsOfEverybody(t *testing.T) {
	t.Parallel()
	nodes(t, func(t *testing.T, a, b here, clock *span, store *sqlstore.Store) {
		a.Beat("a", "ann")
		clock.pass(time.Millisecond)
		a.Beat("a", "bob")
		exchange(t, a, b)
		b.Beat("a", "cid")
		b.Leave("a", "bob")
		exchange(t, a, b)
		late := node(t, store, clock)
		exchange(t, late)
		late.want("ann", "cid")
	})
}

func TestFoldsAreKeptInTheirOrder(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		fold := func(node, seq int64) presence.Fold {
			return presence.Fold{Node: node, Seq: seq, At: at(int(seq)), Rows: []byte{byte(node), 0, byte(seq)}}
		}
		for _, seq := range []int64{2, 1, 7, 3} {
			must(t, store.KeepPresence(ctx, fold(1, seq)))
		}
		must(t, store.KeepPresence(ctx, fold(-5, 9)))
		want := func(folds ...presence.Fold) {
			t.Helper()
			got, err := store.PresenceBetween(ctx, 1, 1, 6, 2)
			must(t, err)
			same(t, folds, got)
		}
		want(fold(1, 2), fold(1, 3))
		known, err := store.PresenceNodes(ctx)
		must(t, err)
		same(t, []presence.Node{{ID: -5, Seq: 9}, {ID: 1, Seq: 7}}, known)
		must(t, store.DropPresence(ctx, at(3)))
		want(fold(1, 3))
	})
}

func TestWhatEverybodyHeardIsDropped(t *testing.T) {
	t.Parallel()
	nodes(t, func(t *testing.T, a, b here, clock *span, store *sqlstore.Store) {
		b.Beat("a", "cid") // and its node dies
		exchange(t, a, b)
		for range 200 {
			clock.pass(2 * time.Second)
			a.Beat("a", "ann")
			must(t, a.Share(context.Background()))
		}
		known, err := store.PresenceNodes(context.Background())
		must(t, err)
		if len(known) != 1 {
			t.Fatalf("%d nodes are known, want the living one", len(known))
		}
		folds, err := store.PresenceBetween(context.Background(), known[0].ID, 0, known[0].Seq, 999)
		must(t, err)
		if len(folds) < 60 || len(folds) > 100 {
			t.Errorf("%d folds are kept", len(folds))
		}
		b.Beat("a", "dan") // it lived
		exchange(t, a, b)
		a.want("ann", "dan")
		if diff := cmp.Diff(a.Page("a", "", 1, 0), b.Page("a", "", 1, 0)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatTheStoreLostComesBack(t *testing.T) {
	t.Parallel()
	nodes(t, func(t *testing.T, a, _ here, clock *span, store *sqlstore.Store) {
		a.Beat("a", "ann")
		exchange(t, a)
		must(t, store.DropPresence(context.Background(), clock.now().Add(time.Hour)))
		late := node(t, store, clock)
		for range 32 {
			must(t, a.Share(context.Background()))
		}
		exchange(t, late)
		late.want("ann")
	})
}
