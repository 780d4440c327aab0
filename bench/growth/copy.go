package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/transfer"
)

// copyStores fills a SQLite store and has it copied as xiezhi store copy does: to
// PostgreSQL, and what is there to another SQLite file. Each copy is compared row
// by row with what it was made of, and the last with the first by the hash of all
// rows of each table.
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
	there, err := copyStore(ctx, "SQLite → PostgreSQL", addresses[0], addresses[1])
	if err != nil {
		return err
	}
	back, err := copyStore(ctx, "PostgreSQL → SQLite", addresses[1], addresses[2])
	if err != nil {
		return err
	}
	if !slices.Equal(there, back) {
		return errors.New("what came back is not what went there")
	}
	fmt.Println("\nWhat came back is what went there: each table has the same hash.")
	return nil
}

// copyStore copies and compares, and prints a line of the table.
func copyStore(ctx context.Context, name, from, to string) ([]transfer.Same, error) {
	source, target, err := openBoth(ctx, from, to)
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = source.Close(), target.Close() }() // what they wrote is committed
	began := time.Now()
	if err := transfer.Copy(ctx, source, target, nothing); err != nil {
		return nil, err
	}
	copied := time.Since(began)
	same, err := transfer.Compare(ctx, source, target, nothing)
	if err != nil {
		return nil, err
	}
	compared, rows := time.Since(began)-copied, int64(0)
	for _, one := range same {
		rows += one.Rows
	}
	pace := func(took time.Duration) string { return grouped(int(float64(rows) / took.Seconds())) }
	fmt.Printf("| %s | %s | %s | %s | %s | %s |\n", name, grouped(int(rows)), copied.Round(time.Second/10), pace(copied), compared.Round(time.Second/10), pace(compared))
	return same, nil
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
