package query

import "context"

// DropManyCalls is DropPartyCalls for many, with their tickets.
func (q *Queries) DropManyCalls(ctx context.Context, calls []int64) error {
	if err := execMany(ctx, q.db, dropPartyTickets, padded(q.db, calls)); err != nil {
		return err
	}
	return execMany(ctx, q.db, dropPartyCalls, padded(q.db, calls))
}
