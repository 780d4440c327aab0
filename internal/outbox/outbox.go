// Package outbox holds what must leave: events written in the transaction that
// decided them, and the rules by which they are tried, retried and given up.
package outbox

import (
	"encoding/json"
	"time"
)

// Event is one call that must reach the outside. Events of one App and Lane
// leave in the order in which their transactions committed, one at a time.
type Event struct {
	ID         int64
	Key        string // the idempotency key: the same on every attempt
	App        string
	Channel    string // names the encoder that knows the wire form, for example "uplus"
	Lane       string // the subject, for example "user:10001"
	Kind       string // what it does, in a word, for people and filters
	Payload    json.RawMessage
	CaseID     int64 // 0 where no case led to it
	DecisionID int64 // 0 where no decision led to it
	CreatedAt  time.Time
	DueAt      time.Time // not before; zero in a new event means at once
	Trace      string    // W3C traceparent of what wrote it; empty where nothing was traced
}

// State is where an event stands.
type State string

// The states of an event.
const (
	Pending   State = "pending"
	Delivered State = "delivered"
	Dead      State = "dead"      // parked or out of time: a person reads and resends it
	Cancelled State = "cancelled" // its decision was taken back before it left
)

// Record is an event with what has happened to it so far.
type Record struct {
	Event
	State     State
	Attempts  int       // since it was written or last resent
	Refusals  int       // definite refusals among them
	FirstAt   time.Time // the first attempt since it was written or resent; zero before it
	DoneAt    time.Time // when it was delivered or given up; zero while pending
	LastError string
}

// Claim is a lane's first event, lent to one worker. Token fences it: a report
// about the claim counts only while the lane still carries the token.
type Claim struct {
	Record
	Token string
}

// Attempt is one try, as it is recorded for people.
type Attempt struct {
	EventID int64
	At      time.Time
	Took    time.Duration
	Status  int    // HTTP status; 0 where no answer came
	Answer  string // at most AnswerLimit bytes of the answer, valid UTF-8
	Error   string // why it counts as a failure; empty for a delivery
	Outcome Outcome
}

// AnswerLimit is how much of an answer is kept, in bytes.
const AnswerLimit = 4 << 10

// Outcome says what an attempt means for its event.
type Outcome string

// The outcomes of an attempt.
const (
	Done    Outcome = "delivered"
	Failed  Outcome = "failed"  // nobody knows: timeout, broken connection, 429, 5xx
	Refused Outcome = "refused" // a definite no: 2xx that says no, another 4xx, an address we may not call
)

// Request is an event in its wire form, as an encoder makes it.
type Request struct {
	Method      string
	URL         string
	ContentType string // empty where there is no Body
	Body        []byte
	Header      map[string]string // besides the content type; nil for none
}
