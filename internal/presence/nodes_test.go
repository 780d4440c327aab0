package presence

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// whisper is a hint on its way from one node to another.
type whisper struct {
	to   int
	data []byte
}

// Three nodes hear users, who are sent from one to the other, exchange what
// they heard now and then, and tell each other who comes and goes, of which some
// is lost. Once they have exchanged it twice, all know the same: whoever is
// online by a roster that hears everything.
func TestNodesAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, store := newClock(), &memory{}
		offline := func(string) time.Duration { return 1500 * time.Millisecond }
		all := New(Options{Now: c.read, Offline: offline})
		var nodes []*Roster
		var whispers []whisper // of one node in order
		for i := range 3 {
			tell := func(data []byte) {
				for _, to := range []int{(i + 1) % 3, (i + 2) % 3} {
					whispers = append(whispers, whisper{to, data})
				}
			}
			nodes = append(nodes, New(Options{Now: c.read, Offline: offline, Store: store, Tell: tell}))
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
			"share": func(t *rapid.T) {
				whispers = nil // no fold overtakes them
				share(t, at(t))
			},
			"shout": func(t *rapid.T) { at(t).flash.send() },
			"hear": func(t *rapid.T) {
				heard := rapid.IntRange(0, len(whispers)).Draw(t, "whispers")
				for _, w := range whispers[:heard] {
					if rapid.IntRange(0, 9).Draw(t, "lost") > 0 {
						nodes[w.to].Heard(w.data)
					}
				}
				whispers = whispers[heard:]
			},
			"sweep": func(t *rapid.T) { at(t).Sweep() },
			"pass": func(t *rapid.T) { // the exchange comes every second
				pass(t, 900)
				whispers = nil
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

// TestComingAndGoingIsToldAtOnce, without an exchange; what is cut off harms
// nobody.
func TestComingAndGoingIsToldAtOnce(t *testing.T) {
	t.Parallel()
	var a, b *Roster
	var hints [][]byte
	tell := func(to **Roster) func([]byte) {
		return func(data []byte) { hints = append(hints, data); (*to).Heard(data) }
	}
	c, store := newClock(), &memory{}
	a = New(Options{Now: c.read, Store: store, Tell: tell(&b)})
	b = New(Options{Now: c.read, Store: store, Tell: tell(&a)})
	for i := range 2*flashRows + 1 {
		a.Beat("duo", fmt.Sprint("u", i))
	}
	a.flash.send()
	if n := b.Count("duo"); n != 2*flashRows+1 || len(hints) != 3 {
		t.Errorf("%d came, by %d hints", n, len(hints))
	}
	c.move(time.Second)
	b.Leave("duo", "u7") // as another node has heard him
	b.flash.send()
	if _, online := a.Online("duo", "u7"); online {
		t.Error("a has not heard that he left")
	}
	for size := range hints[0] {
		New(Options{Now: c.read, Store: store}).Heard(hints[0][:size])
	}
	c.move(time.Second)
	a.Beat("duo", "u7")
	a.flash.send()
	if _, online := b.Online("duo", "u7"); !online {
		t.Error("b has not heard that he is back")
	}
}
