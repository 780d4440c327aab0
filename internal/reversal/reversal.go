// Package reversal undoes what one cause – a rule, a version of a word list, a
// model – did to live messages: what was denied is called back as passed, what
// waits for a person is passed, and what was masked is marked. What people
// decided stays decided.
package reversal

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
)

// Scope is what is to be undone: what a cause did to an app's messages of a
// time. Only messages whose outcome is owed to it count (policy.Led).
type Scope struct {
	App   string
	Cause policy.Cause // Version 0 is any
	From  time.Time    // zero: from the first message on
	To    time.Time    // not included; zero: to the last
}

// Check returns an Invalid fault that names what is missing.
func (s Scope) Check() error {
	switch {
	case s.App == "":
		return fault.Field("app", "is required")
	case s.Cause.Kind == "":
		return fault.Field("cause", "is required")
	case !s.From.IsZero() && !s.To.IsZero() && !s.From.Before(s.To):
		return fault.Field("to", "must be after from")
	}
	return nil
}

// Counts tell messages apart that a cause was found in. All but Lines leave out
// what was undone before.
type Counts struct {
	Lines   int // in which it was found at all
	Denied  int // because of it
	Masked  int // likewise
	Waiting int // for a person, because of it
	Decided int // that a person was asked about because of it and has decided
}

// Reversible is how many messages can be undone.
func (c Counts) Reversible() int { return c.Denied + c.Masked + c.Waiting }

// Progress is how far a reversal has come, in messages but for Closed.
type Progress struct {
	Done       int // undone, or left as they are for good: Skipped is among them
	Total      int // that could be undone when it began
	CalledBack int // denied ones whose app is told that they pass
	Closed     int // cases that were passed
	Skipped    int // somebody has the case, or was faster to decide it
}

// Batch asks for the next messages to be undone.
type Batch struct {
	Scope
	Reversal int64 // which it is
	After    int64 // the Last of the batch before
	Limit    int   // messages to look at
	At       time.Time

	// Rule passes a case, or says why not. It is called in a transaction, maybe
	// more than once, and must only compute.
	Rule func(review.Case, review.Reports) (*review.Ruling, error)
	// Tell is what tells its app that a denied message passes; false where
	// nobody wants to hear it. It is called as Rule is.
	Tell func(screen.Record) (outbox.Event, bool)
}

// Outcome is what became of a batch.
type Outcome struct {
	Last       int64 // the last message that was looked at; 0: there are no more
	Reversed   int   // those of a case that was closed are all among them
	CalledBack int
	Closed     int
	Skipped    int
}

// Store finds and marks messages.
type Store interface {
	// CountReversal counts what a reversal would meet.
	CountReversal(ctx context.Context, scope Scope) (Counts, error)
	// BeginReversal notes that somebody undoes the scope, in the audit log too,
	// and returns its number.
	BeginReversal(ctx context.Context, scope Scope, begun Begun) (int64, error)
	// ReverseBatch undoes some messages in one transaction: all that follows
	// from them, and their marks, by which none is undone twice.
	ReverseBatch(ctx context.Context, batch Batch) (Outcome, error)
	// EndReversal notes in the audit log how far it came.
	EndReversal(ctx context.Context, id int64, app string, cause policy.Cause, done Progress) error
}

// Begun is who undoes it, and why.
type Begun struct {
	StaffID int64
	Note    string
	At      time.Time
	Counts  Counts
}
