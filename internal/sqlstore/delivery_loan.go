package sqlstore

import (
	"context"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// deadCheck is how often a process looks for loans of dead ones, at most.
const deadCheck = time.Second

// loanWatch remembers when loans of dead processes were last looked for. The
// zero value has never looked.
type loanWatch struct {
	mu   sync.Mutex
	last time.Time
}

// due reports whether it is time to look, and if so, that somebody does.
func (w *loanWatch) due(now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if age := now.Sub(w.last); age >= 0 && age < deadCheck {
		return false
	}
	w.last = now
	return true
}

// DueApps implements delivery.Store.
func (s *Store) DueApps(ctx context.Context, now time.Time) ([]string, error) {
	if err := s.freeDeadLoans(ctx, now); err != nil {
		return nil, err
	}
	apps, err := s.read().DueApps(ctx, millis(now))
	return apps, failure(err)
}

// ClaimHeads implements delivery.Store.
func (s *Store) ClaimHeads(ctx context.Context, app string, limit int, now, until time.Time) ([]outbox.Claim, error) {
	if err := s.freeDeadLoans(ctx, now); err != nil {
		return nil, err
	}
	due := query.LockDueLanesParams{App: app, Now: millis(now), MaxLanes: bounded(limit)}
	var claims []outbox.Claim
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		claims = nil
		lanes, err := q.LockDueLanes(ctx, due)
		if err != nil {
			return err
		}
		loan := query.LendLaneParams{App: app, Owner: s.owner(), Token: id.NewKey(), LoanUntil: millis(until)}
		for _, lane := range lanes {
			loan.Lane = lane
			claim, err := lend(ctx, q, loan)
			if err != nil {
				return err
			}
			claims = append(claims, claim)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return claims, nil
}

// lend lends a locked lane's head. It is read only now that the lane is
// locked, so that no head is lent which somebody has just delivered.
func lend(ctx context.Context, q *query.Queries, loan query.LendLaneParams) (outbox.Claim, error) {
	head, err := q.LaneHead(ctx, query.LaneHeadParams{App: loan.App, Lane: loan.Lane})
	if err != nil {
		return outbox.Claim{}, err
	}
	return outbox.Claim{Record: recordOf(head), Token: loan.Token}, q.LendLane(ctx, loan)
}

// freeDeadLoans ends the lanes' loans of processes that have died.
func (s *Store) freeDeadLoans(ctx context.Context, now time.Time) error {
	if !s.loans.due(now) {
		return nil
	}
	return s.freeDead(ctx, s.read().LaneOwners, func(ctx context.Context, q *query.Queries, owner int64) error { return q.CutLoans(ctx, owner) })
}

// freeDead ends the loans of processes that have died: others lists those that
// have some beside an owner, cut ends one's.
func (s *Store) freeDead(ctx context.Context, others func(ctx context.Context, owner int64) ([]int64, error),
	cut func(ctx context.Context, q *query.Queries, owner int64) error) error {
	owners, err := others(ctx, s.owner())
	if err != nil {
		return failure(err)
	}
	dead, err := s.deadOwners(ctx, owners)
	if err != nil {
		return failure(err)
	}
	for _, owner := range dead {
		if err := s.write(ctx, func(ctx context.Context, q *query.Queries) error { return cut(ctx, q, owner) }); err != nil {
			return err
		}
	}
	return nil
}
