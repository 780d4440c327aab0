package delivery

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

// Store lends out what is due and keeps what happened to it. Its methods are
// transactions, safe against each other from any number of goroutines and
// nodes.
//
// Each (app, lane) with pending events has one head, its oldest; only heads are
// lent, so that the events of a lane leave in order.
type Store interface {
	// DueApps lists the apps that have a head due at now which nobody has on
	// loan.
	DueApps(ctx context.Context, now time.Time) ([]string, error)

	// ClaimHeads lends up to limit of the app's due heads until the loan's end,
	// earliest due first. A loan whose end has passed, and – at once – one whose
	// process is dead, is free to be lent again.
	ClaimHeads(ctx context.Context, app string, limit int, now, until time.Time) ([]outbox.Claim, error)

	// RecordAttempt stores the attempt and settles the claim: outbox.Done makes
	// the event delivered; otherwise it becomes due at retryAt, or dead where
	// retryAt is zero. The lane's next event becomes its head. It returns a
	// Conflict fault, having stored the attempt only, where the loan had passed
	// to somebody else.
	RecordAttempt(ctx context.Context, claim outbox.Claim, attempt outbox.Attempt, retryAt time.Time) error

	// Deliveries lists events that match, newest first.
	Deliveries(ctx context.Context, filter Filter) ([]outbox.Record, error)

	// Attempts lists an event's attempts, oldest first.
	Attempts(ctx context.Context, eventID int64) ([]outbox.Attempt, error)

	// Resend makes a dead event pending again, at the end of its lane, with
	// the same key and its counts begun anew. It returns a NotFound fault for
	// an unknown event, a Conflict fault for one that is not dead, and a
	// Conflict fault with CodeOvertaken where a later event of its lane was
	// written and overtaken is not set.
	Resend(ctx context.Context, eventID int64, overtaken bool, now time.Time) error
}

// CodeOvertaken is the stable code of a resend that a later decision has made
// doubtful.
const CodeOvertaken = "overtaken"

// Filter picks deliveries. Zero fields match everything.
type Filter struct {
	App    string
	Lane   string
	CaseID int64
	State  outbox.State
	Before int64 // only ids below it, for paging; 0 begins at the newest
	Limit  int   // at most 500; 0 means 100
}
