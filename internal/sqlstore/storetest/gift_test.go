package storetest

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func TestARewardMovesCoinsAndTellsBoth(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		s := newShop(t, open(), "a", "b")
		s.credit("a", 1000)
		receipt := s.reward("a", "b", 3, 2)
		want := gift.Transfer{
			ID: receipt.ID, App: "live", Kind: gift.Reward, Payer: "a", Payee: "b", Coins: 398, Gift: gift.Gift{ID: 3, Name: "跑车", Price: 199}, Count: 2,
			Author: "user:a", At: start, Entries: []gift.Entry{{Account: "a", Coins: -398, Balance: 602}, {Account: "b", Coins: 398, Balance: 398}},
		}
		if diff := cmp.Diff(gift.Receipt{Transfer: want}, receipt); diff != "" {
			t.Error(diff)
		}
		s.wantBalances(map[string]int64{gift.House: -1000, "a": 602, "b": 398, "nobody": 0})
		if found := s.wantGood(); found.Transfers != 2 || found.Entries != 4 || found.Accounts != 3 || found.Issued != 1000 {
			t.Errorf("%+v", found)
		}
		events, err := s.store.Deliveries(t.Context(), delivery.Filter{App: "live", Lane: "told:b"})
		s.must(err)
		if len(events) != 2 || events[1].Kind != "tell_reward" || events[0].Kind != "tell_announcement" || s.woken.Load() != 1 {
			t.Fatalf("%+v, woken %d times", events, s.woken.Load())
		}
		if text := string(events[0].Payload); !strings.Contains(text, `\u0026lt;a\u0026gt;`) {
			t.Errorf("the name is not escaped: %s", text)
		}
	})
}

func TestWhatIsRefusedChangesNothing(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		s := newShop(t, open(), "a", "b", "bad")
		s.credit("a", 98)
		s.credit("bad", 98)
		s.ban = "bad"
		for order, want := range map[gift.Order]struct {
			kind fault.Kind
			code string
		}{
			{From: "a", To: "", GiftID: 1, Count: 1}:                                       {fault.Invalid, "invalid"},
			{From: "", To: "b", GiftID: 1, Count: 1}:                                       {fault.Invalid, "invalid"},
			{From: "a", To: "a", GiftID: 1, Count: 1}:                                      {fault.Invalid, "invalid"},
			{From: "a", To: "b", GiftID: 1, Count: 0}:                                      {fault.Invalid, "invalid"},
			{From: "a", To: "b", GiftID: 1, Count: -1}:                                     {fault.Invalid, "invalid"},
			{From: "a", To: "b", GiftID: 1, Count: math.MaxInt64}:                          {fault.Invalid, gift.CodeTooMany},
			{From: "a", To: "b", GiftID: 1, Count: 11}:                                     {fault.Conflict, gift.CodeNotEnough},
			{From: "a", To: "b", GiftID: 2, Count: 1}:                                      {fault.Conflict, gift.CodeNotEnough},
			{From: "b", To: "a", GiftID: 1, Count: 1}:                                      {fault.Conflict, gift.CodeNotEnough},
			{From: "a", To: "b", GiftID: 5, Count: 1}:                                      {fault.NotFound, gift.CodeNoGift},
			{From: "a", To: "z", GiftID: 1, Count: 1}:                                      {fault.NotFound, party.CodeNoUser},
			{From: "z", To: "a", GiftID: 1, Count: 1}:                                      {fault.NotFound, party.CodeNoUser},
			{From: "bad", To: "a", GiftID: 1, Count: 1}:                                    {fault.Forbidden, "forbidden"},
			{From: "a", To: "b", GiftID: 1, Count: 1, RequestID: strings.Repeat("r", 129)}: {fault.Invalid, "invalid"},
		} {
			_, err := s.Reward(t.Context(), giftApp, order)
			s.wantCode(err, want.kind, want.code)
		}
		for _, grant := range []gift.Grant{{Coins: 1}, {User: "a"}, {User: "a", Coins: -1}, {User: "a", Coins: 1, Reason: strings.Repeat("x", 501)}, {User: "a", Coins: 1, Reason: "a\x00b"}, {User: "a", Coins: 1, RequestID: "\xff"}} {
			_, err := s.Credit(t.Context(), giftApp, grant)
			s.wantCode(err, fault.Invalid, "invalid")
		}
		_, err := s.Credit(t.Context(), giftApp, gift.Grant{User: "z", Coins: 1})
		s.wantCode(err, fault.NotFound, party.CodeNoUser)
		s.wantBalances(map[string]int64{"a": 98, "b": 0, gift.House: -196})
		s.wantGood()
		if n, err := s.store.CountDeliveries(t.Context(), delivery.Filter{App: "live"}); n != 0 || err != nil || s.woken.Load() != 0 {
			t.Errorf("%d events, %v", n, err)
		}
	})
}

func TestCoinsAreCountedToTheLast(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		s := newShop(t, open(), "a", "b")
		s.credit("a", math.MaxInt64-1)
		_, err := s.Credit(t.Context(), giftApp, gift.Grant{User: "b", Coins: 2})
		s.wantCode(err, fault.Invalid, gift.CodeTooMany)
		s.credit("b", 1)
		_, err = s.Credit(t.Context(), giftApp, gift.Grant{User: "b", Coins: 1})
		s.wantCode(err, fault.Invalid, gift.CodeTooMany)
		_, err = s.SetCatalogue(t.Context(), "live", []gift.Gift{{ID: 1, Name: "all", Price: math.MaxInt64 - 1}}, 0, "1")
		s.must(err)
		_, err = s.Reward(t.Context(), giftApp, gift.Order{From: "a", To: "b", GiftID: 1, Count: 2})
		s.wantCode(err, fault.Invalid, gift.CodeTooMany)
		s.reward("a", "b", 1, 1)
		s.wantBalances(map[string]int64{"a": 0, "b": math.MaxInt64, gift.House: -math.MaxInt64})
		s.wantGood()
	})
}

func TestARequestCountsOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		s := newShop(t, open(), "a", "b", "c")
		s.credit("a", 100)
		s.credit("b", 100)
		order := gift.Order{From: "a", To: "b", GiftID: 1, Count: 1, RequestID: "r1"}
		first, err := s.Reward(t.Context(), giftApp, order)
		s.must(err)
		_, err = s.SetCatalogue(t.Context(), "live", []gift.Gift{{ID: 1, Name: "dear", Price: 10, Off: true}}, 0, "1")
		s.must(err)
		_, err = s.Reward(t.Context(), giftApp, order) // the gift is gone
		s.must(err)
		s.ban = "a"
		again, err := s.Reward(t.Context(), giftApp, order)
		s.must(err)
		if !again.Repeated || first.Repeated {
			t.Error("it is not known which was first")
		}
		again.Repeated = false
		if diff := cmp.Diff(first, again); diff != "" {
			t.Error(diff)
		}
		for _, other := range []gift.Order{
			{From: "a", To: "c", GiftID: 1, Count: 1, RequestID: "r1"}, {From: "a", To: "b", GiftID: 2, Count: 1, RequestID: "r1"},
			{From: "a", To: "b", GiftID: 1, Count: 2, RequestID: "r1"},
		} {
			_, err := s.Reward(t.Context(), giftApp, other)
			s.wantCode(err, fault.Conflict, gift.CodeReused)
		}
		_, err = s.SetCatalogue(t.Context(), "live", gift.Defaults().Gifts, 1, "1")
		s.must(err)
		_, err = s.Reward(t.Context(), giftApp, gift.Order{From: "b", To: "c", GiftID: 1, Count: 1, RequestID: "r1"}) // his own
		s.must(err)
		s.wantBalances(map[string]int64{"a": 91, "b": 100, "c": 9})
		if n, err := s.store.CountDeliveries(t.Context(), delivery.Filter{App: "live"}); n != 4 || err != nil {
			t.Errorf("%d events, %v", n, err)
		}
		s.wantGood()
	})
}

func TestCreditsAreServersAndOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		s := newShop(t, open(), "a", "b")
		ctx := auditlog.WithActor(t.Context(), auditlog.Actor{Kind: auditlog.App, ID: "live"})
		grant := gift.Grant{User: "a", Coins: 10, RequestID: "r", Reason: "bought", By: "app live"}
		first, err := s.Credit(ctx, giftApp, grant)
		s.must(err)
		again, err := s.Credit(ctx, giftApp, grant)
		s.must(err)
		if again.ID != first.ID || !again.Repeated || again.Balance("a") != 10 || again.Reason != "bought" {
			t.Errorf("%+v", again)
		}
		for _, change := range []func(*gift.Grant){
			func(g *gift.Grant) { g.Coins = 11 }, func(g *gift.Grant) { g.User = "b" }, func(g *gift.Grant) { g.Reason = "won" },
		} {
			other := grant
			change(&other)
			_, err := s.Credit(ctx, giftApp, other)
			s.wantCode(err, fault.Conflict, gift.CodeReused)
		}
		grant.By = "7"
		_, err = s.Credit(ctx, giftApp, grant)
		s.must(err)
		s.credit("a", 1)
		s.credit("a", 1)
		s.wantBalances(map[string]int64{"a": 22, gift.House: -22})
		entries, err := s.store.AuditEntries(ctx, auditlog.Filter{Action: string(auditlog.CoinsCredit), Object: auditlog.Object{Kind: auditlog.AWallet, ID: "a"}})
		s.must(err)
		if len(entries) != 4 || !strings.Contains(string(entries[3].Detail), `"coins":10`) || entries[3].Actor.ID != "live" {
			t.Errorf("%+v", entries)
		}
		s.wantGood()
	})
}

func TestARewardIsRefundedOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		s := newShop(t, open(), "a", "b", "c")
		s.credit("a", 300)
		first, second, third := s.reward("a", "b", 2, 1), s.reward("a", "b", 2, 1), s.reward("a", "b", 2, 1)
		s.reward("b", "c", 3, 1) // leaves b 98, one short
		refund := func(r gift.Return) (gift.Receipt, error) { return s.Refund(t.Context(), giftApp, r) }

		_, err := refund(gift.Return{RewardID: first.ID, By: "7"})
		s.wantCode(err, fault.Conflict, gift.CodeNotEnough)
		borne, err := refund(gift.Return{RewardID: first.ID, HouseBears: true, By: "7", Reason: "fraud", RequestID: "r"})
		s.must(err)
		want := []gift.Entry{{Account: gift.House, Coins: -1, Balance: -301}, {Account: "a", Coins: 99, Balance: 102}, {Account: "b", Coins: -98, Balance: 0}}
		if diff := cmp.Diff(want, borne.Entries); diff != "" {
			t.Error(diff)
		}
		again, err := refund(gift.Return{RewardID: first.ID, HouseBears: true, By: "7", Reason: "fraud", RequestID: "r"})
		if s.must(err); again.ID != borne.ID {
			t.Errorf("%+v", again)
		}
		_, err = refund(gift.Return{RewardID: first.ID, By: "7"})
		s.wantCode(err, fault.Conflict, gift.CodeRefunded)
		_, err = refund(gift.Return{RewardID: second.ID, HouseBears: true, By: "7", Reason: "fraud", RequestID: "r"})
		s.wantCode(err, fault.Conflict, gift.CodeReused)

		s.credit("b", 99)
		_, err = refund(gift.Return{RewardID: second.ID, HouseBears: true, By: "7"})
		s.must(err)
		allHouse, err := refund(gift.Return{RewardID: third.ID, HouseBears: true, By: "7"})
		if s.must(err); len(allHouse.Entries) != 2 || allHouse.Balance(gift.House) != -499 {
			t.Errorf("%+v", allHouse)
		}
		s.wantBalances(map[string]int64{"a": 300, "b": 0, "c": 199, gift.House: -499})
		for _, id := range []int64{0, 999_999, borne.ID} {
			_, err = refund(gift.Return{RewardID: id, By: "7"})
			s.wantCode(err, fault.NotFound, gift.CodeNoReward)
		}
		_, err = s.Refund(t.Context(), tenant.App{ID: "other"}, gift.Return{RewardID: first.ID, By: "7"})
		s.wantCode(err, fault.NotFound, gift.CodeNoReward)
		s.wantGood()
		entries, err := s.store.AuditEntries(t.Context(), auditlog.Filter{Action: string(auditlog.CoinsRefund)})
		s.must(err)
		if len(entries) != 3 || !strings.Contains(string(entries[2].Detail), `"house":1`) {
			t.Errorf("%+v", entries)
		}
	})
}

func TestAStatementIsPagedFromTheNewest(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		s := newShop(t, open(), "a", "b")
		s.credit("a", 100)
		reward := s.reward("a", "b", 1, 2)
		refund, err := s.Refund(t.Context(), giftApp, gift.Return{RewardID: reward.ID, By: "7"})
		s.must(err)
		s.reward("a", "b", 1, 1)
		var moved, left, refunded []int64
		for before := int64(0); ; {
			lines, err := s.Statement(t.Context(), "live", "a", before, 3)
			s.must(err)
			for _, line := range lines {
				moved, left, refunded = append(moved, line.Moved), append(left, line.Left), append(refunded, line.RefundedBy)
				before = line.ID
			}
			if len(lines) < 3 {
				break
			}
		}
		if diff := cmp.Diff([][]int64{{-9, 18, -18, 100}, {91, 100, 82, 100}, {0, 0, refund.ID, 0}}, [][]int64{moved, left, refunded}); diff != "" {
			t.Error(diff)
		}
		if lines, err := s.Statement(t.Context(), "other", "a", 0, 3); len(lines) != 0 || err != nil {
			t.Errorf("another app sees %v, %v", lines, err)
		}
	})
}

func TestACatalogueIsSetByVersions(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		s := newShop(t, open(), "a", "b")
		s.credit("a", 100)
		c, err := s.Catalogue(t.Context(), "live")
		if diff := cmp.Diff(gift.Defaults(), c); diff != "" || err != nil {
			t.Error(diff, err)
		}
		bought := s.reward("a", "b", 1, 1)
		gifts := []gift.Gift{{ID: 9, Name: "新", Price: 5}, {ID: 1, Name: "荧光棒", Price: 10}, {ID: 2, Name: "安排", Price: 99, Off: true}}
		c, err = s.SetCatalogue(t.Context(), "live", gifts, 0, "7")
		s.must(err)
		if c.Version != 1 || c.UpdatedBy != "7" || len(c.Offered()) != 2 {
			t.Errorf("%+v", c)
		}
		_, err = s.SetCatalogue(t.Context(), "live", gifts[:1], 0, "8")
		s.wantCode(err, fault.Conflict, gift.CodeChanged)
		_, err = s.SetCatalogue(t.Context(), "other", gifts[:1], 3, "8")
		s.wantCode(err, fault.Conflict, gift.CodeChanged)
		if c, err = s.SetCatalogue(t.Context(), "live", gifts, 1, "8"); c.Version != 1 || err != nil {
			t.Errorf("%+v, %v", c, err)
		}
		_, err = s.Reward(t.Context(), giftApp, gift.Order{From: "a", To: "b", GiftID: 2, Count: 1})
		s.wantCode(err, fault.NotFound, gift.CodeNoGift)
		dearer := s.reward("a", "b", 1, 1)
		kept, err := s.store.CoinTransfer(t.Context(), "live", bought.ID)
		s.must(err)
		if kept.Gift.Price != 9 || dearer.Gift.Price != 10 || dearer.Coins != 10 {
			t.Errorf("%+v, %+v", kept, dearer)
		}
		entries, err := s.store.AuditEntries(t.Context(), auditlog.Filter{Action: string(auditlog.GiftsPut)})
		s.must(err)
		want := `{"removed":[3,4],"set":[{"id":9,"name":"新","price":5},{"id":1,"name":"荧光棒","price":10},{"id":2,"name":"安排","price":99,"off":true}],"version":1}`
		if len(entries) != 1 || string(entries[0].Detail) != want {
			t.Errorf("%+v", entries)
		}
	})
}
