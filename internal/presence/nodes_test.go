package presence

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Three nodes hear users, who are sent from one to the other, and exchange what
// they heard now and then. Once they have done so twice, all know the same:
// whoever is online by a roster that hears everything.
func TestNodesAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, store := newClock(), &memory{}
		offline := func(string) time.Duration { return 1500 * time.Millisecond }
		all := New(Options{Now: c.read, Offline: offline})
		var nodes []*Roster
		for range 3 {
			nodes = append(nodes, New(Options{Now: c.read, Offline: offline, Store: store}))
		}
		share := func(t *rapid.T, r *Roster) {
			if err := r.Share(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		at := func(t *rapid.T) *Roster { return nodes[rapid.IntRange(0, 2).Draw(t, "node")] }
		pass := func(t *rapid.T, most int) {
			c.move(time.Duration(rapid.IntRange(1, most).Draw(t, "ms")) * time.Millisecond)
		}
		t.Repeat(map[string]func(*rapid.T){
			"beat": func(t *rapid.T) {
				user := someone(t)
				all.Beat("a", user)
				at(t).Beat("a", user)
				pass(t, 5)
			},
			"leave": func(t *rapid.T) {
				user := someone(t)
				all.Leave("a", user)
				at(t).Leave("a", user)
				pass(t, 5)
			},
			"share": func(t *rapid.T) { share(t, at(t)) },
			"sweep": func(t *rapid.T) { at(t).Sweep() },
			"pass": func(t *rapid.T) { // the exchange comes every second
				pass(t, 900)
				for _, r := range nodes {
					share(t, r)
				}
			},
		})
		for range 3 {
			for _, r := range nodes {
				r.Sweep()
				share(t, r)
			}
		}
		want := all.Page("a", "", 1, 0)
		for i, r := range nodes {
			if got := r.Page("a", "", 1, 0); !sameUsers(got, want) || !slices.Equal(got, nodes[0].Page("a", "", 1, 0)) {
				t.Fatalf("node %d has %v, all together %v, node 0 %v", i, got, want, nodes[0].Page("a", "", 1, 0))
			}
		}
	})
}

func sameUsers(a, b []Entry) bool {
	one, other := users(a), users(b)
	slices.Sort(one)
	slices.Sort(other)
	return slices.Equal(one, other)
}

func TestManyAreToldInFolds(t *testing.T) {
	t.Parallel()
	c, store := newClock(), &memory{}
	a, b := New(Options{Now: c.read, Store: store}), New(Options{Now: c.read, Store: store})
	const many = hearFolds*foldRows + 1
	for i := range many {
		a.Beat("a", fmt.Sprint(i))
	}
	for _, err := range []error{a.Share(context.Background()), b.Share(context.Background())} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if n := b.Count("a"); n != many {
		t.Errorf("%d of %d were heard", n, many)
	}
}
