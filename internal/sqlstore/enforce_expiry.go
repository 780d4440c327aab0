package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// EndSanctions implements enforce.Store.
func (s *Store) EndSanctions(ctx context.Context, now time.Time, limit int,
	follow func(ended enforce.Sanction, covered bool) []outbox.Event) (int, error) {
	var marked int
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		rows, err := q.LockEndedSanctions(ctx, query.LockEndedSanctionsParams{Now: millis(now), MaxSanctions: bounded(limit)})
		if err != nil {
			return err
		}
		marked = len(rows)
		return ending{q: q, now: now, follow: follow}.run(ctx, rows)
	})
	if err != nil {
		return 0, err
	}
	return marked, nil
}

// ending is a batch of sanctions that have run out, inside a transaction.
type ending struct {
	q      *query.Queries
	now    time.Time
	follow func(ended enforce.Sanction, covered bool) []outbox.Event
}

func (e ending) run(ctx context.Context, rows []query.Sanction) error {
	var events []outbox.Event
	var told []query.Sanction // those of which something is sent although nothing covered them
	for _, row := range rows {
		if err := e.q.EndSanction(ctx, query.EndSanctionParams{EndedAt: millis(e.now), ID: row.ID}); err != nil {
			return err
		}
		covered, err := e.covered(ctx, row)
		if err != nil {
			return err
		}
		ended := sanctionOf(row)
		ended.EndedAt = moment(millis(e.now))
		sent := e.follow(ended, covered)
		events = append(events, sent...)
		if len(sent) == 0 || covered {
			continue
		}
		told = append(told, row)
		if err := e.q.ForgetOwedLifts(ctx, query.ForgetOwedLiftsParams{App: row.App, Bond: row.Bond}); err != nil {
			return err
		}
	}
	if err := appendEvents(ctx, e.q, events); err != nil {
		return err
	}
	return e.stillUncovered(ctx, told)
}

// stillUncovered asks again where the lanes are locked: a sanction that came
// into force before the lift reached its lane must not be undone by it.
func (e ending) stillUncovered(ctx context.Context, told []query.Sanction) error {
	for _, row := range told {
		covered, err := e.covered(ctx, row)
		if err != nil {
			return err
		}
		if covered {
			return errRetry
		}
	}
	return nil
}

// covered reports whether another sanction of the same bond stands.
func (e ending) covered(ctx context.Context, row query.Sanction) (bool, error) {
	number, err := e.q.CountCovering(ctx, query.CountCoveringParams{App: row.App, Bond: row.Bond, ID: row.ID, Now: millis(e.now)})
	return number > 0, err
}

// SettleOwed implements enforce.Store.
func (s *Store) SettleOwed(ctx context.Context, now time.Time, limit int, follow func(enforce.Sanction) []outbox.Event) (int, error) {
	var taken int
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		rows, err := q.LockOwedLifts(ctx, query.LockOwedLiftsParams{Now: millis(now), MaxSanctions: bounded(limit)})
		if err != nil {
			return err
		}
		taken = len(rows)
		return settleOwed(ctx, q, rows, now, follow)
	})
	if err != nil {
		return 0, err
	}
	return taken, nil
}

// settleOwed tells each bond once, by whichever of its lifts still matters.
func settleOwed(ctx context.Context, q *query.Queries, rows []query.Sanction, now time.Time, follow func(enforce.Sanction) []outbox.Event) error {
	var events []outbox.Event
	var told []query.Sanction
	seen := map[string]bool{}
	for _, row := range rows {
		bond := row.App + "\n" + row.Bond
		if row.EndsAt == 0 || row.EndsAt > millis(now) {
			if !seen[bond] {
				events = append(events, follow(sanctionOf(row))...)
				told = append(told, row)
			}
			seen[bond] = true
		}
		if err := q.ForgetOwedLift(ctx, row.ID); err != nil {
			return err
		}
	}
	if err := appendEvents(ctx, q, events); err != nil {
		return err
	}
	return ending{q: q, now: now}.stillUncovered(ctx, told)
}
