package call

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

// Change is what becomes of a call that was found, and what is told of it. An
// equal State means that nothing changes. It may be asked again, where others
// were in the way.
type Change func(found Call) (next Call, events []outbox.Event)

// Store keeps calls. A user has part in at most one call that has not ended;
// each call that ends leaves one ticket, in the transaction that ends it.
type Store interface {
	// PlaceCall writes the call that place makes, with its events, where the caller
	// has no call that stands; busy tells place that the callee has one, and then,
	// or whenever it likes, it makes one that has ended. Where the caller has a
	// call, that is returned and nothing is written. Calls in the way go through
	// settle first.
	PlaceCall(ctx context.Context, app, caller, callee string, settle Change, place func(busy bool) (Call, []outbox.Event)) (Call, error)

	// ChangeCall has change decide about a call that nobody else changes meanwhile,
	// and returns what it is then, or NoCall.
	ChangeCall(ctx context.Context, app, callID string, change Change) (Call, error)

	// FindCall returns a call, or NoCall.
	FindCall(ctx context.Context, app, callID string) (Call, error)

	// StandingCall returns the call of a user that has not ended, or NoCall.
	StandingCall(ctx context.Context, app, user string) (Call, error)

	// ChangeDueCalls has change decide about up to limit calls whose ringing is over
	// by now, and returns how many it found. Calls that another node has in hand are
	// left to it.
	ChangeDueCalls(ctx context.Context, now time.Time, limit int, change Change) (int, error)

	// CallsGoingOn lists calls that were answered and have not ended, of all apps, in
	// the order of a number; after is the number of the last one that is known.
	CallsGoingOn(ctx context.Context, after int64, limit int) (calls []Call, last int64, err error)

	// CallTickets lists the tickets of an app's user, or of all where user is empty,
	// newest first. Before is a ticket's id, for paging; 0 begins at the newest. Limit
	// is at most 500; 0 means 100.
	CallTickets(ctx context.Context, app, user string, before int64, limit int) ([]Ticket, error)
}
