package words

import (
	"context"
	"sync"
	"time"
)

// PollEvery is how often a started service asks whether another process has
// changed a list.
const PollEvery = 500 * time.Millisecond

// follower owns the service's goroutine.
type follower struct {
	wake    chan struct{}
	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// Start keeps the snapshots up to date until Stop. It must be called at most
// once.
func (s *Service) Start() {
	ctx, stop := context.WithCancel(context.Background())
	s.follower.stop = stop
	s.follower.stopped.Go(func() { s.follow(ctx) })
}

// Stop ends what Start began and waits for it. Without a Start it does nothing.
func (s *Service) Stop() {
	if s.follower.stop != nil {
		s.follower.stop()
		s.follower.stopped.Wait()
	}
}

// Wake has the snapshots follow at once.
func (s *Service) Wake() {
	select {
	case s.follower.wake <- struct{}{}:
	default: // it is awake
	}
}

func (s *Service) follow(ctx context.Context) {
	ticker := time.NewTicker(PollEvery)
	defer ticker.Stop()
	failing := false
	for {
		err := s.Refresh(ctx)
		if err != nil && !failing && ctx.Err() == nil { // said once, not twice a second
			s.log.ErrorContext(ctx, "word lists are not up to date", "error", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-s.follower.wake:
		}
	}
}
