package outbox

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
)

// DeviceChannel is the outbox channel of what users' devices are told: by the
// app's IM where it has one, else by our own push.
const DeviceChannel = "device"

// The types of what devices are told (PROTOCOLS §6): the contract's, and from
// 1100 on our own.
const (
	ToldFound    = 400  // a violation was found in the user's call
	ToldReward   = 1004 // somebody gave the user something
	ToldAnnounce = 1007 // the same in words, from the app's assistant
	ToldCall     = 1100 // a call of the user's changed
	ToldMessage  = 1101 // somebody wrote to the user
	ToldSignal   = 1102 // the other side of a call looks for a way to this one; push alone, never in an outbox
	ToldLifted   = 3000 // a violation was lifted
)

// toldKinds are the words for people and filters.
var toldKinds = map[int]string{
	ToldFound: "tell_evidence", ToldReward: "tell_reward", ToldAnnounce: "tell_announcement",
	ToldCall: "tell_call", ToldMessage: "tell_message", ToldLifted: "tell_lifted",
}

// Told is the payload of an event on DeviceChannel.
type Told struct {
	To    []string        `json:"to"`             // users
	From  string          `json:"from,omitempty"` // whose account sends it; empty: the app's assistant
	Type  int             `json:"type"`
	Data  json.RawMessage `json:"data"`
	Until time.Time       `json:"until,omitzero"` // no use after it; zero: always of use
}

// Event makes it an outbox event of an app. It panics where Data is no JSON.
func (t Told) Event(app, lane string, now time.Time) Event {
	payload, err := json.Marshal(t)
	if err != nil {
		panic("outbox: what a device is told does not marshal: " + err.Error())
	}
	kind, known := toldKinds[t.Type]
	if !known {
		kind = "tell_" + strconv.Itoa(t.Type)
	}
	return Event{
		Key: id.NewKey(), App: app, Channel: DeviceChannel, Lane: lane, Kind: kind,
		Payload: payload, CreatedAt: now, DueAt: now,
	}
}

// Each makes an event for each user: one who cannot be told holds up nobody else.
func (t Told) Each(app, lane string, now time.Time) []Event {
	events := make([]Event, len(t.To))
	for i, user := range t.To {
		one := t
		one.To = []string{user}
		events[i] = one.Event(app, lane, now)
	}
	return events
}

// CodeLate is the stable code of an event that is of no use any more.
const CodeLate = "late"

// ReadTold reads an event on DeviceChannel. What says nothing to anybody is an
// Invalid fault; what is of no use any more is one with CodeLate.
func ReadTold(event Event, now time.Time) (t Told, err error) {
	if err := json.Unmarshal(event.Payload, &t); err != nil {
		return t, fault.Wrap(fault.Invalid, err, "the event says nothing to devices")
	}
	switch {
	case len(t.To) == 0 || slices.Contains(t.To, ""):
		return t, fault.New(fault.Invalid, "", "it is for nobody")
	case !t.Until.IsZero() && !now.Before(t.Until):
		return t, fault.New(fault.Invalid, CodeLate, "it is of no use any more")
	}
	return t, nil
}

// Wire is what a device reads: {"type":…,"data":…}.
func (t Told) Wire() (json.RawMessage, error) {
	return json.Marshal(struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}{t.Type, t.Data})
}
