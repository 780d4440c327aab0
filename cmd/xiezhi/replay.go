package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/app"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/operator"
	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/words"
)

type replayCommand struct {
	toolFlags `embed:""`

	App  string        `required:"" placeholder:"ID" help:"The app on whose messages the change is tried."`
	Last time.Duration `placeholder:"24h" help:"On those that came in this time until now; 24h by default."`
	From time.Time     `placeholder:"TIME" help:"Or from then on, as 2026-03-01T00:00:00+08:00."`
	To   time.Time     `placeholder:"TIME" help:"Until before then; by default until now."`

	AddTerms  string             `type:"path" placeholder:"FILE" help:"Terms that would be added, a term a line or CSV, as for lexicon import."`
	Category  verdict.Label      `placeholder:"LABEL" default:"violation" help:"What added terms that do not say it are a sign of."`
	Action    lexicon.Action     `enum:"mask,review,deny" default:"review" help:"What added terms that do not say it ask for: mask, review (default) or deny."`
	List      string             `placeholder:"NAME" help:"The list whose terms they are; by default new ones are of none, and removed ones of every list of the app."`
	Remove    []string           `placeholder:"TERM" sep:"none" help:"A term that would be removed; may be given several times."`
	Rule      string             `type:"path" placeholder:"FILE" help:"A rule that would be live: a file as for apply that declares one."`
	Threshold map[string]float64 `placeholder:"NAME=N" help:"A threshold that would be another, as deny=0.95: deny, review, model, repeats, spread, near, deny_repeat_offenders."`
	Model     *int64             `placeholder:"N" help:"The model that would be in use; 0 for none."`
}

// Run tries a change.
func (c replayCommand) Run(out io.Writer) error {
	trial, err := c.trial()
	if err != nil {
		return err
	}
	return c.operate("replay", func(ctx context.Context, o *operator.Operator) error {
		now := o.Now()
		trial.To = c.To
		if trial.To.IsZero() {
			trial.To = now
		}
		if trial.From = c.From; trial.From.IsZero() {
			trial.From = trial.To.Add(-cmp.Or(c.Last, 24*time.Hour))
		}
		result, err := o.Replay(ctx, trial, tellProgress)
		fmt.Fprintln(os.Stderr)
		if err != nil {
			return err
		}
		return c.show(out, result, func(t *table) { tellReplay(t, result) })
	})
}

// trial is what the flags say, without the period.
func (c replayCommand) trial() (trial operator.Trial, err error) {
	trial = operator.Trial{
		App: c.App, List: c.List, Remove: c.Remove, Model: c.Model, Thresholds: c.Threshold,
		Defaults: words.Term{Term: lexicon.Term{Category: c.Category, Action: c.Action}},
	}
	if !c.From.IsZero() && c.Last != 0 {
		return trial, fault.Field("last", "and --from exclude each other")
	}
	if c.AddTerms != "" {
		if trial.Terms, err = readText(c.AddTerms); err != nil {
			return trial, err
		}
	}
	if c.Rule != "" {
		file, err := app.ReadFile(c.Rule)
		if err != nil {
			return trial, err
		}
		rule, err := file.OneRule()
		if err != nil {
			return trial, err
		}
		trial.Rule = &rule
	}
	return trial, nil
}

// tellProgress keeps one line of the terminal.
func tellProgress(p replay.Progress) {
	fmt.Fprintf(os.Stderr, "\r%d of about %d messages read, %d would change ", p.Read, p.Of, p.Changed)
}

func tellReplay(t *table, r replay.Result) {
	t.line("of %d messages, %d would be denied, %d masked, %d wait for a person and %d pass that do not now", r.Read,
		r.Newly.Denied, r.Newly.Masked, r.Newly.Asked, r.Newly.Passed)
	kinds := slices.SortedFunc(maps.Keys(r.Counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.Counts[b], r.Counts[a]), cmp.Compare(a, b))
	})
	for _, kind := range kinds {
		t.row(kind, r.Counts[kind])
	}
	for _, e := range r.Examples {
		t.row(string(e.Before)+"→"+string(e.After), e.DataID, e.Text)
		for _, reason := range e.Reasons {
			t.row(" ", " ", reason)
		}
	}
}
