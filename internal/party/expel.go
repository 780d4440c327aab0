package party

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Doors are the ways in which a user, and what he wrote, are here. All are
// required.
type Doors struct {
	EndCall    func(ctx context.Context, app tenant.App, user string) error // the one in progress, if any: he was put out
	Leave      func(app, user string)                                       // the list of who is here
	Disconnect func(ctx context.Context, app, user string) error            // his devices from the push channel
	Recall     func(ctx context.Context, event outbox.Event, messageID string) error
}

// Bouncer puts users out whom something bars, and has what is deleted taken back. It is the carrier of
// enforce.GuardChannel.
type Bouncer struct {
	guard *Guard
	doors Doors
}

// NewBouncer makes a Bouncer.
func NewBouncer(guard *Guard, doors Doors) *Bouncer { return &Bouncer{guard, doors} }

// Carry implements delivery.Carrier. Doing it again does no harm. What was lifted
// meanwhile has put him out all the same: he may come back.
func (b *Bouncer) Carry(ctx context.Context, app tenant.App, event outbox.Event) error {
	var barring enforce.Barring
	if err := json.Unmarshal(event.Payload, &barring); err != nil {
		return fault.Wrap(fault.Invalid, err, "the event does not say who is barred")
	}
	if barring.Action == verdict.Delete {
		return b.doors.Recall(ctx, event, barring.Message)
	}
	b.guard.Forget(app.ID, barring.User)
	if barring.Action == verdict.Mute {
		return nil
	}
	err := b.doors.EndCall(ctx, app, barring.User)
	if barring.Action == verdict.LoginLimit {
		b.doors.Leave(app.ID, barring.User)
		err = errors.Join(err, b.doors.Disconnect(ctx, app.ID, barring.User))
	}
	return err
}
