package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/transfer"
)

// copyStores fills a SQLite store and has it copied as xiezhi store copy does: to
// PostgreSQL, and what is there to another SQLite file. Each copy is compared row
// by row with what it was made of, and the last with the first.
func copyStores(ctx context.Context, o options) (err error) {
	var addresses []string
	for _, engine := range []string{sqlite, postgres, sqlite} {
		address, remove, err := o.newDatabase(ctx, engine)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, remove()) }()
		addresses = append(addresses, address)
	}
	say("filling %d cases", o.copied)
	if err := fill(ctx, addresses[0], o.copied); err != nil {
		return err
	}
	fmt.Print("\n| | rows | copied in | rows/s | compared in | rows/s |\n|---|---|---|---|---|---|\n")
	if err := copyStore(ctx, "SQLite → PostgreSQL", addresses[0], addresses[1], true); err != nil {
		return err
	}
	if err := copyStore(ctx, "PostgreSQL → SQLite", addresses[1], addresses[2], true); err != nil {
		return err
	}
	return copyStore(ctx, "the first = the last", addresses[0], addresses[2], false)
}

// copyStore copies and compares, or compares alone, and prints a line of the table.
func copyStore(ctx context.Context, name, from, to string, copies bool) error {
	source, target, err := openBoth(ctx, from, to)
	if err != nil {
		return err
	}
	defer func() { _, _ = source.Close(), target.Close() }() // what they wrote is committed
	began := time.Now()
	if copies {
		if err := transfer.Copy(ctx, source, target, nothing); err != nil {
			return err
		}
	}
	copied := time.Since(began)
	same, err := transfer.Compare(ctx, source, target, nothing)
	if err != nil {
		return err
	}
	compared, rows := time.Since(began)-copied, int64(0)
	for _, one := range same {
		rows += one.Rows
	}
	fmt.Printf("| %s | %s |", name, grouped(int(rows)))
	if !copies {
		fmt.Print(" | |")
	} else {
		fmt.Printf(" %s | %s |", copied.Round(time.Second/10), grouped(int(float64(rows)/copied.Seconds())))
	}
	fmt.Printf(" %s | %s |\n", compared.Round(time.Second/10), grouped(int(float64(rows)/compared.Seconds())))
	return nil
}

func nothing(transfer.Progress) {}

func openBoth(ctx context.Context, from, to string) (source, target *sqlstore.Whole, err error) {
	quiet := slog.New(slog.DiscardHandler)
	if source, err = sqlstore.OpenWhole(ctx, from, quiet); err != nil {
		return nil, nil, err
	}
	if target, err = sqlstore.OpenWhole(ctx, to, quiet); err != nil {
		return nil, nil, errors.Join(err, source.Close())
	}
	return source, target, nil
}
