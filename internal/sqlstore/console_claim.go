package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// ClaimChosen implements review.Store.
func (s *Store) ClaimChosen(ctx context.Context, claim review.Claim, ids []int64, now time.Time) (cases []review.Case, err error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
		cases, err = choosing{Claim: claim, s: s, q: q, ids: ids, now: now}.run(ctx)
		return err
	})
	return cases, err
}

// choosing is a claim of certain cases inside a transaction.
type choosing struct {
	review.Claim
	s   *Store
	q   *query.Queries
	ids []int64 // ascending
	now time.Time
}

func (c choosing) run(ctx context.Context) ([]review.Case, error) {
	if err := c.q.LockClaimers(ctx, strconv.FormatInt(c.Reviewer, 10)); err != nil { // one claim of a reviewer at a time
		return nil, err
	}
	if _, err := returnExpired(ctx, c.q, c.now, expiredPerClaim); err != nil {
		return nil, err
	}
	if err := c.endFollowUps(ctx); err != nil {
		return nil, err
	}
	his, free, err := c.choose(ctx)
	if err != nil {
		return nil, err
	}
	return c.lend(ctx, his, free)
}

func (c choosing) endFollowUps(ctx context.Context) error {
	if c.KeepFollowUps {
		return nil
	}
	for _, queue := range c.Queues {
		if err := c.q.EndFollowUpsIn(ctx, query.EndFollowUpsInParams{Holder: c.Reviewer, Queue: string(queue)}); err != nil {
			return err
		}
	}
	return nil
}

// choose locks the cases and tells which of them the reviewer has, and which he
// may have.
func (c choosing) choose(ctx context.Context) (his, free []int64, err error) {
	rows, err := c.q.LockManyFreeCases(ctx, c.ids)
	if err != nil {
		return nil, nil, err
	}
	skips, err := c.q.SkipsOfManyCases(ctx, c.ids)
	if err != nil {
		return nil, nil, err
	}
	for _, row := range rows {
		switch found := row.Case; {
		case !c.asksFor(found):
		case found.State == string(review.Leased) && found.Holder == c.Reviewer && found.LeaseUntil > millis(c.now):
			his = append(his, found.ID)
		case found.State == string(review.Open) && !slices.Contains(skips, query.CaseSkip{CaseID: found.ID, StaffID: c.Reviewer}):
			free = append(free, found.ID)
		}
	}
	return his, free, nil
}

func (c choosing) asksFor(found query.Case) bool {
	return slices.Contains(c.Queues, review.Queue(found.Queue)) && found.Senior <= asInt(c.Senior) && (c.App == "" || found.App == c.App)
}

// lend lends the free cases. Who is lent a case has seen it.
func (c choosing) lend(ctx context.Context, his, free []int64) ([]review.Case, error) {
	leases := make([]query.LeaseCaseParams, len(free))
	for i, caseID := range free {
		leases[i] = query.LeaseCaseParams{
			ID: caseID, Holder: c.Reviewer, LeaseToken: id.NewKey(), LeaseUntil: millis(c.now.Add(c.Lease)),
		}
	}
	if err := c.q.LeaseCases(ctx, leases); err != nil {
		return nil, err
	}
	rows, err := c.q.FindManyCases(ctx, append(his, free...))
	if err != nil {
		return nil, err
	}
	var cases []review.Case
	var entries []query.InsertAuditParams
	for _, row := range rows {
		lent, err := caseOf(row.Case, row.Report)
		if err != nil {
			return nil, err
		}
		cases = append(cases, lent)
		if !slices.Contains(free, lent.ID) {
			continue
		}
		entry, err := c.s.auditedRow(ctx, claimAudit(lent))
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	slices.SortFunc(cases, func(a, b review.Case) int { return cmp.Compare(a.ID, b.ID) })
	return cases, c.q.InsertAudits(ctx, entries)
}
