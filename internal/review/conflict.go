package review

import (
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// The stable codes of what came too late (PROTOCOLS §3). Each of these faults
// carries a Present as its Detail.
const (
	CodeHeld      = "case_held"     // another reviewer has it
	CodeDecided   = "case_decided"  // it was decided
	CodeLeaseLost = "lease_lost"    // the caller's lease is none (any more)
	CodeStale     = "stale_version" // it is not what the caller saw
	CodeUndoOver  = "undo_over"     // the undo window is over, or something has left
)

// Present tells, in a conflict, what is there now. Fields that do not apply are
// zero.
type Present struct {
	State   State         `json:"state"`
	Version int64         `json:"version"`
	By      string        `json:"by,omitempty"`      // who holds it or decided it: a staff id, for people's acts
	Verdict verdict.Label `json:"verdict,omitempty"` // of a decided case
	At      time.Time     `json:"at,omitzero"`       // when it was decided
	Until   time.Time     `json:"until,omitzero"`    // the end of the lease, or of the undo window
}

// present is the case as a conflict shows it. A lease that has run out counts
// as returned, whether or not it is.
func present(c Case, now time.Time) Present {
	p := Present{State: c.State, Version: c.Version}
	switch {
	case c.State == Decided:
		p.By, p.Verdict, p.At, p.Until = c.DecidedBy.ID, c.Verdict, c.DecidedAt, c.UndoUntil
	case c.State == Leased && now.Before(c.LeaseUntil):
		p.By, p.Until = strconv.FormatInt(c.Holder, 10), c.LeaseUntil
	default:
		p.State = Open
	}
	return p
}

func conflict(c Case, now time.Time, code, message string) error {
	return &fault.Error{Kind: fault.Conflict, Code: code, Message: message, Detail: present(c, now)}
}

func decidedFault(c Case, now time.Time) error {
	return conflict(c, now, CodeDecided, "this case was decided at "+c.DecidedAt.UTC().Format(time.RFC3339))
}

func heldFault(c Case, now time.Time) error {
	return conflict(c, now, CodeHeld, "another reviewer holds this case")
}

func lostFault(c Case, now time.Time) error {
	return conflict(c, now, CodeLeaseLost, "you do not hold this case, or not any more")
}

func staleFault(c Case, now time.Time) error {
	return conflict(c, now, CodeStale, "this case has changed since you saw it")
}

func undoOver(c Case, now time.Time) error {
	return conflict(c, now, CodeUndoOver, "it is too late to take this decision back, or there is none")
}

func supervisorOnly() error {
	return fault.New(fault.Forbidden, "supervisor_only", "a protected account's or an escalated case is decided by a supervisor")
}
