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
}
