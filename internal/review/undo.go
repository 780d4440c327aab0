package review

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/id"
)

// Undoing takes a decision back and lends the case to its author anew.
type Undoing struct {
	DecisionID int64
	By         int64 // staff id
	At         time.Time
	LeaseToken string
	LeaseUntil time.Time
}

// Undo takes the reviewer's own decision back inside its undo window, as if
// nothing had ever followed from it, and returns the case, lent to him anew.
// It returns a Conflict fault with CodeDecided where somebody else decided, and
// one with CodeUndoOver after the window, without a decision, and where
// something has left already.
func (s *Service) Undo(ctx context.Context, app string, caseID int64, who Reviewer) (Case, error) {
	return s.store.RecordUndo(ctx, app, caseID, func(c Case, facts Reports) (*Undoing, error) {
		now := s.now()
		if c.State == Decided && c.DecidedBy != who.author() {
			return nil, decidedFault(c, now)
		}
		standing := facts.standing()
		if c.State != Decided || !now.Before(c.UndoUntil) || len(standing) != 1 {
			return nil, undoOver(c, now)
		}
		return &Undoing{
			DecisionID: standing[0].ID, By: who.ID, At: now,
			LeaseToken: id.NewKey(), LeaseUntil: now.Add(s.Lease()),
		}, nil
	})
}

// standing are the decisions that were not taken back.
func (r Reports) standing() []Decision {
	var list []Decision
	for _, d := range r.Decisions {
		if d.UndoneAt.IsZero() {
			list = append(list, d)
		}
	}
	return list
}
