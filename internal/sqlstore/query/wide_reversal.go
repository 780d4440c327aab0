package query

import "context"

// ReverseManyLines is ReverseLines for many.
func (q *Queries) ReverseManyLines(ctx context.Context, rows []ReverseLinesParams) ([]ReverseLinesRow, error) {
	return queryMany[ReverseLinesRow](ctx, q.db, reverseLines, padded(q.db, rows))
}

// ReverseLinesOfManyCases is ReverseLinesOfCases for many.
func (q *Queries) ReverseLinesOfManyCases(ctx context.Context, rows []ReverseLinesOfCasesParams) ([]ReverseLinesOfCasesRow, error) {
	return queryMany[ReverseLinesOfCasesRow](ctx, q.db, reverseLinesOfCases, padded(q.db, rows))
}
