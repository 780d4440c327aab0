package outbox_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

func TestToldEvent(t *testing.T) {
	t.Parallel()
	told := outbox.Told{
		To: []string{"u1", "u2"}, From: "u3", Type: outbox.ToldCall, Data: json.RawMessage(`{"callId":"c1"}`), Until: begun.Add(time.Minute),
	}
	event := told.Event("live", "call:c1", begun)
	if event.Key == "" || event.Key == told.Event("live", "call:c1", begun).Key {
		t.Errorf("the key %q is none of its own", event.Key)
	}
	const payload = `{"to":["u1","u2"],"from":"u3","type":1100,"data":{"callId":"c1"},"until":"2026-01-02T03:05:05Z"}`
	want := outbox.Event{
		Key: event.Key, App: "live", Channel: outbox.DeviceChannel, Lane: "call:c1", Kind: "tell_call",
		Payload: json.RawMessage(payload), CreatedAt: begun, DueAt: begun,
	}
	if !reflect.DeepEqual(event, want) {
		t.Errorf("Event = %+v, want %+v", event, want)
	}
	var again outbox.Told
	if err := json.Unmarshal(event.Payload, &again); err != nil || !reflect.DeepEqual(again, told) {
		t.Errorf("the payload reads back as %+v, %v", again, err)
	}
}

func TestToldPast(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		until time.Time
		want  bool
	}{{time.Time{}, false}, {begun.Add(1), false}, {begun, true}, {begun.Add(-1), true}} {
		if got := (outbox.Told{Until: test.until}).Past(begun); got != test.want {
			t.Errorf("of use until %v: Past = %v, want %v", test.until, got, test.want)
		}
	}
}

func TestToldWire(t *testing.T) {
	t.Parallel()
	wire, err := outbox.Told{To: []string{"u"}, From: "secret", Type: 3000, Data: json.RawMessage(`{"uid":7}`)}.Wire()
	if err != nil || string(wire) != `{"type":3000,"data":{"uid":7}}` {
		t.Errorf("Wire = %s, %v", wire, err)
	}
}
