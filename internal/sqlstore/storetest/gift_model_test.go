package storetest

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// ledgerModel is what a test expects of the coins of an app.
type ledgerModel struct {
	app      tenant.App
	store    *sqlstore.Store
	shop     *gift.Service
	coins    map[string]int64
	price    int64
	version  int64
	rewards  []*modelReward
	requests map[string]*modelRequest // by author and request id
}

type modelReward struct {
	receipt  gift.Receipt
	refunded bool
}

type modelRequest struct {
	asked string // what
	id    int64  // the transfer
}

var modelUsers = []string{"a", "b", "c", "d"}

// UserName implements gift.People.
func (m *ledgerModel) UserName(_ context.Context, _, user string) (string, error) {
	if !slices.Contains(modelUsers, user) {
		return "", fault.New(fault.NotFound, "no_user", "nobody")
	}
	return user, nil
}

// MayGive implements gift.Guard.
func (m *ledgerModel) MayGive(context.Context, string, string) error { return nil }

// expect holds an answer against what the model knows of its request, and
// reports whether coins have moved now.
func (m *ledgerModel) expect(rt *rapid.T, author, request, asked string, possible bool, receipt gift.Receipt, err error) bool {
	key := author + "|" + request
	first, repeats := m.requests[key]
	switch {
	case request != "" && repeats && first.asked != asked:
		if !fault.HasCode(err, gift.CodeReused) {
			rt.Fatalf("%s of %s: %v", asked, first.asked, err)
		}
		return false
	case request != "" && repeats:
		if err != nil || !receipt.Repeated || receipt.ID != first.id {
			rt.Fatalf("%s again: %+v, %v", asked, receipt, err)
		}
		return false
	case !possible:
		if err == nil || fault.Is(err, fault.Internal) {
			rt.Fatalf("%s: %v", asked, err)
		}
		return false
	}
	if err != nil || receipt.Repeated {
		rt.Fatalf("%s: %+v, %v", asked, receipt, err)
	}
	m.requests[key] = &modelRequest{asked, receipt.ID}
	return true
}

func drawRequest(rt *rapid.T) string {
	return rapid.SampledFrom([]string{"", "", "1", "2", "3"}).Draw(rt, "request")
}

func (m *ledgerModel) credit(rt *rapid.T) {
	coins := rapid.OneOf(rapid.Int64Range(1, 100), rapid.Int64Range(math.MaxInt64/3, math.MaxInt64)).Draw(rt, "coins")
	grant := gift.Grant{User: rapid.SampledFrom(modelUsers).Draw(rt, "user"), Coins: coins, RequestID: drawRequest(rt), By: "server"}
	receipt, err := m.shop.Credit(context.Background(), m.app, grant)
	possible := coins <= math.MaxInt64+m.coins[gift.House]
	if m.expect(rt, "server", grant.RequestID, fmt.Sprint("credit", grant.User, coins), possible, receipt, err) {
		m.coins[gift.House] -= coins
		m.coins[grant.User] += coins
	}
}

func (m *ledgerModel) reward(rt *rapid.T) {
	o := gift.Order{
		From: rapid.SampledFrom(modelUsers).Draw(rt, "from"), To: rapid.SampledFrom(modelUsers).Draw(rt, "to"), GiftID: 1,
		Count: rapid.OneOf(rapid.Int64Range(0, 4), rapid.Int64Min(1)).Draw(rt, "count"), RequestID: drawRequest(rt),
	}
	receipt, err := m.shop.Reward(context.Background(), m.app, o)
	if o.Count < 1 || o.From == o.To {
		if !fault.Is(err, fault.Invalid) {
			rt.Fatalf("%+v: %v", o, err)
		}
		return
	}
	possible := o.Count <= m.coins[o.From]/m.price
	if m.expect(rt, "user:"+o.From, o.RequestID, fmt.Sprint("reward", o.To, o.Count), possible, receipt, err) {
		m.coins[o.From] -= m.price * o.Count
		m.coins[o.To] += m.price * o.Count
		m.rewards = append(m.rewards, &modelReward{receipt: receipt})
	}
}

func (m *ledgerModel) refund(rt *rapid.T) {
	if len(m.rewards) == 0 {
		return
	}
	reward := m.rewards[rapid.IntRange(0, len(m.rewards)-1).Draw(rt, "reward")]
	r := gift.Return{RewardID: reward.receipt.ID, HouseBears: rapid.Bool().Draw(rt, "bears"), RequestID: drawRequest(rt), By: "server"}
	receipt, err := m.shop.Refund(context.Background(), m.app, r)
	from, to, coins := reward.receipt.Payee, reward.receipt.Payer, reward.receipt.Coins
	paid := min(coins, m.coins[from])
	possible := !reward.refunded && (paid == coins || r.HouseBears && coins-paid <= math.MaxInt64+m.coins[gift.House])
	if m.expect(rt, "server", r.RequestID, fmt.Sprint("refund", r.RewardID, r.HouseBears), possible, receipt, err) {
		m.coins[from] -= paid
		m.coins[gift.House] -= coins - paid
		m.coins[to] += coins
		reward.refunded = true
	}
}

func (m *ledgerModel) setPrice(rt *rapid.T) {
	price := rapid.Int64Range(1, 50).Draw(rt, "price")
	c, err := m.shop.SetCatalogue(context.Background(), m.app.ID, []gift.Gift{{ID: 1, Name: "one", Price: price}}, m.version, "7")
	if err != nil {
		rt.Fatal(err)
	}
	m.price, m.version = price, c.Version
}

// check compares the balances and has the ledger prove itself.
func (m *ledgerModel) check(rt *rapid.T) {
	sum := new(big.Int)
	for account, want := range m.coins {
		got, err := m.store.CoinBalance(context.Background(), m.app.ID, account)
		if err != nil || got != want || got < 0 && account != gift.House {
			rt.Fatalf("%q has %d, want %d, %v", account, got, want, err)
		}
		sum.Add(sum, big.NewInt(got))
	}
	found, err := gift.Verify(context.Background(), m.store, m.app.ID)
	if err != nil || found.Wrong != 0 || sum.Sign() != 0 {
		rt.Fatalf("%+v, sum %s, %v", found, sum, err)
	}
}

// TestCoinsFollowTheModel does at random what can be done with coins: the
// balances are exactly the model's, and the ledger proves itself at every step.
func TestCoinsFollowTheModel(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, round := open(), 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			m := &ledgerModel{
				app: tenant.App{ID: fmt.Sprint("app", round)}, store: store, price: 9,
				coins: map[string]int64{gift.House: 0}, requests: map[string]*modelRequest{},
			}
			m.shop = gift.NewService(gift.Options{Store: store, People: m, Guard: m, Wake: func() {}, Now: func() time.Time { return start }})
			rt.Repeat(map[string]func(*rapid.T){
				"credit": m.credit, "reward": m.reward, "give": m.reward, "refund": m.refund, "price": m.setPrice, "": m.check,
			})
		})
	})
}
