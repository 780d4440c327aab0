package intake

import (
	"context"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
)

// DialogueEntrance is the entrance of dialogues, for the business platform's
// sake: it knows no nearer one than a private chat.
const DialogueEntrance = content.PrivateChat

// The stable codes of an appeal that is not taken.
const (
	CodeNoTicket  = "no_ticket"      // the credential has no such ticket
	CodeUndecided = "undecided"      // nobody has decided it yet, for good
	CodeAppealed  = "appealed"       // it was appealed against before
	CodeCategory  = "other_category" // its category is another one
)

// DialogueStore keeps dialogues.
type DialogueStore interface {
	// FileDialogue stores a report with a dialogue, and what plan says of it, in
	// one transaction, as Store.FileReport does. Where the same credential of the
	// app has filed the dialogue's ReportID before, however long ago, that report
	// is only counted once more. RepeatKey is equal for these and for no others.
	FileDialogue(ctx context.Context, report review.Report, repeatKey string,
		plan func(reportID int64, standing Standing) Plan) (Receipt, error)

	// FileAppeal locks the ticket's case, hands it to appeal, and files the report
	// that appeal returns as FileDialogue does. Who decided the case is never lent
	// the new one. It returns a NotFound fault with CodeNoTicket for a case that
	// the app does not have or that is no dialogue, and a Conflict fault with
	// CodeAppealed from the second appeal on. An error of appeal is returned and
	// changes nothing; appeal may be called more than once and must only compute.
	FileAppeal(ctx context.Context, app string, ticket int64, repeatKey string,
		appeal func(review.Case) (review.Report, error), plan func(review.Report, Standing) Plan) (Receipt, error)
}

// Dialogues takes dialogues in, whose form their protocol's room has checked.
type Dialogues struct {
	store DialogueStore
	now   func() time.Time
}

// NewDialogues makes a Dialogues.
func NewDialogues(store DialogueStore, now func() time.Time) *Dialogues {
	return &Dialogues{store, now}
}

// Submit files a reported dialogue and opens its case. The receipt's ReportID is
// its ticket, the first one's for a repetition.
func (d *Dialogues) Submit(ctx context.Context, app string, filed review.Report) (Receipt, error) {
	filed.App, filed.Entrance, filed.Reporter, filed.FiledAt = app, DialogueEntrance, filed.Dialogue.Credential, d.now()
	key := digest([]string{"dialogue", app, filed.Dialogue.Credential, filed.Dialogue.ReportID})
	return d.store.FileDialogue(ctx, filed, key, func(_ int64, standing Standing) Plan {
		return dialoguePlan(filed, standing)
	})
}

// AppealRequest asks for another verdict on a ticket.
type AppealRequest struct {
	Ticket     int64
	Credential string // the ticket must have come by it
	Category   string // the ticket's own
	AskedAt    string // as the app wrote it
	Urgent     bool
	Asked      func(first review.Report) *review.Asked // who wants to hear that verdict
}

// Appeal puts a decided dialogue before a reviewer other than the first, once.
// Its faults are those of DialogueStore.FileAppeal, a Conflict with
// CodeUndecided, and an Invalid one with CodeCategory.
func (d *Dialogues) Appeal(ctx context.Context, app string, r AppealRequest) (Receipt, error) {
	now := d.now()
	key := digest([]string{"appeal", app, r.Credential, strconv.FormatInt(r.Ticket, 10)})
	return d.store.FileAppeal(ctx, app, r.Ticket, key, func(c review.Case) (review.Report, error) {
		if err := r.check(c, now); err != nil {
			return review.Report{}, err
		}
		return r.report(c.First, now), nil
	}, dialoguePlan)
}

func (r AppealRequest) check(c review.Case, now time.Time) error {
	first := c.First.Dialogue
	switch {
	case first == nil, first.Credential != r.Credential, first.Appeal != nil:
		return NoTicket(r.Ticket)
	case first.Category != r.Category:
		return &fault.Error{Kind: fault.Invalid, Code: CodeCategory, Field: "category", Message: "is not the ticket's"}
	case c.State != review.Decided, now.Before(c.UndoUntil):
		return fault.New(fault.Conflict, CodeUndecided, "the ticket %d has no verdict yet", r.Ticket)
	}
	return nil
}

// NoTicket is the fault of a ticket that there is none of.
func NoTicket(ticket int64) error {
	return fault.New(fault.NotFound, CodeNoTicket, "there is no ticket %d", ticket)
}

// report is the first one again, as an appeal.
func (r AppealRequest) report(first review.Report, now time.Time) review.Report {
	dialogue := *first.Dialogue
	dialogue.Appeal = &content.Appeal{Ticket: first.ID, AskedAt: r.AskedAt, Urgent: r.Urgent}
	first.ID, first.FiledAt, first.Dialogue, first.Asked = 0, now, &dialogue, r.Asked(first)
	return first
}

// dialoguePlan opens a case of its own. How often the app's reports were right
// says nothing about the next one, which comes from somebody else.
func dialoguePlan(filed review.Report, standing Standing) Plan {
	rank := review.Ordinary
	if appeal := filed.Dialogue.Appeal; appeal != nil && appeal.Urgent {
		rank = review.Urgent
	}
	return Plan{Always: true, Case: &review.Case{
		App: filed.App, Queue: review.DialogueQueue, Entrance: filed.Entrance,
		Risk: standing.Risk, Protected: standing.Protected, Rank: rank,
		OpenedAt: filed.FiledAt,
	}}
}
