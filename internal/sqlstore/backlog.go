package sqlstore

import (
	"context"
	"math"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// Backlog is all that waits in the store, for those who watch it. Its counts
// but those of held cases end at review.MaxCounted: that many means that many or
// more. What has nothing is left out.
type Backlog struct {
	Queues   []review.QueueStat // what waits and what is held; Arrived and Decided are 0
	Outbox   []ChannelStat
	Due      map[string]time.Time // by app: since when a delivery is due that nobody has taken
	Pictures map[string]int       // by app: pictures that nobody has looked at to the end
	Notices  int                  // of calls, that are not worked through
	Unnamed  int                  // of these, those that wait until it is known who they speak of
	Copies   int                  // of evidence, not made yet or not in the bucket yet
}

// ChannelStat is how much of an app has not arrived on one channel.
type ChannelStat struct {
	delivery.Stat
	Channel string
}

// Backlog counts what waits. It reads heads of indexes only, so that its time
// is bounded however much waits.
func (s *Store) Backlog(ctx context.Context, now time.Time) (Backlog, error) {
	b := Backlog{Due: map[string]time.Time{}, Pictures: map[string]int{}}
	for _, ask := range []func(context.Context, time.Time, *Backlog) error{s.queuesWaiting, s.outboxWaiting, s.picturesWaiting, s.evidenceWaiting} {
		if err := ask(ctx, now, &b); err != nil {
			return Backlog{}, failure(err)
		}
	}
	return b, nil
}

func (s *Store) queuesWaiting(ctx context.Context, _ time.Time, b *Backlog) error {
	count := counting{q: s.read(), most: s.countUpTo, stats: map[queueName]*review.QueueStat{}}
	shelves, err := count.q.Shelves(ctx)
	if err != nil {
		return err
	}
	for _, shelf := range shelves {
		if app, ok := strings.CutSuffix(shelf, "/"+string(review.Open)); ok {
			if err := count.waiting(ctx, app); err != nil {
				return err
			}
		}
	}
	if err := count.held(ctx, ""); err != nil {
		return err
	}
	b.Queues = count.sorted()
	return nil
}

func (s *Store) outboxWaiting(ctx context.Context, now time.Time, b *Backlog) error {
	apps, err := s.read().PendingEventApps(ctx)
	if err != nil {
		return err
	}
	for _, app := range apps {
		rows, err := s.read().PendingChannels(ctx, query.PendingChannelsParams{App: app, MaxEvents: s.countUpTo})
		if err != nil {
			return err
		}
		for _, row := range rows {
			b.add(app, outbox.Pending, row.Channel, row.Number, row.Oldest)
		}
		due, err := s.read().FirstDueLane(ctx, query.FirstDueLaneParams{App: app, Now: millis(now)})
		if err != nil {
			return err
		}
		if due > 0 {
			b.Due[app] = moment(due)
		}
	}
	return s.outboxDead(ctx, b)
}

func (s *Store) outboxDead(ctx context.Context, b *Backlog) error {
	apps, err := s.read().DeadEventApps(ctx)
	if err != nil {
		return err
	}
	for _, app := range apps {
		rows, err := s.read().DeadChannels(ctx, query.DeadChannelsParams{App: app, MaxEvents: s.countUpTo})
		if err != nil {
			return err
		}
		for _, row := range rows {
			b.add(app, outbox.Dead, row.Channel, row.Number, row.Oldest)
		}
	}
	return nil
}

func (b *Backlog) add(app string, state outbox.State, channel string, number, oldest int64) {
	b.Outbox = append(b.Outbox, ChannelStat{
		Stat: delivery.Stat{App: app, State: state, Number: int(number), Oldest: moment(oldest)}, Channel: channel,
	})
}

func (s *Store) picturesWaiting(ctx context.Context, _ time.Time, b *Backlog) error {
	apps, err := s.read().DuePictureApps(ctx, math.MaxInt64) // those on loan are due later
	if err != nil {
		return err
	}
	for _, app := range apps {
		number, err := s.read().WaitingChecks(ctx, query.WaitingChecksParams{App: app, MaxChecks: s.countUpTo})
		if err != nil {
			return err
		}
		b.Pictures[app] = int(number)
	}
	return nil
}

func (s *Store) evidenceWaiting(ctx context.Context, _ time.Time, b *Backlog) error {
	notices, err := s.read().WaitingNotices(ctx, s.countUpTo)
	if err != nil {
		return err
	}
	copies, err := s.read().WaitingCopies(ctx, s.countUpTo)
	b.Notices, b.Unnamed, b.Copies = int(notices.Number), int(notices.Unnamed), int(copies)
	return err
}
