package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// RecordRuling implements review.Store.
func (s *Store) RecordRuling(ctx context.Context, app string, caseID int64, _ time.Time,
	rule func(review.Case, review.Reports) (*review.Ruling, error)) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		c, err := lockCase(ctx, q, app, caseID)
		if err != nil {
			return err
		}
		facts, err := factsOf(ctx, q, caseID)
		if err != nil {
			return err
		}
		ruling, err := rule(c, facts)
		if err != nil || ruling == nil {
			return err
		}
		if err := writeRuling(ctx, q, ruling); err != nil {
			return err
		}
		if err := s.auditRuling(ctx, q, auditlog.CaseDecide, ruling.Decision); err != nil {
			return err
		}
		return settleCase(ctx, q, c, *ruling)
	})
}

// lockCase reads a case that nobody else changes until the transaction ends.
func lockCase(ctx context.Context, q *query.Queries, app string, caseID int64) (review.Case, error) {
	_, err := q.LockCase(ctx, query.LockCaseParams{ID: caseID, App: app})
	if notFound(err) {
		return review.Case{}, fault.New(fault.NotFound, "", "there is no case %d", caseID)
	}
	if err != nil {
		return review.Case{}, err
	}
	return readCase(ctx, q, caseID)
}

// readCase reads a case that is there.
func readCase(ctx context.Context, q *query.Queries, caseID int64) (review.Case, error) {
	row, err := q.FindCase(ctx, caseID)
	if err != nil {
		return review.Case{}, err
	}
	return caseOf(row.Case, row.Report)
}

func factsOf(ctx context.Context, q *query.Queries, caseID int64) (facts review.Reports, err error) {
	if facts.Reporters, err = q.CaseReporters(ctx, caseID); err != nil {
		return facts, err
	}
	if facts.Special, err = q.SpecialUsersOfCase(ctx, caseID); err != nil {
		return facts, err
	}
	rows, err := q.CaseDecisions(ctx, caseID)
	if err != nil {
		return facts, err
	}
	for _, row := range rows {
		decision, err := decisionOf(row.Decision, row.UndoneAt)
		if err != nil {
			return facts, err
		}
		facts.Decisions = append(facts.Decisions, decision)
	}
	return facts, nil
}

// settleCase writes the case's state after a ruling. The first decision stays
// the case's own.
func settleCase(ctx context.Context, q *query.Queries, c review.Case, r review.Ruling) error {
	if c.State == review.Decided {
		return q.FollowUpCase(ctx, query.FollowUpCaseParams{Holder: r.FollowUp, LeaseUntil: millis(r.FollowUntil), ID: c.ID})
	}
	if err := judgeReporters(ctx, q, r.Decision, 1); err != nil {
		return err
	}
	return q.DecideCase(ctx, query.DecideCaseParams{
		DecidedKind: string(r.Decision.Author.Kind), DecidedID: r.Decision.Author.ID,
		DecidedAt: millis(r.Decision.At), UndoUntil: millis(r.UndoUntil), Verdict: string(r.Decision.Verdict),
		Holder: r.FollowUp, LeaseUntil: millis(r.FollowUntil), ID: c.ID,
	})
}

// judgeReporters counts a decision of staff for or against everybody who
// reported its case, or – by -1 – takes that back.
func judgeReporters(ctx context.Context, q *query.Queries, d review.Decision, by int64) error {
	if d.Author.Kind != review.ByStaff {
		return nil
	}
	judged := query.JudgeReportersParams{CaseID: d.CaseID, Agreed: by}
	if d.Verdict == verdict.Pass {
		judged.Agreed, judged.Disagreed = 0, by
	}
	return q.JudgeReporters(ctx, judged)
}

// writeRuling writes a decision and what follows from it, and gives it its
// number.
func writeRuling(ctx context.Context, q *query.Queries, r *review.Ruling) error {
	d := r.Decision
	actions, users, err := decisionTexts(d)
	if err != nil {
		return err
	}
	number, err := q.InsertDecision(ctx, query.InsertDecisionParams{
		App: d.App, CaseID: d.CaseID, RecordID: d.RecordID,
		AuthorKind: string(d.Author.Kind), AuthorID: d.Author.ID,
		At: millis(d.At), Verdict: string(d.Verdict), Actions: actions, Users: users, Memo: plain(d.Memo),
	})
	if err != nil {
		return err
	}
	r.Decision.ID = number
	for _, sanction := range r.Sanctions {
		sanction.DecisionID = number
		if err := q.InsertSanction(ctx, sanctionRow(sanction)); err != nil {
			return err
		}
	}
	return appendEvents(ctx, q, r.Events, number)
}
