package sqlstore

import (
	"context"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ call.Store = (*Store)(nil)

// PlaceCall implements call.Store.
func (s *Store) PlaceCall(ctx context.Context, app, caller, callee string, settle call.Change,
	place func(busy bool) (call.Call, []outbox.Event)) (call.Call, error) {
	p := placing{app: app, caller: caller, callee: callee, settle: settle, place: place}
	for range maxAttempts {
		err := s.write(ctx, p.run)
		if err != nil || !p.again {
			return p.placed, err
		}
	}
	return call.Call{}, failure(errRetry)
}

// placing is one invitation. What it finds to have run out ends in a transaction
// of its own, before it takes seats: who holds seats waits for no call.
type placing struct {
	app, caller, callee string
	settle              call.Change
	place               func(busy bool) (call.Call, []outbox.Event)

	placed call.Call // or the one that the caller has
	again  bool      // something has run out
}

func (p *placing) run(ctx context.Context, q *query.Queries) error {
	p.placed, p.again = call.Call{}, false
	has, found, err := p.standing(ctx, q, p.caller)
	if err != nil || p.again {
		return err
	}
	if found {
		p.placed = has
		return nil
	}
	theirs, busy, err := p.standing(ctx, q, p.callee)
	if err != nil || p.again {
		return err
	}
	if busy && (theirs.Caller == p.caller || theirs.Callee == p.caller) { // it is the caller's too, since a moment
		return errRetry
	}
	var events []outbox.Event
	p.placed, events = p.place(busy)
	return p.insert(ctx, q, events)
}

// standing is the call of a user that has not ended. One that has run out ends
// here.
func (p *placing) standing(ctx context.Context, q *query.Queries, user string) (call.Call, bool, error) {
	callID, err := q.FindPartySeat(ctx, query.FindPartySeatParams{App: p.app, UserID: user})
	if notFound(err) {
		return call.Call{}, false, nil
	}
	if err != nil {
		return call.Call{}, false, err
	}
	row, err := q.LockPartyCall(ctx, query.LockPartyCallParams{App: p.app, CallID: callID})
	if err != nil {
		return call.Call{}, false, err
	}
	if row.State == string(call.Ended) { // while this waited for it
		return call.Call{}, false, errRetry
	}
	next, err := changeCall(ctx, q, row, p.settle)
	p.again = next.State == call.Ended
	return next, true, err
}

// insert writes what is placed.
func (p *placing) insert(ctx context.Context, q *query.Queries, events []outbox.Event) error {
	c := p.placed
	if c.State != call.Ended {
		if err := takeSeats(ctx, q, c); err != nil {
			return err
		}
	}
	row, err := q.InsertPartyCall(ctx, query.InsertPartyCallParams{
		App: c.App, CallID: c.ID, Caller: c.Caller, Callee: c.Callee, Kind: int64(c.Kind), State: string(c.State), Reason: string(c.Reason),
		InvitedAt: millis(c.InvitedAt), RingUntil: millis(c.RingUntil), AnsweredAt: millis(c.AnsweredAt), EndedAt: millis(c.EndedAt),
	})
	if err != nil {
		return err
	}
	if c.State == call.Ended {
		if err := leaveTicket(ctx, q, row, c); err != nil {
			return err
		}
	}
	return appendEvents(ctx, q, events)
}

// takeSeats seats both, in the order in which everybody does.
func takeSeats(ctx context.Context, q *query.Queries, c call.Call) error {
	users := []string{c.Caller, c.Callee}
	slices.Sort(users)
	for _, user := range users {
		taken, err := q.TakePartySeat(ctx, query.TakePartySeatParams{App: c.App, UserID: user, CallID: c.ID})
		if err != nil {
			return err
		}
		if taken == 0 { // somebody was quicker
			return errRetry
		}
	}
	return nil
}

func leaveTicket(ctx context.Context, q *query.Queries, row int64, c call.Call) error {
	return q.InsertPartyTicket(ctx, query.InsertPartyTicketParams{Call: row, App: c.App, Caller: c.Caller, Callee: c.Callee})
}

// changeCall has change decide about a locked call, and writes what it says.
func changeCall(ctx context.Context, q *query.Queries, row query.PartyCall, change call.Change) (call.Call, error) {
	found := partyCallOf(row)
	next, events := change(found)
	if next.State == found.State {
		return found, nil
	}
	moved, err := q.MovePartyCall(ctx, query.MovePartyCallParams{
		State: string(next.State), Reason: string(next.Reason), AnsweredAt: millis(next.AnsweredAt), EndedAt: millis(next.EndedAt),
		ID: row.ID, Found: row.State,
	})
	if err == nil && moved == 0 {
		err = errRetry
	}
	if err != nil {
		return found, err
	}
	if next.State == call.Ended {
		if err := endSeats(ctx, q, row.ID, next); err != nil {
			return found, err
		}
	}
	return next, appendEvents(ctx, q, events)
}

// endSeats frees both users of a call that ended, and leaves its ticket.
func endSeats(ctx context.Context, q *query.Queries, row int64, c call.Call) error {
	for _, user := range []string{c.Caller, c.Callee} {
		if err := q.LeavePartySeat(ctx, query.LeavePartySeatParams{App: c.App, UserID: user, CallID: c.ID}); err != nil {
			return err
		}
	}
	return leaveTicket(ctx, q, row, c)
}

// ChangeCall implements call.Store.
func (s *Store) ChangeCall(ctx context.Context, app, callID string, change call.Change) (c call.Call, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		row, err := q.LockPartyCall(ctx, query.LockPartyCallParams{App: app, CallID: callID})
		if notFound(err) {
			return call.NoCall()
		}
		if err != nil {
			return err
		}
		c, err = changeCall(ctx, q, row, change)
		return err
	})
	return c, err
}

// ChangeDueCalls implements call.Store.
func (s *Store) ChangeDueCalls(ctx context.Context, now time.Time, limit int, change call.Change) (found int, err error) {
	due, err := s.read().PartyCallsDue(ctx, millis(now))
	if err != nil || !due {
		return 0, failure(err)
	}
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		rows, err := q.LockDuePartyCalls(ctx, query.LockDuePartyCallsParams{Now: millis(now), MaxCalls: bounded(limit)})
		if err != nil {
			return err
		}
		found = len(rows)
		for _, row := range rows {
			if _, err := changeCall(ctx, q, row, change); err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}
