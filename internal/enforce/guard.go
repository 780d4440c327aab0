package enforce

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// GuardChannel is the outbox channel of what the guard of party users must know
// at once: somebody is barred from now on, or something that he wrote is deleted.
const GuardChannel = "guard"

// Barring is the payload of an event on GuardChannel.
type Barring struct {
	User    string         `json:"user"`
	Action  verdict.Action `json:"action"`
	Message string         `json:"message,omitempty"` // of a deletion
}

// guarded are the actions that bar a party user from something.
var guarded = []verdict.Action{verdict.LoginLimit, verdict.Mute, verdict.KickRoom}

// concernsGuard reports whether a punishment bars a user whom somebody knows from
// something, or deletes a message.
func concernsGuard(p Punishment) bool {
	if p.Action == verdict.Delete {
		return p.MessageID != ""
	}
	return slices.Contains(guarded, p.Action) && p.UserID != "" && p.UserID != NobodyKnown(p.Seat.UID)
}

// GuardEvents tell the guard of an app that has party users what was decided. They
// are for the deciding transaction.
func GuardEvents(app tenant.App, decided []Punishment, now time.Time) []outbox.Event {
	if app.Party == nil {
		return nil
	}
	var events []outbox.Event
	for _, p := range decided {
		if !concernsGuard(p) {
			continue
		}
		barring := Barring{User: p.UserID, Action: p.Action}
		if p.Action == verdict.Delete {
			barring.Message = p.MessageID
		}
		payload, err := json.Marshal(barring)
		if err != nil {
			panic("enforce: plain fields do not marshal: " + err.Error())
		}
		events = append(events, outbox.Event{
			Key: id.NewKey(), App: app.ID, Channel: GuardChannel, Lane: "guard:" + p.UserID, Kind: "guard_" + string(p.Action),
			Payload: payload, CaseID: p.CaseID, CreatedAt: now, DueAt: now,
		})
	}
	return events
}
