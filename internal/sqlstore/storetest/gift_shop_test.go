package storetest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

var giftApp = tenant.App{ID: "live"}

// shop is a gift service on a store, with users in the app live.
type shop struct {
	*gift.Service
	t     *testing.T
	store *sqlstore.Store
	woken atomic.Int64
	ban   string // a user who may not give
}

// MayGive implements gift.Guard.
func (s *shop) MayGive(_ context.Context, _, user string) error {
	if user == s.ban {
		return fault.New(fault.Forbidden, "", "%s is punished", user)
	}
	return nil
}

func newShop(t *testing.T, store *sqlstore.Store, users ...string) *shop {
	t.Helper()
	s := &shop{t: t, store: store}
	s.Service = gift.NewService(gift.Options{
		Store: store, People: store, Guard: s, Wake: func() { s.woken.Add(1) }, Now: func() time.Time { return start },
	})
	for _, user := range users {
		account := party.Account{App: giftApp.ID, UserUUID: user, DeviceID: "d", Name: "<" + user + ">", CreatedAt: start, UpdatedAt: start}
		_, err := store.CreatePartyAccount(t.Context(), account, func() int64 { return int64(len(user))<<32 | int64(user[0])<<8 | int64(user[len(user)-1]) })
		s.must(err)
	}
	return s
}

func (s *shop) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shop) credit(user string, coins int64) {
	s.t.Helper()
	_, err := s.Credit(s.t.Context(), giftApp, gift.Grant{User: user, Coins: coins, By: "app live"})
	s.must(err)
}

func (s *shop) reward(from, to string, id, count int64) gift.Receipt {
	s.t.Helper()
	receipt, err := s.Reward(s.t.Context(), giftApp, gift.Order{From: from, To: to, GiftID: id, Count: count})
	s.must(err)
	return receipt
}

func (s *shop) wantBalances(want map[string]int64) {
	s.t.Helper()
	for user, coins := range want {
		got, err := s.Balance(s.t.Context(), giftApp.ID, user)
		s.must(err)
		if got != coins {
			s.t.Errorf("%s has %d, want %d", user, got, coins)
		}
	}
}

// wantGood verifies the ledger.
func (s *shop) wantGood() gift.Verified {
	s.t.Helper()
	found, err := gift.Verify(s.t.Context(), s.store, giftApp.ID)
	s.must(err)
	if found.Wrong != 0 || found.Sum != "0" {
		s.t.Errorf("the ledger is wrong: %+v", found)
	}
	return found
}

func (s *shop) wantCode(err error, kind fault.Kind, code string) {
	s.t.Helper()
	if !fault.Is(err, kind) || !fault.HasCode(err, code) {
		s.t.Errorf("got %v, want %s", err, code)
	}
}
