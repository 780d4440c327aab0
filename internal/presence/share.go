package presence

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// How nodes tell each other. Slack is how much longer than his app says a user
// is online whom another node heard: so long his news may take.
const (
	ShareEvery = time.Second
	Slack      = 3 * ShareEvery
)

// foldRows is how many rows a fold has at most, and hearFolds how many folds are
// read at a time.
const (
	foldRows  = 4096
	hearFolds = 16
)

// A node tells not only what changed: within so many of its turns it tells of
// all whom it hears, a few shards each time, so that folds can be dropped after
// keepFor, and what the store lost comes back.
const (
	wholeEvery = 32
	keepFor    = 2 * time.Minute
)

// Fold is what a node heard since its last one. The numbers of a node's folds
// grow, and one is kept before the next is begun: whoever sees one sees all
// before it.
type Fold struct {
	Node int64
	Seq  int64
	At   time.Time
	Rows []byte // see encode
}

// Node is one of those that share a store.
type Node struct {
	ID  int64
	Seq int64 // of its last fold
}

// Store is where nodes tell each other. It may lose everything at any time.
type Store interface {
	// KeepPresence keeps a fold.
	KeepPresence(ctx context.Context, f Fold) error

	// PresenceNodes returns all nodes of which there is a fold.
	PresenceNodes(ctx context.Context) ([]Node, error)

	// PresenceBetween returns the node's folds after the one, up to the other, in
	// their order; the first limit of them.
	PresenceBetween(ctx context.Context, node, after, upTo int64, limit int) ([]Fold, error)

	// DropPresence drops the folds from before a time.
	DropPresence(ctx context.Context, before time.Time) error
}

// share is this node among the others.
type share struct {
	store    Store
	node     int64
	listened atomic.Int64          // when it last heard the others, in unix milliseconds
	problem  atomic.Pointer[error] // why they do not hear each other; nil: they do

	mu      sync.Mutex // one exchange at a time
	seq     int64
	waiting map[person]row
	heard   map[int64]int64 // the last fold heard, by node
	turn    int             // of telling
	tidied  int64           // when folds were last dropped, in unix milliseconds
}

// person is a user of an app.
type person struct{ app, user string }

func newShare(store Store, node, now int64) *share {
	s := &share{store: store, node: node, waiting: map[person]row{}, heard: map[int64]int64{}, tidied: now}
	s.listened.Store(now)
	return s
}

// Problem is why nodes do not hear each other; nil where they do, or where there
// is only one. Until they do again, each knows who reports to it, and keeps whom
// the others told it of.
func (r *Roster) Problem() error {
	if r.share == nil {
		return nil
	}
	if why := r.share.problem.Load(); why != nil {
		return *why
	}
	return nil
}

// Share hears what other nodes tell and tells them what happened here. A started
// roster does so by itself. Its error is also Problem's, until it succeeds.
func (r *Roster) Share(ctx context.Context) error {
	if r.share == nil {
		return nil
	}
	err := cmp.Or(r.Hear(ctx), r.Tell(ctx), r.tidy(ctx)) // whichever works
	if err != nil {
		r.share.problem.Store(&err)
	} else {
		r.share.problem.Store(nil)
	}
	return err
}

// tidy drops, once in a while, what everybody has heard.
func (r *Roster) tidy(ctx context.Context) error {
	s, now := r.share, r.millis()
	s.mu.Lock()
	defer s.mu.Unlock()
	if now-s.tidied < keepFor.Milliseconds()/4 {
		return nil
	}
	s.tidied = now
	return s.store.DropPresence(ctx, moment(now).Add(-keepFor))
}
