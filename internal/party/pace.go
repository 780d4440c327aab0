package party

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// How fast a user may do what changes something, and of how many users it is
// known at once.
const (
	perSecond = 20
	burst     = 60
	maxPaced  = 50_000
)

// Pace bounds how fast each user does things.
type Pace struct {
	now func() time.Time

	mu    sync.Mutex
	users map[member]*rate.Limiter
	older map[member]*rate.Limiter // of the last generation, forgotten with the next
}

// NewPace makes a Pace.
func NewPace(now func() time.Time) *Pace {
	return &Pace{now: now, users: map[member]*rate.Limiter{}}
}

// Take counts one thing that the user does, or refuses it as a TooMany fault.
func (p *Pace) Take(app, user string) error {
	if !p.limiter(member{app, user}).AllowN(p.now(), 1) {
		return &fault.Error{Kind: fault.TooMany, Message: "slow down", RetryAfter: time.Second}
	}
	return nil
}

// limiter keeps two generations: who did nothing for a whole one begins anew.
func (p *Pace) limiter(who member) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l, known := p.users[who]; known {
		return l
	}
	l, known := p.older[who]
	if !known {
		l = rate.NewLimiter(perSecond, burst)
	}
	if len(p.users) >= maxPaced {
		p.older, p.users = p.users, map[member]*rate.Limiter{}
	}
	p.users[who] = l
	return l
}
