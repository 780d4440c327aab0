package push

import (
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// maxBody is the largest message, in bytes of its JSON.
const maxBody = 16 << 10

// Carry keeps what an event on outbox.DeviceChannel says, for each of its users
// once however often it comes, and hands it to those of them who are connected
// here.
func (p *Push) Carry(ctx context.Context, app tenant.App, event outbox.Event) error {
	m, err := p.read(app, event)
	if fault.HasCode(err, outbox.CodeLate) {
		p.tally.late.Add(1)
	}
	if err != nil {
		return err
	}
	places, err := p.o.Store.KeepPush(ctx, m)
	if err != nil {
		return err
	}
	for _, place := range places {
		p.hand(m, place)
	}
	p.tellPlaces(m.App, places)
	return nil
}

// Tell keeps and hands over what is told now or never: nothing of it is in the
// outbox, and its words go when it is of no use any more.
func (p *Push) Tell(ctx context.Context, app tenant.App, told outbox.Told) error {
	return p.Carry(ctx, app, told.Event(app.ID, "", p.o.Now()))
}

func (p *Push) read(app tenant.App, event outbox.Event) (m Message, err error) {
	now := p.o.Now()
	told, err := outbox.ReadTold(event, now)
	if err != nil {
		return m, err
	}
	body, err := told.Wire()
	if err != nil || len(body) > maxBody {
		return m, fault.New(fault.Invalid, "", "what it says is no JSON, or over %d bytes", maxBody)
	}
	to := slices.Compact(slices.Sorted(slices.Values(told.To)))
	return Message{App: app.ID, To: to, Key: event.Key, Body: body, At: now, Until: told.Until}, nil
}

// hand gives a kept message to the user's devices on this node.
func (p *Push) hand(m Message, place Place) {
	if !place.Known {
		p.tally.kept.Add(1)
	}
	if inbox := p.broker.find(inboxOf(m.App, place.User)); inbox != nil {
		inbox.hand(Kept{Pos: place.Pos, Body: m.Body, Until: m.Until})
	}
}
