package delivery

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

// Desk is where people read what became of the deliveries and resend what is
// dead.
type Desk interface {
	// Deliveries lists events that match, newest first.
	Deliveries(ctx context.Context, filter Filter) ([]outbox.Record, error)

	// CountDeliveries counts the events that match, Limit aside, up to
	// CountLimit: that many means that many or more.
	CountDeliveries(ctx context.Context, filter Filter) (int, error)

	// Attempts lists an event's attempts, oldest first.
	Attempts(ctx context.Context, eventID int64) ([]outbox.Attempt, error)

	// Resend makes a dead event pending again, at the end of its lane, with
	// the same key and its counts begun anew. It returns a NotFound fault for
	// an unknown event, a Conflict fault for one that is not dead, and a
	// Conflict fault with CodeOvertaken where a later event of its lane was
	// written and overtaken is not set.
	Resend(ctx context.Context, eventID int64, overtaken bool, now time.Time) error

	// ResendMatching resends dead events that match, oldest first, looking at
	// limit of them (at most 500; 0 means 100). Those that a later event of
	// their lane has overtaken are passed over and counted, unless overtaken is
	// set. Each is a transaction of its own: an error leaves those before it
	// resent, and Resent tells of them. Filter.State is not looked at.
	ResendMatching(ctx context.Context, filter Filter, overtaken bool, now time.Time, limit int) (Resent, error)
}

// Resent is what one ResendMatching did.
type Resent struct {
	Resent    int
	Overtaken int   // passed over
	After     int64 // for Filter.After of the next call; 0: there are no more
}

// CountLimit is where CountDeliveries stops.
const CountLimit = 100_000

// CodeOvertaken is the stable code of a resend that a later decision has made
// doubtful.
const CodeOvertaken = "overtaken"

// Filter picks deliveries. Zero fields match everything.
type Filter struct {
	App    string
	Lane   string
	Kind   string
	CaseID int64
	State  outbox.State
	From   time.Time // written at it or later
	To     time.Time // written before it
	After  int64     // only ids above it
	Before int64     // only ids below it, for paging; 0 begins at the newest
	Limit  int       // at most 500; 0 means 100
}
