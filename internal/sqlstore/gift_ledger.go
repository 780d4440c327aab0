package sqlstore

import (
	"context"
	"math"

	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// ledgerPage is how many transfers or accounts are read at once.
const ledgerPage = 500

// LedgerApps implements gift.Ledger.
func (s *Store) LedgerApps(ctx context.Context) ([]string, error) {
	apps, err := s.read().LedgerApps(ctx)
	return apps, failure(err)
}

// WalkLedger implements gift.Ledger.
func (s *Store) WalkLedger(ctx context.Context, app string, see gift.Sight) error {
	return failure(s.engine.snapshot(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := walkTransfers(ctx, q, app, see); err != nil {
			return err
		}
		return walkAccounts(ctx, q, app, see)
	}))
}

func walkTransfers(ctx context.Context, q *query.Queries, app string, see gift.Sight) error {
	for after := int64(0); ; {
		rows, err := q.LedgerTransfers(ctx, query.LedgerTransfersParams{App: app, After: after, MaxRows: ledgerPage})
		if err != nil {
			return err
		}
		last := int64(math.MaxInt64) // also what has a number beyond
		if len(rows) == ledgerPage {
			last = rows[len(rows)-1].CoinTransfer.ID
		}
		entries, err := q.LedgerEntries(ctx, query.LedgerEntriesParams{App: app, After: after, UpTo: last})
		if err != nil {
			return err
		}
		showTransfers(rows, entries, see)
		if after = last; len(rows) < ledgerPage {
			return nil
		}
	}
}

// showTransfers shows transfers with their entries; both come by number.
func showTransfers(rows []query.LedgerTransfersRow, entries []query.CoinEntry, see gift.Sight) {
	for len(rows) > 0 || len(entries) > 0 {
		t, fits := gift.Transfer{}, true
		if len(rows) > 0 && (len(entries) == 0 || rows[0].CoinTransfer.ID <= entries[0].TransferID) {
			t, fits = transferOf(rows[0].CoinTransfer), rows[0].RefundFits != 0
			rows = rows[1:]
		} else {
			t.ID = entries[0].TransferID
		}
		for len(entries) > 0 && entries[0].TransferID == t.ID {
			t.Entries = append(t.Entries, entryOf(entries[0]))
			entries = entries[1:]
		}
		see.Transfer(t, fits)
	}
}

func walkAccounts(ctx context.Context, q *query.Queries, app string, see gift.Sight) error {
	house, err := q.CoinBalance(ctx, query.CoinBalanceParams{App: app, Account: gift.House})
	switch {
	case err == nil:
		see.Account(gift.House, house)
	case !notFound(err):
		return err
	}
	for after := gift.House; ; {
		rows, err := q.LedgerAccounts(ctx, query.LedgerAccountsParams{App: app, After: after, MaxRows: ledgerPage})
		if err != nil {
			return err
		}
		for _, row := range rows {
			see.Account(row.Account, row.Balance)
			after = row.Account
		}
		if len(rows) < ledgerPage {
			return nil
		}
	}
}
