package gift

import (
	"context"
	"fmt"
	"math/big"
)

// Ledger is what of the ledger is read to verify it.
type Ledger interface {
	// LedgerApps lists the apps that have accounts.
	LedgerApps(ctx context.Context) ([]string, error)

	// WalkLedger shows one moment of an app's whole ledger: its transfers by number,
	// then its accounts, the house's first. Entries without a transfer come as one
	// that has only an ID and Entries.
	WalkLedger(ctx context.Context, app string, see Sight) error
}

// Sight is shown a ledger.
type Sight struct {
	Transfer func(t Transfer, refundFits bool) // whether what a refund says of its reward is so
	Account  func(account string, balance int64)
}

// MaxProblems is how many problems of an app are named.
const MaxProblems = 100

// Verified is what a look at an app's ledger found. It is good where nothing is
// Wrong.
type Verified struct {
	App       string
	Accounts  int64
	Transfers int64
	Entries   int64
	Sum       string // of all balances; "0" in a good one
	Issued    int64  // coins that the house owes
	Wrong     int64  // how many problems there are
	Problems  []Problem
}

// Problem is one thing that is not as it must be.
type Problem struct {
	Transfer int64  // 0: it is about the account as it stands
	Account  string // a user, or House
	Text     string
}

// Verify proves that an app's ledger is as it was written: that each transfer
// has exactly its entries and they sum up to nothing, that each account has what
// its entries say, one after the other, and that all together have nothing. It
// takes about 100 bytes of memory for each account.
func Verify(ctx context.Context, ledger Ledger, app string) (Verified, error) {
	v := verifier{found: Verified{App: app}, made: map[string]int64{}}
	if err := ledger.WalkLedger(ctx, app, Sight{Transfer: v.transfer, Account: v.account}); err != nil {
		return Verified{}, err
	}
	return v.end(), nil
}

type verifier struct {
	found Verified
	made  map[string]int64 // what the entries make of each account
	sum   big.Int
}

func (v *verifier) wrong(transfer int64, account, format string, args ...any) {
	v.found.Wrong++
	if len(v.found.Problems) < MaxProblems {
		v.found.Problems = append(v.found.Problems, Problem{transfer, account, fmt.Sprintf(format, args...)})
	}
}

func (v *verifier) transfer(t Transfer, refundFits bool) {
	v.found.Entries += int64(len(t.Entries))
	if t.Kind == "" {
		v.wrong(t.ID, House, "%d entries are of no transfer", len(t.Entries))
	} else {
		v.found.Transfers++
		v.shape(t, refundFits)
	}
	for _, entry := range t.Entries {
		v.entry(t.ID, entry)
	}
}

// shape holds a transfer's entries against what it says.
func (v *verifier) shape(t Transfer, refundFits bool) {
	var sum, paid big.Int
	got := int64(0)
	for _, entry := range t.Entries {
		sum.Add(&sum, big.NewInt(entry.Coins))
		switch {
		case entry.Account == t.Payee:
			got = entry.Coins
		case entry.Account == t.Payer, entry.Account == House && t.HouseBears:
			paid.Sub(&paid, big.NewInt(entry.Coins))
		default:
			v.wrong(t.ID, entry.Account, "has an entry in a transfer that is not his")
		}
		if entry.Account != t.Payee && entry.Coins > 0 {
			v.wrong(t.ID, entry.Account, "gets coins that he should give")
		}
	}
	if sum.Sign() != 0 {
		v.wrong(t.ID, House, "its entries sum up to %s", &sum)
	}
	if got != t.Coins || paid.Cmp(big.NewInt(t.Coins)) != 0 {
		v.wrong(t.ID, House, "it is of %d coins, and its entries give %s and get %d", t.Coins, &paid, got)
	}
	v.terms(t, refundFits)
}

// terms holds a transfer against itself.
func (v *verifier) terms(t Transfer, refundFits bool) {
	fits := false
	switch t.Kind {
	case Reward:
		fits = t.priced() && t.Payer != House && t.Payee != House && t.RefundOf == 0 && !t.HouseBears
	case Credit:
		fits = t.Payer == House && t.RefundOf == 0 && !t.HouseBears
	case Refund:
		fits = t.RefundOf != 0 && refundFits
	}
	if !fits {
		v.wrong(t.ID, House, "what it says of itself does not fit a %s", t.Kind)
	}
}

// priced reports whether a reward's coins are what it cost.
func (t Transfer) priced() bool {
	if t.Count < 1 || t.Gift.Price < 1 {
		return false
	}
	cost, counted := times(t.Gift.Price, t.Count)
	return counted && cost == t.Coins
}

func (v *verifier) entry(transfer int64, e Entry) {
	made, counted := plus(v.made[e.Account], e.Coins)
	switch {
	case !counted:
		v.wrong(transfer, e.Account, "cannot be counted any more")
	case made != e.Balance:
		v.wrong(transfer, e.Account, "has %d after it, and the entry says %d", made, e.Balance)
	case made < 0 && e.Account != House:
		v.wrong(transfer, e.Account, "has %d after it", made)
	}
	v.made[e.Account] = e.Balance // each mistake is told once
}

func (v *verifier) account(account string, balance int64) {
	v.found.Accounts++
	v.sum.Add(&v.sum, big.NewInt(balance))
	if account == House {
		v.found.Issued = -balance
	}
	if made := v.made[account]; made != balance {
		v.wrong(0, account, "has %d, and after the last entry %d", balance, made)
	}
	if balance < 0 && account != House {
		v.wrong(0, account, "has %d", balance)
	}
	delete(v.made, account)
}

func (v *verifier) end() Verified {
	for account, balance := range v.made {
		v.wrong(0, account, "has entries and no account; after the last of them %d", balance)
	}
	v.found.Sum = v.sum.String()
	if v.sum.Sign() != 0 {
		v.wrong(0, House, "all accounts sum up to %s", &v.sum)
	}
	return v.found
}
