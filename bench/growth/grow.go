package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"golang.org/x/sync/errgroup"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// clientsBeside is how many work at once where cases are counted.
const clientsBeside = 8

// growCases measures stores of all sizes.
func growCases(ctx context.Context, o options) (err error) {
	sites := make([]*site, len(engines)*len(o.sizes))
	filling, inside := errgroup.WithContext(ctx)
	removals := make([]func() error, len(sites))
	defer func() {
		for _, remove := range removals {
			if remove != nil {
				err = errors.Join(err, remove())
			}
		}
	}()
	for i, engine := range engines {
		filling.Go(func() error {
			for j, size := range o.sizes {
				store, remove, err := o.filled(inside, engine, size)
				if err != nil {
					return err
				}
				at := i*len(o.sizes) + j
				sites[at], removals[at] = newSite(engine, size, clientsBeside, store, "m"), remove
			}
			return nil
		})
	}
	if err := filling.Wait(); err != nil {
		return err
	}
	if err := o.turns(ctx, sites); err != nil {
		return err
	}
	print("cases", sites)
	return o.keep("growth-cases.svg", chart(fmt.Sprintf("With ever more cases kept, %d clients at once", clientsBeside), "cases", diagrams(sites)))
}

// growClients measures one store of each engine with ever more clients.
func growClients(ctx context.Context, o options) (err error) {
	var sites []*site
	for _, engine := range engines {
		store, done, err := o.filled(ctx, engine, o.beside)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, done()) }()
		for _, clients := range o.clients {
			sites = append(sites, newSite(engine, clients, clients, store, "c"+strconv.Itoa(clients)))
		}
	}
	if err := o.turns(ctx, sites); err != nil {
		return err
	}
	print("clients", sites)
	return o.keep("growth-clients.svg", chart(fmt.Sprintf("With ever more clients at once, %s cases kept", grouped(o.beside)), "clients", diagrams(sites)))
}

// filled is a store with so many cases, and what removes it.
func (o options) filled(ctx context.Context, engine string, size int) (*sqlstore.Store, func() error, error) {
	address, remove, err := o.newDatabase(ctx, engine)
	if err != nil {
		return nil, nil, err
	}
	say("%s: filling %d cases", engine, size)
	if err := fill(ctx, address, size); err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	store, err := open(ctx, address)
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return store, func() error { return errors.Join(store.Close(), remove()) }, nil
}

// turns measures all sites, by turns; the first is for caches and statements.
func (o options) turns(ctx context.Context, sites []*site) error {
	for round := range o.rounds + 1 {
		for _, s := range sites {
			if err := s.turn(ctx, round == 0); err != nil {
				return err
			}
		}
		say("round %d of %d", round, o.rounds)
	}
	return nil
}

// print writes the table of all figures.
func print(of string, sites []*site) {
	fmt.Printf("\n| | %s |", of)
	for _, w := range works {
		fmt.Printf(" %s |", w.title)
	}
	fmt.Print("\n|---|---|")
	for range works {
		fmt.Print("---|")
	}
	fmt.Println()
	for _, s := range sites {
		fmt.Printf("| %s | %s |", s.engine, grouped(s.x))
		for _, w := range works {
			t := s.tallies[w.name]
			fmt.Printf(" %s/s, %s ms |", brief(t.rate()), brief(t.p99()))
		}
		fmt.Println()
	}
}

// grouped writes 1234567 as 1,234,567.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func brief(value float64) string {
	if value >= 10 {
		return grouped(int(value + 0.5))
	}
	return strconv.FormatFloat(value, 'f', 1, 64)
}
