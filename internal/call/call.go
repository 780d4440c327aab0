// Package call holds the calls between two users of the party back end: who
// invites whom, how long it rings, who wins a race, and the ticket that every
// call leaves.
package call

import "time"

// Kind is what is sent in a call. The numbers are the contract's.
type Kind int

// The kinds of calls.
const (
	Audio Kind = 1
	Video Kind = 2
)

// State is where a call stands.
type State string

// The states of a call.
const (
	Ringing State = "ringing"
	InCall  State = "in_call"
	Ended   State = "ended"
)

// Reason is why a call ended.
type Reason string

// The reasons.
const (
	Completed    Reason = "completed"
	Cancelled    Reason = "cancelled"
	Rejected     Reason = "rejected"
	TimedOut     Reason = "timeout"
	Busy         Reason = "busy"
	Kicked       Reason = "kicked"
	Disconnected Reason = "disconnected"
)

// Call is one call, or an invitation that became none.
type Call struct {
	ID     string // also the name of its channel at the cloud of calls
	App    string
	Caller string
	Callee string
	Kind   Kind
	State  State
	Reason Reason // empty until it ended

	InvitedAt  time.Time
	RingUntil  time.Time // who has not answered by then cannot any more
	AnsweredAt time.Time // zero where nobody answered
	EndedAt    time.Time // zero until it ended
}

// Status says in a ticket how a call went. The numbers are the contract's.
type Status int

// The statuses of tickets.
const (
	StatusComplete  Status = 1
	StatusCancelled Status = 2
	StatusRejected  Status = 3
	StatusTimeout   Status = 4
	StatusBusy      Status = 5
)

// Ticket is what an ended call leaves.
type Ticket struct {
	ID     int64 // tickets are numbered in the order of the ends; 0 where nobody asked for it
	CallID string
	Caller string
	Callee string
	Kind   Kind
	Start  time.Time // of the talk; without one, of the invitation
	End    time.Time
	Status Status
	Talked time.Duration // 0 where nobody answered
	Reason Reason
}

// Ticket makes the ticket of a call that ended.
func (c Call) Ticket() Ticket {
	t := Ticket{
		CallID: c.ID, Caller: c.Caller, Callee: c.Callee, Kind: c.Kind, Start: c.InvitedAt, End: c.EndedAt,
		Status: c.status(), Reason: c.Reason,
	}
	if !c.AnsweredAt.IsZero() {
		t.Start, t.Talked = c.AnsweredAt, c.EndedAt.Sub(c.AnsweredAt)
	}
	return t
}

// status: who was put out of a call has had it, and who was put out of an
// invitation has cancelled it.
func (c Call) status() Status {
	switch {
	case !c.AnsweredAt.IsZero():
		return StatusComplete
	case c.Reason == Rejected:
		return StatusRejected
	case c.Reason == TimedOut:
		return StatusTimeout
	case c.Reason == Busy:
		return StatusBusy
	}
	return StatusCancelled
}
