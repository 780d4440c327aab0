package party

import (
	"context"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// The stable codes of what a punished user may not do.
const (
	CodeLimited = "login_limited" // appear at all
	CodeMuted   = "muted"         // write
	CodeKicked  = "kicked"        // call
)

// How long it is believed what a user is barred from, and of how many at once.
const (
	barsLast  = time.Second
	maxBarred = 100_000
)

// Bars are what a user may not do.
type Bars struct {
	Limited bool // appear, log in, call or write: a login limit
	Muted   bool // write
	Kicked  bool // call
}

// Sanctions knows what is in force; see enforce.Store.
type Sanctions interface {
	SanctionsInForce(ctx context.Context, app, userID string, now time.Time) ([]enforce.Sanction, error)
}

// Guard keeps punished users out. It knows of a sanction at most a second after
// it has come into force, or has ended.
type Guard struct {
	sanctions Sanctions
	now       func() time.Time

	mu    sync.Mutex
	known map[member]believed
}

type member struct{ app, user string }

type believed struct {
	bars  Bars
	until time.Time
}

// NewGuard makes a Guard.
func NewGuard(sanctions Sanctions, now func() time.Time) *Guard {
	return &Guard{sanctions: sanctions, now: now, known: map[member]believed{}}
}

// MayAppear refuses a user who is barred from the app by a Forbidden fault with
// CodeLimited.
func (g *Guard) MayAppear(ctx context.Context, app, user string) error {
	_, err := g.admit(ctx, app, user)
	return err
}

// MayGive refuses whom MayAppear refuses.
func (g *Guard) MayGive(ctx context.Context, app, user string) error {
	return g.MayAppear(ctx, app, user)
}

// MayCall refuses also a user who was put out of a call, with CodeKicked.
func (g *Guard) MayCall(ctx context.Context, app tenant.App, user string) error {
	bars, err := g.admit(ctx, app.ID, user)
	if err == nil && bars.Kicked {
		return fault.New(fault.Forbidden, CodeKicked, "this user was put out of a call and may not call yet")
	}
	return err
}

// MayWrite refuses also a user who is muted, with CodeMuted.
func (g *Guard) MayWrite(ctx context.Context, app, user string) error {
	bars, err := g.admit(ctx, app, user)
	if err == nil && bars.Muted {
		return fault.New(fault.Forbidden, CodeMuted, "this user is muted")
	}
	return err
}

func (g *Guard) admit(ctx context.Context, app, user string) (Bars, error) {
	bars, err := g.bars(ctx, app, user)
	if err == nil && bars.Limited {
		return bars, fault.New(fault.Forbidden, CodeLimited, "this user is barred")
	}
	return bars, err
}

// Forget has the next question about a user ask anew.
func (g *Guard) Forget(app, user string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.known, member{app, user})
}

func (g *Guard) bars(ctx context.Context, app, user string) (Bars, error) {
	who, now := member{app, user}, g.now()
	g.mu.Lock()
	seen, ok := g.known[who]
	g.mu.Unlock()
	if ok && now.Before(seen.until) {
		return seen.bars, nil
	}
	sanctions, err := g.sanctions.SanctionsInForce(ctx, app, user, now)
	if err != nil {
		return Bars{}, err
	}
	bars := barsOf(sanctions)
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.known) >= maxBarred {
		clear(g.known)
	}
	g.known[who] = believed{bars, now.Add(barsLast)}
	return bars, nil
}

func barsOf(sanctions []enforce.Sanction) (b Bars) {
	for _, s := range sanctions {
		switch s.Action {
		case verdict.LoginLimit:
			b.Limited = true
		case verdict.Mute:
			b.Muted = true
		case verdict.KickRoom:
			b.Kicked = true
		default: // what hits content or a place bars nobody here
		}
	}
	return b
}
