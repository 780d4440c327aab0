package presence

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// clock is a time that stands until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.UnixMilli(1_700_000_000_000).UTC()} }

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

func users(page []Entry) []string {
	names := []string{}
	for _, e := range page {
		names = append(names, e.User)
	}
	return names
}

func wantUsers(t *testing.T, page []Entry, want ...string) {
	t.Helper()
	if got := users(page); !slices.Equal(got, want) {
		t.Errorf("the page has %v, want %v", got, want)
	}
}

func TestAUserIsOfflineExactlyAfterHisAppsTime(t *testing.T) {
	t.Parallel()
	c := newClock()
	r := New(Options{Now: c.read, Offline: func(app string) time.Duration {
		return map[string]time.Duration{"slow": 24 * time.Hour}[app]
	}})
	for app, offline := range map[string]time.Duration{"quick": DefaultOffline, "slow": 24 * time.Hour} {
		first := r.Beat(app, "ann")
		c.move(3 * time.Second)
		second := r.Beat(app, "ann")
		if !second.First.Equal(first.First) || second.Last.Sub(second.First) != 3*time.Second {
			t.Errorf("%s: %v after %v", app, second, first)
		}
		c.move(offline - time.Millisecond)
		if e, online := r.Online(app, "ann"); !online || e != second || r.Count(app) != 1 {
			t.Errorf("%s: just before the end she is %v (%v), of %d", app, e, online, r.Count(app))
		}
		c.move(time.Millisecond)
		if e, online := r.Online(app, "ann"); online || len(r.Page(app, "bob", 1, 0)) != 0 || r.Count(app) != 0 {
			t.Errorf("%s: she is online after all: %v, of %d", app, e, r.Count(app))
		}
		if again := r.Beat(app, "ann"); !again.First.Equal(c.read()) {
			t.Errorf("%s: she came back as %v", app, again)
		}
	}
}

func TestAppsAreSeparate(t *testing.T) {
	t.Parallel()
	r := New(Options{})
	r.Beat("a", "ann")
	if _, online := r.Online("b", "ann"); online || r.Count("b") != 0 {
		t.Error("she is in another app")
	}
}

func TestWhoLeavesIsOfflineAtOnce(t *testing.T) {
	t.Parallel()
	r := New(Options{})
	r.Beat("a", "ann")
	r.Leave("a", "ann")
	r.Leave("a", "nobody")
	if _, online := r.Online("a", "ann"); online || r.Count("a") != 0 {
		t.Error("she is here")
	}
}

func TestListenersHearEveryChangeInOrder(t *testing.T) {
	t.Parallel()
	c := newClock()
	r := New(Options{Now: c.read})
	var heard, second []string
	stop := r.Listen(func(c Change) { heard = append(heard, fmt.Sprint(c.App, " ", c.User, " ", c.Online)) })
	r.Listen(func(c Change) { second = append(second, c.User) })
	r.Beat("a", "ann")
	c.move(time.Second)
	r.Beat("a", "bob")
	c.move(DefaultOffline - time.Second)
	r.Sweep()
	r.Beat("a", "ann")
	r.Leave("a", "bob")
	r.Sweep()
	want := []string{"a ann true", "a bob true", "a ann false", "a ann true", "a bob false"}
	if !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
	stop()
	r.Beat("a", "cid")
	r.Sweep()
	if len(heard) != len(want) || second[len(second)-1] != "cid" {
		t.Errorf("after the end heard %v, the other %v", heard[len(want):], second)
	}
}

func TestTheTimeOfAnAppMayChange(t *testing.T) {
	t.Parallel()
	c, offline := newClock(), time.Hour
	r := New(Options{Now: c.read, Offline: func(string) time.Duration { return offline }})
	r.Beat("a", "ann")
	c.move(time.Minute)
	r.Beat("a", "bob")
	offline = 30 * time.Second
	r.Sweep()
	wantUsers(t, r.Page("a", "", 1, 0), "bob")
	offline = time.Hour
	r.Sweep()
	c.move(59 * time.Minute)
	if r.Count("a") != 1 {
		t.Errorf("%d are here, want bob", r.Count("a"))
	}
}

func TestAClockSetBackKeepsNobody(t *testing.T) {
	t.Parallel()
	c := newClock()
	r := New(Options{Now: c.read})
	r.Beat("a", "ann")
	c.move(-time.Hour)
	r.Sweep()
	r.Beat("a", "bob")
	c.move(DefaultOffline - 1)
	if n := r.Count("a"); n != 2 {
		t.Errorf("%d are here, want both", n)
	}
	c.move(1)
	if n := r.Count("a"); n != 0 {
		t.Errorf("%d are here, want nobody", n)
	}
}
