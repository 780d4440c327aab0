package main

import (
	"context"
	"io"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/operator"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
)

type linesCommand struct {
	Search linesSearch `cmd:"" help:"Search the live messages that were audited, the newest first."`
	Show   linesShow   `cmd:"" help:"Show a live message with all that was found in it."`
}

type linesSearch struct {
	toolFlags `embed:""`

	Text    string         `arg:"" optional:"" help:"Stands in the message, however both are typed."`
	App     string         `placeholder:"ID" help:"Of this app."`
	User    string         `placeholder:"ID" help:"Of this sender."`
	Room    string         `placeholder:"ID" help:"In this room."`
	Outcome policy.Outcome `enum:",pass,mask,review,deny" default:"" placeholder:"OUTCOME" help:"pass, mask, review or deny."`
	Cause   string         `placeholder:"CAUSE" help:"In which this was found: list:ID, rule:ID, bank:ID, model, detector or conduct."`
	Version int64          `placeholder:"N" help:"The cause's version; by default any."`
	Last    time.Duration  `placeholder:"24h" help:"That came in this time until now; by default however old."`
	From    time.Time      `placeholder:"TIME" help:"Or from then on, as 2026-03-01T00:00:00+08:00."`
	To      time.Time      `placeholder:"TIME" help:"Until before then."`
	Before  int64          `placeholder:"ID" help:"Only older ones, to go on with the search."`
	Limit   int            `default:"50" help:"At most so many, up to 500."`
}

// Run searches.
func (c linesSearch) Run(out io.Writer) error {
	filter := screen.LineFilter{
		App: c.App, UserID: c.User, RoomID: c.Room, Text: c.Text, Outcome: c.Outcome, From: c.From, To: c.To, Before: c.Before, Limit: c.Limit,
	}
	if !c.From.IsZero() && c.Last != 0 {
		return fault.Field("last", "and --from exclude each other")
	}
	if c.Cause != "" {
		var err error
		if filter.Cause, err = policy.ParseCause(c.Cause); err != nil {
			return err
		}
		filter.Cause.Version = c.Version
	}
	return c.operate("lines search", func(ctx context.Context, o *operator.Operator) error {
		if c.Last != 0 {
			filter.From = o.Now().Add(-c.Last)
		}
		found, err := o.Lines(ctx, filter)
		if err != nil {
			return err
		}
		return c.show(out, found, func(t *table) { tellLines(t, found) })
	})
}

func tellLines(t *table, found operator.FoundLines) {
	t.row("DATA ID", "APP", "TIME", "USER", "ROOM", "OUTCOME", "LABEL", "TEXT")
	for _, l := range found.Lines {
		outcome := string(l.Outcome)
		if l.ReversedAt != nil {
			outcome += ", undone"
		}
		t.row(l.DataID, l.App, l.At, l.UserID, l.RoomID, outcome, l.Label, l.Text)
	}
	if found.Before != 0 {
		t.line("%d messages looked at, back to %s; --before %d goes on", found.Looked, cellText(found.Until), found.Before)
	}
}

type linesShow struct {
	toolFlags `embed:""`

	DataID string `arg:"" help:"As the search and the app have it."`
}

// Run shows a message.
func (c linesShow) Run(out io.Writer) error {
	return c.operate("lines show", func(ctx context.Context, o *operator.Operator) error {
		l, err := o.Line(ctx, c.DataID)
		if err != nil {
			return err
		}
		return c.show(out, l, func(t *table) { tellLine(t, l) })
	})
}

func tellLine(t *table, l operator.Line) {
	for _, pair := range [][2]any{
		{"message", l.DataID}, {"app", l.App}, {"time", l.At}, {"type", l.Type}, {"room", l.RoomID}, {"user", l.UserID}, {"text", l.Text}, {"shown", l.Shown},
		{"outcome", l.Outcome}, {"label", l.Label}, {"score", l.Score}, {"case", l.CaseID}, {"undone", l.ReversedAt},
	} {
		t.row(pair[0], pair[1])
	}
	for _, reason := range l.Reasons {
		t.row("reason", reason)
	}
	t.line("")
	t.row("CAUSE", "VERSION", "SOURCE", "WHAT", "LANE", "LABEL", "WANTS", "SURE", "LED", "TRIED")
	for i, found := range [][]policy.Evidence{l.Evidence, l.Shadow} {
		for _, e := range found {
			t.row(e.Cause, e.Cause.Version, e.Source, e.What, e.Lane, e.Label, e.Want, e.Sure, e.Led, i == 1)
		}
	}
}
