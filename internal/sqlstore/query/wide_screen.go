package query

import "context"

// InsertLines is InsertLine for many.
func (q *Queries) InsertLines(ctx context.Context, rows []InsertLineParams) error {
	return execMany(ctx, q.db, insertLine, rows)
}
