package learn

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/detect/classify"
)

// Stop ends what Start began, and a training under way, for good.
func (s *Service) Stop() {
	s.end()
	s.Follower.Stop()
}

// untilStop is a context that also ends with the service.
func (s *Service) untilStop(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	release := context.AfterFunc(s.life, cancel)
	return ctx, func() { release(); cancel() }
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
