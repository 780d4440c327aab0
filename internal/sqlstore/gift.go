package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var (
	_ gift.Store  = (*Store)(nil)
	_ gift.People = (*Store)(nil)
)

// PostCoins implements gift.Store. What was asked for before is looked for only
// when the accounts are locked: whoever has asked for the same at the same time
// has moved their coins by then. The transfer gets its number after that too, so
// that those of an account grow in the order in which they commit. Whoever waits
// for another one's request id holds accounts that this one no longer needs.
func (s *Store) PostCoins(ctx context.Context, t gift.Transfer, events []outbox.Event) (receipt gift.Receipt, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		balances, err := holdAccounts(ctx, q, t)
		if err != nil {
			return err
		}
		first, err := coinRequest(ctx, q, t.App, t.Author, t.RequestID)
		if err == nil {
			receipt, err = t.Again(first)
			return err
		}
		if !notFound(err) {
			return err
		}
		if err := wantUnrefunded(ctx, q, t.RefundOf); err != nil {
			return err
		}
		receipt, err = post(ctx, q, t, balances)
		if err != nil {
			return err
		}
		if err := appendEvents(ctx, q, events); err != nil {
			return err
		}
		return s.auditCoins(ctx, q, receipt.Transfer)
	})
	return receipt, err
}

func holdAccounts(ctx context.Context, q *query.Queries, t gift.Transfer) (map[string]int64, error) {
	var rows []query.HoldCoinAccountParams
	for _, account := range t.Accounts() {
		rows = append(rows, query.HoldCoinAccountParams{App: t.App, Account: account})
	}
	held, err := q.HoldCoinAccounts(ctx, rows)
	balances := make(map[string]int64, len(held))
	for _, row := range held {
		balances[row.Account] = row.Balance
	}
	return balances, err
}

// wantUnrefunded refuses a second refund of a reward.
func wantUnrefunded(ctx context.Context, q *query.Queries, reward int64) error {
	if reward == 0 {
		return nil
	}
	_, err := q.FindCoinRefund(ctx, reward)
	switch {
	case notFound(err):
		return nil
	case err != nil:
		return err
	}
	return gift.Refunded(reward)
}

// post writes the transfer with its entries. Its accounts are held.
func post(ctx context.Context, q *query.Queries, t gift.Transfer, balances map[string]int64) (_ gift.Receipt, err error) {
	if t.Entries, err = t.Post(balances); err != nil {
		return gift.Receipt{}, err
	}
	if t.ID, err = q.InsertCoinTransfer(ctx, transferRow(t)); notFound(err) {
		return gift.Receipt{}, errRetry // another one has made this request, with other accounts
	}
	if err != nil {
		return gift.Receipt{}, err
	}
	entries := make([]query.InsertCoinEntryParams, len(t.Entries))
	after := make([]query.SetCoinBalanceParams, len(t.Entries))
	for i, e := range t.Entries {
		entries[i] = query.InsertCoinEntryParams{App: t.App, TransferID: t.ID, Account: e.Account, Coins: e.Coins, Balance: e.Balance}
		after[i] = query.SetCoinBalanceParams{App: t.App, Account: e.Account, Balance: e.Balance}
	}
	if err := q.InsertCoinEntries(ctx, entries); err != nil {
		return gift.Receipt{}, err
	}
	return gift.Receipt{Transfer: t}, q.SetCoinBalances(ctx, after)
}

// auditCoins tells of a credit and a refund. Rewards are users' own doing, and
// the ledger itself tells of them.
func (s *Store) auditCoins(ctx context.Context, q *query.Queries, t gift.Transfer) error {
	a := audited{app: t.App, object: auditlog.Object{Kind: auditlog.AWallet, ID: t.Payee}, detail: map[string]any{"transfer": t.ID, "coins": t.Coins}}
	switch t.Kind {
	case gift.Reward:
		return nil
	case gift.Credit:
		a.action = auditlog.CoinsCredit
	case gift.Refund:
		a.action = auditlog.CoinsRefund
		a.detail["reward"], a.detail["from"] = t.RefundOf, t.Payer
		a.detail["house"] = t.FromHouse()
	}
	return s.audit(ctx, q, a)
}

// CoinRequest implements gift.Store.
func (s *Store) CoinRequest(ctx context.Context, app, author, requestID string) (gift.Transfer, error) {
	t, err := coinRequest(ctx, s.read(), app, author, requestID)
	if notFound(err) {
		return t, fault.New(fault.NotFound, "", "no transfer has this request id")
	}
	return t, failure(err)
}

func coinRequest(ctx context.Context, q *query.Queries, app, author, requestID string) (gift.Transfer, error) {
	row, err := q.FindCoinRequest(ctx, query.FindCoinRequestParams{App: app, Author: author, RequestID: requestID})
	if err != nil {
		return gift.Transfer{}, err
	}
	return withEntries(ctx, q, row)
}

// CoinTransfer implements gift.Store.
func (s *Store) CoinTransfer(ctx context.Context, app string, id int64) (gift.Transfer, error) {
	row, err := s.read().FindCoinTransfer(ctx, query.FindCoinTransferParams{ID: id, App: app})
	if notFound(err) {
		return gift.Transfer{}, gift.NoReward(id)
	}
	if err != nil {
		return gift.Transfer{}, failure(err)
	}
	t, err := withEntries(ctx, s.read(), row)
	return t, failure(err)
}

func withEntries(ctx context.Context, q *query.Queries, row query.CoinTransfer) (gift.Transfer, error) {
	t := transferOf(row)
	entries, err := q.CoinEntries(ctx, query.CoinEntriesParams{App: t.App, TransferID: t.ID})
	for _, e := range entries {
		t.Entries = append(t.Entries, entryOf(e))
	}
	return t, err
}

// UserName implements gift.People.
func (s *Store) UserName(ctx context.Context, app, user string) (string, error) {
	row, err := s.read().FindPartyAccount(ctx, query.FindPartyAccountParams{App: app, UserUuid: user})
	if notFound(err) {
		return "", party.NoUser(user)
	}
	return row.Name, failure(err)
}

// CoinBalance implements gift.Store.
func (s *Store) CoinBalance(ctx context.Context, app, user string) (int64, error) {
	balance, err := s.read().CoinBalance(ctx, query.CoinBalanceParams{App: app, Account: user})
	if notFound(err) {
		return 0, nil
	}
	return balance, failure(err)
}

// CoinStatement implements gift.Store.
func (s *Store) CoinStatement(ctx context.Context, app, user string, before int64, limit int) ([]gift.Line, error) {
	rows, err := s.read().CoinStatement(ctx, query.CoinStatementParams{App: app, Account: user, Before: pageCursor(before), MaxLines: pageSize(limit)})
	lines := make([]gift.Line, len(rows))
	for i, row := range rows {
		lines[i] = gift.Line{Transfer: transferOf(row.CoinTransfer), Moved: row.Moved, Left: row.BalanceAfter, RefundedBy: row.RefundedBy}
	}
	return lines, failure(err)
}

func transferRow(t gift.Transfer) query.InsertCoinTransferParams {
	return query.InsertCoinTransferParams{
		App: t.App, Kind: string(t.Kind), Payer: t.Payer, Payee: t.Payee, Coins: t.Coins,
		GiftID: t.Gift.ID, GiftName: t.Gift.Name, GiftPrice: t.Gift.Price, GiftCount: t.Count, RefundOf: t.RefundOf, HouseBears: asInt(t.HouseBears),
		Author: t.Author, RequestID: t.RequestID, Reason: t.Reason, At: millis(t.At),
	}
}

func transferOf(row query.CoinTransfer) gift.Transfer {
	return gift.Transfer{
		ID: row.ID, App: row.App, Kind: gift.Kind(row.Kind), Payer: row.Payer, Payee: row.Payee, Coins: row.Coins,
		Gift: gift.Gift{ID: row.GiftID, Name: row.GiftName, Price: row.GiftPrice}, Count: row.GiftCount,
		RefundOf: row.RefundOf, HouseBears: row.HouseBears != 0,
		Author: row.Author, RequestID: row.RequestID, Reason: row.Reason, At: moment(row.At),
	}
}

func entryOf(row query.CoinEntry) gift.Entry {
	return gift.Entry{Account: row.Account, Coins: row.Coins, Balance: row.Balance}
}
