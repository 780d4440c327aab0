package presence

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestAStartedRosterTellsInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{})
		heard := make(chan Change, 9)
		r.Listen(func(c Change) { heard <- c })
		r.Start()
		began := time.Now()
		r.Beat("a", "ann")
		if c := <-heard; !c.Online || c.User != "ann" || !time.Now().Equal(began) {
			t.Errorf("heard %v after %v", c, time.Since(began))
		}
		if c := <-heard; c.Online || time.Since(began) > DefaultOffline+sweepEvery {
			t.Errorf("heard %v after %v", c, time.Since(began))
		}
		r.Stop()
		New(Options{}).Stop() // without a Start
	})
}

func TestStartedRostersTellEachOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &memory{}
		a, b := New(Options{Store: store}), New(Options{Store: store})
		a.Start()
		b.Start()
		a.Beat("a", "ann")
		heard := make(chan Change, 9)
		b.Listen(func(c Change) { heard <- c })
		if c := <-heard; c.User != "ann" || !c.Online {
			t.Errorf("heard %v", c)
		}
		a.Beat("a", "bob")
		a.Stop() // tells it
		if c := <-heard; c.User != "bob" || !c.Online {
			t.Errorf("heard %v", c)
		}
		if got := users(b.Page("a", "", 1, 0)); !slices.Equal(got, []string{"ann", "bob"}) {
			t.Errorf("%v are here", got)
		}
		b.Stop()
	})
}
