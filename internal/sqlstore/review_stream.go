package sqlstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// stream is waiting cases in an order that an index has, so that its head is
// found in the same time however many wait.
type stream struct {
	app       string
	queue     review.Queue
	protected int64
}

// streams lists what the claim may take from.
func (c claiming) streams(ctx context.Context) ([]stream, error) {
	apps := []string{c.App}
	if c.App == "" {
		var err error
		if apps, err = c.q.WaitingApps(ctx); err != nil {
			return nil, err
		}
	}
	var list []stream
	for _, app := range apps {
		for _, queue := range c.Queues {
			list = append(list, stream{app: app, queue: queue})
			if c.Senior {
				list = append(list, stream{app: app, queue: queue, protected: 1})
			}
		}
	}
	return list, nil
}

// waiting is the head of a stream.
type waiting struct {
	stream   int // index in the streams
	id       int64
	openedAt int64
}

// shares tells how many of the want oldest cases wait in each stream. Nothing
// is locked yet, so that a claim locks only what it takes.
func (c claiming) shares(ctx context.Context, streams []stream, want int) ([]int, error) {
	if len(streams) == 1 {
		return []int{want}, nil
	}
	var all []waiting
	for i, from := range streams {
		heads, err := c.q.WaitingCases(ctx, query.WaitingCasesParams(c.head(from, want)))
		if err != nil {
			return nil, err
		}
		for _, head := range heads {
			all = append(all, waiting{stream: i, id: head.ID, openedAt: head.OpenedAt})
		}
	}
	slices.SortFunc(all, func(a, b waiting) int {
		return cmp.Or(cmp.Compare(a.openedAt, b.openedAt), cmp.Compare(a.id, b.id))
	})
	shares := make([]int, len(streams))
	for _, head := range all[:min(want, len(all))] {
		shares[head.stream]++
	}
	return shares, nil
}

// lease lends the stream's oldest cases and returns how many it lent.
func (c claiming) lease(ctx context.Context, from stream, limit int) (int, error) {
	if limit == 0 {
		return 0, nil
	}
	ids, err := c.q.LockWaitingCases(ctx, c.head(from, limit))
	if err != nil {
		return 0, err
	}
	until := millis(c.now.Add(c.Lease))
	for _, caseID := range ids {
		err := c.q.LeaseCase(ctx, query.LeaseCaseParams{
			Holder: c.Reviewer, LeaseToken: id.NewKey(), LeaseUntil: until, ID: caseID,
		})
		if err != nil {
			return 0, err
		}
	}
	return len(ids), c.store.auditClaims(ctx, c.q, c.Reviewer, ids)
}

// head asks for the oldest cases of a stream.
func (c claiming) head(from stream, limit int) query.LockWaitingCasesParams {
	return query.LockWaitingCasesParams{
		App: from.app, Risk: asInt(c.Risk), Queue: string(from.queue), Protected: from.protected, MaxCases: bounded(limit),
	}
}
