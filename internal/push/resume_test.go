package push_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/push"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// test is what both testing and rapid have.
type test interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// diary is what a device has read.
type diary struct {
	offset uint64
	read   []int
}

// keep takes messages down; each must be the one after the last.
func (d *diary) keep(t test, list ...publication) {
	for _, p := range list {
		if p.Offset != d.offset+1 {
			t.Fatalf("message %d follows %d", p.Offset, d.offset)
		}
		var told struct{ Data struct{ N int } }
		if err := json.Unmarshal(p.Data, &told); err != nil {
			t.Fatal(err)
		}
		d.offset, d.read = p.Offset, append(d.read, told.Data.N)
	}
}

// spell connects where the diary ends, reads until so many have been read at
// least, and breaks off.
func (d *diary) spell(t test, tb testing.TB, h *house, enough int) {
	phone := dial(tb, h.Server, nil)
	defer phone.conn.Close()
	welcome, err := phone.enter(as("party", "u1"), since("inbox:party/u1", d.offset))
	if err != nil {
		t.Fatal(err)
	}
	inbox := welcome.Subs["inbox:party/u1"]
	if !inbox.Recovered || inbox.Epoch != "the-epoch" {
		t.Fatalf("not recovered from %d: %+v", d.offset, inbox)
	}
	d.keep(t, inbox.Publications...)
	for len(d.read) < enough {
		r, err := phone.read()
		if err != nil {
			return // cut, because it would have missed something
		}
		d.keep(t, *r.Push.Pub)
	}
}

// nodes are two servers that share a store. Either may be replaced at any time.
type nodes struct {
	store *shelf
	ends  sync.WaitGroup

	mu   sync.Mutex
	both [2]*house
}

func (n *nodes) replace(t testing.TB, which int) {
	fresh := open(t, push.Options{Store: n.store, Poll: time.Millisecond})
	n.mu.Lock()
	defer n.mu.Unlock()
	if old := n.both[which]; old != nil {
		n.ends.Go(old.stop)
	}
	n.both[which] = fresh
}

func (n *nodes) get(which int) *house {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.both[which]
}

// carry carries the numbered messages, some of them twice.
func (n *nodes) carry(t testing.TB, numbers <-chan int) {
	for which := range numbers {
		event := number(which, "u1").Event("party", "lane", time.Now())
		for range 1 + rand.IntN(2) {
			if err := n.get(rand.IntN(2)).Carry(context.Background(), tenant.App{ID: "party"}, event); err != nil {
				t.Error(err)
			}
		}
	}
}

// Whatever breaks, a device reads every message once and in order: it breaks
// off at random, servers are replaced, two nodes share the store, several lanes
// carry at the same time and some events come twice.
func TestNothingIsLostAndNothingTwice(t *testing.T) {
	t.Parallel()
	const messages = 1000
	rapid.Check(t, func(r *rapid.T) {
		n := &nodes{store: newShelf()}
		n.replace(t, 0)
		n.replace(t, 1)
		var lanes sync.WaitGroup
		numbers := make(chan int, messages)
		for range 4 {
			lanes.Go(func() { n.carry(t, numbers) })
		}
		var d diary
		for given := 0; len(d.read) < messages; {
			for range min(rapid.IntRange(0, 60).Draw(r, "messages"), messages-given) {
				numbers <- given
				given++
			}
			if which := rapid.IntRange(0, 39).Draw(r, "restart"); which < 2 {
				n.replace(t, which)
			}
			waits := rapid.IntRange(0, 60).Draw(r, "reads")
			d.spell(r, t, n.get(rapid.IntRange(0, 1).Draw(r, "node")), min(given, len(d.read)+waits))
		}
		close(numbers)
		lanes.Wait()
		slices.Sort(d.read)
		if len(d.read) != messages || len(slices.Compact(d.read)) != messages {
			r.Fatalf("read %d messages, %d different", len(d.read), len(slices.Compact(d.read)))
		}
		n.ends.Go(n.get(0).stop)
		n.ends.Go(n.get(1).stop)
		n.ends.Wait()
	})
}

func TestWhoWasAwayTooLongIsToldSo(t *testing.T) {
	t.Parallel()
	store := newShelf()
	h := open(t, push.Options{Store: store})
	for n := range 5 {
		h.tell(t, "party", number(n, "u1"))
	}
	store.floor["party/u1"] = 3
	const inbox = "inbox:party/u1"
	for _, one := range []struct {
		name      string
		from      uint64
		epoch     string
		recovered bool
		read      int
	}{
		{"nothing missed", 5, "the-epoch", true, 0},
		{"what is there", 3, "the-epoch", true, 2},
		{"what is gone", 2, "the-epoch", false, 0},
		{"another numbering", 4, "before-the-fire", false, 0},
		{"ahead of us", 1 << 63, "the-epoch", false, 0},
	} {
		_, welcome := h.admit(t, "party", "u1", map[string]any{inbox: map[string]any{"recover": true, "offset": one.from, "epoch": one.epoch}})
		got := welcome.Subs[inbox]
		if got.Recovered != one.recovered || len(got.Publications) != one.read || got.Epoch != "the-epoch" {
			t.Errorf("%s: %+v", one.name, got)
		}
		if !one.recovered && got.Offset != 5 {
			t.Errorf("%s: goes on from %d", one.name, got.Offset)
		}
	}
}

// long is a message of about 10 kB.
func long(n int, to string) outbox.Told {
	told := number(n, to)
	told.Data = json.RawMessage(strings.Replace(string(told.Data), "{", `{"text":"`+strings.Repeat("x", 10<<10)+`",`, 1))
	return told
}

func TestTooMuchForOneAnswerComesByPages(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	for n := range 80 {
		h.tell(t, "party", long(n, "u1"))
	}
	const inbox = "inbox:party/u1"
	d, welcome := h.admit(t, "party", "u1", since(inbox, 0))
	if got := welcome.Subs[inbox]; got.Recovered || len(got.Publications) != 0 || got.Offset != 80 {
		t.Fatalf("800 kB at once: recovered %v, %d messages", got.Recovered, len(got.Publications))
	}
	for at := uint64(0); at < 80; {
		from := map[string]any{"offset": at, "epoch": "the-epoch"}
		r, err := d.answer(d.command("history", map[string]any{"channel": inbox, "since": from, "limit": 60}))
		if err != nil || r.History == nil || len(r.History.Publications) == 0 {
			t.Fatalf("after %d: %+v, %v", at, r, err)
		}
		for _, p := range r.History.Publications {
			if p.Offset != at+1 || said(t, p.Data) != int(at) {
				t.Fatalf("after %d comes %d", at, p.Offset)
			}
			at = p.Offset
		}
	}
}

// A device that does not read is cut, and reads it all when it comes back.
func TestASlowReaderIsCutAndComesBack(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	slow, _ := h.admit(t, "party", "u1", nil)
	slow.hold(16 << 10)
	const sent = 700 // 7 MB: more than the queue and the sockets hold
	for n := range sent {
		h.tell(t, "party", long(n, "u1"))
	}
	until(t, "the slow one is cut", func() bool { return h.Counters().Cut == 1 })
	slow.hold(1 << 20)
	var d diary
	for {
		got, err := slow.read()
		if err != nil {
			break
		}
		d.keep(t, *got.Push.Pub)
	}
	phone, _ := h.admit(t, "party", "u1", nil)
	for at := d.offset; at < uint64(sent); {
		from := map[string]any{"offset": at, "epoch": "the-epoch"}
		r, err := phone.answer(phone.command("history", map[string]any{"channel": "inbox:party/u1", "since": from, "limit": 50}))
		if err != nil || len(r.History.Publications) == 0 || r.History.Publications[0].Offset != at+1 {
			t.Fatalf("after %d of %d: %v", at, sent, err)
		}
		at += uint64(len(r.History.Publications))
	}
}

func TestAStoppingServerSendsDevicesElsewhere(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	d, _ := h.admit(t, "party", "u1", nil)
	go h.stop() // which waits until the device has understood; the cleanup waits for it
	if code := d.end(); code != 3001 {
		t.Errorf("ends with %d", code)
	}
}

func TestAStoreThatIsDownLetsNobodyMissAnything(t *testing.T) {
	t.Parallel()
	store := newShelf()
	h := open(t, push.Options{Store: store})
	d, _ := h.admit(t, "party", "u1", nil)
	store.lose(true)
	if err := h.Carry(t.Context(), tenant.App{ID: "party"}, number(1, "u1").Event("party", "lane", time.Now())); err == nil {
		t.Error("carried into nowhere")
	}
	late := dial(t, h.Server, nil)
	late.command("connect", map[string]any{"data": as("party", "u1")})
	if code := late.end(); code != 3004 {
		t.Errorf("connecting meanwhile ends with %d", code)
	}
	store.lose(false)
	h.tell(t, "party", number(2, "u1"))
	if r, err := d.read(); err != nil || said(t, r.Push.Pub.Data) != 2 || r.Push.Pub.Offset != 1 {
		t.Errorf("afterwards: %+v, %v", r, err)
	}
}

func TestAChannelThatNeverStartedStops(t *testing.T) {
	t.Parallel()
	p, err := push.New(push.Options{Store: newShelf(), Gate: gate{}, Presence: new(roster)})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}
