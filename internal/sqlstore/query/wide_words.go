package query

import "context"

// WordTermsByFoldedOfMany is WordTermsByFolded for many terms of one list.
func (q *Queries) WordTermsByFoldedOfMany(ctx context.Context, rows []WordTermsByFoldedParams) ([]WordTerm, error) {
	return queryMany[WordTerm](ctx, q.db, wordTermsByFolded, padded(q.db, rows))
}

// WordTermsByManyIDs is WordTermsByID for many terms of one list.
func (q *Queries) WordTermsByManyIDs(ctx context.Context, rows []WordTermsByIDParams) ([]WordTerm, error) {
	return queryMany[WordTerm](ctx, q.db, wordTermsByID, padded(q.db, rows))
}

// DeleteWordTerms is DeleteWordTerm for many terms of one list.
func (q *Queries) DeleteWordTerms(ctx context.Context, rows []DeleteWordTermParams) error {
	return execMany(ctx, q.db, deleteWordTerm, rows)
}

// PutWordTerms is PutWordTerm for many, whose Folded must differ.
func (q *Queries) PutWordTerms(ctx context.Context, rows []PutWordTermParams) error {
	return execMany(ctx, q.db, putWordTerm, rows)
}
