package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// RemainingCases implements review.Store.
func (s *Store) RemainingCases(ctx context.Context, app string, risk bool) (map[review.Queue]int, error) {
	rows, err := s.remaining(ctx, app, asInt(risk))
	if err != nil {
		return nil, failure(err)
	}
	counts := map[review.Queue]int{}
	for _, row := range rows {
		counts[review.Queue(row.Queue)] += int(row.Number)
	}
	return counts, nil
}

func (s *Store) remaining(ctx context.Context, app string, risk int64) ([]query.RemainingCasesRow, error) {
	if app != "" {
		return s.read().RemainingCases(ctx, query.RemainingCasesParams{App: app, Risk: risk})
	}
	rows, err := s.read().RemainingCasesAnywhere(ctx, risk)
	counts := make([]query.RemainingCasesRow, len(rows))
	for i, row := range rows {
		counts[i] = query.RemainingCasesRow(row)
	}
	return counts, err
}

// ReturnExpired implements review.Store.
func (s *Store) ReturnExpired(ctx context.Context, now time.Time, limit int) (int, error) {
	var returned int
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
		returned, err = returnExpired(ctx, q, now, limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return returned, nil
}

func returnExpired(ctx context.Context, q *query.Queries, now time.Time, limit int) (int, error) {
	expired, err := q.LockExpiredCases(ctx, query.LockExpiredCasesParams{Now: millis(now), MaxCases: bounded(limit)})
	if err != nil {
		return 0, err
	}
	return len(expired), q.ReturnCases(ctx, expired)
}

// bounded makes a caller's limit one that both databases understand alike.
func bounded(limit int) int32 { return int32(min(max(limit, 0), 1<<20)) }
