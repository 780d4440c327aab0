package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func listing(user string, seconds int) review.Listed {
	return review.Listed{UserID: user, AddedBy: "7", AddedAt: at(seconds)}
}

// unnumbered are the entries as they were handed in.
func unnumbered(entries []review.Listed) []review.Listed {
	entries = slices.Clone(entries)
	for i := range entries {
		entries[i].ID = 0
	}
	return entries
}

// list puts users on a list of the app live.
func list(t *testing.T, store *sqlstore.Store, which review.List, users ...string) {
	t.Helper()
	for _, user := range users {
		if added, err := store.AddListed(context.Background(), which, live, listing(user, 0)); !added || err != nil {
			t.Fatalf("listing %s: %v, %v", user, added, err)
		}
	}
}

func TestListsAreKeptNewestFirst(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		for i, user := range []string{"a", "b", "c"} {
			_, err := store.AddListed(ctx, review.RiskList, live, listing(user, i/2)) // a and b at the same time
			must(t, err)
		}
		again := review.Listed{UserID: "a", AddedBy: "8", AddedAt: at(50)}
		if added, err := store.AddListed(ctx, review.RiskList, live, again); added || err != nil {
			t.Errorf("adding again: %v, %v", added, err)
		}
		all, err := store.AllListed(ctx, review.RiskList, live, 0, 10)
		must(t, err)
		same(t, []review.Listed{listing("c", 1), listing("b", 0), listing("a", 0)}, unnumbered(all))
		two, err := store.AllListed(ctx, review.RiskList, live, 0, 2)
		must(t, err)
		same(t, all[:2], two)
		must(t, store.RemoveListed(ctx, review.RiskList, live, "b"))
		rest, err := store.AllListed(ctx, review.RiskList, live, two[1].ID, 2) // after one that is gone
		must(t, err)
		same(t, all[2:], rest)
		one, err := store.FindListed(ctx, review.RiskList, live, "a")
		must(t, err)
		same(t, all[2], one)
	})
}

func TestListsAndAppsAreApart(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		list(t, store, review.RiskList, "a")
		_, otherList := store.FindListed(ctx, review.SpecialList, live, "a")
		_, otherApp := store.FindListed(ctx, review.RiskList, "other", "a")
		_, otherUser := store.FindListed(ctx, review.RiskList, live, "A")
		_, noList := store.AddListed(ctx, "friends", live, listing("a", 0))
		for _, err := range []error{otherList, otherApp, otherUser,
			store.RemoveListed(ctx, review.SpecialList, live, "a"), store.RemoveListed(ctx, review.RiskList, "other", "a")} {
			if !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
		}
		if !fault.Is(noList, fault.Invalid) {
			t.Error(noList)
		}
		must(t, store.RemoveListed(ctx, review.RiskList, live, "a"))
		if _, err := store.FindListed(ctx, review.RiskList, live, "a"); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

// TestListsRouteUndecidedCases has a case of two users who come onto a list
// and leave it, beside one that is decided and one of another app.
func TestListsRouteUndecidedCases(t *testing.T) {
	t.Parallel()
	for _, which := range []review.List{review.RiskList, review.SpecialList} {
		t.Run(string(which), func(t *testing.T) {
			t.Parallel()
			Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
				ctx, store := context.Background(), open()
				waiting, decided, held := opened(t, store, between("a", "b", 1)), opened(t, store, between("a", "c", 2)), opened(t, store, between("b", "d", 0))
				wantClaim(t, store, messages(5), at(10), held)
				must(t, decide(store, decided, at(10)))
				foreign := between("a", "b", 4)
				foreign.App = "other"
				file(t, store, foreign, "")
				routes := func(want ...bool) {
					t.Helper()
					for i, caseID := range []int64{waiting, decided, held} {
						if found, _ := look(t, store, caseID); on(found, which) != want[i] {
							t.Errorf("case %d of waiting, decided, held: %v is wrong", i, !want[i])
						}
					}
				}
				routes(false, false, false)
				list(t, store, which, "a", "b")
				routes(true, false, true)
				must(t, store.RemoveListed(ctx, which, live, "b"))
				routes(true, false, false)
				must(t, store.RemoveListed(ctx, which, live, "a"))
				routes(false, false, false)
			})
		})
	}
}

// between is a report of two users' words in a private chat.
func between(accused, other string, number int) review.Report {
	r := complaint(number, "reporter")
	r.Entrance, r.Accused = content.PrivateChat, accused
	r.Profile = &content.Profile{OwnerID: accused}
	r.Messages[0].SenderID = other
	return r
}

// on reports whether the case is on the list's route and not on the other's.
func on(c review.Case, which review.List) bool {
	if which == review.RiskList {
		return c.Risk && !c.Protected
	}
	return c.Protected && !c.Risk
}

// TestNoCaseMissesAListing lists users while they are reported: whoever is
// first, the case must end on the list's route.
func TestNoCaseMissesAListing(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store, other := context.Background(), open(), open()
		var all sync.WaitGroup
		var cases [24]atomic.Int64
		for i := range cases {
			user := fmt.Sprint("user", i)
			all.Go(func() { cases[i].Store(opened(t, store, between(user, "x", i))) })
			all.Go(func() {
				_, err := other.AddListed(ctx, review.RiskList, live, listing(user, i))
				mustNot(t, err)
			})
		}
		all.Wait()
		var missed []int
		for i := range cases {
			if found, _ := look(t, store, cases[i].Load()); !found.Risk {
				missed = append(missed, i)
			}
		}
		if diff := cmp.Diff([]int(nil), missed); diff != "" {
			t.Error("cases that missed the listing:", diff)
		}
	})
}
