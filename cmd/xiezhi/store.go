package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/transfer"
)

type storeCommand struct {
	Copy    storeCopyCommand    `cmd:"" help:"Copy a whole store into a new one, on the same engine or another, and prove that they are equal."`
	Compare storeCompareCommand `cmd:"" help:"Hold two stores against each other, row by row."`
}

// pairFlags name two stores that no process serves.
type pairFlags struct {
	From string `required:"" env:"XIEZHI_STORE_FROM" placeholder:"ADDR" help:"The store that is read: sqlite:PATH or postgres://…"`
	To   string `required:"" env:"XIEZHI_STORE_TO" placeholder:"ADDR" help:"The other one; to copy into, a new database or the target of a copy that was cut off."`
	JSON bool   `name:"json" help:"Answer with one JSON document."`
}

type storeCopyCommand struct {
	pairFlags `embed:""`
}

// Run copies and compares.
func (c storeCopyCommand) Run(out io.Writer) error {
	return c.open(func(ctx context.Context, from, to *sqlstore.Whole) error {
		if err := transfer.Copy(ctx, from, to, progress("copied")); err != nil {
			return err
		}
		return c.compare(ctx, from, to, out)
	})
}

type storeCompareCommand struct {
	pairFlags `embed:""`
}

// Run compares.
func (c storeCompareCommand) Run(out io.Writer) error {
	return c.open(func(ctx context.Context, from, to *sqlstore.Whole) error { return c.compare(ctx, from, to, out) })
}

// open opens both stores, which nobody else may use meanwhile.
func (f pairFlags) open(use func(ctx context.Context, from, to *sqlstore.Whole) error) error {
	ctx, stop := interruptible()
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	from, err := sqlstore.OpenWhole(ctx, f.From, log)
	if err != nil {
		return fmt.Errorf("--from: %w", err)
	}
	defer func() { _ = from.Close() }() // what it writes is committed
	to, err := sqlstore.OpenWhole(ctx, f.To, log)
	if err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	defer func() { _ = to.Close() }() // likewise
	return use(ctx, from, to)
}

func (f pairFlags) compare(ctx context.Context, from, to *sqlstore.Whole, out io.Writer) error {
	same, err := transfer.Compare(ctx, from, to, progress("compared"))
	if err != nil {
		return err
	}
	return toolFlags{JSON: f.JSON}.show(out, same, func(t *table) {
		rows := int64(0)
		for _, one := range same {
			t.row(one.Table, one.Rows, one.Hash[:16])
			rows += one.Rows
		}
		t.line("%d tables, %d rows: the stores are equal", len(same), rows)
		t.line("The secret key and the folders media and evidence are beside a store, not in it: take them along.")
	})
}

// progress tells on standard error: a line for each table, and twice a second
// how far it has come.
func progress(done string) func(transfer.Progress) {
	var told time.Time
	return func(p transfer.Progress) {
		switch {
		case p.Done:
			fmt.Fprintf(os.Stderr, "\r%s %d of %d tables: %s, %d rows        \n", done, p.Nth, p.Tables, p.Table, p.Rows)
		case time.Since(told) > time.Second/2:
			told = time.Now()
			fmt.Fprintf(os.Stderr, "\r%s, %d rows … ", p.Table, p.Rows)
		}
	}
}
