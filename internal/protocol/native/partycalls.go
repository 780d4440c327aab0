package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	partycall "github.com/xiezhi/xiezhi/internal/call"
)

// Tickets are what the party's calls leave.
type Tickets interface {
	// CallTickets lists the tickets of an app's user, or of all where user is empty,
	// newest first; before is an id, or 0 for the newest.
	CallTickets(ctx context.Context, app, user string, before int64, limit int) ([]partycall.Ticket, error)
}

// callTicket is a party call that ended.
type callTicket struct {
	ID      int64            `json:"id" doc:"Rises in the order in which calls end."`
	CallID  string           `json:"call_id" doc:"Also the name of its channel at the cloud of calls."`
	Caller  string           `json:"caller"`
	Callee  string           `json:"callee"`
	Type    int              `json:"type" minimum:"1" maximum:"2" doc:"1 audio, 2 video."`
	Start   time.Time        `json:"start" doc:"Of the talk; where nobody answered, of the invitation."`
	End     time.Time        `json:"end"`
	Status  int              `json:"status" minimum:"1" maximum:"5" doc:"1 complete, 2 cancelled, 3 rejected, 4 timeout, 5 busy."`
	Seconds float64          `json:"seconds" minimum:"0" doc:"How long they talked."`
	Reason  partycall.Reason `json:"reason" enum:"completed,cancelled,rejected,timeout,busy,kicked,disconnected"`
}

type callsInput struct {
	Paging
	ID     string `path:"id" maxLength:"128"`
	UserID string `query:"user_id" maxLength:"256" doc:"Only calls that the user made or was to take."`
}

func (h *Handler) partyCallOperations() {
	add(h, huma.Operation{OperationID: "list-calls", Method: http.MethodGet, Path: "/apps/{id}/calls", Tags: []string{"calls"},
		Summary:     "Calls between users of the party back end that ended, the newest first",
		Description: "Each end leaves one ticket, kept for 180 days. Who looked at a user's goes into the audit log."}, h.listCalls)
}

func (h *Handler) listCalls(ctx context.Context, in *callsInput) (*answer[page[callTicket]], error) {
	app, err := h.appSeen(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	before, err := in.before()
	if err != nil {
		return nil, err
	}
	found, err := h.deps.Tickets.CallTickets(ctx, app.ID, in.UserID, before, in.Limit+1)
	if err == nil && in.UserID != "" {
		err = h.recordUserView(ctx, app.ID, in.UserID, "calls")
	}
	return answered(pageOf(found, in.Limit, func(t partycall.Ticket) int64 { return t.ID }, callTicketOf), err)
}

func callTicketOf(t partycall.Ticket) callTicket {
	return callTicket{
		ID: t.ID, CallID: t.CallID, Caller: t.Caller, Callee: t.Callee, Type: int(t.Kind), Start: t.Start.UTC(), End: t.End.UTC(),
		Status: int(t.Status), Seconds: t.Talked.Seconds(), Reason: t.Reason,
	}
}
