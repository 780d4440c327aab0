package sqlstore

import (
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// RecordUndo implements review.Store.
func (s *Store) RecordUndo(ctx context.Context, app string, caseID int64,
	undo func(review.Case, review.Reports) (*review.Undoing, error)) (undone review.Case, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		c, err := lockCase(ctx, q, app, caseID)
		if err != nil {
			return err
		}
		facts, err := factsOf(ctx, q, []*hearing{{c: c, special: true, ruled: true}})
		if err != nil {
			return err
		}
		back, err := undo(c, *facts[caseID])
		if err != nil || back == nil {
			undone = c
			return err
		}
		if err := (undoing{q: q, c: c, Undoing: *back}).run(ctx, facts[caseID].Decisions); err != nil {
			return err
		}
		if err := s.auditUndo(ctx, q, c, *back); err != nil {
			return err
		}
		undone, err = readCase(ctx, q, caseID)
		return err
	})
	if err != nil {
		return review.Case{}, err
	}
	return undone, nil
}

func (s *Store) auditUndo(ctx context.Context, q *query.Queries, c review.Case, u review.Undoing) error {
	return s.audit(ctx, q, audited{action: auditlog.CaseUndo, app: c.App, object: numbered(auditlog.ACase, c.ID),
		detail: map[string]any{"decision": u.DecisionID, "author": u.By, "verdict": c.Verdict}})
}

// undoing is a decision that is being taken back, inside a transaction.
type undoing struct {
	review.Undoing
	q *query.Queries
	c review.Case
}

func (u undoing) run(ctx context.Context, decisions []review.Decision) error {
	err := u.q.InsertUndo(ctx, query.InsertUndoParams{DecisionID: u.DecisionID, At: millis(u.At), ByStaff: u.By})
	if err != nil {
		return err
	}
	gone := query.DeleteSanctionsOfDecisionParams{CaseID: u.c.ID, DecisionID: u.DecisionID}
	if err := u.q.DeleteSanctionsOfDecision(ctx, gone); err != nil {
		return err
	}
	if err := u.cancel(ctx); err != nil {
		return err
	}
	if err := u.takeJudgementBack(ctx, decisions); err != nil {
		return err
	}
	return u.reopen(ctx)
}

// cancel takes the decision's events out of their lanes, which are locked in
// the order in which everybody locks them.
func (u undoing) cancel(ctx context.Context) error {
	lanes, err := u.lanes(ctx)
	if err != nil {
		return err
	}
	var idle []laneName // those whose head nobody has on loan
	for _, lane := range lanes {
		free, err := u.lockLane(ctx, lane)
		if err != nil {
			return err
		}
		if free {
			idle = append(idle, lane)
		}
	}
	if err := u.cancelEvents(ctx); err != nil {
		return err
	}
	for _, lane := range idle {
		if err := advance(ctx, u.q, lane.app, lane.lane); err != nil {
			return err
		}
	}
	return nil
}

func (u undoing) lanes(ctx context.Context) ([]laneName, error) {
	rows, err := u.q.LanesOfDecision(ctx, query.LanesOfDecisionParams{CaseID: u.c.ID, DecisionID: u.DecisionID})
	list := make([]laneName, len(rows))
	for i, row := range rows {
		list[i] = laneName{row.App, row.Lane}
	}
	slices.SortFunc(list, laneName.compare)
	return list, err
}

// lockLane tells whether the lane's head is on nobody's loan. A lane that is
// not there, and one whose loan is of this decision's own event, mean that it
// is too late. Another event's loan stays as it is.
func (u undoing) lockLane(ctx context.Context, lane laneName) (free bool, err error) {
	token, err := u.q.LockLane(ctx, query.LockLaneParams{App: lane.app, Lane: lane.lane})
	if notFound(err) {
		return false, u.tooLate()
	}
	if err != nil || token == "" {
		return err == nil, err
	}
	head, err := u.q.LaneHead(ctx, query.LaneHeadParams{App: lane.app, Lane: lane.lane})
	if err == nil && head.DecisionID == u.DecisionID {
		return false, u.tooLate()
	}
	return false, err
}

func (u undoing) cancelEvents(ctx context.Context) error {
	gone, err := u.q.CountGone(ctx, query.CountGoneParams{CaseID: u.c.ID, DecisionID: u.DecisionID})
	if err != nil {
		return err
	}
	if gone > 0 {
		return u.tooLate()
	}
	return u.q.CancelEvents(ctx, query.CancelEventsParams{DoneAt: millis(u.At), CaseID: u.c.ID, DecisionID: u.DecisionID})
}

func (u undoing) tooLate() error {
	return fault.New(fault.Conflict, review.CodeUndoOver, "the platform has been told already")
}

// takeJudgementBack forgets what the decision said of the case's reporters.
// Those who came after it are judged with the next one.
func (u undoing) takeJudgementBack(ctx context.Context, decisions []review.Decision) error {
	for _, d := range decisions {
		if d.ID != u.DecisionID {
			continue
		}
		if err := unjudge(ctx, u.q, d); err != nil {
			return err
		}
	}
	return u.q.JudgeLateReports(ctx, u.c.ID)
}

// reopen begins everything again where a case of the same content is just
// being opened.
func (u undoing) reopen(ctx context.Context) error {
	err := u.q.ReopenCase(ctx, query.ReopenCaseParams{
		Holder: u.By, LeaseToken: u.LeaseToken, LeaseUntil: millis(u.LeaseUntil), ID: u.c.ID,
	})
	if postgresCode(err) == uniqueViolation {
		return errRetry
	}
	return err
}

// uniqueViolation is PostgreSQL's code for a row that another one forbids.
const uniqueViolation = "23505"
