package query

import "context"

// KeepNotices is KeepNotice for many.
func (q *Queries) KeepNotices(ctx context.Context, rows []KeepNoticeParams) error {
	return execMany(ctx, q.db, keepNotice, rows)
}
