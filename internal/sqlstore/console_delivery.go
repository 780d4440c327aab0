package sqlstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ delivery.Board = (*Store)(nil)

// Undelivered implements delivery.Board.
func (s *Store) Undelivered(ctx context.Context, app string) ([]delivery.Stat, error) {
	waiting, err := s.pendingStats(ctx, app)
	if err != nil {
		return nil, failure(err)
	}
	dead, err := s.deadStats(ctx, app)
	if err != nil {
		return nil, failure(err)
	}
	all := slices.Concat(waiting, dead)
	slices.SortStableFunc(all, func(a, b delivery.Stat) int { return cmp.Compare(a.App, b.App) })
	return all, nil
}

// GivenUp implements delivery.Board.
func (s *Store) GivenUp(ctx context.Context) ([]delivery.Stat, error) {
	dead, err := s.deadStats(ctx, "")
	return dead, failure(err)
}

func (s *Store) pendingStats(ctx context.Context, app string) ([]delivery.Stat, error) {
	return statsOfApps(ctx, app, s.read().PendingEventApps, func(ctx context.Context, app string) (delivery.Stat, error) {
		row, err := s.read().PendingEvents(ctx, query.PendingEventsParams{App: app, MaxEvents: delivery.BoardLimit})
		return delivery.Stat{App: app, State: outbox.Pending, Number: int(row.Number), Oldest: moment(row.Oldest)}, err
	})
}

func (s *Store) deadStats(ctx context.Context, app string) ([]delivery.Stat, error) {
	return statsOfApps(ctx, app, s.read().DeadEventApps, func(ctx context.Context, app string) (delivery.Stat, error) {
		row, err := s.read().DeadEvents(ctx, query.DeadEventsParams{App: app, MaxEvents: delivery.BoardLimit})
		return delivery.Stat{App: app, State: outbox.Dead, Number: int(row.Number), Oldest: moment(row.Oldest)}, err
	})
}

// statsOfApps asks for one app, or for each that has anything.
func statsOfApps(ctx context.Context, app string, all func(context.Context) ([]string, error),
	ask func(ctx context.Context, app string) (delivery.Stat, error)) ([]delivery.Stat, error) {
	apps := []string{app}
	if app == "" {
		var err error
		if apps, err = all(ctx); err != nil {
			return nil, err
		}
	}
	var list []delivery.Stat
	for _, app := range apps {
		stat, err := ask(ctx, app)
		if err != nil {
			return nil, err
		}
		if stat.Number > 0 {
			list = append(list, stat)
		}
	}
	return list, nil
}
