// Package retention forgets what has been kept for as long as its app says: what
// other rooms do not forget themselves – cases that ended, calls of the party,
// what left – and tells how much of all was forgotten.
package retention

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/period"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Kind is a sort of what is kept, which has its own period.
type Kind string

// The kinds.
const (
	Messages Kind = "messages"
	Evidence Kind = "evidence"
	Reports  Kind = "reports"
	Calls    Kind = "calls"
)

// Kinds are all of them.
func Kinds() []Kind { return []Kind{Messages, Evidence, Reports, Calls} }

// Of is how long what is of the kind is kept.
func (k Kind) Of(r tenant.Retention) time.Duration {
	return map[Kind]period.Period{Messages: r.Messages, Evidence: r.Evidence, Reports: r.Reports, Calls: r.Calls}[k].Length()
}

// Apps knows the apps.
type Apps interface{ All() []tenant.App }

// Options of a Service. All are required.
type Options struct {
	Store    Store
	Apps     Apps
	Keeps    func(tenant.App) tenant.Retention
	Channels map[string]Kind // of what leaves; what is not named is of the reports
	Now      func() time.Time
}

// Service forgets.
type Service struct {
	Options
	mu     sync.Mutex
	looked map[time.Duration]int64 // how far what left was looked through, by how long it is kept
	day    int64                   // of looked
}

// NewService makes a Service.
func NewService(o Options) *Service { return &Service{Options: o, looked: map[time.Duration]int64{}} }

// ForgetOld forgets what is older than it is kept.
func (s *Service) ForgetOld(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	keeps, err := s.periods(ctx)
	if err != nil {
		return err
	}
	for _, app := range slices.Sorted(maps.Keys(keeps)) {
		if err := s.Store.DropEnded(ctx, app, s.before(keeps[app].Reports)); err != nil {
			return err
		}
		if err := s.Store.DropCalls(ctx, app, s.before(keeps[app].Calls)); err != nil {
			return err
		}
	}
	return s.forgetSent(ctx, keeps)
}

// Tell has the audit log say what was forgotten on the days that are over.
func (s *Service) Tell(ctx context.Context) error { return s.Store.TellForgotten(ctx, dayOf(s.Now())) }

func (s *Service) before(kept period.Period) time.Time { return s.Now().Add(-kept.Length()) }

// periods are those of every app of which something is kept, also where it is
// gone.
func (s *Service) periods(ctx context.Context) (map[string]tenant.Retention, error) {
	kept, err := s.Store.AppsWithEnded(ctx)
	if err != nil {
		return nil, err
	}
	keeps := map[string]tenant.Retention{}
	for _, app := range kept {
		keeps[app] = s.Keeps(tenant.App{})
	}
	for _, app := range s.Apps.All() {
		keeps[app.ID] = s.Keeps(app)
	}
	return keeps, nil
}

// forgetSent looks through what left, in the order of its numbers, which follow
// the time, once for each length that something is kept for. What waited at the
// last look is looked at again on another day.
func (s *Service) forgetSent(ctx context.Context, keeps map[string]tenant.Retention) error {
	if today := dayOf(s.Now()); today != s.day {
		s.day, s.looked = today, map[time.Duration]int64{}
	}
	others := s.Keeps(tenant.App{})
	length := func(app, channel string) time.Duration {
		own, known := keeps[app]
		if !known {
			own = others
		}
		return cmp.Or(s.Channels[channel], Reports).Of(own)
	}
	for _, kept := range lengths(append(slices.Collect(maps.Values(keeps)), others)) {
		last, err := s.Store.DropSent(ctx, Sent{
			After: s.looked[kept], Before: s.Now().Add(-kept),
			Of:   func(app, channel string) bool { return length(app, channel) == kept },
			Kind: func(channel string) Kind { return cmp.Or(s.Channels[channel], Reports) },
		})
		s.looked[kept] = max(last, s.looked[kept])
		if err != nil {
			return err
		}
	}
	return nil
}

// lengths are all different ones.
func lengths(keeps []tenant.Retention) []time.Duration {
	var all []time.Duration
	for _, one := range keeps {
		all = append(all, one.Messages.Length(), one.Reports.Length(), one.Calls.Length())
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func dayOf(at time.Time) int64 { return at.Unix() / int64(period.Day/time.Second) }
