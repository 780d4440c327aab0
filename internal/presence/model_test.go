package presence

import (
	"cmp"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// naive is a roster as one would say what it is.
type naive struct {
	now  time.Time
	here map[string]Entry
}

func (n *naive) online(user string) bool {
	e, ok := n.here[user]
	return ok && n.now.Sub(e.Last) < DefaultOffline
}

func (n *naive) beat(user string) Entry {
	e := Entry{User: user, First: n.now, Last: n.now}
	if n.online(user) {
		e.First = n.here[user].First
	}
	n.here[user] = e
	return e
}

// list are those who are online, without the viewer.
func (n *naive) list(viewer string) []Entry {
	entries := slices.SortedFunc(maps.Values(n.here), func(a, b Entry) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.User, b.User))
	})
	return slices.DeleteFunc(entries, func(e Entry) bool { return e.User == viewer || !n.online(e.User) })
}

// walk is a viewer's way through the list from its first page on.
type walk struct {
	number int
	since  time.Time            // when the viewer came: what he remembers goes with him
	before map[string]time.Time // whom he saw before his last page, and since when they were here
	seen   map[string]time.Time // and with it
	stayed map[string]time.Time // who was here when he began, and still is
}

// world is both, and the viewers in it.
type world struct {
	*rapid.T
	clock  *clock
	roster *Roster
	naive  naive
	walks  map[string]*walk
}

// Paging is held to what it promises, everything else to the naive roster.
func TestARosterIsWhatANaiveOneIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &world{T: t, clock: newClock(), walks: map[string]*walk{}}
		w.roster = New(Options{Now: w.clock.read})
		w.naive = naive{now: w.clock.read(), here: map[string]Entry{}}
		t.Repeat(map[string]func(*rapid.T){
			"beat":  func(t *rapid.T) { w.beat(someone(t)) },
			"beats": func(t *rapid.T) { w.beats(t) },
			"leave": func(t *rapid.T) { w.leave(someone(t)) },
			"pass":  func(t *rapid.T) { w.pass(rapid.SampledFrom([]int{1, 7, 900, 4999, 9999, 10_001}).Draw(t, "ms")) },
			"turn":  func(t *rapid.T) { w.turn(someone(t), size(t)) },
			"again": func(t *rapid.T) { w.again(someone(t), size(t)) },
			"jump":  func(t *rapid.T) { w.jump(someone(t), rapid.IntRange(2, 9).Draw(t, "number"), size(t)) },
			"sweep": func(*rapid.T) { w.roster.Sweep() },
			"count": func(*rapid.T) { w.count() },
			"":      func(t *rapid.T) { w.T = t; w.check() },
		})
	})
}

func someone(t *rapid.T) string {
	return rapid.StringOfN(rapid.RuneFrom([]rune("abcdefghijklmno")), 1, 1, 1).Draw(t, "user")
}

func size(t *rapid.T) int { return rapid.IntRange(1, 4).Draw(t, "size") }

func (w *world) beat(user string) {
	if got, want := w.roster.Beat("app", user), w.naive.beat(user); got != want {
		w.Fatalf("a heartbeat gave %v, want %v", got, want)
	}
}

func (w *world) beats(t *rapid.T) {
	for _, user := range rapid.Permutation([]string{"a", "b", "c", "d", "e", "f", "g", "h"}).Draw(t, "users") {
		w.beat(user)
		w.pass(1)
	}
}

func (w *world) leave(user string) {
	w.roster.Leave("app", user)
	delete(w.naive.here, user)
}

func (w *world) pass(millis int) {
	by := time.Duration(millis) * time.Millisecond
	w.clock.move(by)
	w.naive.now = w.naive.now.Add(by)
}

// forget ends the ways of viewers who went.
func (w *world) forget() {
	maps.DeleteFunc(w.walks, func(viewer string, way *walk) bool {
		return !w.naive.online(viewer) || !way.since.Equal(w.naive.here[viewer].First)
	})
}

// turn is a viewer's next page. After an empty one he begins anew.
func (w *world) turn(viewer string, size int) {
	way := w.walks[viewer]
	if way == nil {
		way = &walk{since: w.naive.here[viewer].First, stayed: since(w.naive.list(viewer)), seen: map[string]time.Time{}}
		w.walks[viewer] = way
	}
	way.number, way.before = way.number+1, way.seen
	page := w.look(viewer, way, size)
	if len(page) == 0 || !w.naive.online(viewer) {
		delete(w.walks, viewer)
	}
	if len(page) == 0 {
		for user, first := range way.stayed {
			if !way.seen[user].Equal(first) {
				w.Fatalf("%s missed %s, who is here since %v", viewer, user, first)
			}
		}
	}
}

// again is a viewer's last page, whose answer he did not get.
func (w *world) again(viewer string, size int) {
	if way := w.walks[viewer]; way != nil {
		w.look(viewer, way, size)
	}
}

func (w *world) look(viewer string, way *walk, size int) []Entry {
	page := w.roster.Page("app", viewer, way.number, size)
	if len(page) > size {
		w.Fatalf("a page of %d has %d", size, len(page))
	}
	way.seen = maps.Clone(way.before)
	list := w.naive.list(viewer)
	for _, e := range page {
		if !slices.Contains(list, e) {
			w.Fatalf("%s sees %v, who is not among %v", viewer, e, list)
		}
		if way.seen[e.User].Equal(e.First) {
			w.Fatalf("%s sees %v twice", viewer, e)
		}
		way.seen[e.User] = e.First
	}
	if !slices.IsSortedFunc(page, func(a, b Entry) int { return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.User, b.User)) }) {
		w.Fatalf("%v are in no order", page)
	}
	return page
}

// jump is a page that no viewer who turns pages can be at.
func (w *world) jump(viewer string, number, size int) {
	if way := w.walks[viewer]; way != nil && (number == way.number || number == way.number+1) {
		return
	}
	if w.walks[viewer] == nil && w.naive.online(viewer) {
		return // he may have been anywhere
	}
	delete(w.walks, viewer)
	list := w.naive.list(viewer)
	skip := min((number-1)*size, len(list))
	want := list[skip:min(skip+size, len(list))]
	if got := w.roster.Page("app", viewer, number, size); !slices.Equal(got, want) {
		w.Fatalf("page %d of %d for %s is %v, want %v", number, size, viewer, got, want)
	}
}

func since(list []Entry) map[string]time.Time {
	all := map[string]time.Time{}
	for _, e := range list {
		all[e.User] = e.First
	}
	return all
}

// check compares the two, and notes who has gone from the viewers' lists.
func (w *world) check() {
	list := w.naive.list("")
	for user, e := range w.naive.here {
		got, online := w.roster.Online("app", user)
		if online != w.naive.online(user) || online && got != e {
			w.Fatalf("%v is %v, %v", e, got, online)
		}
	}
	w.forget()
	here := since(list)
	for _, way := range w.walks {
		maps.DeleteFunc(way.stayed, func(user string, first time.Time) bool { return !here[user].Equal(first) })
	}
}

func (w *world) count() {
	if n, want := w.roster.Count("app"), len(w.naive.list("")); n != want {
		w.Fatalf("%d are here, want %d", n, want)
	}
}
