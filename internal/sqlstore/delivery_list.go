package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ delivery.Desk = (*Store)(nil)

// Deliveries implements delivery.Desk.
func (s *Store) Deliveries(ctx context.Context, filter delivery.Filter) ([]outbox.Record, error) {
	rows, err := s.events(ctx, filter)
	if err != nil {
		return nil, failure(err)
	}
	var records []outbox.Record
	for _, row := range rows {
		records = append(records, recordOf(row))
	}
	return records, nil
}

// events picks by the narrowest index that the filter allows.
func (s *Store) events(ctx context.Context, f delivery.Filter) ([]query.Outbox, error) {
	all := query.ListEventsParams{
		Before: pageCursor(f.Before), After: f.After, App: f.App, Lane: f.Lane, Kind: f.Kind, State: string(f.State),
		Since: millis(f.From), Until: millis(f.To), MaxEvents: pageSize(f.Limit),
	}
	switch q := s.read(); {
	case f.CaseID != 0:
		return q.ListCaseEvents(ctx, query.ListCaseEventsParams{
			CaseID: f.CaseID, Before: all.Before, After: all.After, App: all.App, Lane: all.Lane, Kind: all.Kind, State: all.State,
			Since: all.Since, Until: all.Until, MaxEvents: all.MaxEvents,
		})
	case f.App != "" && f.Lane != "":
		return q.ListLaneEvents(ctx, query.ListLaneEventsParams{
			App: all.App, Lane: all.Lane, Before: all.Before, After: all.After, Kind: all.Kind, State: all.State,
			Since: all.Since, Until: all.Until, MaxEvents: all.MaxEvents,
		})
	case f.State == outbox.Dead:
		return q.ListDeadEvents(ctx, query.ListDeadEventsParams{
			Before: all.Before, After: all.After, App: all.App, Lane: all.Lane, Kind: all.Kind,
			Since: all.Since, Until: all.Until, MaxEvents: all.MaxEvents,
		})
	default:
		return q.ListEvents(ctx, all)
	}
}

// CountDeliveries implements delivery.Desk.
func (s *Store) CountDeliveries(ctx context.Context, f delivery.Filter) (int, error) {
	dead := query.CountDeadEventsParams{
		Before: pageCursor(f.Before), After: f.After, App: f.App, Lane: f.Lane, Kind: f.Kind, CaseID: f.CaseID,
		Since: millis(f.From), Until: millis(f.To), MaxEvents: delivery.CountLimit,
	}
	if f.State == outbox.Dead {
		number, err := s.read().CountDeadEvents(ctx, dead)
		return int(number), failure(err)
	}
	number, err := s.read().CountEvents(ctx, query.CountEventsParams{
		Before: dead.Before, After: dead.After, App: dead.App, Lane: dead.Lane, Kind: dead.Kind, CaseID: dead.CaseID, State: string(f.State),
		Since: dead.Since, Until: dead.Until, MaxEvents: dead.MaxEvents,
	})
	return int(number), failure(err)
}

// Attempts implements delivery.Desk.
func (s *Store) Attempts(ctx context.Context, eventID int64) ([]outbox.Attempt, error) {
	rows, err := s.read().EventAttempts(ctx, eventID)
	if err != nil {
		return nil, failure(err)
	}
	var attempts []outbox.Attempt
	for _, row := range rows {
		attempts = append(attempts, attemptOf(row))
	}
	return attempts, nil
}
