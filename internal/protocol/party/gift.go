package party

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/wire"
)

type rewardBody struct {
	GiftID    wire.Int  `json:"giftId"`
	GiftCount wire.Int  `json:"giftCount"`
	Target    wire.Text `json:"target"`
	RequestID wire.Text `json:"requestId"`
}

type rewardShown struct {
	RewardID  int64  `json:"rewardId"`
	GiftID    int64  `json:"giftId"`
	GiftName  string `json:"giftName"`
	GiftCount int64  `json:"giftCount"`
	CloudCoin int64  `json:"cloudCoin"` // of all of them
	Balance   int64  `json:"balance"`   // the giver's, after it
	Repeated  bool   `json:"repeated"`  // the same requestId had done it before
}

func (h *handler) reward(ctx context.Context, a asked) (any, error) {
	var body rewardBody
	if err := a.into(&body); err != nil {
		return nil, err
	}
	if err := plain("target", (*string)(&body.Target), maxID, true); err != nil {
		return nil, err
	}
	made, err := h.Gifts.Reward(ctx, a.app, gift.Order{
		From: a.user.UserUUID, To: string(body.Target), GiftID: int64(body.GiftID), Count: int64(body.GiftCount), RequestID: string(body.RequestID),
	})
	if err != nil {
		return nil, err
	}
	return rewardShown{made.ID, made.Gift.ID, made.Gift.Name, made.Count, made.Coins, made.Balance(a.user.UserUUID), made.Repeated}, nil
}

type giftShown struct {
	GiftID    int64  `json:"giftId"`
	GiftName  string `json:"giftName"`
	CloudCoin int64  `json:"cloudCoin"`
}

func (h *handler) gifts(ctx context.Context, a asked) (any, error) {
	catalogue, err := h.Gifts.Catalogue(ctx, a.app.ID)
	if err != nil {
		return nil, err
	}
	list := []giftShown{}
	for _, g := range catalogue.Offered() {
		list = append(list, giftShown{g.ID, g.Name, g.Price})
	}
	return list, nil
}

type walletShown struct {
	CloudCoin int64 `json:"cloudCoin"`
}

func (h *handler) wallet(ctx context.Context, a asked) (any, error) {
	return h.walletOf(ctx, a, a.user.UserUUID)
}

func (h *handler) walletForServer(ctx context.Context, a asked) (any, error) {
	found, err := h.who(ctx, a)
	if err != nil {
		return nil, err
	}
	return h.walletOf(ctx, a, found.UserUUID)
}

func (h *handler) walletOf(ctx context.Context, a asked, user string) (any, error) {
	coins, err := h.Gifts.Balance(ctx, a.app.ID, user)
	if err != nil {
		return nil, err
	}
	return walletShown{coins}, nil
}

// lineShown is a movement of a user's coins.
type lineShown struct {
	ID         int64     `json:"id"`
	Kind       gift.Kind `json:"kind"`      // reward, credit or refund
	CloudCoin  int64     `json:"cloudCoin"` // below 0: he gave it
	Balance    int64     `json:"balance"`   // his, after it
	Peer       string    `json:"peer,omitempty"`
	GiftID     int64     `json:"giftId,omitempty"`
	GiftName   string    `json:"giftName,omitempty"`
	GiftCount  int64     `json:"giftCount,omitempty"`
	Reason     string    `json:"reason,omitempty"`
	RefundedBy int64     `json:"refundedBy,omitempty"` // the id of the refund
	Time       int64     `json:"time"`                 // unix milliseconds
}

func (h *handler) statement(ctx context.Context, a asked) (any, error) {
	user, before, limit, err := a.rows()
	if err != nil {
		return nil, err
	}
	found, err := h.Gifts.Statement(ctx, a.app.ID, user, before, limit)
	if err != nil {
		return nil, err
	}
	list := make([]lineShown, len(found))
	for i, line := range found {
		list[i] = shownLine(line, user)
	}
	return list, nil
}

func shownLine(l gift.Line, user string) lineShown {
	peer := l.Payee
	if peer == user {
		peer = l.Payer
	}
	return lineShown{
		ID: l.ID, Kind: l.Kind, CloudCoin: l.Moved, Balance: l.Left, Peer: peer, GiftID: l.Gift.ID, GiftName: l.Gift.Name, GiftCount: l.Count,
		Reason: l.Reason, RefundedBy: l.RefundedBy, Time: l.At.UnixMilli(),
	}
}

func (h *handler) statementForServer(ctx context.Context, a asked) (any, error) {
	if err := h.named(ctx, a); err != nil {
		return nil, err
	}
	return h.statement(ctx, a)
}

type creditBody struct {
	UserUUID  wire.Text `json:"userUuid"`
	CloudCoin wire.Int  `json:"cloudCoin"`
	RequestID wire.Text `json:"requestId"`
	Reason    wire.Text `json:"reason"`
}

// movedShown is what a server is told of coins that it had moved.
type movedShown struct {
	ID        int64  `json:"id"`
	UserUUID  string `json:"userUuid"`
	CloudCoin int64  `json:"cloudCoin"` // how many moved
	Balance   int64  `json:"balance"`   // the user's, after it
	Repeated  bool   `json:"repeated"`
}

func shownMove(r gift.Receipt, user string) movedShown {
	return movedShown{r.ID, user, r.Coins, r.Balance(user), r.Repeated}
}

func (h *handler) credit(ctx context.Context, a asked) (any, error) {
	var body creditBody
	if err := a.into(&body); err != nil {
		return nil, err
	}
	if body.RequestID == "" {
		return nil, fault.Field("requestId", "is missing: without one a repetition would count again")
	}
	made, err := h.Gifts.Credit(ctx, a.app, gift.Grant{
		User: string(body.UserUUID), Coins: int64(body.CloudCoin), RequestID: string(body.RequestID), Reason: string(body.Reason), By: byServer(a),
	})
	if err != nil {
		return nil, err
	}
	return shownMove(made, made.Payee), nil
}

type refundBody struct {
	RewardID   wire.Int  `json:"rewardId"`
	HouseBears bool      `json:"houseBears"`
	RequestID  wire.Text `json:"requestId"`
	Reason     wire.Text `json:"reason"`
}

func (h *handler) refund(ctx context.Context, a asked) (any, error) {
	var body refundBody
	if err := a.into(&body); err != nil {
		return nil, err
	}
	made, err := h.Gifts.Refund(ctx, a.app, gift.Return{
		RewardID: int64(body.RewardID), HouseBears: body.HouseBears, RequestID: string(body.RequestID), Reason: string(body.Reason), By: byServer(a),
	})
	if err != nil {
		return nil, err
	}
	return shownMove(made, made.Payee), nil
}

// byServer is the app's server as the author of a transfer.
func byServer(a asked) string { return "app " + a.app.ID }
