package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// FindSession implements staff.SessionStore.
func (s *Store) FindSession(ctx context.Context, token string, now time.Time) (session staff.Session, found bool, err error) {
	row, err := s.read().Session(ctx, query.SessionParams{Token: token, ExpiresAt: millis(now)})
	if notFound(err) {
		return staff.Session{}, false, nil
	}
	return sessionOf(row), err == nil, failure(err)
}

// SaveSession implements staff.SessionStore.
func (s *Store) SaveSession(ctx context.Context, session staff.Session) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.PutSession(ctx, query.PutSessionParams{
			Token: session.Token, Data: session.Data, ExpiresAt: millis(session.Until), AccountID: session.AccountID,
			CreatedAt: millis(session.CreatedAt), SeenAt: millis(session.SeenAt),
			Address: plain(session.Address), UserAgent: plain(session.UserAgent),
		})
	})
}

// TouchSession implements staff.SessionStore.
func (s *Store) TouchSession(ctx context.Context, token string, seen time.Time, address string) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.TouchSession(ctx, query.TouchSessionParams{SeenAt: millis(seen), Address: plain(address), Token: token})
	})
}

// DeleteSession implements staff.SessionStore.
func (s *Store) DeleteSession(ctx context.Context, token string) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.DeleteSession(ctx, token)
	})
}

// DeleteExpiredSessions implements staff.SessionStore.
func (s *Store) DeleteExpiredSessions(ctx context.Context, now time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.DeleteExpiredSessions(ctx, millis(now))
	})
}

// SessionsOfAccount implements staff.SessionStore.
func (s *Store) SessionsOfAccount(ctx context.Context, accountID int64, now time.Time) ([]staff.Session, error) {
	rows, err := s.read().SessionsOfAccount(ctx, query.SessionsOfAccountParams{AccountID: accountID, Now: millis(now)})
	if err != nil {
		return nil, failure(err)
	}
	sessions := make([]staff.Session, len(rows))
	for i, row := range rows {
		sessions[i] = sessionOf(row)
	}
	return sessions, nil
}

// DeleteSessionsOfAccount implements staff.SessionStore.
func (s *Store) DeleteSessionsOfAccount(ctx context.Context, accountID int64, kept string) (ended int, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		rows, err := q.DeleteSessionsOfAccount(ctx, query.DeleteSessionsOfAccountParams{AccountID: accountID, Kept: kept})
		if ended = int(rows); err != nil || ended == 0 {
			return err
		}
		return s.auditRevoked(ctx, q, accountID, ended)
	})
	return ended, err
}

// RevokeSession implements staff.SessionStore.
func (s *Store) RevokeSession(ctx context.Context, session staff.Session) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.DeleteSession(ctx, session.Token); err != nil {
			return err
		}
		return s.auditRevoked(ctx, q, session.AccountID, 1)
	})
}

func (s *Store) auditRevoked(ctx context.Context, q *query.Queries, accountID int64, ended int) error {
	return s.audit(ctx, q, audited{action: auditlog.SessionRevoke, object: numbered(auditlog.AStaff, accountID),
		detail: map[string]any{"sessions": ended}})
}

func sessionOf(row query.Session) staff.Session {
	return staff.Session{
		Token: row.Token, Data: row.Data, AccountID: row.AccountID,
		CreatedAt: moment(row.CreatedAt), SeenAt: moment(row.SeenAt), Until: moment(row.ExpiresAt),
		Address: row.Address, UserAgent: row.UserAgent,
	}
}
