package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/load"
)

type benchCommand struct {
	Load []string `arg:"" name:"load" placeholder:"KIND=RATE" help:"What to send, and how often a second, as audits=500 reports=20: reports, audits, claims (of reviewers, who decide them) and heartbeats. Without =RATE it is that of --rate."`

	URL      string        `name:"url" placeholder:"URL" default:"http://127.0.0.1:8080" env:"XIEZHI_BENCH_URL" help:"The server."`
	Rate     float64       `placeholder:"N" default:"100" help:"Requests a second of kinds that name none."`
	For      time.Duration `placeholder:"TIME" default:"30s" help:"How long."`
	Poisson  bool          `help:"Arrivals come by chance, as from many who know nothing of each other; by default evenly."`
	InFlight int           `placeholder:"N" default:"1024" help:"How many of one kind may wait for an answer at a time; what is due beyond them waits too, and it counts."`
	Patience time.Duration `placeholder:"TIME" default:"10s" help:"How long one answer may take."`
	Seed     uint64        `placeholder:"N" default:"1" help:"The same seed says the same things."`
	JSON     string        `name:"json" type:"path" placeholder:"FILE" help:"Write the result there, too."`

	benchAccess `embed:""`

	ThisServerIsMine bool `help:"Allow a server that is not on this machine. Load on others' servers is an attack."`
}

// Help says what the figures are.
func (benchCommand) Help() string {
	return `Requests are sent when they are due, whatever became of those before, and how long
one took is counted from when it was due: a server that stalls for a second shows
it in every request of that second.

"xiezhi bench audits=200 reports=20 claims=10 heartbeats=100" works on what
"xiezhi demo" runs. On a server of your own it makes cases, lines and users that
look like real ones: use a store that you can throw away.

Exit code 1 says that requests failed, or could not be sent at this rate.`
}

// Run puts the load on.
func (c benchCommand) Run(out io.Writer) error {
	rates, err := c.rates()
	if err != nil {
		return err
	}
	target, err := c.target()
	if err != nil {
		return err
	}
	target.URL, target.Elsewhere, target.Patience, target.Seed = c.URL, c.ThisServerIsMine, c.Patience, c.Seed
	streams, err := target.Streams(rates)
	if err != nil {
		return err
	}
	ctx, stop := interruptible()
	defer stop()
	result, err := c.run(ctx, streams)
	if err != nil {
		return err
	}
	if err := tellLoad(out, result); err != nil {
		return err
	}
	if c.JSON != "" {
		if err := keepLoad(c.JSON, result); err != nil {
			return err
		}
	}
	if result.Failed() {
		return errors.New("not all requests were sent and answered as they should be")
	}
	return nil
}

// run sends, and tells how it goes where somebody looks on.
func (c benchCommand) run(ctx context.Context, streams []load.Stream) (load.Result, error) {
	plan := load.Plan{For: c.For, Poisson: c.Poisson, InFlight: c.InFlight, Seed: c.Seed}
	var progress func(load.Progress)
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		progress = tellLoadProgress
	}
	return load.Run(ctx, plan, streams, progress)
}

// rates reads the arguments.
func (c benchCommand) rates() (map[string]float64, error) {
	rates := map[string]float64{}
	for _, said := range c.Load {
		kind, number, given := strings.Cut(said, "=")
		rates[kind] = c.Rate
		if !given {
			continue
		}
		rate, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return nil, fault.Field("load", "%q has no number after the =", said)
		}
		rates[kind] = rate
	}
	return rates, nil
}
