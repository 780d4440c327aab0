package party

import (
	"context"
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// maxSignal is the most that a signal's payload may hold, in bytes: with what is
// around it, it fits into a message to a device.
const maxSignal = 15 << 10

// signalFor is how long a signal is of use: both sides wait for it.
const signalFor = 30 * time.Second

type signalBody struct {
	CallID  wire.Text       `json:"callId"`
	Payload json.RawMessage `json:"payload"` // the devices' own: an offer, an answer, a candidate
}

// signalShown is what the other side's devices are told.
type signalShown struct {
	CallID  string          `json:"callId"`
	From    string          `json:"from"`
	Payload json.RawMessage `json:"payload"`
}

// signal hands something to the other side of a call that rings or goes on. What
// it says is not looked at and not kept longer than it is of use.
func (h *handler) signal(ctx context.Context, a asked) (any, error) {
	var body signalBody
	if err := a.into(&body); err != nil {
		return nil, err
	}
	if err := plain("callId", (*string)(&body.CallID), maxID, true); err != nil {
		return nil, err
	}
	switch {
	case len(body.Payload) == 0 || string(body.Payload) == "null":
		return nil, fault.Field("payload", "is missing")
	case len(body.Payload) > maxSignal:
		return nil, fault.Field("payload", "is longer than %d bytes", maxSignal)
	case a.app.HasIM():
		return nil, fault.New(fault.Forbidden, "", "the app's devices are told by its IM, and its call cloud connects them")
	}
	if err := h.Guard.MayAppear(ctx, a.app.ID, a.user.UserUUID); err != nil {
		return nil, err
	}
	found, err := h.Calls.Get(ctx, a.app, a.user.UserUUID, string(body.CallID))
	if err != nil {
		return nil, err
	}
	if found.State == call.Ended {
		return nil, &fault.Error{Kind: fault.Conflict, Code: call.CodeNotInCall, Message: "this call has ended", Detail: found.View()}
	}
	return struct{}{}, h.pass(ctx, a, found, body.Payload)
}

func (h *handler) pass(ctx context.Context, a asked, c call.Call, payload json.RawMessage) error {
	other := c.Callee
	if a.user.UserUUID == c.Callee {
		other = c.Caller
	}
	data, err := json.Marshal(signalShown{c.ID, a.user.UserUUID, payload})
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "the payload is no JSON")
	}
	return h.Signals.Tell(ctx, a.app, outbox.Told{
		To: []string{other}, From: a.user.UserUUID, Type: outbox.ToldSignal, Data: data, Until: h.Now().Add(signalFor),
	})
}
