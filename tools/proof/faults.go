//go:build linux

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// fault is one thing that goes wrong, and is mended, before it returns.
type fault struct {
	name string
	do   func(ctx context.Context)
}

// misfortune draws faults from a deck by chance, so that each kind comes.
type misfortune struct {
	w    *world
	odds *rand.Rand

	mu   sync.Mutex
	done map[string]int
	errs []string
}

func newMisfortune(w *world, seed uint64) *misfortune {
	return &misfortune{w: w, odds: rand.New(rand.NewPCG(seed, 3)), done: map[string]int{}}
}

// hand is how many faults are under way at once.
const hands = 2

// run lets things go wrong until ctx ends, and returns when all is mended.
func (m *misfortune) run(ctx context.Context) {
	cards := make(chan fault)
	var playing sync.WaitGroup
	for range hands {
		playing.Go(func() {
			for card := range cards {
				card.do(ctx)
				m.count(card.name)
			}
		})
	}
	for ctx.Err() == nil {
		for _, card := range m.shuffled() {
			m.pause(ctx, m.between(300*time.Millisecond, 1500*time.Millisecond))
			select {
			case cards <- card:
				say("%s", card.name)
			case <-ctx.Done():
			}
		}
	}
	close(cards)
	playing.Wait()
}

func (m *misfortune) count(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done[name]++
}

func (m *misfortune) wrong(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.errs = append(m.errs, err.Error())
}

// chance is a number below n; safe from any goroutine.
func (m *misfortune) chance(n int64) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.odds.Int64N(n)
}

func (m *misfortune) between(least, most time.Duration) time.Duration {
	return least + time.Duration(m.chance(int64(most-least)))
}

// pause waits, or until ctx ends: then things are mended early.
func (m *misfortune) pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (m *misfortune) shuffled() []fault {
	deck := slices.Concat(m.ofNodes(), m.ofNetwork(), m.ofDatabase(), m.ofReceiver(), m.ofClock())
	m.mu.Lock()
	defer m.mu.Unlock()
	m.odds.Shuffle(len(deck), func(i, j int) { deck[i], deck[j] = deck[j], deck[i] })
	return deck
}

// one is a node that nothing else happens to meanwhile.
func (m *misfortune) one(do func(n *node)) {
	w := m.w
	first := int(m.chance(int64(len(w.nodes))))
	for i := range w.nodes {
		at := (first + i) % len(w.nodes)
		if w.busy[at].TryLock() {
			defer w.busy[at].Unlock()
			do(w.nodes[at])
			return
		}
	}
}

func (m *misfortune) again(n *node) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		err := n.start(ctx)
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			m.wrong(err)
			return
		}
		m.pause(ctx, 500*time.Millisecond) // the database may be away; a supervisor tries again
	}
}

func (m *misfortune) ofNodes() []fault {
	kill := fault{"SIGKILL of a node", func(ctx context.Context) {
		m.one(func(n *node) {
			n.kill()
			m.pause(ctx, m.between(100*time.Millisecond, 2*time.Second))
			m.again(n)
		})
	}}
	return []fault{kill, kill, kill,
		{"SIGTERM of a node", func(context.Context) {
			m.one(func(n *node) {
				if err := n.terminate(40 * time.Second); err != nil {
					m.wrong(err)
				}
				m.again(n)
			})
		}},
		{"node frozen (SIGSTOP)", func(ctx context.Context) {
			m.one(func(n *node) {
				n.signal(syscall.SIGSTOP)
				m.pause(ctx, m.between(time.Second, 8*time.Second))
				n.signal(syscall.SIGCONT)
			})
		}},
	}
}

// ofNetwork is what may happen between a node and the database.
func (m *misfortune) ofNetwork() []fault {
	at := func(name string, spoil func(i int), least, most time.Duration) fault {
		return fault{name, func(ctx context.Context) {
			i := int(m.chance(int64(len(m.w.wires))))
			spoil(i)
			m.pause(ctx, m.between(least, most))
			m.w.wires[i].Heal()
		}}
	}
	return []fault{
		at("database cut off from a node", func(i int) { m.w.wires[i].Cut() }, 500*time.Millisecond, 6*time.Second),
		at("database stalled for a node", func(i int) { m.w.wires[i].Stall() }, time.Second, 8*time.Second),
		at("database slow for a node", func(i int) { m.w.wires[i].Slow(20 * time.Millisecond) }, 2*time.Second, 6*time.Second),
	}
}

func (m *misfortune) ofDatabase() []fault {
	return []fault{{"restart of the database (immediate)", func(ctx context.Context) {
		if err := m.w.database.restart(context.WithoutCancel(ctx)); err != nil {
			m.wrong(err)
		}
	}}}
}

// ofReceiver: lengths are of the servers' time.
func (m *misfortune) ofReceiver() []fault {
	var faults []fault
	for _, length := range []time.Duration{3 * time.Second, 60 * time.Second, 400 * time.Second} {
		faults = append(faults, fault{fmt.Sprintf("receiver down for %s", length), func(ctx context.Context) {
			m.w.outside.Cut()
			m.pause(ctx, m.w.clock.Real(length))
			m.w.outside.Heal()
		}})
	}
	return append(faults,
		fault{"receiver answers 503", m.moody(busy)}, fault{"receiver hangs", m.moody(hanging)},
		fault{"receiver stalled", func(ctx context.Context) {
			m.w.outside.Stall()
			m.pause(ctx, m.between(time.Second, 4*time.Second))
			m.w.outside.Heal()
		}})
}

func (m *misfortune) moody(mood mood) func(context.Context) {
	return func(ctx context.Context) {
		m.w.platform.feels(mood)
		m.pause(ctx, m.between(time.Second, 5*time.Second))
		m.w.platform.feels(well)
	}
}

func (m *misfortune) ofClock() []fault {
	jump := func(by time.Duration) fault {
		return fault{fmt.Sprintf("clock jumps by %s", by), func(context.Context) {
			if err := m.w.clock.Jump(by); err != nil {
				m.wrong(err)
			}
		}}
	}
	return []fault{jump(15 * time.Minute), jump(-2 * time.Second)}
}

// told lists what happened and how often.
func (m *misfortune) told() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var parts []string
	for name, n := range m.done {
		parts = append(parts, fmt.Sprintf("%s ×%d", name, n))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
