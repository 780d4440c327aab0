package push_test

import (
	"bytes"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/push"
)

// TestOtherNodesAreTold what is new for their users, not what it says; a hint
// that is lost is made good by the next.
func TestOtherNodesAreTold(t *testing.T) {
	t.Parallel()
	store, lost := newShelf(), atomic.Bool{}
	var b *house
	var hints atomic.Int64
	a := open(t, push.Options{Store: store, Poll: time.Hour, Tell: func(hint []byte) {
		hints.Add(1)
		if len(hint) > 32<<10 || bytes.Contains(hint, []byte(`"n"`)) {
			t.Errorf("a hint of %d bytes: %.100s", len(hint), hint)
		}
		if !lost.Load() {
			b.Heard(hint)
		}
	}})
	b = open(t, push.Options{Store: store, Poll: time.Hour})
	d, _ := b.admit(t, "party", "u1", nil)
	next := func(want int) {
		t.Helper()
		if r, err := d.read(); err != nil || r.Push.Pub == nil || said(t, r.Push.Pub.Data) != want || r.Push.Pub.Offset != uint64(want) {
			t.Fatalf("%d is read as %+v, %v", want, r, err)
		}
	}
	for n := 1; n <= 20; n++ {
		a.tell(t, "party", number(n, "u1"))
		next(n)
	}
	lost.Store(true)
	a.tell(t, "party", number(21, "u1"))
	lost.Store(false)
	a.tell(t, "party", number(22, "u1"))
	next(21)
	next(22)

	before, many := hints.Load(), []string{"u1"}
	for i := range 250 {
		many = append(many, fmt.Sprint("other", i))
	}
	a.tell(t, "party", number(23, many...))
	next(23)
	if got := hints.Load() - before; got != 3 {
		t.Errorf("251 users are told of in %d hints", got)
	}
	for _, foreign := range []string{"", "{", `[{"a":"party","u":"u1","t":99}]`, `[{"a":"party","u":"nobody","t":1,"c":-1}]`} {
		b.Heard([]byte(foreign))
	}
	if err := a.Disconnect(t.Context(), "party", "u1"); err != nil {
		t.Fatal(err)
	}
	until(t, "he is cut elsewhere", func() bool { return b.Counters().Users == 0 })
}

// TestOneThatIsToldLooksLess: the hints come, and it looks all the same.
func TestOneThatIsToldLooksLess(t *testing.T) {
	t.Parallel()
	store := newShelf()
	a := open(t, push.Options{Store: store, Poll: time.Hour})
	b := open(t, push.Options{Store: store, Poll: 5 * time.Millisecond, Told: func() bool { return true }})
	d, _ := b.admit(t, "party", "u1", nil)
	a.tell(t, "party", number(1, "u1")) // and tells nobody
	if r, err := d.read(); err != nil || r.Push.Pub == nil || said(t, r.Push.Pub.Data) != 1 {
		t.Errorf("it never looks: %+v, %v", r, err)
	}
}
