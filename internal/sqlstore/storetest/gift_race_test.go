package storetest

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// TestSixteenAtOnceNeverOverdraw has sixteen try to spend what suffices for ten,
// through two nodes where the engine has them.
func TestSixteenAtOnceNeverOverdraw(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		s := newShop(t, open(), "a", "b", "c")
		other := newShop(t, open())
		s.credit("a", 95)
		var done, refused atomic.Int64
		shops := map[*sqlstore.Store]*shop{s.store: s, other.store: other}
		together(16, []*sqlstore.Store{s.store, other.store}, func(n int, store *sqlstore.Store) {
			_, err := shops[store].Reward(t.Context(), giftApp, gift.Order{From: "a", To: []string{"b", "c"}[n%2], GiftID: 1, Count: 1, RequestID: fmt.Sprint(n)})
			switch {
			case err == nil:
				done.Add(1)
			case fault.HasCode(err, gift.CodeNotEnough):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
		if done.Load() != 10 || refused.Load() != 6 {
			t.Errorf("%d done, %d refused", done.Load(), refused.Load())
		}
		s.wantBalances(map[string]int64{"a": 5})
		s.wantGood()
	})
}

// TestTheSameRequestSixteenTimesAtOnce counts once, whichever comes first.
func TestTheSameRequestSixteenTimesAtOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		s := newShop(t, open(), "a", "b")
		s.credit("a", 1000)
		var firsts, refunds atomic.Int64
		var rewardID atomic.Int64
		together(16, []*sqlstore.Store{s.store}, func(int, *sqlstore.Store) {
			receipt, err := s.Reward(t.Context(), giftApp, gift.Order{From: "a", To: "b", GiftID: 1, Count: 1, RequestID: "same"})
			if err != nil {
				t.Error(err)
			}
			if !receipt.Repeated {
				firsts.Add(1)
			}
			rewardID.Store(receipt.ID)
		})
		together(16, []*sqlstore.Store{s.store}, func(n int, _ *sqlstore.Store) {
			_, err := s.Refund(t.Context(), giftApp, gift.Return{RewardID: rewardID.Load(), By: fmt.Sprint(n)})
			switch {
			case err == nil:
				refunds.Add(1)
			case !fault.HasCode(err, gift.CodeRefunded):
				t.Error(err)
			}
		})
		if firsts.Load() != 1 || refunds.Load() != 1 {
			t.Errorf("%d rewards, %d refunds", firsts.Load(), refunds.Load())
		}
		s.wantBalances(map[string]int64{"a": 1000, "b": 0})
		if n, err := s.store.CountDeliveries(t.Context(), delivery.Filter{App: "live"}); n != 2 || err != nil {
			t.Errorf("%d events, %v", n, err)
		}
		s.wantGood()
	})
}

// TestWhoGivesInCirclesNeverWaitsInOne has everybody give to everybody at once.
func TestWhoGivesInCirclesNeverWaitsInOne(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		users := []string{"a", "b", "c", "d"}
		s := newShop(t, open(), users...)
		for _, user := range users {
			s.credit(user, 100_000)
		}
		var rewards atomic.Int64
		together(16, []*sqlstore.Store{s.store}, func(n int, _ *sqlstore.Store) {
			for i := range 25 {
				from, to := users[(n+i)%4], users[(n+i+1+n%3)%4]
				receipt, err := s.Reward(t.Context(), giftApp, gift.Order{From: from, To: to, GiftID: 1, Count: 1})
				if err == nil && i%5 == 0 {
					_, err = s.Refund(t.Context(), giftApp, gift.Return{RewardID: receipt.ID, HouseBears: true, By: "7"})
				}
				if err == nil && i%7 == 0 {
					_, err = s.Credit(t.Context(), giftApp, gift.Grant{User: to, Coins: 1, By: "app live"})
				}
				if err != nil {
					t.Error(err)
					return
				}
				rewards.Add(1)
			}
		})
		if rewards.Load() != 400 {
			t.Errorf("%d rewards", rewards.Load())
		}
		s.wantBalances(map[string]int64{gift.House: -400_000 - 16*4})
		if found := s.wantGood(); found.Transfers != 4+400+80+64 {
			t.Errorf("%+v", found)
		}
	})
}
