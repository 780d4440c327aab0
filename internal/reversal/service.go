package reversal

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// atOnce is how many messages one transaction looks at: what is decided in the
// meantime waits for it.
const atOnce = 100

// MaxNote bounds the note, in bytes.
const MaxNote = 1000

// Cases passes what waits.
type Cases interface {
	// Clear is the rule by which somebody passes a case that nobody has.
	Clear(app tenant.App, who review.Reviewer, memo string) func(review.Case, review.Reports) (*review.Ruling, error)
}

// Apps finds an app by its id.
type Apps interface {
	App(id string) (tenant.App, bool)
}

// Options are the parts of a Service. All are required.
type Options struct {
	Store   Store
	Cases   Cases
	Apps    Apps
	Channel func(app tenant.App, credential string) string // of the outbox, by which a credential's messages are called back; empty for none
	Now     func() time.Time
	Wake    func() // tells delivery that events were written
}

// Service undoes what causes did.
type Service struct{ Options }

// NewService makes a Service.
func NewService(o Options) *Service { return &Service{o} }

// Request asks for a reversal.
type Request struct {
	Scope
	Who  review.Reviewer
	Note string
}

// Preview counts what Reverse would meet.
func (s *Service) Preview(ctx context.Context, scope Scope) (Counts, error) {
	if err := s.check(scope); err != nil {
		return Counts{}, err
	}
	return s.Store.CountReversal(ctx, scope)
}

func (s *Service) check(scope Scope) error {
	if err := scope.Check(); err != nil {
		return err
	}
	if _, known := s.Apps.App(scope.App); !known {
		return fault.Field("app", "there is no app %.64q", scope.App)
	}
	return nil
}

// Begin notes that somebody undoes what a cause did. Run the reversal that it
// returns: nothing is undone before.
func (s *Service) Begin(ctx context.Context, r Request) (*Reversal, error) {
	if err := s.check(r.Scope); err != nil {
		return nil, err
	}
	if len(r.Note) > MaxNote {
		return nil, fault.Field("note", "is longer than %d bytes", MaxNote)
	}
	counts, err := s.Store.CountReversal(ctx, r.Scope)
	if err != nil {
		return nil, err
	}
	id, err := s.Store.BeginReversal(ctx, r.Scope, Begun{StaffID: r.Who.ID, Note: r.Note, At: s.Now(), Counts: counts})
	return &Reversal{Service: s, request: r, id: id, total: counts.Reversible()}, err
}

// Reversal is one that has begun.
type Reversal struct {
	*Service
	request Request
	id      int64
	total   int
}

// Run undoes everything, batch by batch, and tells after each how far it has
// come. It ends early with an error of tell, of the store or of ctx; what it
// has done by then stays done, and the same reversal begun again goes on.
func (r *Reversal) Run(ctx context.Context, tell func(Progress) error) (err error) {
	p := Progress{Total: r.total}
	defer func() { // whatever became of who asked
		if failed := r.Store.EndReversal(context.WithoutCancel(ctx), r.id, r.request.App, r.request.Cause, p); err == nil {
			err = failed
		}
	}()
	for batch := r.batch(); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		done, err := r.Store.ReverseBatch(ctx, batch)
		if err != nil {
			return err
		}
		if done.CalledBack+done.Closed > 0 {
			r.Wake()
		}
		p = p.with(done)
		if err := tell(p); err != nil || done.Last == 0 {
			return err
		}
		batch.After = done.Last
	}
}

// with adds a batch. Other messages of a closed case may be undone with it that
// were not foreseen.
func (p Progress) with(done Outcome) Progress {
	p.Done += done.Reversed + done.Skipped
	p.Total = max(p.Total, p.Done)
	p.CalledBack += done.CalledBack
	p.Closed += done.Closed
	p.Skipped += done.Skipped
	return p
}

func (r *Reversal) batch() Batch {
	app, _ := r.Apps.App(r.request.App) // Begin found it
	now := r.Now()
	return Batch{
		Scope: r.request.Scope, Reversal: r.id, Limit: atOnce, At: now,
		Rule: r.Cases.Clear(app, r.request.Who, r.request.Note),
		Tell: func(line screen.Record) (outbox.Event, bool) {
			channel := r.Channel(app, line.Credential)
			if channel == "" {
				return outbox.Event{}, false
			}
			line.Label = verdict.Pass
			told := line.Told(channel, now)
			told.Key = "reversal-" + line.DataID // there can be but one
			return told, true
		},
	}
}
