package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/operator"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/words"
)

type lexiconCommand struct {
	List    lexiconList    `cmd:"" help:"List the word lists."`
	Import  lexiconImport  `cmd:"" help:"Put a file's terms into a list, which is made where there is none."`
	Export  lexiconExport  `cmd:"" help:"Write a list as CSV that can be imported again."`
	Test    lexiconTest    `cmd:"" help:"See what the lists make of a text, or of a file's lines."`
	Curate  lexiconCurate  `cmd:"" help:"Find terms that hit harmless lines: those that reviewers passed, that passed by themselves, and your own. Nothing is removed."`
	Starter lexiconStarter `cmd:"" help:"Put the terms that come with the program into the shared list starter."`
}

type lexiconList struct {
	toolFlags `embed:""`
}

// Run lists the word lists.
func (c lexiconList) Run(out io.Writer) error {
	return c.operate("lexicon list", func(ctx context.Context, o *operator.Operator) error {
		lists, err := o.WordLists(ctx)
		if err != nil {
			return err
		}
		return c.show(out, lists, func(t *table) {
			t.row("ID", "APP", "NAME", "ENABLED", "TERMS", "CHANGED", "NOTE")
			for _, l := range lists {
				t.row(l.ID, l.App, l.Name, l.Enabled, l.Terms, l.UpdatedAt, l.Note)
			}
		})
	})
}

type lexiconImport struct {
	toolFlags `embed:""`

	Name     string         `arg:"" help:"The list."`
	File     string         `arg:"" help:"A term a line (# begins a comment), or CSV whose first line names its columns: text, category, action, level, mode, scenes, from, until, note; - for standard input."`
	App      string         `placeholder:"ID" help:"The app whose list it is; by default it is shared by all."`
	Category verdict.Label  `placeholder:"LABEL" help:"What lines that do not say it are a sign of: ad, porn, politics, abuse, spam, illegal, violation or your own."`
	Action   lexicon.Action `enum:"mask,review,deny" default:"review" help:"What lines that do not say it ask for: mask, review (default) or deny."`
	Mode     lexicon.Mode   `enum:"word,substring,exact,allow" default:"word" help:"How lines that do not say it match: word (default), substring, exact or allow."`
	Level    int            `placeholder:"N" help:"How bad lines are that do not say it, from 1 to 100."`
	SkipBad  bool           `help:"Leave lines out that cannot be used, instead of changing nothing."`
	DryRun   bool           `help:"Only look."`
}

// Run imports a file.
func (c lexiconImport) Run(out io.Writer) error {
	text, err := readText(c.File)
	if err != nil {
		return err
	}
	defaults := words.Term{Term: lexicon.Term{Category: c.Category, Action: c.Action, Mode: c.Mode, Level: c.Level}}
	return c.operate("lexicon import", func(ctx context.Context, o *operator.Operator) error {
		done, err := o.ImportWords(ctx, c.App, c.Name, words.Import{Text: text, Defaults: defaults, SkipBad: c.SkipBad, Dry: c.DryRun})
		if err != nil {
			return err
		}
		return c.show(out, done, func(t *table) {
			t.line("%s%d added, %d changed, %d as they were, %d lines left out", map[bool]string{true: "would be: "}[c.DryRun],
				done.Added, done.Updated, done.Unchanged, done.BadLines)
			for _, bad := range done.Bad {
				t.row(fmt.Sprintf("line %d", bad.Line), bad.Text, bad.Message)
			}
		})
	})
}

// maxWordFile bounds a file of words, in bytes.
const maxWordFile = 64 << 20

// readText reads a file whole; - is standard input.
func readText(path string) (text string, err error) {
	file := os.Stdin
	if path != "-" {
		if file, err = os.Open(path); err != nil {
			return "", err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
	}
	data, err := io.ReadAll(io.LimitReader(file, maxWordFile+1))
	if err == nil && len(data) > maxWordFile {
		err = fault.Field("file", "is longer than %d bytes", maxWordFile)
	}
	return string(data), err
}

type lexiconExport struct {
	toolFlags `embed:""`

	Name string `arg:"" help:"The list."`
	App  string `placeholder:"ID" help:"The app whose list it is; by default it is shared by all."`
	Out  string `short:"o" placeholder:"FILE" help:"Write to a new file instead of standard output."`
}

// Run exports a list. With --json it tells what was written, too.
func (c lexiconExport) Run(out io.Writer) error {
	return exportTo(c.Out, out, func(out, said io.Writer) error {
		return c.operate("lexicon export", func(ctx context.Context, o *operator.Operator) error {
			list, err := o.ExportWords(ctx, c.App, c.Name, out)
			if err != nil {
				return err
			}
			return c.show(said, list, func(t *table) { t.line("%d terms written", list.Terms) })
		})
	})
}

type lexiconTest struct {
	toolFlags `embed:""`

	Text string `arg:"" optional:"" help:"A text."`
	File string `short:"f" placeholder:"FILE" help:"Every line of a file instead; - for standard input."`
	App  string `placeholder:"ID" help:"By this app's lists too; by default by the shared ones alone."`
}

// Run tries texts.
func (c lexiconTest) Run(out io.Writer) (err error) {
	text := c.Text
	if (c.File == "") == (text == "") {
		return fault.Field("text", "give either a text or --file")
	}
	if c.File != "" {
		if text, err = readText(c.File); err != nil {
			return err
		}
	}
	return c.operate("lexicon test", func(ctx context.Context, o *operator.Operator) error {
		tried, err := o.TryWords(ctx, c.App, text)
		if err != nil {
			return err
		}
		return c.show(out, tried, func(t *table) { tellTried(t, tried) })
	})
}

func tellTried(t *table, tried operator.Tried) {
	for _, line := range tried.Found {
		t.row(line.Outcome, line.Label, line.Text, line.Shown)
		for _, reason := range line.Reasons {
			t.row(" ", " ", reason)
		}
	}
	t.line("%d lines: %d pass, %d are masked, %d wait for a person, %d are denied", tried.Lines,
		tried.Outcomes["pass"], tried.Outcomes["mask"], tried.Outcomes["review"], tried.Outcomes["deny"])
}

type lexiconCurate struct {
	toolFlags `embed:""`

	List   string `placeholder:"NAME" help:"Only this list, also where it is switched off; by default all that are switched on."`
	App    string `placeholder:"ID" help:"The app whose list it is; by default it is shared by all."`
	Benign string `placeholder:"FILE" help:"Harmless lines of your own, one a line; - for standard input."`
	CSV    bool   `name:"csv" help:"Answer with CSV."`
}

// Run proposes terms to take out.
func (c lexiconCurate) Run(out io.Writer) (err error) {
	benign := ""
	if c.Benign != "" {
		if benign, err = readText(c.Benign); err != nil {
			return err
		}
	}
	return c.operate("lexicon curate", func(ctx context.Context, o *operator.Operator) error {
		found, err := o.Curate(ctx, c.App, c.List, benign)
		if err != nil {
			return err
		}
		if c.CSV {
			return found.CSV(out)
		}
		return c.show(out, found, func(t *table) { tellCurated(t, found) })
	})
}

func tellCurated(t *table, found operator.Curated) {
	t.row("LIST", "TERM", "HITS", "OF", "PRECISION", "FOR EXAMPLE")
	for _, p := range found.Proposals {
		precision := "-"
		if p.Precision != nil {
			precision = fmt.Sprintf("%.2f of %d", *p.Precision, p.Passed+p.Against)
		}
		t.row(p.List, p.Term, p.Hits, p.Of, precision, strings.Join(p.Examples, " | "))
	}
	t.line("%d terms of %d lines that reviewers decided, %d that passed by themselves and %d of your own; %d more are left out",
		len(found.Proposals), found.Decided, found.Passed, found.Benign, found.More)
}

type lexiconStarter struct {
	toolFlags `embed:""`
}

// Run applies the starter list.
func (c lexiconStarter) Run(out io.Writer) error {
	return c.operate("lexicon starter", func(ctx context.Context, o *operator.Operator) error {
		counts, err := o.StarterWords(ctx)
		if err != nil {
			return err
		}
		return c.show(out, counts, func(t *table) {
			t.line("list %s: %d added, %d changed, %d as they were", words.StarterList, counts.Added, counts.Updated, counts.Unchanged)
		})
	})
}
