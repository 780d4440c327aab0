package screen

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Prune says which messages to forget: those of some apps from before a moment.
// Messages are looked at in the order of their numbers, which follow the time.
type Prune struct {
	After  int64 // a message that was looked at before; nothing up to it is to be forgotten. 0 begins at the oldest
	Before time.Time
	Of     func(app string) bool
}

// age remembers how far messages of each age have been looked through, so that
// those that other apps keep for longer are not looked at again and again.
type age struct {
	mu     sync.Mutex
	keeps  map[string]time.Duration // of each app, at the last time; of apps that are gone by no name
	looked map[time.Duration]int64  // how far, by how long they are kept
}

func newAge() *age { return &age{looked: map[time.Duration]int64{}} }

// ForgetOld drops what has been kept for long enough.
func (s *Service) ForgetOld(ctx context.Context) error {
	s.old.mu.Lock()
	defer s.old.mu.Unlock()
	keeps := map[string]time.Duration{"": s.keeps(tenant.App{}).Messages.Length()}
	for _, app := range s.apps.All() {
		keeps[app.ID] = s.keeps(app).Messages.Length()
	}
	if !maps.Equal(keeps, s.old.keeps) { // an app may keep less than before
		s.old.keeps, s.old.looked = keeps, map[time.Duration]int64{}
	}
	for _, kept := range slices.Compact(slices.Sorted(maps.Values(keeps))) {
		last, err := s.store.PruneLines(ctx, Prune{
			After: s.old.looked[kept], Before: s.now().Add(-kept),
			Of: func(app string) bool {
				own, known := keeps[app]
				if !known {
					own = keeps[""]
				}
				return own == kept
			},
		})
		s.old.looked[kept] = max(last, s.old.looked[kept])
		if err != nil {
			return err
		}
	}
	return nil
}
