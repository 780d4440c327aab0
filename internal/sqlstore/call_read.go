package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// FindCall implements call.Store.
func (s *Store) FindCall(ctx context.Context, app, callID string) (call.Call, error) {
	row, err := s.read().FindPartyCall(ctx, query.FindPartyCallParams{App: app, CallID: callID})
	if err != nil {
		return call.Call{}, noCall(err)
	}
	return partyCallOf(row), nil
}

// StandingCall implements call.Store.
func (s *Store) StandingCall(ctx context.Context, app, user string) (call.Call, error) {
	row, err := s.read().PartyCallOfUser(ctx, query.PartyCallOfUserParams{App: app, UserID: user})
	if err != nil {
		return call.Call{}, noCall(err)
	}
	return partyCallOf(row), nil
}

// noCall is the fault of a call that is not there.
func noCall(err error) error {
	if notFound(err) {
		return call.NoCall()
	}
	return failure(err)
}

// CallsGoingOn implements call.Store.
func (s *Store) CallsGoingOn(ctx context.Context, after int64, limit int) (calls []call.Call, last int64, err error) {
	rows, err := s.read().PartyCallsGoingOn(ctx, query.PartyCallsGoingOnParams{After: after, MaxCalls: bounded(limit)})
	for _, row := range rows {
		calls, last = append(calls, partyCallOf(row)), row.ID
	}
	return calls, last, failure(err)
}

// CallTickets implements call.Store.
func (s *Store) CallTickets(ctx context.Context, app, user string, before int64, limit int) ([]call.Ticket, error) {
	rows, err := s.ticketRows(ctx, query.PartyTicketsOfParams{
		App: app, UserID: user, Before: pageCursor(before), MaxTickets: pageSize(limit),
	})
	var tickets []call.Ticket
	for _, row := range rows {
		ticket := partyCallOf(row.PartyCall).Ticket()
		ticket.ID = row.TicketID
		tickets = append(tickets, ticket)
	}
	return tickets, failure(err)
}

// ticketRows picks by the narrowest index.
func (s *Store) ticketRows(ctx context.Context, of query.PartyTicketsOfParams) ([]query.PartyTicketsOfRow, error) {
	if of.UserID != "" {
		return s.read().PartyTicketsOf(ctx, of)
	}
	rows, err := s.read().PartyTickets(ctx, query.PartyTicketsParams{App: of.App, Before: of.Before, MaxTickets: of.MaxTickets})
	all := make([]query.PartyTicketsOfRow, len(rows))
	for i, row := range rows {
		all[i] = query.PartyTicketsOfRow(row)
	}
	return all, err
}

func partyCallOf(row query.PartyCall) call.Call {
	return call.Call{
		ID: row.CallID, App: row.App, Caller: row.Caller, Callee: row.Callee, Kind: call.Kind(row.Kind),
		State: call.State(row.State), Reason: call.Reason(row.Reason),
		InvitedAt: moment(row.InvitedAt), RingUntil: moment(row.RingUntil), AnsweredAt: moment(row.AnsweredAt), EndedAt: moment(row.EndedAt),
	}
}
