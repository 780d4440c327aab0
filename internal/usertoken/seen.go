package usertoken

import (
	"crypto/sha256"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/tenant"
)

const (
	seenFor  = 10 * time.Second // a token that is withdrawn counts no longer than this
	seenMost = 10_000           // tokens remembered
)

// seen remembers, for a short while, the tokens that an endpoint vouched for.
// It keeps their hashes and not the tokens. The zero value is empty.
type seen struct {
	mu   sync.Mutex
	byID map[[sha256.Size]byte]vouched
}

type vouched struct {
	who   Identity
	until time.Time
}

// fingerprint tells tokens apart, and the rules under which they were asked
// about.
func fingerprint(rules tenant.Introspect, token string) [sha256.Size]byte {
	hash := sha256.New()
	for _, part := range []string{rules.URL, string(rules.Token), rules.UserClaim, rules.AdminClaim, token} {
		own := sha256.Sum256([]byte(part))
		hash.Write(own[:])
	}
	return [sha256.Size]byte(hash.Sum(nil))
}

func (s *seen) find(key [sha256.Size]byte, now time.Time) (Identity, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known, found := s.byID[key]
	if !found || !now.Before(known.until) {
		return Identity{}, false
	}
	return known.who, true
}

func (s *seen) keep(key [sha256.Size]byte, who Identity, now, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.byID) >= seenMost {
		s.makeRoom(now)
	}
	if s.byID == nil {
		s.byID = map[[sha256.Size]byte]vouched{}
	}
	s.byID[key] = vouched{who, until}
}

// makeRoom forgets what is over, and everything where that is not enough: it
// costs one more question each.
func (s *seen) makeRoom(now time.Time) {
	for key, known := range s.byID {
		if !now.Before(known.until) {
			delete(s.byID, key)
		}
	}
	if len(s.byID) >= seenMost {
		clear(s.byID)
	}
}
