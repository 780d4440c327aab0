package query

import "context"

// InsertLines is InsertLine for many.
func (q *Queries) InsertLines(ctx context.Context, rows []InsertLineParams) error {
	return execMany(ctx, q.db, insertLine, rows)
}

// InsertCleanLines is InsertCleanLine for many.
func (q *Queries) InsertCleanLines(ctx context.Context, rows []InsertCleanLineParams) error {
	return execMany(ctx, q.db, insertCleanLine, rows)
}

// InsertFoundLines is InsertFoundLine for many. The order of the answers means
// nothing.
func (q *Queries) InsertFoundLines(ctx context.Context, rows []InsertFoundLineParams) ([]InsertFoundLineRow, error) {
	return queryMany[InsertFoundLineRow](ctx, q.db, insertFoundLine, rows)
}

// InsertLineCauses is InsertLineCause for many.
func (q *Queries) InsertLineCauses(ctx context.Context, rows []InsertLineCauseParams) error {
	return execMany(ctx, q.db, insertLineCause, rows)
}

// FindManyLines is FindLines for many.
func (q *Queries) FindManyLines(ctx context.Context, lines []int64) ([]Line, error) {
	return queryMany[Line](ctx, q.db, findLines, padded(q.db, lines))
}

// DropManyLines is DropLines for many, with what their causes are.
func (q *Queries) DropManyLines(ctx context.Context, lines []int64) error {
	if err := execMany(ctx, q.db, dropLineCauses, padded(q.db, lines)); err != nil {
		return err
	}
	return execMany(ctx, q.db, dropLines, padded(q.db, lines))
}

// InsertLinePostings is InsertLinePosting for many, on SQLite.
func (q *Queries) InsertLinePostings(ctx context.Context, rows []InsertLinePostingParams) error {
	return execMany(ctx, q.db, insertLinePosting, rows)
}

// DropSegmentsAfter drops what segments behind the last say of some buckets.
func (q *Queries) DropSegmentsAfter(ctx context.Context, last int64, buckets []int64) error {
	rows := make([]DropPostingsAfterParams, len(buckets))
	for i, bucket := range buckets {
		rows[i] = DropPostingsAfterParams{Last: last, Bucket: bucket}
	}
	return execMany(ctx, q.db, dropPostingsAfter, padded(q.db, rows))
}

// StepThoseLines is StepTheseLines for many.
func (q *Queries) StepThoseLines(ctx context.Context, lines []int64) ([]StepTheseLinesRow, error) {
	return queryMany[StepTheseLinesRow](ctx, q.db, stepTheseLines, padded(q.db, lines))
}

// DropSegment drops what a segment says of some buckets.
func (q *Queries) DropSegment(ctx context.Context, first int64, buckets []int64) error {
	rows := make([]DropLinePostingsParams, len(buckets))
	for i, bucket := range buckets {
		rows[i] = DropLinePostingsParams{FirstID: first, Bucket: bucket}
	}
	return execMany(ctx, q.db, dropLinePostings, padded(q.db, rows))
}
