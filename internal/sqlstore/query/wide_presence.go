package query

import "context"

// KeepPresenceOfMany is KeepPresence for many users, who must differ.
func (q *Queries) KeepPresenceOfMany(ctx context.Context, rows []KeepPresenceParams) error {
	return execMany(ctx, q.db, keepPresence, rows)
}
