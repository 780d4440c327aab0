package pictures

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
)

// Check is a picture that is to be looked at, lent to one worker. Token fences
// it: what is said about the check counts only while it still has the token.
type Check struct {
	ID       int64
	Token    string
	Attempts int // how often it was begun, this time included
	Channel  string
	Record   screen.Record
}

// Result is what came of a check. Either somebody is asked to decide, or the app
// is told.
type Result struct {
	Record screen.Record // with its answer
	Print  *Print        // nil where the picture was not seen
	Report *review.Report
	Group  string        // what the report's case is of: it joins the undecided case of the same; empty joins nothing
	Event  *outbox.Event // nil where nobody is to be told
}

// Waiting is a picture that a person is yet to decide about.
type Waiting struct {
	Print Print
	Group string
}

// Store keeps checks and what was seen.
type Store interface {
	// DuePictures lists the apps that have pictures to look at. Those that died
	// while they had one on loan have given it back.
	DuePictures(ctx context.Context, now time.Time) ([]string, error)
	// ClaimPictures lends up to limit of an app's pictures that are due, the
	// oldest first, until a moment. What was said of them meanwhile is lost.
	ClaimPictures(ctx context.Context, app string, limit int, now, until time.Time) ([]Check, error)
	// PostponePicture gives a check back, to be looked at from a moment on.
	PostponePicture(ctx context.Context, check Check, from time.Time) error
	// WaitingPictures are those that opened the newest undecided cases of an app.
	WaitingPictures(ctx context.Context, app string) ([]Waiting, error)
	// FinishPicture writes what came of a check in one transaction. It returns a
	// Conflict fault where somebody else has the check by now, or has finished it.
	FinishPicture(ctx context.Context, check Check, result Result) error
	// CasePrint is the print of the picture that opened a case, or a NotFound
	// fault.
	CasePrint(ctx context.Context, caseID int64) (Print, error)
	// PrunePictures forgets what was seen before a moment, a few in each
	// transaction, and returns how many these were.
	PrunePictures(ctx context.Context, before time.Time) (int, error)
	// Standing tells what is known of a sender; see screen.Store.
	Standing(ctx context.Context, app, userID string, since time.Time) (screen.Standing, error)
}
