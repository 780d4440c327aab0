//go:build linux

// Command proof lets everything go wrong that may, and proves that nothing was
// lost: several nodes of the real program on a real PostgreSQL are killed, cut
// off and slowed while clients report, audit, decide and give; afterwards a
// model holds what clients were told against what is stored and what the
// business platform heard. Then the embedded shape is killed a hundred times
// while it writes, and its disk runs full.
//
//	go run ./tools/testpg -durable -revive -- go run ./tools/proof
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

type options struct {
	seed     uint64
	nodes    int
	length   time.Duration // of the load
	settle   time.Duration // how long everything may take to come to rest
	scale    float64       // of the servers' clock
	embedded int           // SIGKILLs of the embedded shape
	keep     bool
	out      string
}

func main() {
	var o options
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano())%1_000_000, "where chance begins")
	flag.IntVar(&o.nodes, "nodes", 3, "nodes on the PostgreSQL; 0 leaves this part out")
	flag.DurationVar(&o.length, "for", 150*time.Second, "how long things go wrong")
	flag.DurationVar(&o.settle, "settle", 2*time.Minute, "how long everything may take to come to rest then")
	flag.Float64Var(&o.scale, "scale", 20, "seconds of the servers' clock in one of the machine's")
	flag.IntVar(&o.embedded, "embedded", 100, "SIGKILLs of the embedded shape; 0 leaves this part out")
	flag.BoolVar(&o.keep, "keep", false, "leave the folder with logs and stores")
	flag.StringVar(&o.out, "o", "", "write the summary into this file, too")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "proof:", err)
		os.Exit(1)
	}
}

// pause lets others do something for a while.
func pause(d time.Duration) { <-time.After(d) }

func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%s proof: %s\n", time.Now().Format(time.TimeOnly), fmt.Sprintf(format, args...))
}

// run proves part after part, tells all findings, and fails where there are any.
func run(ctx context.Context, o options) error {
	folder, err := os.MkdirTemp("", "xiezhi-proof-")
	if err != nil {
		return err
	}
	if o.keep {
		say("everything is in %s", folder)
	} else {
		defer os.RemoveAll(folder)
	}
	say("seed %d", o.seed)
	program, err := build(ctx, folder)
	if err != nil {
		return err
	}
	summary := newSummary(o)
	if o.nodes > 0 {
		if err := proveNodes(ctx, folder, program, o, summary); err != nil {
			return err
		}
	}
	if o.embedded > 0 {
		if err := proveEmbedded(ctx, folder, program, o, summary); err != nil {
			return err
		}
		if err := proveDisk(ctx, folder, program, o, summary); err != nil {
			return err
		}
	}
	if err := summary.write(o.out); err != nil {
		return err
	}
	return summary.verdict()
}
