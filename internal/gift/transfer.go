// Package gift is what users give each other and what it costs: the catalogue,
// and a ledger in which every coin has two sides.
package gift

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The stable codes of what is refused.
const (
	CodeNotEnough = "not_enough_coins"
	CodeTooMany   = "too_many_coins"    // more than can be counted
	CodeReused    = "request_id_reused" // the request id was used for something else
	CodeNoGift    = "no_gift"           // it is not, or no longer, offered
	CodeNoReward  = "no_reward"         // the app has no such reward
	CodeRefunded  = "already_refunded"  // the reward was given back before
	CodeChanged   = "catalogue_changed" // somebody else has set the catalogue meanwhile
)

// House is the account of an app that issues coins. What users have, it owes:
// its balance is never above 0, and all balances of an app sum up to 0.
const House = ""

// Kind is why coins move.
type Kind string

// The kinds.
const (
	Reward Kind = "reward" // a user gives another one something
	Credit Kind = "credit" // the house gives a user coins
	Refund Kind = "refund" // a reward is given back
)

// Transfer is one movement of coins. It never changes.
type Transfer struct {
	ID     int64
	App    string
	Kind   Kind
	Payer  string
	Payee  string
	Coins  int64  // above 0
	Gift   Gift   // of a reward, with the price that it had then
	Count  int64  // how many of the gift
	Author string // who asked for it; his request ids are his own

	RequestID string // empty: each call is its own
	Reason    string
	At        time.Time

	RefundOf   int64 // the reward that a refund gives back; 0 for none
	HouseBears bool  // what the payer of a refund lacks, the house pays

	Entries []Entry // by account
}

// Entry is a side of a transfer.
type Entry struct {
	Account string
	Coins   int64 // below 0: given
	Balance int64 // the account's, after it
}

// Receipt is a transfer that was made, now or, Repeated, by the same request
// before.
type Receipt struct {
	Transfer
	Repeated bool
}

// Balance is what the account had after the transfer; 0 for one that it does
// not touch.
func (t Transfer) Balance(account string) int64 {
	for _, entry := range t.Entries {
		if entry.Account == account {
			return entry.Balance
		}
	}
	return 0
}

// FromHouse is what of the coins the house paid.
func (t Transfer) FromHouse() int64 {
	for _, entry := range t.Entries {
		if entry.Account == House {
			return -entry.Coins
		}
	}
	return 0
}

// Accounts are those that the transfer may touch, in the order in which
// everybody locks them.
func (t Transfer) Accounts() []string {
	accounts := []string{t.Payer, t.Payee}
	if t.HouseBears {
		accounts = append(accounts, House)
	}
	slices.Sort(accounts)
	return slices.Compact(accounts)
}

// Post is what the transfer does to accounts with these balances. It is a fault
// where somebody lacks coins, or has more than can be counted.
func (t Transfer) Post(balances map[string]int64) ([]Entry, error) {
	fromPayer, fromHouse := t.Coins, int64(0)
	if have := balances[t.Payer]; t.Payer != House && have < t.Coins {
		if !t.HouseBears {
			return nil, notEnough(have, t.Coins)
		}
		fromPayer, fromHouse = have, t.Coins-have
	}
	var entries []Entry
	for _, side := range []Entry{{Account: t.Payer, Coins: -fromPayer}, {Account: House, Coins: -fromHouse}, {Account: t.Payee, Coins: t.Coins}} {
		if side.Coins == 0 {
			continue
		}
		var counted bool
		if side.Balance, counted = plus(balances[side.Account], side.Coins); !counted {
			return nil, tooMany()
		}
		entries = append(entries, side)
	}
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Account, b.Account) })
	return entries, nil
}

// Again is the answer to a request whose id was used before, by first.
func (t Transfer) Again(first Transfer) (Receipt, error) {
	same := t.Kind == first.Kind && t.Payer == first.Payer && t.Payee == first.Payee && t.Reason == first.Reason &&
		t.Gift.ID == first.Gift.ID && t.Count == first.Count && t.RefundOf == first.RefundOf && t.HouseBears == first.HouseBears &&
		(t.Kind == Reward || t.Coins == first.Coins) // a reward costs what it cost
	if !same {
		return Receipt{}, fault.New(fault.Conflict, CodeReused, "this request id was used for something else")
	}
	return Receipt{Transfer: first, Repeated: true}, nil
}

// plus adds and reports whether the sum can be counted.
func plus(a, b int64) (sum int64, counted bool) {
	sum = a + b
	return sum, (sum > a) == (b > 0) && sum != math.MinInt64
}

// times multiplies numbers above 0 and reports whether the product can be
// counted.
func times(a, b int64) (product int64, counted bool) {
	if a > math.MaxInt64/b {
		return 0, false
	}
	return a * b, true
}

func notEnough(have, want int64) error {
	return fault.New(fault.Conflict, CodeNotEnough, "there are %d coins, and it takes %d", have, want)
}

func tooMany() error {
	return fault.New(fault.Invalid, CodeTooMany, "these are more coins than can be counted")
}

// NoReward is the fault of a reward that an app does not have.
func NoReward(id int64) error {
	return fault.New(fault.NotFound, CodeNoReward, "there is no reward %d", id)
}

// Refunded is the fault of a reward that was given back before.
func Refunded(id int64) error {
	return fault.New(fault.Conflict, CodeRefunded, "the reward %d was refunded already", id)
}
