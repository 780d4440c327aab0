package learn

import (
	"context"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/detect/classify"
)

// PollEvery is how often a started service asks whether another process has
// put another model in use.
const PollEvery = 500 * time.Millisecond

// follower owns the service's goroutine.
type follower struct {
	wake    chan struct{}
	stopped sync.WaitGroup
}

// Start keeps the model in use up to date until Stop. It must be called at most
// once.
func (s *Service) Start() { s.follower.stopped.Go(func() { s.follow(s.life) }) }

// Stop ends what Start began, and a training under way, for good.
func (s *Service) Stop() {
	s.end()
	s.follower.stopped.Wait()
}

// untilStop is a context that also ends with the service.
func (s *Service) untilStop(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	release := context.AfterFunc(s.life, cancel)
	return ctx, func() { release(); cancel() }
}

// Wake has the service look at once.
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
			s.log.ErrorContext(ctx, "the model in use is not up to date", "error", err)
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

// Refresh reads which model is in use. The old one stays where the new one
// cannot be read.
func (s *Service) Refresh(ctx context.Context) error {
	s.loading.Lock()
	defer s.loading.Unlock()
	before := s.inUse.Load()
	// The revision comes first: a change between the reads is read again next
	// time instead of being missed.
	revision, err := s.store.ModelsRevision(ctx)
	if err != nil || revision == before.revision {
		return err
	}
	version, err := s.store.ModelInUse(ctx)
	if err != nil {
		return err
	}
	var model *classify.Model
	if version != 0 {
		if model, err = s.Model(ctx, version); err != nil {
			return err
		}
	}
	s.inUse.Store(&used{revision, version, model})
	return nil
}
