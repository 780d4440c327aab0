package outbox_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
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

func TestReadTold(t *testing.T) {
	t.Parallel()
	for payload, want := range map[string]string{
		`{"to":["u"],"type":1101,"data":{}}`:                                  "",
		`{"to":["u"],"type":1101,"data":{},"until":"2026-01-02T03:04:06Z"}`:   "",
		`{"to":["u"],"type":1101,"data":{},"until":"2026-01-02T03:04:05Z"}`:   "late",
		`{"to":["u"],"type":1101,"data":{},"until":"2026-01-02T03:04:04.9Z"}`: "late",
		`{"to":[],"type":1101,"data":{}}`:                                     "it is for nobody",
		`{"to":["u",""],"type":1101,"data":{}}`:                               "it is for nobody",
		`[]`:                                                                  "the event says nothing to devices",
	} {
		told, err := outbox.ReadTold(outbox.Event{Payload: json.RawMessage(payload)}, begun)
		got := ""
		switch {
		case fault.HasCode(err, outbox.CodeLate):
			got = "late"
		case err != nil:
			got = fault.As(err).Message
		}
		if got != want || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %q", payload, err, want)
		}
		if err == nil && told.Type != outbox.ToldMessage {
			t.Errorf("%s reads as %+v", payload, told)
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
