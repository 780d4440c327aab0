package load

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// tellEvery is the time between two reports of progress.
const tellEvery = time.Second

// lateAfter is how long after it was due a request may be sent without being
// called late.
const lateAfter = 10 * time.Millisecond

// Run sends the streams by the plan and waits for the last answers. Progress, if
// any, hears each second how it goes. Where ctx ends the result is of what was done.
func Run(ctx context.Context, plan Plan, streams []Stream, progress func(Progress)) (Result, error) {
	for _, s := range streams {
		if err := s.Sender.Prepare(ctx); err != nil {
			return Result{}, fmt.Errorf("%s: %w", s.Name, err)
		}
	}
	book := newBook()
	start := time.Now()
	end := start.Add(plan.For)
	var all sync.WaitGroup
	for i, s := range streams {
		line := &pacer{Stream: s, places: make(chan struct{}, most(s, plan)), book: book}
		all.Go(func() { line.run(ctx, plan.schedule(start, s, uint64(i)), end) })
	}
	over := make(chan struct{})
	go func() {
		all.Wait()
		close(over)
	}()
	watch(book, start, over, progress)
	return book.result(start, time.Now(), plan.For), nil
}

func most(s Stream, p Plan) int {
	if s.Most > 0 {
		return min(s.Most, max(p.InFlight, 1))
	}
	return max(p.InFlight, 1)
}

// watch tells progress until it is over.
func watch(book *book, start time.Time, over <-chan struct{}, progress func(Progress)) {
	if progress == nil {
		<-over
		return
	}
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		select {
		case <-over:
			return
		case now := <-tick.C:
			progress(book.progress(now.Sub(start)))
		}
	}
}

// pacer sends one stream.
type pacer struct {
	Stream
	places chan struct{}
	book   *book
}

func (p *pacer) run(ctx context.Context, times *schedule, end time.Time) {
	var sent sync.WaitGroup
	defer sent.Wait()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for due := times.next(); due.Before(end); due = times.next() {
		timer.Reset(time.Until(due))
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		p.book.count(p.Name, offered)
		if !p.place(ctx, end) {
			p.book.count(p.Name, unsent)
			continue
		}
		if time.Since(due) > lateAfter {
			p.book.count(p.Name, late)
		}
		sent.Go(func() {
			p.Sender.Send(ctx, due, func(a Answer) {
				if ctx.Err() == nil { // afterwards it failed because we do not listen any more
					p.book.enter(a, time.Now())
				}
			})
			<-p.places
		})
	}
}

// place waits for a place among those in flight; false says that there was none
// before the end.
func (p *pacer) place(ctx context.Context, end time.Time) bool {
	select {
	case p.places <- struct{}{}:
		return true
	default:
	}
	timer := time.NewTimer(time.Until(end))
	defer timer.Stop()
	select {
	case p.places <- struct{}{}:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}
