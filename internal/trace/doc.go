// Package trace follows what happens from the request that began it: through
// the store, where the W3C traceparent of who wrote a thing is kept beside it,
// to another process that goes on with it later. Spans go to the operator's
// own OpenTelemetry receiver (OTLP over HTTP); without one nothing is traced.
// No span holds what users wrote, a secret, a query or a path as it was asked.
package trace
