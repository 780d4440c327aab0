package operator

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/gift"
)

// Ledger is what a verification of an app's coins found.
type Ledger struct {
	App       string          `json:"app"`
	OK        bool            `json:"ok"`
	Accounts  int64           `json:"accounts"`
	Transfers int64           `json:"transfers"`
	Entries   int64           `json:"entries"`
	Issued    int64           `json:"issued"` // what the house owes
	Sum       string          `json:"sum"`    // of all balances
	Wrong     int64           `json:"wrong"`  // how many problems there are
	Problems  []LedgerProblem `json:"problems"`
}

// LedgerProblem names one thing that is not as it must be.
type LedgerProblem struct {
	Transfer int64  `json:"transfer,omitempty"` // 0: it is about the account as it stands
	Account  string `json:"account"`            // a user; empty: the app's house
	Text     string `json:"text"`
}

// VerifyLedger proves the ledger of an app, or of every app where app is empty.
func (o *Operator) VerifyLedger(ctx context.Context, app string) ([]Ledger, error) {
	apps := []string{app}
	if app == "" {
		var err error
		if apps, err = o.Store.LedgerApps(ctx); err != nil {
			return nil, err
		}
	} else if _, err := o.ShowApp(app); err != nil {
		return nil, err
	}
	all := []Ledger{}
	for _, app := range apps {
		found, err := gift.Verify(ctx, o.Store, app)
		if err != nil {
			return nil, err
		}
		all = append(all, ledgerOf(found))
	}
	return all, nil
}

func ledgerOf(v gift.Verified) Ledger {
	l := Ledger{
		App: v.App, OK: v.Wrong == 0, Accounts: v.Accounts, Transfers: v.Transfers, Entries: v.Entries,
		Issued: v.Issued, Sum: v.Sum, Wrong: v.Wrong, Problems: []LedgerProblem{},
	}
	for _, p := range v.Problems {
		l.Problems = append(l.Problems, LedgerProblem(p))
	}
	return l
}
