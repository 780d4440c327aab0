package review

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/verdict"
)

// MaxFindings is how many of the newest cases that accuse a user are looked at
// for what was found of him.
const MaxFindings = 200

// Board is for the pages beside the work: what a decision should know, and how
// the work goes. Reading changes nothing and lends nothing.
type Board interface {
	// Findings are the decisions that stand on the newest MaxFindings cases that
	// accuse the user; see Offences.
	Findings(ctx context.Context, app, userID string) ([]Decision, error)

	// Waiting lists the first cases that wait in a queue, the high-risk ones
	// first, in the order in which a claim would lend them.
	Waiting(ctx context.Context, filter WaitingFilter) ([]Case, error)

	// WorkOf counts what somebody decided and took back.
	WorkOf(ctx context.Context, staffID int64, span Span) (Work, error)

	// TeamWork counts it for everybody who has an account, by username.
	TeamWork(ctx context.Context, span Span) ([]MemberWork, error)

	// Pace counts what arrived and what was decided, step by step.
	Pace(ctx context.Context, filter PaceFilter) ([]Step, error)

	UserBoard
}

// UserBoard turns the pages of what is known of an app's user, each newest
// first, beginning below an id (0: at the newest) and looking no further back
// than FoundBy cases.
type UserBoard interface {
	// ReportsAgainst are the reports of the cases that accuse him.
	ReportsAgainst(ctx context.Context, app, userID string, before int64, limit int) ([]FiledReport, error)
	// ReportsBy are those that he filed.
	ReportsBy(ctx context.Context, app, userID string, before int64, limit int) ([]FiledReport, error)
	// DecisionsAbout are those on his cases, and those that punished him.
	DecisionsAbout(ctx context.Context, app, userID string, before int64, limit int) ([]Decision, error)
	// KnowsUser tells whether anything is known of him.
	KnowsUser(ctx context.Context, app, userID string) (bool, error)
}

// WaitingFilter picks waiting cases.
type WaitingFilter struct {
	App     string
	Queue   Queue
	Besides int64    // this case is left out; 0 for none
	Who     Reviewer // what he has skipped is left out, and what only supervisors take unless he is one
	Limit   int      // at most 500
}

// Span is the time that work is counted in.
type Span struct {
	Since  time.Time // all of it
	Recent time.Time // the latest part of it
}

// Work is what somebody did in a span: cases that he decided and did not take
// back, each once, and how often he took one back.
type Work struct {
	Decided int
	Recent  int // of Decided, since Span.Recent
	Undone  int
	Queues  []QueueWork // those he decided in, by name; only of WorkOf
}

// QueueWork is Work in one queue.
type QueueWork struct {
	Queue   Queue
	Decided int
}

// MemberWork is the work of one of the staff.
type MemberWork struct {
	StaffID  int64
	Username string
	Role     string
	Disabled bool
	Work
}

// PaceFilter picks what to count: Steps of Step each from Since on.
type PaceFilter struct {
	App   string // empty: all
	Queue Queue  // empty: all
	Since time.Time
	Step  time.Duration
	Steps int // at most MaxSteps
}

// MaxSteps bounds a PaceFilter.
const MaxSteps = 288

// Step is what happened from At on until the next step.
type Step struct {
	At      time.Time
	Arrived int
	Decided int
}

// OffencesOf counts what was found of the user so far, by label.
func OffencesOf(ctx context.Context, board Board, app, userID string) (map[verdict.Label]int, error) {
	found, err := board.Findings(ctx, app, userID)
	return Offences(found, userID), err
}
