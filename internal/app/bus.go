package app

import (
	"context"
	"encoding/binary"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/bus"
	"github.com/xiezhi/xiezhi/internal/follow"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/screen"
)

// The subjects on which nodes tell each other. Those of what is followed are in
// followed.
const (
	hintPush     = "push"
	hintPresence = "presence"
	hintConduct  = "conduct"
	hintQueues   = "queues"
	hintTokens   = "tokens"
)

// newBus makes what joins this node to the others on its store.
func (a *App) newBus(ctx context.Context) (*bus.Bus, error) {
	if !a.store.Shared() {
		if a.own.NATS != "" || a.own.ClusterListen != "" {
			a.log.Warn("nats and cluster_listen are for servers that share a PostgreSQL: on SQLite there is one, and nothing listens")
		}
		return bus.New(bus.Options{}), nil
	}
	name, err := a.store.PushEpoch(ctx, id.NewKey()) // no other store has it
	if err != nil {
		return nil, err
	}
	return bus.New(bus.Options{
		Store: a.store, Name: name, Keys: func() [][]byte { return a.keyring.Derive("bus") },
		URL: a.own.NATS, Listen: a.own.ClusterListen, Advertise: a.own.ClusterAdvertise, Host: a.store.Host,
		Version: a.version, Joined: a.rouse, Log: a.log,
	}), nil
}

// followed is what each node keeps in memory as new as what is stored, by the
// subject on which a change is told.
func (a *App) followed() map[string]*follow.Follower {
	return map[string]*follow.Follower{
		"apps": a.registry.Follower, "words": a.words.Follower, "rules": a.rules.Follower, "models": a.learn.Follower,
	}
}

// join has the rooms tell other nodes what happens here, and hear of them. Looks
// is as in Config.
func (a *App) join(looks time.Duration) {
	a.tell = a.bus.Publish
	for subject, follower := range a.followed() {
		if looks > 0 {
			follower.Pace(looks)
		}
		follower.Announce(func() { a.bus.Publish(subject, nil) })
		a.bus.Subscribe(subject, func([]byte) { follower.Wake() })
	}
	a.bus.Subscribe(hintPush, a.parlour.push.Heard)
	a.bus.Subscribe(hintPresence, a.parlour.roster.Heard)
	a.bus.Subscribe(hintConduct, a.screen.Heard)
	a.bus.Subscribe(hintTokens, func([]byte) { a.keys.Forget() })
	a.bus.Subscribe(hintQueues, func([]byte) { a.native.Stir() })
}

// rouse looks for all that other nodes may have changed unheard.
func (a *App) rouse() {
	for _, follower := range a.followed() {
		follower.Wake()
	}
	a.native.Stir()
}

// told reports whether other nodes' hints come.
func (a *App) told() bool { return a.bus.Problem() == nil }

// tellOn tells the other nodes something on a subject.
func (c *core) tellOn(subject string) func([]byte) {
	return func(data []byte) { c.tell(subject, data) }
}

// nodes are those that count live messages together; nil where there is one.
func (c *core) nodes() *screen.Nodes {
	if !c.store.Shared() {
		return nil
	}
	return &screen.Nodes{Seed: binary.BigEndian.Uint64(c.keyring.Derive("conduct")[0]), Tell: c.tellOn(hintConduct)}
}

// stirEvery is how often those who watch the queues are told at most.
const stirEvery = 100 * time.Millisecond

// stir notes that the queues have changed, and has those who watch them know
// soon, here and on other nodes.
type stir struct {
	*follow.Follower
	moved atomic.Bool
}

func (a *App) newStir() *stir {
	s := &stir{}
	s.Follower = follow.New("the queues' watchers are not told", stirEvery, a.log, func(context.Context) error {
		if s.moved.Swap(false) {
			a.native.Stir()
			a.bus.Publish(hintQueues, nil)
		}
		return nil
	})
	return s
}

func (s *stir) note() { s.moved.Store(true) }
