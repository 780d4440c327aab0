package review

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// AuthorKind tells who can take a decision.
type AuthorKind string

// The kinds of author.
const (
	ByStaff         AuthorKind = "staff"
	ByAdministrator AuthorKind = "administrator" // an app's own administrator, through a report
	BySystem        AuthorKind = "system"
)

// Author is who decided. ID is the staff id, or the administrator's user id.
type Author struct {
	Kind AuthorKind
	ID   string
}

// Decision is one immutable act of judgement. A case has one, or several where
// further punishments followed the first.
type Decision struct {
	ID       int64
	App      string
	CaseID   int64 // 0 where an administrator's order opened no case
	RecordID int64 // the report record it answers
	Author   Author
	At       time.Time
	Verdict  verdict.Label // pass, or the reason of the punishments
	Actions  []enforce.Punishment
	Users    map[string]verdict.Label // each user's own label, for a dialogue, by Speaker.ID; nil elsewhere
	Memo     string
	UndoneAt time.Time // when its author took it back; zero: it stands
}

// Ruling is a decision with everything that follows from it. The store writes
// all of it in one transaction, or nothing; it gives the decision its number,
// here too, and puts that into the sanctions and events.
type Ruling struct {
	Decision  Decision
	Sanctions []enforce.Sanction
	Events    []outbox.Event
	UndoUntil time.Time // until then the decision can be taken back; zero means never

	// FollowUp is the staff id of who may add punishments to the decided case,
	// 0 for nobody. FollowUntil bounds that right; zero means until his next
	// claim. (PROTOCOLS §3: "further ones may follow".)
	FollowUp    int64
	FollowUntil time.Time
}

// from is when the ruling takes effect.
func (r *Ruling) from() time.Time {
	if r.UndoUntil.IsZero() {
		return r.Decision.At
	}
	return r.UndoUntil
}
