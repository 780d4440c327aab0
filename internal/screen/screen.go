// Package screen answers the question that every live message asks before its
// viewers see it: may it pass? What was found in it is weighed, the answer is
// kept, and what a person must decide becomes a case.
package screen

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Request is a live message of an app. Credential is by which of the app's
// credentials it came.
type Request struct {
	App        string
	Credential string
	Channel    string // which of the outbox' channels tells its app a later verdict; empty for none
	Line       content.Line

	// Follow returns what leaves with the answer, in its transaction; nil for
	// nothing. It must only compute. A picture's answer is none yet: nothing
	// leaves with it.
	Follow func(Answer) []outbox.Event
}

// follow is what leaves with the answer.
func (r Request) follow(a Answer) []outbox.Event {
	if r.Follow == nil {
		return nil
	}
	return r.Follow(a)
}

// Answer is what becomes of a message.
type Answer struct {
	DataID  string // 32 hex digits, unique
	Outcome policy.Outcome
	Checked bool          // false for a picture, which is looked at afterwards
	Label   verdict.Label // verdict.Pass where nothing was found
	Score   float64       // how sure, in [0,1]
	Text    string        // the message as it may be shown; only where it was changed
	Reasons []string
	At      time.Time
}

// Record is a message with its answer, as it is kept.
type Record struct {
	ID         int64
	App        string
	Credential string
	Line       content.Line // without what tells of the sender's device: Address, Nick, Level, Device, IMEI
	Answer
	Evidence []policy.Evidence
	Shadow   []policy.Evidence // what rules that are only tried would have said
	Context  policy.Context
	Policy   int   // policy.Version
	CaseID   int64 // 0 where no person was asked

	ReversedAt time.Time // when somebody undid what its cause did; zero: its outcome stands
}
