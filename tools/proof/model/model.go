// Package model says what must be true of three accounts of the same hours:
// what clients were told, what is stored, and what the business platform heard.
// It knows no clock, no network and no database.
package model

import "time"

// History is what clients did and were told.
type History struct {
	Reports []Report
	Audits  []Audit
	Moves   []Move
	Grants  []Grant
	Rulings []Ruling
}

// Report is one message that was reported once, however often it was sent.
type Report struct {
	Message string
	Acked   bool
}

// Audit is a live message that was answered.
type Audit struct {
	DataID string
	Person bool // the answer says that a person looks at it
}

// Move is a movement of coins that was asked for by one request id.
type Move struct {
	Request, Payer, Payee string // no payer: the house
	Coins                 int64
	ID                    int64 // as it was answered; 0: not acknowledged
}

// Span is when something was asked for, first, and when it was answered.
type Span struct{ Asked, Answered time.Time }

// before reports whether all of s was over when other was asked for.
func (s Span) before(other Span) bool { return s.Answered.Before(other.Asked) }

// Grant is a case given to a reviewer.
type Grant struct {
	Case int64
	By   string
	Real Span // by a clock that nobody sets
	Told Span // by the servers' clock, which counts for leases
}

// Ruling is a reviewer's decision on a case.
type Ruling struct {
	Case    int64
	By      string
	User    string // whom it is about
	Effect  Effect
	Real    Span
	Outcome Outcome
	Window  bool // it may be taken back for a while, and takes effect later
	Undo    Undo
}

// Effect is what a decision has the platform do.
type Effect struct {
	Hours int64 // of the mute; 0: it passes
}

// Outcome is how a ruling ended for who made it.
type Outcome int

// What may become of a ruling.
const (
	Unknown Outcome = iota // never answered
	Acked
	Refused
)

// Undo is whether a ruling was taken back.
type Undo int

// What may become of an undo.
const (
	Kept Undo = iota // nobody asked
	UndoUnknown
	Undone
)

// Stored is what the store holds after everything has come to rest.
type Stored struct {
	Reports   map[string][]int64 // the cases of the rows of each message
	Lines     map[string]int64   // the case of each live message; 0: none
	Transfers []Transfer
	Balances  map[string]int64 // by account; empty: the house
	Cases     map[int64]Case
	Events    []Event          // in the order of their ids
	Left      map[string]int64 // what must have come to nothing
}

// Transfer is a stored movement of coins.
type Transfer struct {
	ID           int64
	Request      string
	Payer, Payee string
	Coins        int64
}

// Case is a stored case.
type Case struct {
	State     string
	Decisions []Decision
}

// Decision is a stored decision on a case.
type Decision struct {
	ID     int64
	By     string
	Effect Effect
	Undone bool
}

// Event is a row of the outbox.
type Event struct {
	Key, Lane, Channel, State string
	Case, Decision            int64
}

// Call is what the platform, or the app's server, accepted. Calls stand in the
// order of their arrival.
type Call struct {
	Key  string
	What string // all that it says
	Kind string // mute, pass, verdict
	Case int64  // of mute and pass
	User string // of mute
	Data string // of verdict
	Effect
}

// Evidence is all three accounts, and the rule that leases obey.
type Evidence struct {
	History  History
	Stored   Stored
	Received []Call
	Lease    time.Duration // of a claimed case
	Slack    time.Duration // how far servers' clocks may be apart
}

// Check returns what is wrong, in words; nothing where all is well.
func Check(e Evidence) []string {
	var d differences
	d.reports(e)
	d.audits(e)
	d.coins(e)
	d.grants(e)
	d.rulings(e)
	d.deliveries(e)
	d.order(e)
	d.left(e)
	return d
}
