package gift

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

// Store keeps catalogues and the ledger. Its methods are transactions.
type Store interface {
	// GiftCatalogue returns what an app has set, of version 0 for nothing.
	GiftCatalogue(ctx context.Context, app string) (Catalogue, error)

	// PutGiftCatalogue stores c as the version after c.Version, with an entry in the
	// audit log, and returns it. It is a Conflict fault with CodeChanged where the
	// app's is at another version. One with the same gifts changes nothing.
	PutGiftCatalogue(ctx context.Context, app string, c Catalogue) (Catalogue, error)

	// PostCoins makes a transfer: it locks its accounts in their order, posts it and
	// writes it, its entries, its events and, but of a reward, an audit log entry. A
	// request id that its author has used before makes it Transfer.Again, a refund of
	// what is refunded the fault Refunded.
	PostCoins(ctx context.Context, t Transfer, events []outbox.Event) (Receipt, error)

	// CoinRequest finds the transfer that its author made by a request id, or
	// returns a NotFound fault.
	CoinRequest(ctx context.Context, app, author, requestID string) (Transfer, error)
	// CoinTransfer finds a transfer, or returns the fault NoReward.
	CoinTransfer(ctx context.Context, app string, id int64) (Transfer, error)

	// CoinBalance is what a user has; 0 also for one that has no account.
	CoinBalance(ctx context.Context, app, user string) (int64, error)
	// CoinStatement lists at most limit movements of a user (0 means 100, at most
	// 500), the newest first, with ids below before; 0 begins at the newest.
	CoinStatement(ctx context.Context, app, user string, before int64, limit int) ([]Line, error)

	Ledger
}

// Line is a transfer as one of its users sees it.
type Line struct {
	Transfer         // without Entries
	Moved      int64 // below 0: he gave it
	Left       int64 // his balance after it
	RefundedBy int64 // the refund of this reward; 0 for none
}
