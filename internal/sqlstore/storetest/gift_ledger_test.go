package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// TestAForgedLedgerIsNamed changes the tables behind the program's back.
func TestAForgedLedgerIsNamed(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		s := newShop(t, d.Open(t, sqlstore.Options{}), "a", "b")
		s.credit("a", 100)
		reward := s.reward("a", "b", 1, 1)
		refund, err := s.Refund(t.Context(), giftApp, gift.Return{RewardID: reward.ID, By: "7"})
		s.must(err)
		s.wantGood()
		raw := newPlanner(t, d)
		forge := func(want, undo, format string, args ...any) {
			t.Helper()
			raw.run(fmt.Sprintf(format, args...))
			found, err := gift.Verify(t.Context(), s.store, "live")
			s.must(err)
			if !strings.Contains(fmt.Sprint(found.Problems), want) {
				t.Errorf("%s: %+v", format, found.Problems)
			}
			raw.run(undo)
			s.wantGood()
		}
		forge("{0 a has 101, and", "UPDATE coin_accounts SET balance = balance - 1 WHERE account = 'a'", "UPDATE coin_accounts SET balance = balance + 1 WHERE account = 'a'")
		forge("of no transfer", "DELETE FROM coin_entries WHERE transfer_id = 999999",
			"INSERT INTO coin_entries (app, transfer_id, account, coins, balance) VALUES ('live', 999999, 'b', 5, 5)")
		forge(fmt.Sprintf("{%d  what it says of itself does not fit a refund}", refund.ID), fmt.Sprintf("UPDATE coin_transfers SET refund_of = %d WHERE id = %d", reward.ID, refund.ID),
			"UPDATE coin_transfers SET refund_of = %d WHERE id = %d", reward.ID-1, refund.ID)
		forge("sum up to -1", fmt.Sprintf("UPDATE coin_entries SET coins = 9 WHERE account = 'b' AND transfer_id = %d", reward.ID),
			"UPDATE coin_entries SET coins = 8 WHERE account = 'b' AND transfer_id = %d", reward.ID)
	})
}

// TestALongLedgerIsWalkedWhole has more transfers and accounts than are read at
// once, and numbers of another app between them.
func TestALongLedgerIsWalkedWhole(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := d.Open(t, sqlstore.Options{})
		raw := newPlanner(t, d)
		const n = 1001
		numbers := fmt.Sprintf("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ", n)
		raw.run(`INSERT INTO coin_accounts (app, account, balance) ` + numbers + `SELECT 'live', 'u' || i, 1 FROM n`)
		raw.run(fmt.Sprintf(`INSERT INTO coin_accounts (app, account, balance) VALUES ('live', '', -%d)`, n))
		raw.run(`INSERT INTO coin_transfers (id, app, kind, payer, payee, coins, gift_id, gift_name, gift_price, gift_count, refund_of, house_bears, author, request_id, reason, at) ` +
			numbers + `SELECT 2 * i, 'live', 'credit', '', 'u' || i, 1, 0, '', 0, 0, 0, 0, '', '', '', 1 FROM n`)
		raw.run(`INSERT INTO coin_transfers (id, app, kind, payer, payee, coins, gift_id, gift_name, gift_price, gift_count, refund_of, house_bears, author, request_id, reason, at) ` +
			numbers + `SELECT 2 * i + 1, 'other', 'credit', '', 'u' || i, 1, 0, '', 0, 0, 0, 0, '', '', '', 1 FROM n`)
		raw.run(`INSERT INTO coin_entries (app, transfer_id, account, coins, balance) ` + numbers + `SELECT 'live', 2 * i, 'u' || i, 1, 1 FROM n`)
		raw.run(`INSERT INTO coin_entries (app, transfer_id, account, coins, balance) ` + numbers + `SELECT 'live', 2 * i, '', -1, -i FROM n`)
		found, err := gift.Verify(t.Context(), store, "live")
		must(t, err)
		if found.Wrong != 0 || found.Transfers != n || found.Entries != 2*n || found.Accounts != n+1 || found.Issued != n {
			t.Errorf("%+v", found)
		}
		apps, err := store.LedgerApps(t.Context())
		if len(apps) != 1 || apps[0] != "live" || err != nil {
			t.Errorf("%v, %v", apps, err)
		}
		for _, a := range giftQueries {
			plan := raw.explain(a.ask)
			if reads := strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN "); reads || !strings.Contains(plan, a.index) {
				t.Errorf("%s: want %s, got\n%s", raw.asked, a.index, plan)
			}
		}
	})
}

// Neither a statement nor a repetition reads what does not belong to it.
var giftQueries = []asked{
	{"coin_entries_by_account", func(ctx context.Context, q *query.Queries) error {
		_, err := q.CoinStatement(ctx, query.CoinStatementParams{App: live, Account: "u1", Before: 99, MaxLines: 1})
		return err
	}},
	{"coin_refunds", func(ctx context.Context, q *query.Queries) error {
		_, err := q.CoinStatement(ctx, query.CoinStatementParams{App: live, Account: "u1", Before: 99, MaxLines: 1})
		return err
	}},
	{"coin_transfers_by_app", func(ctx context.Context, q *query.Queries) error {
		_, err := q.LedgerTransfers(ctx, query.LedgerTransfersParams{App: live, After: 7, MaxRows: 9})
		return err
	}},
	{"coin_entries", func(ctx context.Context, q *query.Queries) error {
		_, err := q.LedgerEntries(ctx, query.LedgerEntriesParams{App: live, After: 7, UpTo: 9})
		return err
	}},
}
