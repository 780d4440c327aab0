package review

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Reader is for those who look for cases and look back. Reading changes
// nothing and lends nothing.
type Reader interface {
	// SearchCases lists the cases that match, newest first.
	SearchCases(ctx context.Context, filter CaseFilter) ([]Case, error)

	// Story tells all that is known of a case, or returns a NotFound fault for
	// one that the app does not have.
	Story(ctx context.Context, app string, caseID int64) (Story, error)

	// History tells what is known of a user of an app, at most limit (500) of
	// each kind. A user of whom nothing is known has an empty one.
	History(ctx context.Context, app, userID string, limit int) (UserHistory, error)

	// ReporterAccuracy tells how right each of the reporters was. One of whom
	// nothing was decided has the zero Accuracy.
	ReporterAccuracy(ctx context.Context, app string, reporters []string) (map[string]Accuracy, error)

	// QueueStats counts what waits and what moves in each queue that has either,
	// by app, queue and risk, up to MaxCounted. An empty app counts all apps, each
	// for itself.
	QueueStats(ctx context.Context, app string, now time.Time) ([]QueueStat, error)
}

// CaseFilter picks cases. Zero fields match everything.
type CaseFilter struct {
	App       string
	Queue     Queue
	State     State
	UserID    string // somebody the case speaks of
	Reporter  string // somebody who reported it, among his newest FoundBy reports
	DecidedBy string // the staff id of who decided it
	From      time.Time
	To        time.Time // opened before it

	// Text is looked for in the first report's messages and memo, the letters
	// A–Z whatever their case, in the newest SearchedText cases of each state
	// that match the rest: who looks further back narrows From and To. At most
	// MaxSearchText bytes.
	Text string

	BeforeID int64 // only what is older than this case, for paging; 0 begins at the newest
	Limit    int   // at most 500; 0 means 100
}

// The bounds of a search, so that none reads everything there is.
const (
	MaxSearchText = 256
	SearchedText  = 10_000
	FoundBy       = 10_000 // of a user's cases, or a reporter's reports
)

// Outcome is what became of a report's case.
type Outcome struct {
	CaseID    int64 // 0: it led to none, and the rest is zero
	State     State
	DecidedBy Author
	DecidedAt time.Time
	Verdict   verdict.Label
}

// FiledReport is a report with what is known of it now.
type FiledReport struct {
	Report
	Repeats  int  // how often the same was filed again
	Late     bool // came when its case was decided
	Accuracy Accuracy
	Outcome  Outcome
}

// Note is what a reviewer wrote about a case when he passed it on.
type Note struct {
	Kind   string
	Author int64 // staff id
	At     time.Time
	Memo   string
}

// StoryReports is how many of a case's reports its story tells.
const StoryReports = 200

// Story is everything about one case.
type Story struct {
	Case      Case
	Reports   []FiledReport // the oldest StoryReports; Case.Reports counts all
	Decisions []Decision    // oldest first, with those that were taken back
	Notes     []Note        // oldest first
	Sanctions []enforce.Sanction
	Events    []outbox.Record // what left or will leave, oldest first
}

// UserHistory is everything about one user, each list newest first.
type UserHistory struct {
	Reports   []FiledReport // against him
	Decisions []Decision    // on cases that accuse him, and those that punished him
	Sanctions []enforce.Sanction
	Filed     []FiledReport // by him
	Accuracy  Accuracy      // as a reporter
}

// MaxCounted is how far the statistics of queues count, so that their time does
// not grow with what there is: a count of MaxCounted means as many or more. Of
// the movement of the last hour they look at the newest MaxCounted cases only:
// of each app and state for what arrived, of all apps for what was decided.
const MaxCounted = 10_000

// QueueStat is one queue of one app at a moment. Its counts but Held's end at
// MaxCounted.
type QueueStat struct {
	App     string
	Queue   Queue
	Risk    bool
	Waiting int       // all that wait
	Senior  int       // those of them that only supervisors take
	Held    int       // lent to reviewers
	Oldest  time.Time // when the one that waits longest was opened; zero where none waits
	Arrived int       // opened in the last hour
	Decided int       // decided in the last hour
}
