package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// FindSession implements staff.Store.
func (s *Store) FindSession(ctx context.Context, token string, now time.Time) (data []byte, found bool, err error) {
	data, err = s.read().Session(ctx, query.SessionParams{Token: token, ExpiresAt: millis(now)})
	if notFound(err) {
		return nil, false, nil
	}
	return data, err == nil, failure(err)
}

// SaveSession implements staff.Store.
func (s *Store) SaveSession(ctx context.Context, token string, data []byte, until time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.PutSession(ctx, query.PutSessionParams{Token: token, Data: data, ExpiresAt: millis(until)})
	})
}

// DeleteSession implements staff.Store.
func (s *Store) DeleteSession(ctx context.Context, token string) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.DeleteSession(ctx, token)
	})
}

// DeleteExpiredSessions implements staff.Store.
func (s *Store) DeleteExpiredSessions(ctx context.Context, now time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.DeleteExpiredSessions(ctx, millis(now))
	})
}
