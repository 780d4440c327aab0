package sqlstore

import (
	"context"
	"errors"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// plea asks for a ruling on a case.
type plea struct {
	ctx    context.Context // of its request: who acts
	app    string
	caseID int64
	rule   func(review.Case, review.Reports) (*review.Ruling, error)
}

// errAlone is the answer to a request that its batch had to leave out, because
// another one has what it needs. It is carried out by itself, and waits.
var errAlone = errors.New("sqlstore: not in a batch")

// RecordRuling implements review.Store. Rulings that come at the same time share
// a transaction (see desk).
func (s *Store) RecordRuling(ctx context.Context, app string, caseID int64, _ time.Time,
	rule func(review.Case, review.Reports) (*review.Ruling, error)) (err error) {
	ctx, span := about(ctx, "case.decide", app, caseID)
	defer func() { span.Finish(err) }()
	s.pointBack(ctx, span, caseID)
	asked := plea{ctx: ctx, app: app, caseID: caseID, rule: rule}
	refused, err := s.rulings.hand(ctx, asked)
	switch {
	case err != nil:
		return err
	case errors.Is(refused, errAlone):
		return s.write(ctx, func(ctx context.Context, q *query.Queries) error { return s.ruleAlone(ctx, q, asked) })
	}
	return refused
}

// ruleAlone waits for the case.
func (s *Store) ruleAlone(ctx context.Context, q *query.Queries, asked plea) error {
	c, err := lockCase(ctx, q, asked.app, asked.caseID)
	if err != nil {
		return err
	}
	only := &hearing{plea: asked, c: c, special: true, ruled: true}
	if err := (docket{s: s, q: q, hearings: []*hearing{only}}).rule(ctx); err != nil {
		return err
	}
	return only.refused
}

// ruleAll rules on cases in one transaction, and returns what each was refused.
func (s *Store) ruleAll(ctx context.Context, pleas []plea) (refused []error, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		locked, err := lockFree(ctx, q, pleas)
		if err != nil {
			return err
		}
		all := docket{s: s, q: q}
		refused = make([]error, len(pleas))
		heard := make([]*hearing, len(pleas))
		for i, asked := range pleas {
			h := locked[asked.caseID]
			if h == nil || h.c.App != asked.app {
				refused[i] = errAlone // also where there is none: who is alone is told
				continue
			}
			delete(locked, asked.caseID) // who wants the same case comes after
			h.plea, heard[i] = asked, h
			all.hearings = append(all.hearings, h)
		}
		if err := all.rule(ctx); err != nil {
			return err
		}
		for i, h := range heard {
			if h != nil {
				refused[i] = h.refused
			}
		}
		return nil
	})
	return refused, err
}

// lockFree locks the cases that nobody has locked.
func lockFree(ctx context.Context, q *query.Queries, pleas []plea) (map[int64]*hearing, error) {
	ids := make([]int64, len(pleas))
	for i, asked := range pleas {
		ids[i] = asked.caseID
	}
	rows, err := q.LockManyFreeCases(ctx, ids)
	if err != nil {
		return nil, err
	}
	locked := make(map[int64]*hearing, len(rows))
	for _, row := range rows {
		c, err := caseOf(row.Case, row.Report)
		if err != nil {
			return nil, err
		}
		locked[c.ID] = &hearing{c: c, special: row.Special != 0, ruled: row.Ruled != 0 || c.State == review.Decided}
	}
	return locked, nil
}

// lockCase reads a case that nobody else changes until the transaction ends.
func lockCase(ctx context.Context, q *query.Queries, app string, caseID int64) (review.Case, error) {
	row, err := q.LockCase(ctx, query.LockCaseParams{ID: caseID, App: app})
	if notFound(err) {
		return review.Case{}, fault.New(fault.NotFound, "", "there is no case %d", caseID)
	}
	if err != nil {
		return review.Case{}, err
	}
	return caseOf(row.Case, row.Report)
}

// readCase reads a case that is there.
func readCase(ctx context.Context, q *query.Queries, caseID int64) (review.Case, error) {
	row, err := q.FindCase(ctx, caseID)
	if err != nil {
		return review.Case{}, err
	}
	return caseOf(row.Case, row.Report)
}
