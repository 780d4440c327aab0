package trace

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Options of a Tracer. What they leave open the standard variables of
// OpenTelemetry say.
type Options struct {
	Endpoint string  // http(s)://host[:port][/path] of the receiver, without /v1/traces
	Sample   float64 // the part of the traces beginning here that is recorded, 0 to 1
	Service  string  // empty means OTEL_SERVICE_NAME, and without it xiezhi
	Version  string  // of the program
	Node     string  // tells the processes of one service apart

	Accept bool // go on with anybody's traceparent; else with a trusted proxy's only
	Inside bool // calls that leave carry no traceparent

	Lookup func(string) (string, bool) // of the environment; nil means that there is none
	Log    *slog.Logger                // nil means slog.Default()

	Every time.Duration // how long a span waits for others, at most; 0 means 5 s
}

// Tracer begins traces and goes on with those of others. A nil Tracer is off.
type Tracer struct {
	tracer   trace.Tracer
	provider *sdk.TracerProvider
	queue    *queue
	accepts  bool
	inside   bool
}

// maxValue bounds the attributes, in characters.
const maxValue = 256

// New makes a Tracer that does nothing before Start. Where neither the options
// nor the environment name a receiver it is nil, which is off.
func New(o Options) (*Tracer, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	to, err := receiverOf(o)
	if err != nil || to.url == "" {
		return nil, err
	}
	about, err := resource.New(context.Background(), resource.WithTelemetrySDK(), resource.WithFromEnv(), resource.WithAttributes(identity(o)...))
	if err != nil {
		return nil, err
	}
	q := newQueue(otlptrace.NewUnstarted(newClient(to)), o)
	limits := sdk.NewSpanLimits()
	limits.AttributeValueLengthLimit = maxValue
	provider := sdk.NewTracerProvider(
		sdk.WithResource(about), sdk.WithSpanProcessor(q), sdk.WithRawSpanLimits(limits),
		sdk.WithSampler(sdk.ParentBased(sdk.TraceIDRatioBased(o.Sample))),
	)
	return &Tracer{tracer: provider.Tracer(scope), provider: provider, queue: q, accepts: o.Accept, inside: o.Inside}, nil
}

func identity(o Options) []attribute.KeyValue {
	name := o.Service
	if _, named := value(o.Lookup, "OTEL_SERVICE_NAME"); name == "" && !named {
		name = "xiezhi"
	}
	var said []attribute.KeyValue
	for key, text := range map[string]string{"service.name": name, "service.version": o.Version, "service.instance.id": o.Node} {
		if text != "" {
			said = append(said, attribute.String(key, text))
		}
	}
	return said
}

// Start begins to send. A nil Tracer has nothing to.
func (t *Tracer) Start() {
	if t != nil {
		t.queue.start()
	}
}

// Stop sends what waits, as far as ctx lasts, and ends.
func (t *Tracer) Stop(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// Serve begins the span of a request. The trace that it says it belongs to is
// gone on with where its sender is trusted; else a new one begins, which points
// at it.
func (t *Tracer) Serve(ctx context.Context, header http.Header, trusted bool) (context.Context, Span) {
	if t == nil {
		return ctx, Span{}
	}
	options := []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindServer)}
	if said := fromHeader(header); said.IsValid() {
		if trusted || t.accepts {
			ctx = trace.ContextWithRemoteSpanContext(ctx, said)
		} else {
			options = append(options, trace.WithLinks(trace.Link{SpanContext: said}))
		}
	}
	ctx, span := t.tracer.Start(ctx, "request", options...)
	return ctx, Span{span}
}

// Call begins the span of a call that leaves, below what was carried from where
// it was decided. Where nothing was, a trace begins with it.
func (t *Tracer) Call(ctx context.Context, name, carried string) (context.Context, Span) {
	if t == nil {
		return ctx, Span{}
	}
	if from := read(carried); from.IsValid() {
		ctx = trace.ContextWithRemoteSpanContext(ctx, from)
	}
	ctx, span := t.tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindClient))
	return ctx, Span{span}
}

// Outgoing is the traceparent for a call that leaves from ctx; empty where none
// shall.
func (t *Tracer) Outgoing(ctx context.Context) string {
	if t == nil || t.inside {
		return ""
	}
	return Carry(ctx)
}

// Counters are what became of the spans of this process.
type Counters struct {
	Sent    int64
	Dropped int64 // the queue was full
	Failed  int64 // the receiver did not take them
}

// Counters counts since the start; a nil Tracer has none.
func (t *Tracer) Counters() Counters {
	if t == nil {
		return Counters{}
	}
	return Counters{Sent: t.queue.sent.Load(), Dropped: t.queue.dropped.Load(), Failed: t.queue.failed.Load()}
}
