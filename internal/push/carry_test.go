package push_test

import (
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/push"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func TestCarryRefusesWhatCannotBeSaid(t *testing.T) {
	t.Parallel()
	h := open(t, push.Options{Store: newShelf()})
	for name, payload := range map[string]string{
		"no JSON":       `{`,
		"nobody":        `{"to":[],"type":1101,"data":{}}`,
		"no name":       `{"to":["u1",""],"type":1101,"data":{}}`,
		"much too long": `{"to":["u1"],"type":1101,"data":"` + strings.Repeat("x", 16<<10) + `"}`,
	} {
		err := h.Carry(t.Context(), tenant.App{ID: "party"}, outbox.Event{Key: "k", Payload: json.RawMessage(payload)})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := h.Counters().Kept; got != 0 {
		t.Errorf("%d were kept", got)
	}
}

func TestWhatIsToldNowOrNever(t *testing.T) {
	t.Parallel()
	store, start := newShelf(), time.Now()
	var later atomic.Int64 // seconds
	h := open(t, push.Options{Store: store, Now: func() time.Time { return start.Add(time.Duration(later.Load()) * time.Second) }})
	d, _ := h.admit(t, "party", "u1", nil)
	brief := number(1, "u1")
	brief.Until = start.Add(30 * time.Second)
	if err := h.Tell(t.Context(), tenant.App{ID: "party"}, brief); err != nil {
		t.Fatal(err)
	}
	if r, err := d.read(); err != nil || said(t, r.Push.Pub.Data) != 1 {
		t.Errorf("at once: %+v, %v", r, err)
	}
	for i, want := range []string{`{"type":1101,"data":{"n":1}}`, `{"type":0}`} {
		later.Store(29 + int64(i))
		if err := h.ForgetUseless(t.Context()); err != nil {
			t.Error(err)
		}
		list, _, err := store.PushedAfter(t.Context(), "party", "u1", 0, 1)
		if err != nil || string(list[0].Body) != want {
			t.Errorf("after %d s: %+v, %v", later.Load(), list, err)
		}
	}
}

func TestWhatIsOfNoUseAnyMore(t *testing.T) {
	t.Parallel()
	store := newShelf()
	h := open(t, push.Options{Store: store})
	late := number(1, "u1")
	late.Until = time.Now().Add(-time.Second)
	if err := h.Carry(t.Context(), tenant.App{ID: "party"}, late.Event("party", "lane", time.Now())); !fault.HasCode(err, outbox.CodeLate) {
		t.Errorf("carried too late: %v", err)
	}
	if got := h.Counters(); got.Late != 1 || got.Kept != 0 {
		t.Errorf("Counters = %+v", got)
	}
	d, _ := h.admit(t, "party", "u1", nil)
	brief, lasting := number(2, "u1"), number(3, "u1")
	brief.Until, lasting.Until = time.Now().Add(time.Minute), time.Now().Add(time.Hour)
	h.tell(t, "party", brief)
	h.tell(t, "party", lasting)
	for _, want := range []int{2, 3} {
		if r, err := d.read(); err != nil || said(t, r.Push.Pub.Data) != want {
			t.Errorf("at once: %+v, %v", r, err)
		}
	}
	d.conn.Close()
	h.stop()
	afterwards := open(t, push.Options{Store: store, Now: func() time.Time { return time.Now().Add(10 * time.Minute) }})
	_, welcome := afterwards.admit(t, "party", "u1", since("inbox:party/u1", 0))
	list := welcome.Subs["inbox:party/u1"].Publications
	if len(list) != 2 || string(list[0].Data) != `{"type":0}` || said(t, list[1].Data) != 3 {
		t.Errorf("ten minutes later: %+v", list)
	}
}
