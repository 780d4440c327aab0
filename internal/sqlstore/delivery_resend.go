package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// Resend implements delivery.Desk.
func (s *Store) Resend(ctx context.Context, eventID int64, overtaken bool, now time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		event, err := q.FindEvent(ctx, eventID)
		if notFound(err) {
			return fault.New(fault.NotFound, "", "there is no delivery %d", eventID)
		}
		if err != nil {
			return err
		}
		lane, err := q.ExtendLane(ctx, query.ExtendLaneParams{App: event.App, Lane: event.Lane, LastSeq: 1, DueAt: millis(now)})
		if err != nil {
			return err
		}
		if err := mayResend(ctx, q, eventID, overtaken); err != nil {
			return err
		}
		if err := q.ReviveEvent(ctx, query.ReviveEventParams{Seq: lane.LastSeq, DueAt: millis(now), ID: eventID}); err != nil {
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

// ResendMatching implements delivery.Desk.
func (s *Store) ResendMatching(ctx context.Context, f delivery.Filter, overtaken bool, now time.Time, limit int) (delivery.Resent, error) {
	var done delivery.Resent
	most := pageSize(limit)
	ids, err := s.read().OldestDeadEvents(ctx, query.OldestDeadEventsParams{
		Before: pageCursor(f.Before), After: f.After, App: f.App, Lane: f.Lane, Kind: f.Kind, CaseID: f.CaseID,
		Since: millis(f.From), Until: millis(f.To), MaxEvents: most,
	})
	if err != nil {
		return done, failure(err)
	}
	for _, id := range ids {
		err := s.Resend(ctx, id, overtaken, now)
		switch {
		case err == nil:
			done.Resent++
		case fault.HasCode(err, delivery.CodeOvertaken):
			done.Overtaken++
		case !fault.Is(err, fault.Conflict): // a conflict: somebody else has just resent it
			return done, err
		}
	}
	if len(ids) == int(most) {
		done.After = ids[len(ids)-1]
	}
	return done, nil
}
