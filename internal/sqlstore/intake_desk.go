package sqlstore

import (
	"context"
	"runtime"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// deskLimit is how many requests share statements at most, deskMost how many a
// transaction; deskPatience how long it may take with all its attempts.
const (
	deskLimit    = 64
	deskMost     = 256
	deskPatience = 30 * time.Second
)

// desk takes requests of one kind – reports to file, cases to lend or to decide
// – and carries those that wait at the same time out together, so that they
// share the statements, the commit and the fsync. It never waits for more to
// come: a request that comes alone is carried out alone. Each clerk has one
// batch at a time, and may take more into it while he has it. What one request is refused is in its own answer; an error of
// together is the whole batch's, and then nothing was written.
type desk[Request, Answer any] struct {
	together func(ctx context.Context, requests []Request, more func() []Request) ([]Answer, error)
	line     chan *handed[Request, Answer] // unbuffered: what is in no batch waits at its sender
	stop     chan struct{}
	clerks   sync.WaitGroup
}

// handed is a request that waits for its answer.
type handed[Request, Answer any] struct {
	ctx     context.Context // of the request: whether somebody still waits
	request Request
	reply   chan reply[Answer] // takes one without waiting
}

type reply[Answer any] struct {
	answer Answer
	err    error
}

// openDesk begins to serve; close ends it.
func openDesk[Request, Answer any](clerks int, together func(context.Context, []Request) ([]Answer, error)) *desk[Request, Answer] {
	return openLongDesk(clerks, func(ctx context.Context, requests []Request, _ func() []Request) ([]Answer, error) {
		return together(ctx, requests)
	})
}

// openLongDesk is openDesk for work that takes more requests in while it goes
// on: each call of more gives those that wait now. It answers them too, after
// the first ones.
func openLongDesk[Request, Answer any](clerks int, together func(context.Context, []Request, func() []Request) ([]Answer, error)) *desk[Request, Answer] {
	d := &desk[Request, Answer]{together: together, line: make(chan *handed[Request, Answer]), stop: make(chan struct{})}
	for range clerks {
		d.clerks.Go(d.serve)
	}
	return d
}

// hand hands a request in and waits for its fate. Once a batch has it, the end
// of its context no longer matters: it may be under way.
func (d *desk[Request, Answer]) hand(ctx context.Context, request Request) (Answer, error) {
	var none Answer
	h := &handed[Request, Answer]{ctx: ctx, request: request, reply: make(chan reply[Answer], 1)}
	select {
	case d.line <- h:
		given := <-h.reply
		return given.answer, given.err
	case <-ctx.Done():
		return none, failure(ctx.Err())
	case <-d.stop:
		return none, closed()
	}
}

func (d *desk[Request, Answer]) serve() {
	for {
		select {
		case first := <-d.line:
			runtime.Gosched() // lets those just answered come again, for a fuller batch
			d.answerAll(append([]*handed[Request, Answer]{first}, gather(d.line, deskLimit-1)...), deskMost)
		case <-d.stop:
			return
		}
	}
}

// gather takes what waits now, up to limit.
func gather[T any](line <-chan T, limit int) []T {
	var batch []T
	for len(batch) < limit {
		select {
		case next := <-line:
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

// answerAll carries the batch out and answers each of it. What cannot be done
// together is done one by one, so that only the request that is to blame fails.
func (d *desk[Request, Answer]) answerAll(batch []*handed[Request, Answer], most int) {
	batch = withoutEnded(batch)
	if len(batch) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(batch[0].ctx), deskPatience)
	defer cancel()
	answers, err := d.together(ctx, requestsOf(batch), func() []Request {
		waiting := withoutEnded(gather(d.line, min(deskLimit, most-len(batch))))
		batch = append(batch, waiting...)
		return requestsOf(waiting)
	})
	switch {
	case err == nil:
		for i, h := range batch {
			h.reply <- reply[Answer]{answer: answers[i]}
		}
	case len(batch) == 1, fault.Is(err, fault.Unavailable):
		for _, h := range batch {
			h.reply <- reply[Answer]{err: err}
		}
	default:
		for i := range batch {
			d.answerAll(batch[i:i+1], 0)
		}
	}
}

func requestsOf[Request, Answer any](batch []*handed[Request, Answer]) []Request {
	requests := make([]Request, len(batch))
	for i, h := range batch {
		requests[i] = h.request
	}
	return requests
}

// withoutEnded answers those whose request has ended meanwhile.
func withoutEnded[Request, Answer any](batch []*handed[Request, Answer]) []*handed[Request, Answer] {
	var living []*handed[Request, Answer]
	for _, h := range batch {
		if err := h.ctx.Err(); err != nil {
			h.reply <- reply[Answer]{err: failure(err)}
			continue
		}
		living = append(living, h)
	}
	return living
}

func (d *desk[Request, Answer]) close() {
	close(d.stop)
	d.clerks.Wait()
}
