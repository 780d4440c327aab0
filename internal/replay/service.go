package replay

import (
	"context"
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/words"
)

// MaxRunning is how many replays a process runs at a time.
const MaxRunning = 2

// CodeBusy is the stable code of a replay that has to wait.
const CodeBusy = "replays_running"

// busyFor is when to try again, which is any time that a replay may take.
const busyFor = 10 * time.Second

// Options are the parts of a Service. All but Refresh and Rest are required.
type Options struct {
	Store  Store
	Apps   Apps
	Words  *words.Service
	Rules  *rules.Service
	Models Models
	Now    func() time.Time
	// Refresh has what judges be as new as it can be; nil does nothing.
	Refresh func(context.Context) error
	// Rest is called between two batches with how long the last one took, so
	// that live messages come first; nil pauses for as long, a second at most.
	Rest func(ctx context.Context, took time.Duration) error
}

// Apps knows the apps.
type Apps interface {
	// App finds an app by its id.
	App(id string) (tenant.App, bool)
}

// Service runs replays.
type Service struct {
	o     Options
	slots chan struct{}
	life  context.Context // ends with Stop, and replays with it
	end   context.CancelFunc
}

// NewService makes a Service.
func NewService(o Options) *Service {
	if o.Rest == nil {
		o.Rest = pause
	}
	if o.Refresh == nil {
		o.Refresh = func(context.Context) error { return nil }
	}
	s := &Service{o: o, slots: make(chan struct{}, MaxRunning)}
	s.life, s.end = context.WithCancel(context.Background())
	return s
}

// Stop ends the replays under way, and takes no more.
func (s *Service) Stop() { s.end() }

// Order is a replay of an app's messages from one moment until before another.
type Order struct {
	App      string
	From, To time.Time
	Change   Change
}

func (o Order) check() error {
	switch {
	case !o.From.Before(o.To):
		return fault.Field("to", "must be after from")
	case len(o.Change.parts()) == 0:
		return fault.Field("change", "says nothing: terms, a rule, thresholds or a model must be changed")
	}
	return nil
}

// Run tries a change. Tell is called after each batch; its error ends the replay.
// That somebody read the messages is an entry in the audit log.
func (s *Service) Run(ctx context.Context, o Order, tell func(Progress) error) (Result, error) {
	app, known := s.o.Apps.App(o.App)
	if !known {
		return Result{}, fault.Field("app", "there is no app %.64q", o.App)
	}
	if err := o.check(); err != nil {
		return Result{}, err
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		return Result{}, &fault.Error{Kind: fault.TooMany, Code: CodeBusy, RetryAfter: busyFor, Message: "other replays are running; wait for one to end"}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()
	return s.run(ctx, app, o, tell)
}

func (s *Service) record(ctx context.Context, o Order) error {
	detail, err := json.Marshal(map[string]any{"changed": o.Change.parts(), "from": o.From.UTC(), "to": o.To.UTC()})
	if err != nil {
		return err
	}
	return s.o.Store.RecordAudit(ctx, auditlog.Entry{
		Action: auditlog.LinesReplay, App: o.App, Object: auditlog.Object{Kind: auditlog.AnApp, ID: o.App}, Detail: detail,
	})
}

// maxPause bounds a rest.
const maxPause = time.Second

// pause waits for as long as the last batch took.
func pause(ctx context.Context, took time.Duration) error {
	timer := time.NewTimer(min(took, maxPause))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
