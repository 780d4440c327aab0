package main

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/presence"
)

// ours is the roster.
type ours struct{ roster *presence.Roster }

const app, viewer = "bench", "the viewer"

// newOurs starts a roster. Nobody goes because this machine has other work.
func newOurs() *ours {
	o := &ours{presence.New(presence.Options{Offline: func(string) time.Duration { return time.Minute }})}
	o.roster.Start()
	return o
}

func (o *ours) beats(users []string) error {
	for _, user := range users {
		o.roster.Beat(app, user)
	}
	return nil
}

func (o *ours) bytes() (float64, error) { return heap(), nil }

func (o *ours) page(number int, inTurn bool) error {
	if !inTurn {
		o.roster.Page(app, "nobody who is here", number, 50)
		return nil
	}
	if number == 1 {
		o.roster.Beat(app, viewer)
	}
	o.roster.Page(app, viewer, number, 50)
	return nil
}

func (o *ours) processor() (time.Duration, error) { return used(), nil }

// bare is a map under a lock, with no expiry and no order.
type bare struct {
	mu   sync.Mutex
	here map[string]times
}

type times struct{ first, last int64 }

func (b *bare) beats(users []string) error {
	for _, user := range users {
		now := time.Now().UnixMilli()
		b.mu.Lock()
		if b.here == nil {
			b.here = map[string]times{}
		}
		if known, ok := b.here[user]; ok {
			b.here[user] = times{known.first, now}
		} else {
			b.here[strings.Clone(user)] = times{now, now}
		}
		b.mu.Unlock()
	}
	return nil
}

func (b *bare) bytes() (float64, error) { return heap(), nil }

// page sorts them all.
func (b *bare) page(number int, _ bool) error {
	type entry struct {
		user string
		times
	}
	b.mu.Lock()
	all := make([]entry, 0, len(b.here))
	for user, t := range b.here {
		all = append(all, entry{user, t})
	}
	b.mu.Unlock()
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.user, b.user)) })
	_ = slices.Clone(all[(number-1)*50 : number*50])
	return nil
}

func (b *bare) processor() (time.Duration, error) { return used(), nil }
