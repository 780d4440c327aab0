package delivery

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/trace"
)

// Encoder knows the wire form of one channel.
type Encoder interface {
	// Encode makes the call that carries the event. An error means that no
	// attempt can ever succeed: the event becomes a dead letter with it, or with
	// outbox.CodeLate is done with.
	Encode(app tenant.App, event outbox.Event) (outbox.Request, error)
	// Judge tells whether an answer with a 2xx status says yes, and what it
	// says otherwise.
	Judge(status int, answer []byte) (ok bool, why string)
}

// Carrier takes the events of one channel inside this process.
type Carrier interface {
	// Carry takes the event, or took it already: it may come again with the same
	// key. A fault of kind Invalid or NotFound means that no attempt can ever
	// succeed: the event becomes a dead letter with it, or with outbox.CodeLate
	// is done with. After any other error it is tried again.
	Carry(ctx context.Context, app tenant.App, event outbox.Event) error
}

// Chooser is an Encoder of a channel that has a Carrier too: the apps that it
// does not reach are the Carrier's.
type Chooser interface {
	Encoder
	Reaches(app tenant.App) bool
}

// Apps finds an app by its id.
type Apps interface {
	App(id string) (tenant.App, bool)
}

// The defaults of Options.
const (
	defaultPerApp = 32
	defaultTotal  = 256
	defaultPoll   = 500 * time.Millisecond

	// guaranteed is how many attempts an app may have in flight even when the
	// others have used up the total, so that they cannot starve it.
	guaranteed = 4

	// loan is how long a claim is lent. It is longer than the longest attempt,
	// so that it need not be renewed.
	loan = 3 * egress.Timeout
)

// Options are the parts and bounds of a Drain.
type Options struct {
	Store    Store
	Apps     Apps
	Client   *egress.Client
	Encoders map[string]Encoder // by outbox.Event.Channel
	Carriers map[string]Carrier // by outbox.Event.Channel; before an Encoder that is no Chooser

	// Watch is told of every attempt that was recorded, and whether it was given
	// up with it; nil for nobody.
	Watch func(event outbox.Event, attempt outbox.Attempt, dead bool)

	Tracer *trace.Tracer    // nil for no traces
	Now    func() time.Time // nil means time.Now
	Jitter func() float64   // in [0,1); nil means at random
	Log    *slog.Logger     // nil means slog.Default
	PerApp int              // attempts in flight for one app; 0 means 32
	Total  int              // attempts in flight altogether; 0 means 256
	Poll   time.Duration    // how often to look without being woken; 0 means 500 ms
}

func (o Options) withDefaults() Options {
	if o.Watch == nil {
		o.Watch = func(outbox.Event, outbox.Attempt, bool) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.PerApp == 0 {
		o.PerApp = defaultPerApp
	}
	if o.Total == 0 {
		o.Total = defaultTotal
	}
	if o.Poll == 0 {
		o.Poll = defaultPoll
	}
	return o
}
