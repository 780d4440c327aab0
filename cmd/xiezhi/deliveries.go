package main

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/operator"
)

type deliveriesCommand struct {
	List   deliveriesList   `cmd:"" help:"List calls to the business platforms, the newest first."`
	Show   deliveriesShow   `cmd:"" help:"Show a delivery and every attempt."`
	Resend deliveriesResend `cmd:"" help:"Resend dead deliveries: one by its id, or those that match, which are only counted without --yes."`
}

// matchFlags pick deliveries.
type matchFlags struct {
	App   string        `placeholder:"ID" help:"Of this app."`
	Lane  string        `placeholder:"LANE" help:"About this subject, as user:10001."`
	Kind  string        `placeholder:"KIND" help:"What it asks for, as mute."`
	Case  int64         `placeholder:"ID" help:"Of this case."`
	Since time.Duration `placeholder:"TIME" help:"Written at most so long ago, as 24h."`
}

func (f matchFlags) filter() operator.DeliveryFilter {
	return operator.DeliveryFilter{App: f.App, Lane: f.Lane, Kind: f.Kind, CaseID: f.Case, Since: f.Since}
}

type deliveriesList struct {
	toolFlags  `embed:""`
	matchFlags `embed:""`

	State  string `enum:",pending,delivered,dead,cancelled" default:"" placeholder:"STATE" help:"pending, delivered, dead or cancelled."`
	Before int64  `placeholder:"ID" help:"Only older ones, to go on with the list."`
	Limit  int    `default:"50" help:"At most so many, up to 500."`
}

// Run lists deliveries.
func (c deliveriesList) Run(out io.Writer) error {
	return c.operate("deliveries list", func(ctx context.Context, o *operator.Operator) error {
		filter := c.filter()
		filter.State, filter.Before, filter.Limit = c.State, c.Before, c.Limit
		list, err := o.Deliveries(ctx, filter)
		if err != nil {
			return err
		}
		return c.show(out, list, func(t *table) {
			t.row("ID", "APP", "SUBJECT", "KIND", "STATE", "ATTEMPTS", "WRITTEN", "DONE", "LAST ERROR")
			for _, d := range list {
				t.row(d.ID, d.App, d.Lane, d.Kind, d.State, d.Attempts, d.CreatedAt, d.DoneAt, d.LastError)
			}
		})
	})
}

type deliveriesShow struct {
	toolFlags `embed:""`

	ID int64 `arg:"" help:"As the list has it."`
}

// Run shows a delivery.
func (c deliveriesShow) Run(out io.Writer) error {
	return c.operate("deliveries show", func(ctx context.Context, o *operator.Operator) error {
		story, err := o.ShowDelivery(ctx, c.ID)
		if err != nil {
			return err
		}
		payload, err := json.Marshal(story.Payload)
		if err != nil {
			return err
		}
		return c.show(out, story, func(t *table) {
			t.row("delivery", story.ID)
			t.row("app", story.App)
			t.row("subject", story.Lane)
			t.row("kind", story.Kind)
			t.row("state", story.State)
			t.row("idempotency key", story.IdempotencyKey)
			t.row("case", story.CaseID)
			t.row("written", story.CreatedAt)
			t.row("due", story.DueAt)
			t.row("done", story.DoneAt)
			t.row("payload", string(payload))
			t.line("")
			t.row("ATTEMPT", "TOOK", "STATUS", "OUTCOME", "ERROR", "ANSWER")
			for _, try := range story.Tries {
				t.row(try.At, time.Duration(try.TookMS)*time.Millisecond, try.Status, try.Outcome, try.Error, try.Answer)
			}
		})
	})
}

type deliveriesResend struct {
	toolFlags  `embed:""`
	matchFlags `embed:""`

	ID        int64 `arg:"" optional:"" help:"One delivery; without it, those that the flags match."`
	All       bool  `help:"Every dead delivery, where no other flag says which."`
	Yes       bool  `help:"Do it; without it they are only counted."`
	Overtaken bool  `help:"Also those that a later decision about the subject has overtaken."`
}

// Run resends deliveries.
func (c deliveriesResend) Run(out io.Writer) error {
	byFilter := c.matchFlags != matchFlags{}
	switch {
	case c.ID != 0 && (byFilter || c.All):
		return &config.Problem{Origin: "deliveries resend", Message: "an id and a filter exclude each other"}
	case c.ID == 0 && !byFilter && !c.All:
		return &config.Problem{Origin: "deliveries resend", Message: "say which: an id, a filter, or --all"}
	}
	return c.operate("deliveries resend", func(ctx context.Context, o *operator.Operator) error {
		var resent operator.Resent
		var err error
		if c.ID != 0 {
			resent, err = o.ResendOne(ctx, c.ID, c.Overtaken)
		} else {
			resent, err = o.ResendMatching(ctx, c.filter(), c.Overtaken, c.Yes)
		}
		if err != nil {
			return err
		}
		return c.show(out, resent, func(t *table) { tellResent(t, resent) })
	})
}

func tellResent(t *table, resent operator.Resent) {
	if !resent.Done {
		t.line("%d dead deliveries match; add --yes to resend them", resent.Matching)
		return
	}
	t.line("%d resent", resent.Resent)
	if resent.Overtaken > 0 {
		t.line("%d passed over, for a later decision about the subject was written; --overtaken resends these too", resent.Overtaken)
	}
}
