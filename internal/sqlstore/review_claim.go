package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ review.Store = (*Store)(nil)

// expiredPerClaim bounds how many leases that ran out one claim puts back.
const expiredPerClaim = 100

// ClaimCases implements review.Store.
func (s *Store) ClaimCases(ctx context.Context, claim review.Claim, now time.Time) ([]review.Case, error) {
	if claim.Limit <= 0 || len(claim.Queues) == 0 {
		return nil, nil
	}
	claim.Limit = min(claim.Limit, review.MaxClaim)
	var cases []review.Case
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
		cases, err = claiming{store: s, q: q, Claim: claim, now: now}.run(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return cases, nil
}

// claiming is a claim inside a transaction.
type claiming struct {
	review.Claim
	store *Store
	q     *query.Queries
	now   time.Time
}

func (c claiming) run(ctx context.Context) ([]review.Case, error) {
	if err := c.q.LockClaimer(ctx, c.Reviewer); err != nil { // one claim of a reviewer at a time
		return nil, err
	}
	if _, err := returnExpired(ctx, c.q, c.now, expiredPerClaim); err != nil {
		return nil, err
	}
	if err := c.endFollowUps(ctx); err != nil {
		return nil, err
	}
	held, err := c.held(ctx)
	if err != nil || len(held) >= c.Limit {
		return held, err
	}
	leased, err := c.leaseFirst(ctx, c.Limit-len(held))
	if err != nil || leased == 0 {
		return held, err
	}
	cases, err := c.heldFirst(ctx, held)
	if err != nil {
		return nil, err
	}
	return cases, c.auditNew(ctx, held, cases)
}

// auditNew says which cases the reviewer sees from now on: those that he did
// not hold before.
func (c claiming) auditNew(ctx context.Context, held, cases []review.Case) error {
	old := idsOf(held)
	return c.store.auditClaims(ctx, c.q, c.Reviewer, slices.DeleteFunc(idsOf(cases), func(id int64) bool {
		return slices.Contains(old, id)
	}))
}

func idsOf(cases []review.Case) []int64 {
	list := make([]int64, len(cases))
	for i, c := range cases {
		list[i] = c.ID
	}
	return list
}

// heldFirst reads what the reviewer holds now: first what he held before, then
// the new ones in the order in which they waited.
func (c claiming) heldFirst(ctx context.Context, before []review.Case) ([]review.Case, error) {
	cases, err := c.held(ctx)
	if err != nil {
		return nil, err
	}
	old := map[int64]bool{}
	for _, b := range before {
		old[b.ID] = true
	}
	slices.SortStableFunc(cases, func(a, b review.Case) int {
		if old[a.ID] || old[b.ID] {
			return cmp.Compare(asInt(old[b.ID]), asInt(old[a.ID]))
		}
		return c.placeOf(a).compare(c.placeOf(b))
	})
	return cases, nil
}

func (c claiming) placeOf(waited review.Case) place {
	return place{risk: asInt(waited.Risk), rank: waited.Rank.Now(waited.OpenedAt, c.now), openedAt: waited.OpenedAt, id: waited.ID}
}

func (c claiming) endFollowUps(ctx context.Context) error {
	if c.KeepFollowUps {
		return nil
	}
	for _, queue := range c.Queues {
		if err := c.q.EndFollowUps(ctx, query.EndFollowUpsParams{Holder: c.Reviewer, Queue: string(queue)}); err != nil {
			return err
		}
	}
	return nil
}

// held reads what the reviewer holds of what he asks for, oldest lease first.
func (c claiming) held(ctx context.Context) ([]review.Case, error) {
	queues := ","
	for _, queue := range c.Queues {
		queues += string(queue) + ","
	}
	rows, err := c.q.HeldCases(ctx, query.HeldCasesParams{
		Holder: c.Reviewer, Now: millis(c.now), Queues: queues, AnyRisk: asInt(c.AnyRisk), Risk: asInt(c.Risk),
		Senior: asInt(c.Senior), App: c.App, MaxCases: bounded(c.Limit),
	})
	if err != nil {
		return nil, err
	}
	var cases []review.Case
	for _, row := range rows {
		held, err := caseOf(row.Case, row.Report)
		if err != nil {
			return nil, err
		}
		cases = append(cases, held)
	}
	return cases, nil
}

// leaseFirst lends up to want of the first waiting cases and returns how many
// it lent. Cases that another claim is just taking are passed over.
func (c claiming) leaseFirst(ctx context.Context, want int) (leased int, err error) {
	streams, err := c.streams(ctx)
	if err != nil {
		return 0, err
	}
	for leased < want && len(streams) > 0 {
		shares, err := c.shares(ctx, streams, want-leased)
		if err != nil {
			return leased, err
		}
		var more []stream // those that gave all they were asked for
		for i, share := range shares {
			given, err := c.lease(ctx, streams[i], share)
			if err != nil {
				return leased, err
			}
			leased += given
			if given == share.total() && given > 0 {
				more = append(more, streams[i])
			}
		}
		streams = more
	}
	return leased, nil
}
