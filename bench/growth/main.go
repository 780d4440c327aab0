// Command growth measures how Xiezhi's store grows, and draws it: the same work
// where 1,000 cases are kept and where a million are, with one client and with 64,
// on SQLite and on PostgreSQL; many nodes on one database; whole stores copied.
//
//	make bench-growth
//
// It needs a PostgreSQL server, whose address is in XIEZHI_TEST_POSTGRES: see
// tools/testpg. Stores of all sizes are measured in turns, so that what else the
// machine does meets all of them.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// options are the flags.
type options struct {
	parts   string
	sizes   numbers
	clients numbers
	nodes   numbers
	rounds  int
	beside  int
	copied  int
	percent int
	work    string
	store   string
	out     string
}

// numbers are a flag's, parted by commas.
type numbers []int

// String implements flag.Value.
func (n *numbers) String() string { return strings.Trim(fmt.Sprint([]int(*n)), "[]") }

// Set implements flag.Value.
func (n *numbers) Set(text string) error {
	*n = nil
	for part := range strings.SplitSeq(text, ",") {
		number, err := strconv.Atoi(strings.ReplaceAll(part, "_", ""))
		if err != nil || number < 1 {
			return fmt.Errorf("%q is no number over 0", part)
		}
		*n = append(*n, number)
	}
	return nil
}

func main() {
	o := options{sizes: numbers{1_000, 10_000, 100_000, 1_000_000}, clients: numbers{1, 2, 4, 8, 16, 32, 64}, nodes: numbers{1, 2, 3}}
	flag.StringVar(&o.parts, "parts", "cases,clients", "which: cases, clients, nodes, copy; or fill, which fills a store of yours")
	flag.Var(&o.sizes, "cases", "how many cases are kept, each a store of its own")
	flag.Var(&o.clients, "clients", "how many work at once")
	flag.Var(&o.nodes, "nodes", "how many processes serve one PostgreSQL")
	flag.IntVar(&o.rounds, "rounds", 5, "how often everything is measured, in turns")
	flag.IntVar(&o.beside, "beside", 100_000, "how many cases are kept where clients or nodes are counted")
	flag.IntVar(&o.copied, "copied", 1_000_000, "how many cases the store has that is copied, or filled")
	flag.StringVar(&o.store, "store", "", "the new store that the part fill fills, as for xiezhi serve")
	flag.IntVar(&o.percent, "percent", 20, "how much of a core each node may use")
	flag.StringVar(&o.work, "work", "", "a folder for SQLite's files; by default a fresh one that is removed")
	flag.StringVar(&o.out, "out", "docs/benchmarks", "where the pictures go")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	if o.work == "" {
		if o.work, err = os.MkdirTemp("", "xiezhi-growth-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(o.work) }() // whoever runs it finds what is left
	}
	parts := map[string]func(context.Context, options) error{"cases": growCases, "clients": growClients, "nodes": growNodes, "copy": copyStores, "fill": fillStore}
	for name := range strings.SplitSeq(o.parts, ",") {
		part, known := parts[name]
		if !known {
			return fmt.Errorf("no part is called %q", name)
		}
		began := time.Now()
		if err := part(ctx, o); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		say("%s took %s", name, time.Since(began).Round(time.Second))
	}
	return nil
}

// say tells how it goes, on standard error: standard output is for the tables.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+format+"\n", args...)
}

// keep writes a picture.
func (o options) keep(name, picture string) error {
	path := filepath.Join(o.out, name)
	say("drawn: %s", path)
	return os.WriteFile(path, []byte(picture), 0o644) //nolint:gosec // a page of the documentation
}
