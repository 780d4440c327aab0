package trace

import (
	"context"
	"net/http"

	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// Header is what carries a trace over HTTP.
const Header = "Traceparent"

// Carry is the traceparent by which what is written now can be gone on with
// later; empty outside a trace.
func Carry(ctx context.Context) string {
	at := trace.SpanContextFromContext(ctx)
	if !at.IsValid() {
		return ""
	}
	return "00-" + at.TraceID().String() + "-" + at.SpanID().String() + "-" + at.TraceFlags().String()
}

// Kept is Carry for what is only pointed at: empty where the trace is not
// recorded, because there would be nothing to see.
func Kept(ctx context.Context) string {
	if !trace.SpanContextFromContext(ctx).IsSampled() {
		return ""
	}
	return Carry(ctx)
}

// ID is the id of the trace that ctx belongs to, for the log; empty outside one.
func ID(ctx context.Context) string {
	at := trace.SpanContextFromContext(ctx)
	if !at.HasTraceID() {
		return ""
	}
	return at.TraceID().String()
}

// read is the library's strict reading. What is no traceparent is an invalid
// context.
func read(traceparent string) trace.SpanContext {
	carrier := propagation.MapCarrier{"traceparent": traceparent}
	return trace.SpanContextFromContext(propagation.TraceContext{}.Extract(context.Background(), carrier))
}

// fromHeader reads what a stranger sent. Two of them are none. The tracestate
// is left behind: it is its sender's own, and long.
func fromHeader(header http.Header) trace.SpanContext {
	if values := header[Header]; len(values) == 1 {
		return read(values[0])
	}
	return trace.SpanContext{}
}
