package screen

import (
	"context"
	"sync"
	"time"
)

// How long a sender's standing is believed, and of how many at once.
const (
	standingLasts = time.Second
	maxKnown      = 10_000
)

// acquaintance remembers for a moment what is known of senders.
type acquaintance struct {
	mu    sync.Mutex
	known map[sender]remembered
}

type sender struct{ app, user string }

type remembered struct {
	standing Standing
	until    time.Time
}

func newAcquaintance() *acquaintance { return &acquaintance{known: map[sender]remembered{}} }

func (a *acquaintance) recall(who sender, now time.Time) (Standing, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	seen, ok := a.known[who]
	return seen.standing, ok && now.Before(seen.until)
}

func (a *acquaintance) remember(who sender, standing Standing, until time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.known) >= maxKnown {
		clear(a.known)
	}
	a.known[who] = remembered{standing, until}
}

// standing is the sender's, at most standingLasts old. Offences are counted
// only where they matter.
func (s *Service) standing(ctx context.Context, app, userID string, offences bool) (Standing, error) {
	who, now := sender{app, userID}, s.now()
	if known, ok := s.known.recall(who, now); ok {
		return known, nil
	}
	var since time.Time
	if offences {
		since = now.Add(-Lately)
	}
	standing, err := s.store.Standing(ctx, app, userID, since)
	if err == nil {
		s.known.remember(who, standing, now.Add(standingLasts))
	}
	return standing, err
}
