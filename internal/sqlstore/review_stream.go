package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// stream is waiting cases in the order of an index, so that its head is found
// in the same time however many wait. It has two heads: the first by rank, and
// the first of the doubtful whose doubt has ended, which count as ordinary.
type stream struct {
	app    string
	queue  review.Queue
	risk   int64
	senior int64
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
	risks := []int64{asInt(c.Risk)}
	if c.AnyRisk {
		risks = []int64{1, 0}
	}
	var list []stream
	for _, app := range apps {
		for _, queue := range c.Queues {
			for _, risk := range risks {
				list = append(list, stream{app: app, queue: queue, risk: risk})
				if c.Senior {
					list = append(list, stream{app: app, queue: queue, risk: risk, senior: 1})
				}
			}
		}
	}
	return list, nil
}

// place is where a case waits among those of several streams.
type place struct {
	risk     int64
	rank     review.Rank // now
	openedAt time.Time
	id       int64
}

func (p place) compare(other place) int {
	return cmp.Or(cmp.Compare(other.risk, p.risk), cmp.Compare(p.rank, other.rank),
		p.openedAt.Compare(other.openedAt), cmp.Compare(p.id, other.id))
}

// waiting is a case near the head of a stream.
type waiting struct {
	place
	stream int  // index in the streams
	aged   bool // was doubtful
}

// share is how many a claim takes from the two heads of a stream.
type share struct{ ranked, aged int }

func (s share) total() int { return s.ranked + s.aged }

// shares tells how many of the want first cases wait in each stream. Nothing
// is locked yet, so that a claim locks only what it takes.
func (c claiming) shares(ctx context.Context, streams []stream, want int) ([]share, error) {
	var all []waiting
	for i, from := range streams {
		heads, err := c.heads(ctx, from, want)
		if err != nil {
			return nil, err
		}
		for _, head := range heads {
			head.stream = i
			all = append(all, head)
		}
	}
	slices.SortFunc(all, func(a, b waiting) int { return a.compare(b.place) })
	shares := make([]share, len(streams))
	for _, head := range all[:min(want, len(all))] {
		if head.aged {
			shares[head.stream].aged++
		} else {
			shares[head.stream].ranked++
		}
	}
	return shares, nil
}

// heads reads what may be among the stream's first want cases. What stands at
// both heads is read once.
func (c claiming) heads(ctx context.Context, from stream, want int) ([]waiting, error) {
	rows, err := c.q.WaitingCases(ctx, query.WaitingCasesParams{
		App: from.app, Risk: from.risk, Queue: string(from.queue), Senior: from.senior,
		Reviewer: c.Reviewer, DoubtEnded: millis(c.now.Add(-review.DoubtEnds)), MaxCases: bounded(want),
	})
	if err != nil {
		return nil, err
	}
	list := make([]waiting, 0, len(rows))
	seen := map[int64]bool{}
	for _, row := range rows {
		if seen[row.ID] {
			continue
		}
		seen[row.ID] = true
		waits := place{risk: from.risk, rank: review.Rank(row.Rank), openedAt: moment(row.OpenedAt), id: row.ID}
		waits.rank = waits.rank.Now(waits.openedAt, c.now)
		list = append(list, waiting{place: waits, aged: waits.rank != review.Rank(row.Rank)})
	}
	return list, nil
}

// lease lends the stream's share and returns how many it lent. The aged go
// first, for they may stand at the other head too.
func (c claiming) lease(ctx context.Context, from stream, give share) (given int, err error) {
	aged, err := c.lockAged(ctx, from, give.aged)
	if err != nil {
		return 0, err
	}
	if err := c.leaseAll(ctx, aged); err != nil {
		return 0, err
	}
	ranked, err := c.lockRanked(ctx, from, give.ranked)
	if err != nil {
		return 0, err
	}
	return len(aged) + len(ranked), c.leaseAll(ctx, ranked)
}

func (c claiming) lockAged(ctx context.Context, from stream, limit int) ([]int64, error) {
	if limit == 0 {
		return nil, nil
	}
	return c.q.LockAgedCases(ctx, query.LockAgedCasesParams{
		App: from.app, Risk: from.risk, Queue: string(from.queue), Senior: from.senior,
		Reviewer: c.Reviewer, DoubtEnded: millis(c.now.Add(-review.DoubtEnds)), MaxCases: bounded(limit),
	})
}

func (c claiming) lockRanked(ctx context.Context, from stream, limit int) ([]int64, error) {
	if limit == 0 {
		return nil, nil
	}
	return c.q.LockWaitingCases(ctx, query.LockWaitingCasesParams{
		App: from.app, Risk: from.risk, Queue: string(from.queue), Senior: from.senior,
		Reviewer: c.Reviewer, MaxCases: bounded(limit),
	})
}

func (c claiming) leaseAll(ctx context.Context, cases []int64) error {
	until := millis(c.now.Add(c.Lease))
	for _, caseID := range cases {
		err := c.q.LeaseCase(ctx, query.LeaseCaseParams{
			Holder: c.Reviewer, LeaseToken: id.NewKey(), LeaseUntil: until, ID: caseID,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
