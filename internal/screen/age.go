package screen

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/tenant"
)

// keepDays is how long messages are kept where their app does not say.
const keepDays = 30

const day = 24 * time.Hour

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
	days   map[string]int // of each app, at the last time
	looked map[int]int64  // how far, by days
}

func newAge() *age { return &age{looked: map[int]int64{}} }

// ForgetOld drops what has been kept for long enough.
func (s *Service) ForgetOld(ctx context.Context) error {
	s.old.mu.Lock()
	defer s.old.mu.Unlock()
	days := map[string]int{}
	for _, app := range s.apps.All() {
		days[app.ID] = keptFor(app)
	}
	if !maps.Equal(days, s.old.days) { // an app may keep less than before
		s.old.days, s.old.looked = days, map[int]int64{}
	}
	groups := map[int]bool{keepDays: true} // also of apps that are gone
	for _, kept := range days {
		groups[kept] = true
	}
	for _, kept := range slices.Sorted(maps.Keys(groups)) {
		last, err := s.store.PruneLines(ctx, Prune{
			After: s.old.looked[kept], Before: s.now().Add(-time.Duration(kept) * day),
			Of: func(app string) bool {
				own, known := days[app]
				return own == kept || !known && kept == keepDays
			},
		})
		s.old.looked[kept] = max(last, s.old.looked[kept])
		if err != nil {
			return err
		}
	}
	return nil
}

func keptFor(app tenant.App) int {
	if app.Audit == nil || app.Audit.KeepDays == 0 {
		return keepDays
	}
	return app.Audit.KeepDays
}
