package usertoken

import (
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// How long the keys of an app's key set (JWKS, RFC 7517) are believed.
const (
	keysFresh = 10 * time.Minute // asked again after this
	keysStale = 24 * time.Hour   // not used after this, however long the endpoint is down
	downRest  = 30 * time.Second // between questions to an endpoint that is down, while there are keys
	askRest   = 5 * time.Second  // between questions about tokens that the keys do not fit

	maxKeys = 32 // of one set; the rest is not looked at
)

// setKey is one public key of a set.
type setKey struct {
	kid string // empty where the set gives none
	key any
}

// keySet is what is known of the set at one address.
type keySet struct {
	url    string
	asking chan struct{} // holds one token while somebody asks the endpoint

	mu    sync.Mutex
	keys  []setKey
	got   time.Time // when keys came last; zero while they never did
	asked time.Time // when the last question ended; zero before the first
	err   error     // of the last question
}

// keySets are the sets by address. They are as many as the operator's apps
// name, so that nothing bounds them here.
type keySets struct {
	mu    sync.Mutex
	byURL map[string]*keySet
}

func (s *keySets) at(url string) *keySet {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byURL == nil {
		s.byURL = map[string]*keySet{}
	}
	set, known := s.byURL[url]
	if !known {
		set = &keySet{url: url, asking: make(chan struct{}, 1)}
		s.byURL[url] = set
	}
	return set
}

// usable reports whether there are keys that may still be believed.
func (s *keySet) usable(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.got.IsZero() && now.Sub(s.got) < keysStale
}

// aged reports whether the keys should be asked for again because of their
// age.
func (s *keySet) aged(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	rest := askRest
	if !s.got.IsZero() {
		if now.Sub(s.got) < keysFresh {
			return false
		}
		rest = downRest
	}
	return s.asked.IsZero() || now.Sub(s.asked) >= rest
}

// doubted reports whether the keys may be asked for again because a token did
// not fit them. Anybody can send such a token, so that it is not often.
func (s *keySet) doubted(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return now.Sub(s.asked) >= askRest
}

// keep takes over what a question brought. The keys of before stay where it
// failed.
func (s *keySet) keep(keys []setKey, err error, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked, s.err = now, err
	if err == nil {
		s.keys, s.got = keys, now
	}
}

// failure is why the last question failed, or nil.
func (s *keySet) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// keysFor picks the keys that could have signed a token: those with its kid,
// and all where it or they have none.
func (s *keySet) keysFor(alg string) jwt.Keyfunc {
	return func(token *jwt.Token) (any, error) {
		kid, _ := token.Header["kid"].(string)
		s.mu.Lock()
		defer s.mu.Unlock()
		var fit jwt.VerificationKeySet
		for _, key := range s.keys {
			if fits(alg, key.key) && (kid == "" || key.kid == "" || kid == key.kid) {
				fit.Keys = append(fit.Keys, key.key)
			}
		}
		if len(fit.Keys) == 0 {
			return nil, errNoKey
		}
		return fit, nil
	}
}
