package query

import "context"

// HoldCoinAccounts is HoldCoinAccount for many, which must differ. It locks them
// in the order given.
func (q *Queries) HoldCoinAccounts(ctx context.Context, rows []HoldCoinAccountParams) ([]HoldCoinAccountRow, error) {
	return queryMany[HoldCoinAccountRow](ctx, q.db, holdCoinAccount, rows)
}

// SetCoinBalances is SetCoinBalance for many, which must differ.
func (q *Queries) SetCoinBalances(ctx context.Context, rows []SetCoinBalanceParams) error {
	return execMany(ctx, q.db, setCoinBalance, rows)
}

// InsertCoinEntries is InsertCoinEntry for many.
func (q *Queries) InsertCoinEntries(ctx context.Context, rows []InsertCoinEntryParams) error {
	return execMany(ctx, q.db, insertCoinEntry, rows)
}
