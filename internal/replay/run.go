package replay

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

const (
	// batch is how many numbers of messages are read at once.
	batch = 1000
	// warmUp is how much before its period a replay begins to count who says
	// what how often: the longest window, and some more.
	warmUp = 70 * time.Second
	// outOfOrder is by how much numbers may not follow the time.
	outOfOrder = 10 * time.Second
)

// run reads the messages and judges each twice.
func (s *Service) run(ctx context.Context, app tenant.App, o Order, tell func(Progress) error) (Result, error) {
	t := &trial{Service: s, app: app.ID, order: o, result: newResult(), conduct: screen.NewConduct(), known: map[string]screen.Standing{}}
	if err := s.o.Refresh(ctx); err != nil {
		return Result{}, err
	}
	var err error
	t.before, t.after, err = s.judges(ctx, app, o.Change, func() time.Time { return t.said })
	if err != nil {
		return Result{}, err
	}
	t.prepare()
	if err := s.record(ctx, o); err != nil {
		return Result{}, err
	}
	first, last, err := s.o.Store.LineSpan(ctx, o.From.Add(-warmUp), o.To.Add(outOfOrder))
	if err != nil {
		return Result{}, err
	}
	for after := first - 1; after < last; after += batch {
		began := s.o.Now()
		until := min(after+batch, last)
		if err := t.read(ctx, after, until); err != nil {
			return Result{}, err
		}
		of := t.result.Read * int(last-first+1) / int(until-first+1)
		if err := tell(Progress{Read: t.result.Read, Of: of, Changed: t.result.Changed}); err != nil {
			return Result{}, err
		}
		if err := s.o.Rest(ctx, s.o.Now().Sub(began)); err != nil {
			return Result{}, err
		}
	}
	t.result.sorted()
	return t.result, nil
}

// trial is one replay.
type trial struct {
	*Service
	app           string
	order         Order
	before, after screen.Judge
	needs         screen.Needs
	since         time.Time // from when on offences count; zero: nobody asks for them
	conduct       *screen.Conduct
	known         map[string]screen.Standing // by user
	said          time.Time                  // when the message was said that is being judged
	result        Result
}

func (t *trial) prepare() {
	t.needs = t.before.Needs(t.app).And(t.after.Needs(t.app))
	for _, j := range []screen.Judge{t.before, t.after} {
		if t.needs.Sender || j.Thresholds(t.app).DenyRepeatOffenders > 0 {
			t.since = t.o.Now().Add(-screen.Lately)
		}
	}
}

// read judges the messages after a number, up to another.
func (t *trial) read(ctx context.Context, after, until int64) error {
	lines, err := t.o.Store.LinesBetween(ctx, t.app, after, until)
	if err != nil {
		return err
	}
	for _, line := range lines {
		t.said = line.At
		c := t.conduct.Note(t.app, line.Line, t.needs, line.At)
		if line.At.Before(t.order.From) || !line.At.Before(t.order.To) {
			continue
		}
		before, after, err := t.judge(ctx, line, c)
		if err != nil {
			return err
		}
		t.result.note(line, before, after)
	}
	return ctx.Err()
}

// judge holds a message against both. Who said it is looked up where it was not
// when it was live: nothing was found in it then.
func (t *trial) judge(ctx context.Context, line screen.Record, c policy.Context) (before, after policy.Decision, err error) {
	c.Risk, c.Protected, c.Offences = line.Context.Risk, line.Context.Protected, line.Context.Offences
	if t.needs.Sender {
		if err := t.introduce(ctx, line, &c); err != nil {
			return before, after, err
		}
	}
	before, after = t.both(line.Line, c)
	if (before.Outcome != policy.Pass || after.Outcome != policy.Pass) && !t.needs.Sender {
		if err := t.introduce(ctx, line, &c); err != nil {
			return before, after, err
		}
		before, after = t.both(line.Line, c)
	}
	return before, after, nil
}

func (t *trial) both(line content.Line, c policy.Context) (before, after policy.Decision) {
	return t.before.Judge(t.app, line, c).Decision, t.after.Judge(t.app, line, c).Decision
}

// maxKnown bounds how many senders are remembered.
const maxKnown = 50_000

// introduce puts in what is known of the sender now, unless it was recorded.
func (t *trial) introduce(ctx context.Context, line screen.Record, c *policy.Context) error {
	if line.Outcome != policy.Pass {
		return nil
	}
	who, known := t.known[line.Line.UserID]
	if !known {
		var err error
		if who, err = t.o.Store.Standing(ctx, t.app, line.Line.UserID, t.since); err != nil {
			return err
		}
		if len(t.known) >= maxKnown {
			clear(t.known)
		}
		t.known[line.Line.UserID] = who
	}
	c.Risk, c.Protected, c.Offences = who.Risk, who.Protected, who.Offences
	return nil
}
