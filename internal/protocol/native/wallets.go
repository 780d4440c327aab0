package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/gift"
)

// walletBody is what a user has, and a part of how he came to it.
type walletBody struct {
	App     string       `json:"app"`
	UserID  string       `json:"user_id"`
	Balance int64        `json:"balance" doc:"In coins."`
	Items   []walletLine `json:"items" doc:"The newest first."`
	Next    string       `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// walletLine is a movement of a user's coins.
type walletLine struct {
	ID         int64     `json:"id" doc:"Of the transfer; of a reward, the one by which it is refunded."`
	At         time.Time `json:"at"`
	Kind       gift.Kind `json:"kind" enum:"reward,credit,refund"`
	Coins      int64     `json:"coins" doc:"Below 0: he gave them."`
	Balance    int64     `json:"balance" doc:"What he had after it."`
	From       string    `json:"from" doc:"The user who gave; empty: the app's house, which issues coins."`
	To         string    `json:"to"`
	Gift       *giftBody `json:"gift,omitempty" doc:"Of a reward, with the price that it had."`
	Count      int64     `json:"count,omitempty" doc:"How many of the gift."`
	RefundOf   int64     `json:"refund_of,omitempty" doc:"The reward that a refund gave back."`
	RefundedBy int64     `json:"refunded_by,omitempty" doc:"The refund of this reward."`
	Reason     string    `json:"reason,omitempty"`
	Author     string    `json:"author" doc:"Who asked for it: user: and the user's id, app and the app's, or a staff id."`
	RequestID  string    `json:"request_id,omitempty"`
}

// transferBody is a movement of coins that was made, now or before.
type transferBody struct {
	ID       int64     `json:"id"`
	At       time.Time `json:"at"`
	Coins    int64     `json:"coins"`
	House    int64     `json:"house" doc:"What of it the app's house paid."`
	UserID   string    `json:"user_id" doc:"Who got them."`
	Balance  int64     `json:"balance" doc:"What he had after it."`
	Repeated bool      `json:"repeated" doc:"The same Idempotency-Key had made it before, however long ago."`
}

type walletInput struct {
	ID     string `path:"id" maxLength:"128"`
	UserID string `path:"user_id" maxLength:"128"`
	Paging
}

type creditInput struct {
	ID     string `path:"id" maxLength:"128"`
	UserID string `path:"user_id" maxLength:"128"`
	Body   struct {
		Coins  int64  `json:"coins" minimum:"1"`
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

type refundInput struct {
	ID       string `path:"id" maxLength:"128"`
	RewardID int64  `path:"reward_id" minimum:"1"`
	Body     struct {
		Reason     string `json:"reason" minLength:"1" maxLength:"500"`
		HouseBears bool   `json:"house_bears,omitempty" doc:"What the rewarded user no longer has, the app's house pays; otherwise that is a conflict, not_enough_coins."`
	}
}

func (h *Handler) walletOperations() {
	add(h, huma.Operation{OperationID: "get-wallet", Method: http.MethodGet, Path: "/apps/{id}/wallets/{user_id}", Tags: giftTags,
		Summary: "A user's coins and what moved them, the newest first", Description: "One of whom nothing is known has none. Who looked goes into the audit log."}, h.getWallet)
	add(h, huma.Operation{OperationID: "credit-wallet", Method: http.MethodPost, Path: "/apps/{id}/wallets/{user_id}/credit", Tags: giftTags,
		Summary: "Give a user coins of the app's house", Description: "An Idempotency-Key counts for ever here."}, h.creditWallet)
	add(h, huma.Operation{OperationID: "refund-reward", Method: http.MethodPost, Path: "/apps/{id}/rewards/{reward_id}/refund", Tags: giftTags,
		Summary: "Give a reward back, from who got it to who gave it, once", Description: "An Idempotency-Key counts for ever here."}, h.refundReward)
}

func (h *Handler) getWallet(ctx context.Context, in *walletInput) (*answer[walletBody], error) {
	app, err := h.appSeen(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	before, err := in.before()
	if err != nil {
		return nil, err
	}
	lines, err := h.deps.Gifts.Statement(ctx, app.ID, in.UserID, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	balance, err := h.deps.Gifts.Balance(ctx, app.ID, in.UserID)
	if err != nil {
		return nil, err
	}
	moved := pageOf(lines, in.Limit, func(l gift.Line) int64 { return l.ID }, lineOfWallet)
	return answered(walletBody{
		App: app.ID, UserID: in.UserID, Balance: balance, Items: moved.Items, Next: moved.Next,
	}, h.recordUserView(ctx, app.ID, in.UserID, "wallet"))
}

func lineOfWallet(l gift.Line) walletLine {
	shown := walletLine{
		ID: l.ID, At: l.At.UTC(), Kind: l.Kind, Coins: l.Moved, Balance: l.Left, From: l.Payer, To: l.Payee, Count: l.Count,
		RefundOf: l.RefundOf, RefundedBy: l.RefundedBy, Reason: l.Reason, Author: l.Author, RequestID: l.RequestID,
	}
	if l.Kind == gift.Reward {
		shown.Gift = &giftBody{ID: l.Gift.ID, Name: l.Gift.Name, Price: l.Gift.Price}
	}
	return shown
}

func (h *Handler) creditWallet(ctx context.Context, in *creditInput) (*answer[transferBody], error) {
	app, err := h.appSeen(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return transferAnswered(h.deps.Gifts.Credit(ctx, app, gift.Grant{
		User: in.UserID, Coins: in.Body.Coins, Reason: in.Body.Reason, RequestID: keyOf(ctx), By: callerOf(ctx).by(),
	}))
}

func (h *Handler) refundReward(ctx context.Context, in *refundInput) (*answer[transferBody], error) {
	app, err := h.appSeen(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return transferAnswered(h.deps.Gifts.Refund(ctx, app, gift.Return{
		RewardID: in.RewardID, HouseBears: in.Body.HouseBears, Reason: in.Body.Reason, RequestID: keyOf(ctx), By: callerOf(ctx).by(),
	}))
}

func transferAnswered(r gift.Receipt, err error) (*answer[transferBody], error) {
	return answered(transferBody{
		ID: r.ID, At: r.At.UTC(), Coins: r.Coins, House: r.FromHouse(), UserID: r.Payee, Balance: r.Balance(r.Payee), Repeated: r.Repeated,
	}, err)
}
