package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"time"

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
		Reviewer: c.skipper, DoubtEnded: millis(c.now.Add(-review.DoubtEnds)), MaxCases: bounded(want),
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
		waits := c.placeOf(from, row.ID, row.Rank, row.OpenedAt)
		list = append(list, waiting{place: waits, aged: waits.rank != review.Rank(row.Rank)})
	}
	return list, nil
}

func (c claiming) placeOf(from stream, caseID, rank, openedAt int64) place {
	p := place{risk: from.risk, openedAt: moment(openedAt), id: caseID}
	p.rank = review.Rank(rank).Now(p.openedAt, c.now)
	return p
}

// found is a case that a claim has locked.
type found struct {
	place
	c       review.Case
	skipped bool // by somebody
}

// lock locks the stream's share, or less where others are just taking it. The
// aged go first: what stands at the other head too counts there.
func (c claiming) lock(ctx context.Context, from stream, want share) ([]found, error) {
	aged, err := c.lockAged(ctx, from, want.aged)
	if err != nil || want.ranked == 0 {
		return aged, err
	}
	ranked, err := c.lockRanked(ctx, from, want.ranked+len(aged))
	if err != nil {
		return nil, err
	}
	known := map[int64]bool{}
	for _, f := range aged {
		known[f.id] = true
	}
	ranked = slices.DeleteFunc(ranked, func(f found) bool { return known[f.id] })
	return append(aged, ranked[:min(len(ranked), want.ranked)]...), nil
}

func (c claiming) lockAged(ctx context.Context, from stream, limit int) ([]found, error) {
	if limit == 0 {
		return nil, nil
	}
	rows, err := c.q.LockAgedCases(ctx, query.LockAgedCasesParams{
		App: from.app, Risk: from.risk, Queue: string(from.queue), Senior: from.senior,
		Reviewer: c.skipper, DoubtEnded: millis(c.now.Add(-review.DoubtEnds)), MaxCases: bounded(limit),
	})
	if err != nil {
		return nil, err
	}
	locked := make([]found, len(rows))
	for i, row := range rows {
		if locked[i], err = c.foundIn(from, query.LockWaitingCasesRow(row)); err != nil {
			return nil, err
		}
	}
	return locked, nil
}

func (c claiming) lockRanked(ctx context.Context, from stream, limit int) ([]found, error) {
	rows, err := c.q.LockWaitingCases(ctx, query.LockWaitingCasesParams{
		App: from.app, Risk: from.risk, Queue: string(from.queue), Senior: from.senior,
		Reviewer: c.skipper, MaxCases: bounded(limit),
	})
	if err != nil {
		return nil, err
	}
	locked := make([]found, len(rows))
	for i, row := range rows {
		if locked[i], err = c.foundIn(from, row); err != nil {
			return nil, err
		}
	}
	return locked, nil
}

func (c claiming) foundIn(from stream, row query.LockWaitingCasesRow) (found, error) {
	waits, err := caseOf(row.Case, row.Report)
	return found{place: c.placeOf(from, row.Case.ID, row.Case.Rank, row.Case.OpenedAt), c: waits, skipped: row.Skipped != 0}, err
}
