package presence

import (
	"slices"
	"sync"
	"sync/atomic"
)

// news are the changes that listeners have not heard of.
type news struct {
	wake chan struct{}

	mu        sync.Mutex
	waiting   []Change
	listeners []*listener
	heard     atomic.Bool // there are listeners

	telling sync.Mutex // one at a time, so that the order is kept
}

type listener struct{ hear func(Change) }

// Listen has hear called for every change from now on, one after the other and
// in their order, until the returned function is called. Hear must be quick.
// With several nodes, each of them tells of every change, and of a user who
// comes and goes at two of them perhaps twice.
func (r *Roster) Listen(hear func(Change)) (stop func()) {
	l := &listener{hear}
	n := &r.news
	n.mu.Lock()
	defer n.mu.Unlock()
	n.listeners = append(slices.Clone(n.listeners), l)
	n.heard.Store(true)
	return func() { n.forget(l) }
}

func (n *news) forget(l *listener) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.listeners = slices.DeleteFunc(slices.Clone(n.listeners), func(one *listener) bool { return one == l })
	n.heard.Store(len(n.listeners) > 0)
}

// add has the listeners told of c soon. It may be called under locks.
func (n *news) add(c Change) {
	if !n.heard.Load() {
		return
	}
	n.mu.Lock()
	n.waiting = append(n.waiting, c)
	n.mu.Unlock()
	select {
	case n.wake <- struct{}{}:
	default: // it is awake
	}
}

// deliver tells the listeners all there is.
func (n *news) deliver() {
	n.telling.Lock()
	defer n.telling.Unlock()
	n.mu.Lock()
	changes, listeners := n.waiting, n.listeners
	n.waiting = nil
	n.mu.Unlock()
	for _, c := range changes {
		for _, l := range listeners {
			l.hear(c)
		}
	}
}
