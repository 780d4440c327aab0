package sqlstore

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// QueueStats implements review.Reader.
func (s *Store) QueueStats(ctx context.Context, app string, now time.Time) ([]review.QueueStat, error) {
	count := counting{q: s.read(), most: s.countUpTo, since: -millis(now.Add(-time.Hour)), stats: map[queueName]*review.QueueStat{}}
	if err := count.all(ctx, app); err != nil {
		return nil, failure(err)
	}
	return count.sorted(), nil
}

// queueName is one queue as it is counted.
type queueName struct {
	app, queue string
	risk       int64
}

// counting gathers the statistics of queues.
type counting struct {
	q     *query.Queries
	most  int32 // that are counted
	since int64 // an hour ago, as the negative number by which the indexes go
	stats map[queueName]*review.QueueStat
}

func (c counting) of(app, queue string, risk int64) *review.QueueStat {
	name := queueName{app, queue, risk}
	if c.stats[name] == nil {
		c.stats[name] = &review.QueueStat{App: app, Queue: review.Queue(queue), Risk: risk != 0}
	}
	return c.stats[name]
}

func (c counting) all(ctx context.Context, app string) error {
	shelves, err := shelvesOf(ctx, c.q, app)
	if err != nil {
		return err
	}
	for _, shelf := range shelves {
		if err := c.shelf(ctx, shelf); err != nil {
			return err
		}
	}
	if err := c.held(ctx, app); err != nil {
		return err
	}
	decided, err := c.q.DecidedStats(ctx, query.DecidedStatsParams{Before: c.since, App: app, Most: c.most})
	for _, row := range decided {
		c.of(row.App, row.Queue, row.Risk).Decided = int(row.Number)
	}
	return err
}

func (c counting) held(ctx context.Context, app string) error {
	held, err := c.q.HeldStats(ctx, app)
	for _, row := range held {
		c.of(row.App, row.Queue, row.Risk).Held = int(row.Number)
	}
	return err
}

// shelf counts what waits on a shelf, if it is one of those, and what came.
func (c counting) shelf(ctx context.Context, shelf string) error {
	if app, ok := strings.CutSuffix(shelf, "/"+string(review.Open)); ok {
		if err := c.waiting(ctx, app); err != nil {
			return err
		}
	}
	arrived, err := c.q.ArrivedStats(ctx, query.ArrivedStatsParams{Shelf: shelf, Before: c.since, Most: c.most})
	for _, row := range arrived {
		stat := c.of(row.App, row.Queue, row.Risk)
		stat.Arrived = min(stat.Arrived+int(row.Number), int(c.most))
	}
	return err
}

func (c counting) waiting(ctx context.Context, app string) error {
	rows, err := c.q.WaitingStats(ctx, c.streamsOf(app))
	for _, row := range rows {
		if row.Number == 0 {
			continue
		}
		stat := c.of(app, row.Queue, row.Risk)
		stat.Waiting = min(stat.Waiting+int(row.Number), int(c.most))
		if row.Senior != 0 {
			stat.Senior = int(row.Number)
		}
		for _, first := range []int64{row.OldestUrgent, row.OldestOrdinary, row.OldestDoubtful} {
			if oldest := moment(first); first != 0 && (stat.Oldest.IsZero() || oldest.Before(stat.Oldest)) {
				stat.Oldest = oldest
			}
		}
	}
	return err
}

// streamsOf are all streams that an app may have.
func (c counting) streamsOf(app string) []query.WaitingStatsParams {
	var list []query.WaitingStatsParams
	for _, queue := range review.Queues() {
		for either := range int64(4) {
			list = append(list, query.WaitingStatsParams{
				Queue: string(queue), Risk: either / 2, Senior: either % 2, App: app, Most: int64(c.most),
			})
		}
	}
	return list
}

func (c counting) sorted() []review.QueueStat {
	var list []review.QueueStat
	for _, stat := range c.stats {
		list = append(list, *stat)
	}
	slices.SortFunc(list, func(a, b review.QueueStat) int {
		return cmp.Or(cmp.Compare(a.App, b.App), cmp.Compare(a.Queue, b.Queue), cmp.Compare(asInt(a.Risk), asInt(b.Risk)))
	})
	return list
}
