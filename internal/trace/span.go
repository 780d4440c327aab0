package trace

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// scope names this program among those that make spans.
const scope = "github.com/xiezhi/xiezhi"

// Span is a piece of work in a trace. The zero Span is none: it takes
// everything and does nothing.
type Span struct{ span trace.Span }

// Start begins a span below that of ctx. Where that one is not recorded it
// returns ctx and no span, and costs a look at ctx.
func Start(ctx context.Context, name string) (context.Context, Span) {
	parent := trace.SpanFromContext(ctx)
	if !parent.IsRecording() {
		return ctx, Span{}
	}
	ctx, span := parent.TracerProvider().Tracer(scope).Start(ctx, name)
	return ctx, Span{span}
}

// Recorded reports whether what is told to the span is kept.
func (s Span) Recorded() bool { return s.span != nil && s.span.IsRecording() }

// Name replaces the span's name.
func (s Span) Name(name string) {
	if s.Recorded() {
		s.span.SetName(name)
	}
}

// Text tells an attribute: a name of our own, never what users wrote.
func (s Span) Text(key, value string) {
	if s.Recorded() {
		s.span.SetAttributes(attribute.String(key, value))
	}
}

// Number tells an attribute.
func (s Span) Number(key string, value int64) {
	if s.Recorded() {
		s.span.SetAttributes(attribute.Int64(key, value))
	}
}

// Link points at the traces that led to this one. What is no traceparent is
// left out.
func (s Span) Link(traceparents ...string) {
	if !s.Recorded() {
		return
	}
	for _, text := range traceparents {
		if from := read(text); from.IsValid() {
			s.span.AddLink(trace.Link{SpanContext: from})
		}
	}
}

// Fail tells that the work failed, in a word: an error's text may hold what
// users wrote.
func (s Span) Fail(why string) {
	if s.Recorded() {
		s.span.SetAttributes(attribute.String("error.type", why))
		s.span.SetStatus(codes.Error, "")
	}
}

// End ends the span.
func (s Span) End() {
	if s.span != nil {
		s.span.End()
	}
}

// Finish ends the span with what became of its work; a nil error is success.
func (s Span) Finish(err error) {
	if err != nil && s.Recorded() {
		s.Fail(fault.As(err).Kind.String())
	}
	s.End()
}
