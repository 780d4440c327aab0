package review

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
)

// Store keeps cases. Its methods are transactions, safe against each other
// from any number of goroutines and nodes.
type Store interface {
	// ClaimCases lends cases to the claim's reviewer: first those he holds
	// already, then what waits, by Rank.Now and of one rank the oldest, Limit in
	// all. What the reviewer has skipped is never lent to him again. Leases that
	// ran out are returned to their queues before. No case is ever lent to two
	// reviewers at once. Nothing waiting: an empty list and no error.
	//
	// Unless claim.KeepFollowUps, a claim also ends the reviewer's right to add
	// punishments to the cases of these queues that he has decided.
	ClaimCases(ctx context.Context, claim Claim, now time.Time) ([]Case, error)

	// ClaimChosen lends the claim's reviewer those of the cases that he may have
	// now: of the claim's queues, free or his already, and not skipped by him.
	// The rest is left out. Limit and risk mean nothing here; else it is
	// ClaimCases. The cases come by id.
	ClaimChosen(ctx context.Context, claim Claim, ids []int64, now time.Time) ([]Case, error)

	// RecordRuling locks the case, hands it to rule and writes what rule
	// returns: the ruling, and the case's new state. The first ruling by staff
	// also counts everybody who reported the case as agreed with, or not
	// (Accuracy). An error of rule is
	// returned and changes nothing; so is a NotFound fault for a case that the
	// app does not have. Rule may be called more than once and must only
	// compute.
	RecordRuling(ctx context.Context, app string, caseID int64, now time.Time,
		rule func(Case, Reports) (*Ruling, error)) error

	// RecordMove locks the case, hands it to move, writes what move returns and
	// returns the case as it is then. Errors and calls are as with RecordRuling.
	// The version goes up, unless the move only renews.
	RecordMove(ctx context.Context, app string, caseID int64, move func(Case) (*Move, error)) (Case, error)

	// RecordUndo locks the case, hands it to undo, takes the decision back that
	// undo returns, and returns the case, which its author holds then. The
	// decision stays, marked; its sanctions were never in force, its events are
	// cancelled, and its reporters are not judged by it. Where one of the events
	// may have left it returns a Conflict fault with CodeUndoOver and changes
	// nothing. Errors and calls are as with RecordRuling.
	RecordUndo(ctx context.Context, app string, caseID int64, undo func(Case, Reports) (*Undoing, error)) (Case, error)

	// RemainingCases counts what is undecided in each queue, held ones
	// included. An empty app counts all apps.
	RemainingCases(ctx context.Context, app string, risk bool) (map[Queue]int, error)

	// ReturnExpired puts leases that ran out back into their queues, at most
	// limit of them, and returns how many it put back.
	ReturnExpired(ctx context.Context, now time.Time, limit int) (int, error)
}

// Reports are the facts of a case's reports that a ruling may need.
type Reports struct {
	Reporters []string          // everybody who reported it, once each
	Decisions []Decision        // those that were taken back too
	Special   []string          // those of its users who are on the special list
	Askers    []Asker           // who wants to hear the verdict, by report
	InCall    []string          // of evidence: everybody who was in its call
	Newest    *content.Evidence // of evidence: what was seen or heard last; nil where it was forgotten
}

// Claim asks for cases.
type Claim struct {
	App      string // empty means any app
	Queues   []Queue
	Risk     bool
	AnyRisk  bool  // both, the high-risk ones first; Risk means nothing then
	Reviewer int64 // staff id
	Senior   bool  // may take what only supervisors decide
	Limit    int
	Lease    time.Duration

	KeepFollowUps bool // the queues' follow-up right ends by time, not by the next claim
}
