package gift

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// books is a ledger in memory.
type books struct {
	transfers []Transfer
	unfit     bool // what refunds say of their rewards
	balances  map[string]int64
	broken    error
}

func (b *books) LedgerApps(context.Context) ([]string, error) { return []string{"live"}, nil }

func (b *books) WalkLedger(_ context.Context, _ string, see Sight) error {
	for _, t := range b.transfers {
		see.Transfer(t, !b.unfit)
	}
	for account, balance := range b.balances {
		see.Account(account, balance)
	}
	return b.broken
}

// goodBooks have a credit, a reward and its refund, of which the house bears a
// part.
func goodBooks() *books {
	return &books{
		transfers: []Transfer{
			{ID: 1, Kind: Credit, Payer: House, Payee: "a", Coins: 100, Entries: []Entry{{House, -100, -100}, {"a", 100, 100}}},
			{ID: 2, Kind: Reward, Payer: "a", Payee: "b", Coins: 60, Gift: Gift{ID: 1, Price: 20}, Count: 3, Entries: []Entry{{"a", -60, 40}, {"b", 60, 60}}},
			{ID: 3, Kind: Reward, Payer: "b", Payee: "c", Coins: 40, Gift: Gift{ID: 1, Price: 40}, Count: 1, Entries: []Entry{{"b", -40, 20}, {"c", 40, 40}}},
			{ID: 4, Kind: Refund, Payer: "b", Payee: "a", Coins: 60, RefundOf: 2, HouseBears: true, Entries: []Entry{{House, -40, -140}, {"a", 60, 100}, {"b", -20, 0}}},
		},
		balances: map[string]int64{House: -140, "a": 100, "b": 0, "c": 40},
	}
}

func TestAGoodLedgerIsGood(t *testing.T) {
	t.Parallel()
	found, err := Verify(t.Context(), goodBooks(), "live")
	if err != nil || found.Wrong != 0 || found.Sum != "0" || found.Issued != 140 || found.Accounts != 4 || found.Transfers != 4 || found.Entries != 9 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestEveryForgeryIsNamed(t *testing.T) {
	t.Parallel()
	for name, forgery := range map[string]struct {
		forge func(b *books)
		names Problem // its Text is a part of it
	}{
		"a balance":               {func(b *books) { b.balances["a"]++ }, Problem{0, "a", "has 101, and after the last entry 100"}},
		"an account less":         {func(b *books) { delete(b.balances, "c") }, Problem{0, "c", "no account"}},
		"an account more":         {func(b *books) { b.balances["z"] = 5 }, Problem{0, "z", "after the last entry 0"}},
		"an account below 0":      {func(b *books) { b.balances["b"] = -1 }, Problem{0, "b", "has -1"}},
		"the house":               {func(b *books) { b.balances[House] = -139 }, Problem{0, House, "all accounts sum up to 1"}},
		"an entry's coins":        {func(b *books) { b.transfers[1].Entries[1].Coins++ }, Problem{2, House, "sum up to 1"}},
		"an entry's balance":      {func(b *books) { b.transfers[1].Entries[1].Balance++ }, Problem{2, "b", "has 60 after it, and the entry says 61"}},
		"an entry less":           {func(b *books) { b.transfers[1].Entries = b.transfers[1].Entries[:1] }, Problem{2, House, "get 0"}},
		"no entries":              {func(b *books) { b.transfers[1].Entries = nil }, Problem{2, House, "give 0 and get 0"}},
		"a transfer less":         {func(b *books) { b.transfers[1] = Transfer{ID: 2, Entries: b.transfers[1].Entries} }, Problem{2, House, "2 entries are of no transfer"}},
		"a transfer's coins":      {func(b *books) { b.transfers[1].Coins = 40 }, Problem{2, House, "it is of 40 coins"}},
		"a price":                 {func(b *books) { b.transfers[1].Gift.Price = 19 }, Problem{2, House, "does not fit a reward"}},
		"a free gift":             {func(b *books) { b.transfers[1].Gift.Price = 0 }, Problem{2, House, "does not fit a reward"}},
		"a price beyond numbers":  {func(b *books) { b.transfers[1].Gift.Price = math.MaxInt64 }, Problem{2, House, "does not fit a reward"}},
		"another giver":           {func(b *books) { b.transfers[1].Payer = "c" }, Problem{2, "a", "that is not his"}},
		"both sides swapped":      {func(b *books) { swap(b.transfers[1].Entries) }, Problem{2, "a", "gets coins that he should give"}},
		"a reward by the house":   {func(b *books) { b.transfers[0].Kind = Reward }, Problem{1, House, "does not fit a reward"}},
		"a credit by a user":      {func(b *books) { b.transfers[1].Kind = Credit }, Problem{2, House, "does not fit a credit"}},
		"a refund of nothing":     {func(b *books) { b.transfers[3].RefundOf = 0 }, Problem{4, House, "does not fit a refund"}},
		"a refund of another one": {func(b *books) { b.unfit = true }, Problem{4, House, "does not fit a refund"}},
		"a house that bore":       {func(b *books) { b.transfers[3].HouseBears = false }, Problem{4, House, "that is not his"}},
		"an unknown kind":         {func(b *books) { b.transfers[0].Kind = "gift" }, Problem{1, House, "does not fit a gift"}},
		"a user below 0": {func(b *books) {
			b.transfers[1].Coins, b.transfers[1].Count = 120, 6
			b.transfers[1].Entries = []Entry{{"a", -120, -20}, {"b", 120, 120}}
		}, Problem{2, "a", "has -20 after it"}},
		"beyond numbers": {func(b *books) { b.transfers[1].Entries[1] = Entry{"b", math.MinInt64, math.MinInt64} }, Problem{2, "b", "cannot be counted"}},
	} {
		b := goodBooks()
		forgery.forge(b)
		found, err := Verify(t.Context(), b, "live")
		if err != nil || !found.has(forgery.names) {
			t.Errorf("%s: %+v, %v", name, found.Problems, err)
		}
	}
}

func swap(entries []Entry) {
	entries[0].Coins, entries[1].Coins = entries[1].Coins, entries[0].Coins
}

func (v Verified) has(want Problem) bool {
	for _, p := range v.Problems {
		if p.Transfer == want.Transfer && p.Account == want.Account && strings.Contains(p.Text, want.Text) {
			return true
		}
	}
	return false
}

func TestManyProblemsAreCounted(t *testing.T) {
	t.Parallel()
	b := &books{}
	for i := range int64(MaxProblems + 50) {
		b.transfers = append(b.transfers, Transfer{ID: i + 1, Entries: []Entry{{"a", 1, i + 1}}})
	}
	found, err := Verify(t.Context(), b, "live")
	if err != nil || found.Wrong != MaxProblems+51 || len(found.Problems) != MaxProblems { // and the account
		t.Errorf("%d, %d of them named, %v", found.Wrong, len(found.Problems), err)
	}
	b.broken = errors.New("gone")
	if _, err := Verify(t.Context(), b, "live"); !errors.Is(err, b.broken) || fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
