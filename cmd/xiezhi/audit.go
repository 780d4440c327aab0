package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/operator"
)

type auditCommand struct {
	Verify auditVerify `cmd:"" help:"Check the whole audit log and name the first row that is altered, missing or out of order. Exit code 1 where there is one."`
	Export auditExport `cmd:"" help:"Write audit entries in their order, as JSON lines that anybody can verify, or as CSV."`
}

type auditVerify struct {
	toolFlags `embed:""`

	Expect string `placeholder:"POSITION:HASH" help:"A head that was noted before: shows also what was cut off the end or rewritten whole."`
}

// Run verifies the audit log.
func (c auditVerify) Run(out io.Writer) error {
	expect, err := anchorOf(c.Expect)
	if err != nil {
		return err
	}
	return c.operate("audit verify", func(ctx context.Context, o *operator.Operator) error {
		found, err := o.VerifyAudit(ctx, expect, nil)
		if err != nil {
			return err
		}
		if err := c.show(out, found, func(t *table) { tellVerified(t, found) }); err != nil {
			return err
		}
		if !found.OK {
			return errors.New("the audit log is not as it was written: " + found.Finding.Text)
		}
		return nil
	})
}

func anchorOf(text string) (operator.Anchor, error) {
	if text == "" {
		return operator.Anchor{}, nil
	}
	position, hash, _ := strings.Cut(text, ":")
	number, err := strconv.ParseInt(position, 10, 64)
	if err != nil || number < 1 || len(hash) != 64 {
		return operator.Anchor{}, &config.Problem{Origin: "--expect", Message: "must be POSITION:HASH, as audit verify prints it"}
	}
	return operator.Anchor{Position: number, Hash: hash}, nil
}

func tellVerified(t *table, found operator.Verified) {
	if found.Finding != nil {
		t.line("%s: %s", found.Finding.Wrong, found.Finding.Text)
	}
	t.line("%d entries are good, %d wait to be linked", found.Entries, found.Waiting)
	for _, erasure := range slices.Sorted(maps.Keys(found.Erased)) {
		t.line("%d of them were redacted for erasure %d", found.Erased[erasure], erasure)
	}
	if found.Head.Position > 0 {
		t.line("head (note it elsewhere, for --expect): %d:%s", found.Head.Position, found.Head.Hash)
	}
}

type auditExport struct {
	toolFlags `embed:""`

	Out    string    `short:"o" placeholder:"FILE" help:"Write to a new file instead of standard output."`
	Format string    `enum:"jsonl,csv" default:"jsonl" help:"jsonl or csv."`
	Action string    `placeholder:"ACTION" help:"An action, as staff.login, or a family of them with its dot, as case."`
	Actor  string    `placeholder:"KIND[:ID]" help:"Who acted: staff, app, administrator, system, cli or visitor; staff:7 is one of them."`
	Object string    `placeholder:"KIND[:ID]" help:"What it was about, as case:12."`
	App    string    `placeholder:"ID" help:"Of this app."`
	From   time.Time `placeholder:"TIME" help:"From then on, as 2026-03-01T00:00:00+08:00."`
	To     time.Time `placeholder:"TIME" help:"Until before then."`
}

// Run exports the audit log. With --json it tells what was written, too.
func (c auditExport) Run(out io.Writer) error {
	return exportTo(c.Out, out, func(out, said io.Writer) error {
		return c.operate("audit export", func(ctx context.Context, o *operator.Operator) error {
			exported, err := o.ExportAudit(ctx, c.filter(), c.Format, out)
			if err != nil {
				return err
			}
			return c.show(said, exported, func(t *table) {
				t.line("%s", fmt.Sprintf("%d entries written, up to position %d of the log", exported.Lines, exported.Head.Position))
			})
		})
	})
}

func (c auditExport) filter() operator.AuditFilter {
	f := operator.AuditFilter{Action: c.Action, App: c.App, From: c.From, To: c.To}
	f.ActorKind, f.ActorID, _ = strings.Cut(c.Actor, ":")
	f.ObjectKind, f.ObjectID, _ = strings.Cut(c.Object, ":")
	return f
}
