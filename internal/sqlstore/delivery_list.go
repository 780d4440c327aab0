package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// Deliveries implements delivery.Store.
func (s *Store) Deliveries(ctx context.Context, filter delivery.Filter) ([]outbox.Record, error) {
	filter.Before = pageCursor(filter.Before)
	rows, err := s.events(ctx, filter, pageSize(filter.Limit))
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
func (s *Store) events(ctx context.Context, f delivery.Filter, limit int32) ([]query.Outbox, error) {
	state := string(f.State)
	switch q := s.read(); {
	case f.CaseID != 0:
		return q.EventsOfCase(ctx, query.EventsOfCaseParams{
			CaseID: f.CaseID, Before: f.Before, App: f.App, Lane: f.Lane, State: state, MaxEvents: limit,
		})
	case f.App != "" && f.Lane != "":
		return q.EventsOfLane(ctx, query.EventsOfLaneParams{App: f.App, Lane: f.Lane, Before: f.Before, State: state, MaxEvents: limit})
	case f.State == outbox.Dead:
		return q.DeadEvents(ctx, query.DeadEventsParams{Before: f.Before, App: f.App, Lane: f.Lane, MaxEvents: limit})
	default:
		return q.Events(ctx, query.EventsParams{Before: f.Before, App: f.App, Lane: f.Lane, State: state, MaxEvents: limit})
	}
}

// Attempts implements delivery.Store.
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

// Resend implements delivery.Store.
func (s *Store) Resend(ctx context.Context, eventID int64, overtaken bool, now time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		event, err := q.FindEvent(ctx, eventID)
		if notFound(err) {
			return fault.New(fault.NotFound, "", "there is no delivery %d", eventID)
		}
		if err != nil {
			return err
		}
		seq, err := q.ExtendLane(ctx, query.ExtendLaneParams{App: event.App, Lane: event.Lane, LastSeq: 1, DueAt: millis(now)})
		if err != nil {
			return err
		}
		if err := mayResend(ctx, q, eventID, overtaken); err != nil {
			return err
		}
		if err := q.ReviveEvent(ctx, query.ReviveEventParams{Seq: seq, DueAt: millis(now), ID: eventID}); err != nil {
			return err
		}
		return s.auditResend(ctx, q, event, overtaken)
	})
}

// mayResend looks at an event whose lane is locked, so that its state stays.
func mayResend(ctx context.Context, q *query.Queries, eventID int64, overtaken bool) error {
	event, err := q.FindEvent(ctx, eventID)
	if err != nil {
		return err
	}
	if event.State != string(outbox.Dead) {
		return fault.New(fault.Conflict, "", "delivery %d is %s, not dead", eventID, event.State)
	}
	if overtaken {
		return nil
	}
	_, err = q.LaterEvent(ctx, query.LaterEventParams{App: event.App, Lane: event.Lane, ID: eventID})
	if notFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, delivery.CodeOvertaken, "a later delivery about the same subject was written")
}
