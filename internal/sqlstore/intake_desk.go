package sqlstore

import (
	"context"
	"runtime"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
)

// deskLimit is how many reports share a transaction at most; deskPatience how
// long it may take with all its attempts.
const (
	deskLimit    = 64
	deskPatience = 30 * time.Second
)

// desk takes reports in and files those that wait at the same time together, so
// that they share the statements, the commit and the fsync. It never waits for
// more to come: a report that comes alone is filed alone. Each clerk files one
// batch at a time.
type desk struct {
	together func(ctx context.Context, filings []filing) ([]intake.Receipt, error)
	line     chan *handed // unbuffered: what is in no batch waits at its sender
	stop     chan struct{}
	clerks   sync.WaitGroup
}

// handed is a filing that waits for its answer.
type handed struct {
	filing
	answer chan answer // takes one without waiting
}

type answer struct {
	receipt intake.Receipt
	err     error
}

// openDesk begins to serve; close ends it.
func openDesk(clerks int, together func(context.Context, []filing) ([]intake.Receipt, error)) *desk {
	d := &desk{together: together, line: make(chan *handed), stop: make(chan struct{})}
	for range clerks {
		d.clerks.Go(d.serve)
	}
	return d
}

// file hands a report in and waits for its fate. Once a batch has it, the end of
// its context no longer matters: its plan may be running.
func (d *desk) file(f filing) (intake.Receipt, error) {
	h := &handed{filing: f, answer: make(chan answer, 1)}
	select {
	case d.line <- h:
		given := <-h.answer
		return given.receipt, given.err
	case <-f.ctx.Done():
		return intake.Receipt{}, failure(f.ctx.Err())
	case <-d.stop:
		return intake.Receipt{}, closed()
	}
}

func (d *desk) serve() {
	for {
		select {
		case first := <-d.line:
			runtime.Gosched() // lets those just answered come again, for a fuller batch
			d.answerAll(gather(first, d.line, deskLimit))
		case <-d.stop:
			return
		}
	}
}

// gather takes what waits now, up to limit.
func gather[T any](first T, line <-chan T, limit int) []T {
	batch := []T{first}
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

// answerAll files the batch and answers each of it. What cannot be filed
// together is filed one by one, so that only the report that is to blame fails.
func (d *desk) answerAll(batch []*handed) {
	batch = d.withoutEnded(batch)
	if len(batch) == 0 {
		return
	}
	filings := make([]filing, len(batch))
	for i, h := range batch {
		filings[i] = h.filing
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(batch[0].ctx), deskPatience)
	defer cancel()
	receipts, err := d.together(ctx, filings)
	switch {
	case err == nil:
		for i, h := range batch {
			h.answer <- answer{receipt: receipts[i]}
		}
	case len(batch) == 1, fault.Is(err, fault.Unavailable):
		for _, h := range batch {
			h.answer <- answer{err: err}
		}
	default:
		for i := range batch {
			d.answerAll(batch[i : i+1])
		}
	}
}

// withoutEnded answers those whose request has ended meanwhile.
func (d *desk) withoutEnded(batch []*handed) []*handed {
	var living []*handed
	for _, h := range batch {
		if err := h.ctx.Err(); err != nil {
			h.answer <- answer{err: failure(err)}
			continue
		}
		living = append(living, h)
	}
	return living
}

func (d *desk) close() {
	close(d.stop)
	d.clerks.Wait()
}
