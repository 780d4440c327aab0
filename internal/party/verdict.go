package party

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Carry takes a later verdict: what waited is delivered, or its sender hears that
// it is not; a name or a picture that may not be shown goes. It is the carrier of
// Channel.
func (c *Chat) Carry(ctx context.Context, _ tenant.App, event outbox.Event) error {
	var reply review.Reply
	var asked screen.Asked
	if err := json.Unmarshal(event.Payload, &reply); err != nil {
		return fault.Wrap(fault.Invalid, err, "the event holds no verdict")
	}
	if err := json.Unmarshal(reply.Asked, &asked); err != nil {
		return fault.Wrap(fault.Invalid, err, "the event does not say what it is about")
	}
	record, err := c.Lines.FindLine(ctx, event.App, asked.DataID)
	if err != nil {
		return err
	}
	passed := reply.Verdict == verdict.Pass
	switch {
	case record.Credential == ByMessage:
		return c.tell(ctx, event, record, passed)
	case !passed:
		return c.Accounts.censor(ctx, record)
	}
	return nil
}

// tell tells the receiver of a message that may pass after all – as it was
// written: a person saw it so –, and its sender of either.
func (c *Chat) tell(ctx context.Context, event outbox.Event, record screen.Record, passed bool) error {
	record.Text = ""
	if passed {
		return c.write(ctx, event, record, Delivered, record.Line.UserID, record.Line.AnchorID)
	}
	return c.write(ctx, event, record, Refused, record.Line.UserID)
}

// Recall tells both sides that a message was deleted, if it is one of theirs that
// is kept and was delivered.
func (c *Chat) Recall(ctx context.Context, event outbox.Event, messageID string) error {
	record, err := c.Lines.FindLine(ctx, event.App, messageID)
	if fault.Is(err, fault.NotFound) || err == nil && (record.Credential != ByMessage || !passes(record.Outcome)) {
		return nil
	}
	if err != nil {
		return err
	}
	return c.write(ctx, event, record, Recalled, record.Line.UserID, record.Line.AnchorID)
}

// write has users told of a message because of an event, once however often that
// comes.
func (c *Chat) write(ctx context.Context, event outbox.Event, record screen.Record, state State, to ...string) error {
	from, err := c.Accounts.Find(ctx, record.App, record.Line.UserID)
	if err != nil {
		return err
	}
	told := letter(record, from.Name, state).events(record, c.Now(), to...)
	for i := range told {
		told[i].Key = event.Key + "-told-" + strconv.Itoa(i)
		told[i].CaseID = event.CaseID
	}
	if err := c.Events.WriteEvents(ctx, told); err != nil {
		return err
	}
	c.Wake()
	return nil
}
