package evidence

import (
	"context"
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
)

// Store keeps notices and what comes of them. Its methods are transactions, safe
// against each other from any number of goroutines and nodes. Those that end a
// loan return a Conflict fault where somebody else has it by now.
type Store interface {
	NoticeStore

	// ClaimNotices lends what is due, the oldest first, until a moment. What a
	// process that died had on loan is due at once.
	ClaimNotices(ctx context.Context, limit int, now, until time.Time) ([]Notice, error)

	// PostponeNotice gives a notice back. It is due again at a moment, or before,
	// when a join tells who the seat's user is; a zero seat waits for nobody.
	PostponeNotice(ctx context.Context, n Notice, due time.Time, waitsFor content.Seat) error

	// FinishNotice ends the work on a notice from which nothing follows.
	FinishNotice(ctx context.Context, n Notice, now time.Time) error

	// RecordStep writes what a step tells of its call, in any order of the steps,
	// and finishes the notice. Follow is told what is known of the call then and
	// returns what must leave, and whether the call is handed in for audit.
	RecordStep(ctx context.Context, n Notice, step Step, now time.Time,
		follow func(Call) (events []outbox.Event, submitted Submitted)) error

	// UserBehind is whom the joins of the call, or the accounts of the app, name
	// behind the seat's number at a moment; empty for nobody.
	UserBehind(ctx context.Context, app string, seat content.Seat, at time.Time) (string, error)

	// RecordFound writes an evidence and what follows from it, and finishes the
	// notice. Where the same evidence is there already, it only takes over what is
	// newer in this one. The evidence joins the undecided case of its report's
	// group, or the decided one whose consequences still hold, or opens one; rule,
	// which may be nil, may decide it at once.
	RecordFound(ctx context.Context, n Notice, f Filing, now time.Time) error

	// ClaimCopies lends evidence whose pictures are to be copied until a moment.
	ClaimCopies(ctx context.Context, limit int, now, until time.Time) ([]Item, error)

	// FinishCopy writes what became of copying a picture.
	FinishCopy(ctx context.Context, item Item, c Copy, due time.Time) error

	// CaseEvidence is all evidence of a case, at most MaxItems, and what is known
	// of its call. A case without evidence is a NotFound fault.
	CaseEvidence(ctx context.Context, app string, caseID int64) (Dossier, error)

	// CaseItem is the evidence with a number in a case, or a NotFound fault.
	CaseItem(ctx context.Context, app string, caseID int64, n int) (Item, error)

	// DropEvidence forgets the app's evidence that was received before a moment,
	// at most limit, and returns it. What an undecided case shows stays.
	DropEvidence(ctx context.Context, app string, before time.Time, limit int) ([]Item, error)

	// DropTold forgets notices done with before a moment, and calls not heard of
	// since another of which no evidence is left, a few in each transaction.
	DropTold(ctx context.Context, notices, calls time.Time) error
}

// MaxItems is how much evidence of one case is shown.
const MaxItems = 500

// Submitted is how far a call was handed in for audit.
type Submitted int

// The states of being handed in.
const (
	NotSubmitted Submitted = 0
	HandedIn     Submitted = 1
	TakenOut     Submitted = 2
)

// Call is what is known of a call.
type Call struct {
	ChannelID   string
	ChannelName string    // empty as long as nobody said it
	StartedAt   time.Time // zero: nobody said
	EndedAt     time.Time
	Submitted   Submitted
}

// Filing is an evidence and what follows from it.
type Filing struct {
	Evidence content.Evidence
	User     string         // whose it is; empty: nobody knows
	Report   *review.Report // nil where no case comes of it
	Group    string         // of the case
	Rank     review.Rank
	Rule     func(review.Case, review.Reports) (*review.Ruling, error) // nil: a person decides
}

// CopyState is how far the copy of a picture is.
type CopyState string

// The states of copies.
const (
	NoCopy  CopyState = "none" // there is nothing to copy
	Waiting CopyState = "waiting"
	Kept    CopyState = "kept"
	Failed  CopyState = "failed"
)

// Copy is what became of copying a picture.
type Copy struct {
	State   CopyState
	Digest  string // SHA-256 as it came, in hex; of a kept one
	Problem string // the stable code of why not
}

// Item is an evidence as it is kept.
type Item struct {
	ID         int64
	App        string
	N          int    // its number in its case, from 1; 0: it is in none
	User       string // whose it is; empty: nobody knows
	ReceivedAt time.Time
	content.Evidence
	Copy  Copy
	Tries int    // at copying
	Token string // of who copies
}

// Presence is a time that somebody was in a call.
type Presence struct {
	UID  string
	User string // empty: nobody knows
	From time.Time
	To   time.Time // zero: he has not left yet
}

// Dossier is what is known of a case's evidence.
type Dossier struct {
	Call    Call
	Present []Presence // in the order of coming
	Items   []Item     // in the order of time
}

// ItemText is an evidence as the store keeps it.
func ItemText(e content.Evidence) (string, error) {
	text, err := json.Marshal(e)
	return string(text), err
}
