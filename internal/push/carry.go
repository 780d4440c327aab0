package push

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// maxBody is the largest message, in bytes of its JSON.
const maxBody = 16 << 10

// Carry keeps what an event on outbox.DeviceChannel says, for each of its users
// once however often it comes, and hands it to those of them who are connected
// here. What is of no use any more is passed over.
func (p *Push) Carry(ctx context.Context, app tenant.App, event outbox.Event) error {
	m, late, err := p.read(app, event)
	if err != nil {
		return err
	}
	if late {
		p.tally.late.Add(1)
		p.o.Log.InfoContext(ctx, "push: passed over what is of no use any more", "app", app.ID, "event", event.ID, "kind", event.Kind)
		return nil
	}
	places, err := p.o.Store.KeepPush(ctx, m)
	if err != nil {
		return err
	}
	for _, place := range places {
		p.hand(m, place)
	}
	return nil
}

func (p *Push) read(app tenant.App, event outbox.Event) (m Message, late bool, err error) {
	var told outbox.Told
	if err := json.Unmarshal(event.Payload, &told); err != nil {
		return m, false, fault.Wrap(fault.Invalid, err, "the event says nothing to devices")
	}
	body, err := told.Wire()
	if err != nil || len(body) > maxBody {
		return m, false, fault.New(fault.Invalid, "", "what it says is no JSON, or over %d bytes", maxBody)
	}
	to := slices.Compact(slices.Sorted(slices.Values(told.To)))
	if len(to) == 0 || to[0] == "" {
		return m, false, fault.New(fault.Invalid, "", "it is for nobody")
	}
	now := p.o.Now()
	return Message{App: app.ID, To: to, Key: event.Key, Body: body, At: now, Until: told.Until}, told.Past(now), nil
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
