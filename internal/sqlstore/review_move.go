package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// escalation is the kind of a case's note that tells why it was escalated.
const escalation = "escalation"

// RecordMove implements review.Store.
func (s *Store) RecordMove(ctx context.Context, app string, caseID int64,
	move func(review.Case) (*review.Move, error)) (moved review.Case, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		c, err := lockCase(ctx, q, app, caseID)
		if err != nil {
			return err
		}
		made, err := move(c)
		if err != nil || made == nil {
			moved = c
			return err
		}
		if err := writeMove(ctx, q, c, *made); err != nil {
			return err
		}
		if err := s.auditMove(ctx, q, c, *made); err != nil {
			return err
		}
		moved, err = readCase(ctx, q, caseID)
		return err
	})
	if err != nil {
		return review.Case{}, err
	}
	return moved, nil
}

func writeMove(ctx context.Context, q *query.Queries, c review.Case, m review.Move) error {
	if !m.Until.IsZero() {
		return q.RenewLease(ctx, query.RenewLeaseParams{LeaseUntil: millis(m.Until), ID: c.ID})
	}
	if m.SkippedBy != 0 {
		if err := q.SkipCase(ctx, query.SkipCaseParams{CaseID: c.ID, StaffID: m.SkippedBy}); err != nil {
			return err
		}
	}
	if m.Escalation != nil {
		if err := escalate(ctx, q, c, *m.Escalation); err != nil {
			return err
		}
	}
	return q.ReturnCase(ctx, c.ID)
}

func escalate(ctx context.Context, q *query.Queries, c review.Case, e review.Escalation) error {
	if err := q.EscalateCase(ctx, c.ID); err != nil {
		return err
	}
	return q.InsertNote(ctx, query.InsertNoteParams{
		App: c.App, CaseID: c.ID, Kind: escalation, Author: e.By, At: millis(e.At), Memo: plain(e.Memo),
	})
}

// auditMove tells of the move in the name of whose lease it was.
func (s *Store) auditMove(ctx context.Context, q *query.Queries, c review.Case, m review.Move) error {
	action := auditlog.CaseRelease
	switch {
	case !m.Until.IsZero():
		action = auditlog.CaseRenew
	case m.Escalation != nil:
		action = auditlog.CaseEscalate
	case m.SkippedBy != 0:
		action = auditlog.CaseSkip
	}
	return s.audit(ctx, q, audited{action: action, app: c.App, object: numbered(auditlog.ACase, c.ID),
		detail: map[string]any{"holder": c.Holder}})
}
