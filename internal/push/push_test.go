package push_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/push"
)

func TestAUserIsToldAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	d, welcome := h.admit(t, "party", "u1", nil)
	inbox := welcome.Data["inbox"]
	if inbox != "inbox:party/u1" || welcome.Data["user"] != "u1" || welcome.Data["presence"] != "presence:party/" {
		t.Errorf("told of itself: %v", welcome.Data)
	}
	if got := welcome.Subs[inbox]; got.Epoch != "the-epoch" || got.Offset != 0 || len(got.Publications) != 0 {
		t.Errorf("the inbox: %+v", got)
	}
	other, _ := h.admit(t, "party", "u2", nil)
	stranger, _ := h.admit(t, "another", "u1", nil)
	h.tell(t, "party", number(1, "u1", "u3", "u1"))
	h.tell(t, "party", number(2, "u1", "u2"))
	h.tell(t, "another", number(3, "u1"))
	for _, test := range []struct {
		d    *device
		want []int
	}{{d, []int{1, 2}}, {other, []int{2}}, {stranger, []int{3}}} {
		for i, want := range test.want {
			r, err := test.d.read()
			if err != nil || r.Push == nil || r.Push.Pub.Offset != uint64(i+1) || said(t, r.Push.Pub.Data) != want {
				t.Errorf("message %d: %+v, %v; want the number %d", i+1, r, err, want)
			}
		}
	}
	if got := h.Counters(); got != (push.Counters{Connections: 3, Users: 3, Kept: 5}) {
		t.Errorf("Counters = %+v", got)
	}
}

func TestWhoIsNotKnownDoesNotComeIn(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	wrong := as("party", "u1")
	wrong["token"] = "token of u2"
	for _, test := range []struct {
		name string
		say  map[string]any
		code int
	}{
		{"a wrong token", wrong, 3500},
		{"nothing", nil, 3500},
		{"no device", map[string]any{"appkey": "party", "user": "u1", "token": "token of u1"}, 3500},
		{"who may not", as("party", "barred"), 3507},
		{"an accident", as("party", "unlucky"), 3004},
		{"no object of ours", map[string]any{"user": 7}, 3501},
	} {
		d := dial(t, h.Server, nil)
		d.command("connect", map[string]any{"data": test.say})
		if code := d.end(); code != test.code {
			t.Errorf("%s ends with %d, want %d", test.name, code, test.code)
		}
	}
	d := dial(t, h.Server, nil)
	d.command("subscribe", map[string]any{"channel": "inbox:party/u1"})
	if code := d.end(); code != 3501 {
		t.Errorf("who does not connect first ends with %d", code)
	}
	until(t, "all are gone", func() bool { return h.Counters().Connections == 0 })
}

func TestHeadersSayItToo(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	header := http.Header{"appkey": {"party"}, "user": {"u9"}, "token": {"token of u1"}, "deviceId": {"phone"}}
	d := dial(t, h.Server, header)
	welcome, err := d.enter(map[string]any{"user": "u1"}, nil)
	if err != nil || welcome.Data["user"] != "u1" {
		t.Errorf("welcome %+v, %v", welcome, err)
	}
}

func TestNobodyReadsWhatIsNotHis(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	d, _ := h.admit(t, "party", "u1", nil)
	for _, channel := range []string{"inbox:party/u2", "inbox:another/u1", "presence:another/u1", "presence:party/", "presence:u1", "any"} {
		r, err := d.answer(d.command("subscribe", map[string]any{"channel": channel}))
		if err != nil || r.Error == nil || r.Error.Code != 103 {
			t.Errorf("subscribing to %s: %+v, %v", channel, r, err)
		}
		r, err = d.answer(d.command("history", map[string]any{"channel": channel, "limit": 10}))
		if err != nil || r.Error == nil || r.Error.Code != 103 {
			t.Errorf("the history of %s: %+v, %v", channel, r, err)
		}
	}
	for _, command := range []string{"publish", "presence", "presence_stats", "rpc"} {
		r, err := d.answer(d.command(command, map[string]any{"channel": "inbox:party/u2", "method": "x", "data": map[string]any{}}))
		if err != nil || r.Error == nil {
			t.Errorf("%s: %+v, %v", command, r, err)
		}
	}
	if subs, err := dial(t, h.Server, nil).enter(as("party", "u1"), since("inbox:party/u2", 0)); err != nil || len(subs.Subs) != 1 {
		t.Errorf("connecting with another's inbox gives %+v, %v", subs, err)
	}
}

func TestTheOldestConnectionMakesRoom(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf(), PerUser: 2})
	var all []*device
	for range 4 {
		d, _ := h.admit(t, "party", "u1", nil)
		all = append(all, d)
		now := time.Now().UnixMilli()
		until(t, "time has passed", func() bool { return time.Now().UnixMilli() > now })
	}
	for i, d := range all[:2] {
		if code := d.end(); code != 3504 {
			t.Errorf("connection %d ends with %d", i, code)
		}
	}
	h.tell(t, "party", number(7, "u1"))
	for _, d := range all[2:] {
		if r, err := d.read(); err != nil || said(t, r.Push.Pub.Data) != 7 {
			t.Errorf("the newest read %+v, %v", r, err)
		}
	}
	until(t, "two are cut", func() bool { return h.Counters().Cut == 2 && h.Counters().Connections == 2 })
}

func TestAFullHouseSaysSo(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf(), Connections: 2})
	first, _ := h.admit(t, "party", "u1", nil)
	h.admit(t, "party", "u2", nil)
	answer, err := h.Client().Get(h.URL + push.Path)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
		t.Errorf("one too many is answered %s", answer.Status)
	}
	first.conn.Close()
	until(t, "the first is gone", func() bool { return h.Counters().Connections == 1 })
	h.admit(t, "party", "u3", nil)
}

func TestAHandshakeThatFailsTakesNoRoom(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	answer, err := h.Client().Get(h.URL + push.Path)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusBadRequest {
		t.Errorf("what is no handshake is answered %s", answer.Status)
	}
	until(t, "nobody is there", func() bool { return h.Counters().Connections == 0 })
}

func TestWhoFloodsIsCut(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	hasty, _ := h.admit(t, "party", "u1", nil)
	for range 300 {
		hasty.command("history", map[string]any{"channel": "inbox:party/u1"})
	}
	if code := hasty.end(); code != 3013 {
		t.Errorf("too many commands end with %d", code)
	}
	wordy, _ := h.admit(t, "party", "u1", nil)
	wordy.write(`{"id":9,"rpc":{"method":"` + string(slices.Repeat([]byte("x"), 20<<10)) + `"}}`)
	if code := wordy.end(); code != 1009 && code != 0 {
		t.Errorf("too long a command ends with %d", code)
	}
	until(t, "both are gone", func() bool { return h.Counters().Connections == 0 })
}

func TestTheGuardCuts(t *testing.T) {
	t.Parallel()
	store := newShelf()
	here := open(t, push.Options{Store: store, Poll: time.Millisecond})
	there := open(t, push.Options{Store: store, Poll: time.Millisecond})
	d, _ := here.admit(t, "party", "u1", nil)
	far, _ := there.admit(t, "party", "u1", nil)
	other, _ := here.admit(t, "party", "u2", nil)
	here.tell(t, "party", number(1, "u1", "u2"))
	if err := here.Disconnect(t.Context(), "party", "u1"); err != nil {
		t.Fatal(err)
	}
	for _, cut := range []*device{d, far} {
		if code := cut.end(); code != 3503 {
			t.Errorf("ends with %d", code)
		}
	}
	if r, err := other.read(); err != nil || said(t, r.Push.Pub.Data) != 1 {
		t.Errorf("the other read %+v, %v", r, err)
	}
}

func TestPresenceIsWatched(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	h.roster.set("party/u2", true)
	d, welcome := h.admit(t, "party", "u1", nil)
	channel := welcome.Data["presence"] + "u2"
	r, err := d.answer(d.command("subscribe", map[string]any{"channel": channel}))
	if err != nil || r.Subscribe == nil || string(r.Subscribe.Data) != `{"state":"online"}` {
		t.Fatalf("subscribed: %+v, %v", r, err)
	}
	h.PresenceChanged("another", "u2", false)
	h.PresenceChanged("party", "u3", false)
	h.PresenceChanged("party", "u2", false)
	if r, err := d.read(); err != nil || r.Push.Channel != channel || string(r.Push.Pub.Data) != `{"state":"offline"}` {
		t.Errorf("the change: %+v, %v", r, err)
	}
	h.roster.after(func() { h.roster.set("party/u4", true) }) // between the look and the answer
	r, err = d.answer(d.command("subscribe", map[string]any{"channel": welcome.Data["presence"] + "u4"}))
	if err != nil || string(r.Subscribe.Data) != `{"state":"offline"}` {
		t.Fatalf("subscribed: %+v, %v", r, err)
	}
	if r, err := d.read(); err != nil || string(r.Push.Pub.Data) != `{"state":"online"}` {
		t.Errorf("a change on the way: %+v, %v", r, err)
	}
}

func TestAConnectionWatchesAHundred(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	d, welcome := h.admit(t, "party", "u1", nil)
	for n := range 101 {
		r, err := d.answer(d.command("subscribe", map[string]any{"channel": welcome.Data["presence"] + string(rune('一'+n))}))
		if refused := n == 100; err != nil || (r.Error != nil) != refused || refused && r.Error.Code != 106 {
			t.Errorf("watching number %d: %+v, %v", n+1, r, err)
		}
	}
}
