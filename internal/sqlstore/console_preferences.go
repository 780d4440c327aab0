package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// Preferences returns what a member of the staff set for himself, as JSON; empty
// for nothing yet.
func (s *Store) Preferences(ctx context.Context, accountID int64) (string, error) {
	value, err := s.read().Preferences(ctx, accountID)
	if notFound(err) {
		return "", nil
	}
	return value, failure(err)
}

// PutPreferences keeps it.
func (s *Store) PutPreferences(ctx context.Context, accountID int64, value string) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		before, err := q.Preferences(ctx, accountID)
		if err == nil && before == value || err != nil && !notFound(err) {
			return err
		}
		err = q.PutPreferences(ctx, query.PutPreferencesParams{AccountID: accountID, Value: plain(value), UpdatedAt: millis(s.now())})
		if err != nil {
			return err
		}
		return s.audit(ctx, q, audited{action: auditlog.StaffPreferences, object: numbered(auditlog.AStaff, accountID)})
	})
}
