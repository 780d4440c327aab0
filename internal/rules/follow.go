package rules

import (
	"context"
	"sync"
	"time"
)

// How often a started service asks whether another process has changed a rule,
// and writes down what was counted.
const (
	PollEvery  = 500 * time.Millisecond
	FlushEvery = time.Second
)

// lastFlush bounds the writing at the end.
const lastFlush = 5 * time.Second

// follower owns the service's goroutine.
type follower struct {
	wake    chan struct{}
	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// Start keeps the rules up to date, and their counts, until Stop. It must be
// called at most once.
func (s *Service) Start() {
	ctx, stop := context.WithCancel(context.Background())
	s.follower.stop = stop
	s.follower.stopped.Go(func() { s.follow(ctx) })
}

// Stop ends what Start began, waits for it, and writes down what was counted
// last. Without a Start it does nothing.
func (s *Service) Stop() {
	if s.follower.stop == nil {
		return
	}
	s.follower.stop()
	s.follower.stopped.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), lastFlush)
	defer cancel()
	if err := s.Flush(ctx); err != nil {
		s.log.ErrorContext(ctx, "what rules did last is not written down", "error", err)
	}
}

// Wake has the rules follow at once.
func (s *Service) Wake() {
	select {
	case s.follower.wake <- struct{}{}:
	default: // it is awake
	}
}

func (s *Service) follow(ctx context.Context) {
	poll, flush := time.NewTicker(PollEvery), time.NewTicker(FlushEvery)
	defer poll.Stop()
	defer flush.Stop()
	work, failing := s.Refresh, false
	for {
		err := work(ctx)
		if err != nil && !failing && ctx.Err() == nil { // said once, not twice a second
			s.log.ErrorContext(ctx, "rules are not up to date", "error", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-flush.C:
			work = s.Flush
		case <-poll.C:
			work = s.Refresh
		case <-s.follower.wake:
			work = s.Refresh
		}
	}
}
