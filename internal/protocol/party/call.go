package party

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/wire"
)

type inviteBody struct {
	Callee   wire.Text `json:"callee"`
	CallType wire.Int  `json:"callType"`
}

func (h *handler) invite(ctx context.Context, a asked) (any, error) {
	var body inviteBody
	if err := a.into(&body); err != nil {
		return nil, err
	}
	if err := plain("callee", (*string)(&body.Callee), maxID, true); err != nil {
		return nil, err
	}
	made, err := h.Calls.Invite(ctx, a.app, a.user.UserUUID, string(body.Callee), call.Kind(body.CallType))
	if err != nil {
		return nil, err
	}
	return made.View(), nil
}

type callBody struct {
	CallID wire.Text `json:"callId"`
}

// onCall serves what is done to, or asked about, one call.
func onCall(do func(c Calls, ctx context.Context, app tenant.App, user, callID string) (call.Call, error)) func(*handler, context.Context, asked) (any, error) {
	return func(h *handler, ctx context.Context, a asked) (any, error) {
		var body callBody
		if err := a.into(&body); err != nil {
			return nil, err
		}
		if err := plain("callId", (*string)(&body.CallID), maxID, true); err != nil {
			return nil, err
		}
		done, err := do(h.Calls, ctx, a.app, a.user.UserUUID, string(body.CallID))
		if err != nil {
			return nil, err
		}
		return done.View(), nil
	}
}

// rowsBody asks for some of a list, the newest first.
type rowsBody struct {
	UserUUID wire.Text `json:"userUuid"` // only servers say it
	Before   wire.Int  `json:"before"`   // an id; 0 begins at the newest
	Limit    wire.Int  `json:"limit"`    // 0 means 20
}

// rows reads it. A server must name the user.
func (a asked) rows() (user string, before int64, limit int, err error) {
	var body rowsBody
	if err := a.into(&body); err != nil {
		return "", 0, 0, err
	}
	user = a.user.UserUUID
	if user == "" {
		user = string(body.UserUUID)
	}
	if err := plain("userUuid", &user, maxID, true); err != nil {
		return "", 0, 0, err
	}
	switch {
	case body.Before < 0:
		return "", 0, 0, fault.Field("before", "must be an id of the list")
	case body.Limit < 0 || body.Limit > maxListed:
		return "", 0, 0, fault.Field("limit", "must be from 1 to %d", maxListed)
	case body.Limit == 0:
		body.Limit = defaultRow
	}
	return user, int64(body.Before), int(body.Limit), nil
}

type ticketShown struct {
	ID     int64  `json:"id"` // for before
	CallID string `json:"callId"`
	call.TicketView
}

func (h *handler) tickets(ctx context.Context, a asked) (any, error) {
	user, before, limit, err := a.rows()
	if err != nil {
		return nil, err
	}
	found, err := h.Calls.Tickets(ctx, a.app.ID, user, before, limit)
	if err != nil {
		return nil, err
	}
	list := make([]ticketShown, len(found))
	for i, t := range found {
		list[i] = ticketShown{t.ID, t.CallID, t.View()}
	}
	return list, nil
}

func (h *handler) ticketsForServer(ctx context.Context, a asked) (any, error) {
	if err := h.named(ctx, a); err != nil {
		return nil, err
	}
	return h.tickets(ctx, a)
}

// named refuses a list of a user that there is none of.
func (h *handler) named(ctx context.Context, a asked) error {
	user, _, _, err := a.rows()
	if err == nil {
		_, err = h.Accounts.Find(ctx, a.app.ID, user)
	}
	return err
}
