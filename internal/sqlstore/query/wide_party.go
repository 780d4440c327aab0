package query

import "context"

// PartyAccountsOfMany is PartyAccountsOf for many users of one app.
func (q *Queries) PartyAccountsOfMany(ctx context.Context, rows []PartyAccountsOfParams) ([]PartyAccount, error) {
	return queryMany[PartyAccount](ctx, q.db, partyAccountsOf, padded(q.db, rows))
}
