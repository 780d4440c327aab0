package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Failures are answered again for a while without asking the other side.
const (
	failedFor   = 30 * time.Second
	maxFailures = 4096
)

// flight is a fetch under way. It belongs to the request that began it; when
// that one leaves, one of those who wait begins anew.
type flight struct {
	done      chan struct{}
	err       error // once done
	abandoned bool
}

type failure struct {
	err   error
	until time.Time
}

func keyOf(w Wanted) string {
	name := string(w.Kind) + " " + w.Address
	if w.Name != "" {
		name += "\n" + w.Name
	}
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])
}

// fetchOnce fetches the medium, or waits for who does. Retry tells that the
// shelf is to be asked again.
func (s *Service) fetchOnce(ctx context.Context, key string, wanted Wanted) (retry bool, err error) {
	mine, other, err := s.join(key)
	if err != nil {
		return false, err
	}
	if mine == nil {
		select {
		case <-other.done:
			return other.abandoned, other.err
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
	landed := false
	defer func() {
		mine.abandoned = !landed // also where a panic passes through
		s.land(key, mine)
	}()
	mine.err = s.fetch(ctx, key, wanted)
	if ctx.Err() == nil || mine.err == nil {
		landed = true
		return false, mine.err
	}
	mine.err = nil // who asked first has left; that says nothing of the medium
	return false, ctx.Err()
}

// join begins a flight, or finds the one under way, or the failure of the last.
func (s *Service) join(key string) (mine, other *flight, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if failed, is := s.failures[key]; is && s.now().Before(failed.until) {
		return nil, nil, failed.err
	}
	if under := s.flights[key]; under != nil {
		return nil, under, nil
	}
	mine = &flight{done: make(chan struct{})}
	s.flights[key] = mine
	return mine, nil, nil
}

func (s *Service) land(key string, f *flight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.flights, key)
	if f.err != nil && ours(f.err) && len(s.failures) < maxFailures {
		s.failures[key] = failure{f.err, s.now().Add(failedFor)}
	} else {
		delete(s.failures, key)
	}
	close(f.done)
}

func (s *Service) forgetFailures() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, failed := range s.failures {
		if !s.now().Before(failed.until) {
			delete(s.failures, key)
		}
	}
}
