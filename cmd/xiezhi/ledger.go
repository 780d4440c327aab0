package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/xiezhi/xiezhi/internal/operator"
)

type ledgerCommand struct {
	Verify ledgerVerify `cmd:"" help:"Prove that every coin has its two sides, and name what has not. Exit code 1 where there is something."`
}

type ledgerVerify struct {
	toolFlags `embed:""`

	App string `placeholder:"ID" help:"Only this app's."`
}

// Run verifies the ledger.
func (c ledgerVerify) Run(out io.Writer) error {
	return c.operate("ledger verify", func(ctx context.Context, o *operator.Operator) error {
		found, err := o.VerifyLedger(ctx, c.App)
		if err != nil {
			return err
		}
		if err := c.show(out, found, func(t *table) { tellLedgers(t, found) }); err != nil {
			return err
		}
		var wrong []string
		for _, ledger := range found {
			if !ledger.OK {
				wrong = append(wrong, fmt.Sprintf("%s has %d problems", ledger.App, ledger.Wrong))
			}
		}
		if len(wrong) > 0 {
			return fmt.Errorf("the ledger does not add up: %s", strings.Join(wrong, ", "))
		}
		return nil
	})
}

func tellLedgers(t *table, found []operator.Ledger) {
	t.row("APP", "ACCOUNTS", "TRANSFERS", "ENTRIES", "ISSUED", "SUM", "GOOD")
	for _, l := range found {
		t.row(l.App, l.Accounts, l.Transfers, l.Entries, l.Issued, l.Sum, l.OK)
	}
	for _, l := range found {
		for _, p := range l.Problems {
			t.line("%s: %s", oneLine(l.App), oneLine(problemText(p)))
		}
		if more := l.Wrong - int64(len(l.Problems)); more > 0 {
			t.line("%s: and %d more", oneLine(l.App), more)
		}
	}
}

func problemText(p operator.LedgerProblem) string {
	account := "the house"
	if p.Account != "" {
		account = p.Account
	}
	if p.Transfer == 0 {
		return account + ": " + p.Text
	}
	return fmt.Sprintf("transfer %d, %s: %s", p.Transfer, account, p.Text)
}
