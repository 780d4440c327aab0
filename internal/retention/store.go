package retention

import (
	"context"
	"time"
)

// Store forgets, a few rows in each transaction, and counts what it forgot.
type Store interface {
	// AppsWithEnded are the apps of which there are cases or calls that ended.
	AppsWithEnded(ctx context.Context) ([]string, error)

	// DropEnded forgets the app's cases that were decided before a moment, and its
	// reports from before it that led to none, with all that hangs on them. What is
	// not over stays: cases with a sanction in force, a lift that is owed, a delivery
	// to be made, evidence that is kept, or an appeal that is.
	DropEnded(ctx context.Context, app string, before time.Time) error

	// DropCalls forgets the app's calls that ended before a moment, and their tickets.
	DropCalls(ctx context.Context, app string, before time.Time) error

	// DropSent forgets what left without a case and is settled, and returns the last
	// that it has looked at, where the next may go on.
	DropSent(ctx context.Context, sent Sent) (last int64, err error)

	// TellForgotten writes an audit entry for each app and day before the day – days
	// since 1970 in UTC – of which none tells yet what was forgotten.
	TellForgotten(ctx context.Context, day int64) error
}

// Sent says what that left to forget. It is looked at in the order of its
// numbers, which follow the time.
type Sent struct {
	After  int64 // what was looked at before; 0 begins at the oldest
	Before time.Time
	Of     func(app, channel string) bool
	Kind   func(channel string) Kind // under which it is counted
}

// Forgotten is how many rows of a kind were forgotten of an app.
type Forgotten struct {
	App    string
	Kind   Kind
	Number int64
}

// Oldest is when the oldest of what is kept was made, by kind; what has nothing
// is left out.
type Oldest map[Kind]time.Time
