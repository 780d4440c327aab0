package trace

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

// The bounds of what waits to be sent, in spans.
const (
	queueLength = 4096
	batchLength = 512
)

const defaultEvery = 5 * time.Second

// queue brings ended spans to the receiver. Who ends a span never waits: where
// the queue is full the span is dropped and counted.
type queue struct {
	to    sdk.SpanExporter
	every time.Duration
	log   *slog.Logger

	waiting chan sdk.ReadOnlySpan
	flush   chan chan struct{} // asks for all that waits to be sent now
	end     chan struct{}
	ended   chan struct{}
	begin   sync.Once
	stop    func() // ends a sending under way
	sending context.Context
	finish  sync.Once

	sent, dropped, failed atomic.Int64
	away                  bool // the last sending failed; the goroutine's own
}

func newQueue(to sdk.SpanExporter, o Options) *queue {
	q := &queue{
		to: to, every: o.Every, log: o.Log, waiting: make(chan sdk.ReadOnlySpan, queueLength),
		flush: make(chan chan struct{}), end: make(chan struct{}), ended: make(chan struct{}),
	}
	if q.every == 0 {
		q.every = defaultEvery
	}
	q.sending, q.stop = context.WithCancel(context.Background())
	return q
}

// start begins to send; Shutdown ends it.
func (q *queue) start() { q.begin.Do(func() { go q.run() }) }

// OnStart implements sdk.SpanProcessor.
func (*queue) OnStart(context.Context, sdk.ReadWriteSpan) {}

// OnEnd implements sdk.SpanProcessor.
func (q *queue) OnEnd(span sdk.ReadOnlySpan) {
	if !span.SpanContext().IsSampled() {
		return
	}
	select {
	case q.waiting <- span:
	default:
		q.dropped.Add(1)
	}
}

// ForceFlush implements sdk.SpanProcessor.
func (q *queue) ForceFlush(ctx context.Context) error {
	done := make(chan struct{})
	select {
	case q.flush <- done:
	case <-q.ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Shutdown implements sdk.SpanProcessor: what waits is sent, as far as ctx
// lasts.
func (q *queue) Shutdown(ctx context.Context) error {
	q.start()
	defer context.AfterFunc(ctx, q.stop)()
	q.finish.Do(func() { close(q.end) })
	<-q.ended
	return ctx.Err()
}

func (q *queue) run() {
	defer close(q.ended)
	defer q.stop()
	tick := time.NewTicker(q.every)
	defer tick.Stop()
	var batch []sdk.ReadOnlySpan
	for {
		select {
		case span := <-q.waiting:
			if batch = append(batch, span); len(batch) == batchLength {
				batch = q.send(batch)
			}
		case <-tick.C:
			batch = q.send(batch)
		case done := <-q.flush:
			batch = q.send(q.drain(batch))
			close(done)
		case <-q.end:
			q.send(q.drain(batch))
			return
		}
	}
}

// drain sends all that waits now but the last of it.
func (q *queue) drain(batch []sdk.ReadOnlySpan) []sdk.ReadOnlySpan {
	for {
		select {
		case span := <-q.waiting:
			if batch = append(batch, span); len(batch) == batchLength {
				batch = q.send(batch)
			}
		default:
			return batch
		}
	}
}

// send sends a batch and returns an empty one. The log hears when the receiver
// goes away and when it is back, and nothing in between.
func (q *queue) send(batch []sdk.ReadOnlySpan) []sdk.ReadOnlySpan {
	if len(batch) == 0 {
		return batch
	}
	err := q.to.ExportSpans(q.sending, batch)
	counted := &q.sent
	if err != nil {
		counted = &q.failed
	}
	counted.Add(int64(len(batch)))
	switch {
	case err != nil && !q.away:
		q.log.Warn("traces do not reach their receiver", "error", err)
	case err == nil && q.away:
		q.log.Info("traces reach their receiver again")
	}
	q.away = err != nil
	clear(batch)
	return batch[:0]
}
