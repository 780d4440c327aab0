package presence

import (
	"cmp"
	"context"
	"maps"
	"slices"
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

// foldRows is how many rows a fold has at most, and hearRows how many are read
// at a time: more than one fold.
const (
	foldRows = 4096
	hearRows = 4 * foldRows
)

// aliveEvery is how often a node writes though it has nothing to tell; tidyEvery
// how often it throws away what everybody has heard, after keepFor.
const (
	aliveEvery = 10 * time.Second
	tidyEvery  = time.Minute
	keepFor    = time.Minute // more than somebody can be online without a heartbeat
)

// Row is what a node knows of a user. Times are unix milliseconds.
type Row struct {
	App     string
	User    string
	FirstAt int64
	LastAt  int64
	Gone    bool // he went
}

// Fold is what a node heard since its last one. The numbers of a node's folds
// grow, and one is kept before the next is begun.
type Fold struct {
	Node int64
	Seq  int64
	At   time.Time
	Rows []Row // of different users
}

// Node is one of those that share a store.
type Node struct {
	ID  int64
	Seq int64 // of its last fold
	At  time.Time
}

// Told is a row, and the fold that it came in.
type Told struct {
	Row
	Seq int64
}

// Store is where nodes tell each other. It may lose everything at any time.
type Store interface {
	// KeepPresence keeps a fold, all or nothing. A row takes the place of the one
	// of the same user unless that was heard later.
	KeepPresence(ctx context.Context, f Fold) error

	// PresenceNodes returns all nodes.
	PresenceNodes(ctx context.Context) ([]Node, error)

	// PresenceBetween returns the node's rows of folds after the one, up to the
	// other, by fold; the first limit of them.
	PresenceBetween(ctx context.Context, node, after, upTo int64, limit int) ([]Told, error)

	// DropPresence drops the node's rows up to a fold.
	DropPresence(ctx context.Context, node, upTo int64) error

	// DropPresenceNode drops a node and its rows.
	DropPresenceNode(ctx context.Context, node int64) error
}

// share is this node among the others.
type share struct {
	store    Store
	node     int64
	listened atomic.Int64          // when it last heard the others, in unix milliseconds
	problem  atomic.Pointer[error] // why they do not hear each other; nil: they do

	mu      sync.Mutex // one exchange at a time
	seq     int64
	spoke   int64 // when the last fold was kept, in unix milliseconds
	waiting map[person]Row
	heard   map[int64]int64 // the last fold heard, by node
	marks   []passed        // since what is not dropped
}

// person is a user of an app.
type person struct{ app, user string }

// passed is that a fold was kept at a time, in unix milliseconds.
type passed struct{ at, seq int64 }

func newShare(store Store, node, now int64) *share {
	s := &share{store: store, node: node, waiting: map[person]Row{}, heard: map[int64]int64{}, marks: []passed{{at: now}}}
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

// Tell tells the other nodes what happened here.
func (r *Roster) Tell(ctx context.Context) error {
	s := r.share
	s.mu.Lock()
	defer s.mu.Unlock()
	now := r.millis()
	r.gather(now)
	rows := slices.SortedFunc(maps.Values(s.waiting), func(a, b Row) int { // one order at all nodes
		return cmp.Or(cmp.Compare(a.App, b.App), cmp.Compare(a.User, b.User))
	})
	if len(rows) == 0 && now-s.spoke >= aliveEvery.Milliseconds() {
		return s.keep(ctx, nil, now)
	}
	for chunk := range slices.Chunk(rows, foldRows) {
		if err := s.keep(ctx, chunk, now); err != nil {
			return err
		}
	}
	return nil
}

// keep writes one fold. Where it cannot be known whether it was kept, the next
// one has its rows again.
func (s *share) keep(ctx context.Context, rows []Row, now int64) error {
	s.seq++
	if err := s.store.KeepPresence(ctx, Fold{Node: s.node, Seq: s.seq, At: moment(now), Rows: rows}); err != nil {
		return err
	}
	s.spoke = now
	for _, row := range rows {
		delete(s.waiting, person{row.App, row.User})
	}
	return nil
}

// gather adds what happened in the rooms to what waits to be told, and forgets
// what would be of no use to anybody any more.
func (r *Roster) gather(now int64) {
	waiting := r.share.waiting
	for _, room := range *r.rooms.Load() {
		for i := range room.shards {
			for _, row := range room.shards[i].collect(room, now) {
				waiting[person{row.App, row.User}] = row
			}
		}
	}
	maps.DeleteFunc(waiting, func(_ person, row Row) bool { return r.room(row.App).terms.Load().past(row.LastAt, now) })
}

// collect takes what the other nodes are to be told, and forgets whose going is
// long past.
func (s *shard) collect(r *room, now int64) []Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := make([]Row, len(s.telling))
	for i, m := range s.telling {
		rows[i] = Row{App: r.app, User: m.user, FirstAt: m.first, LastAt: m.heard.last(), Gone: m.state.gone}
		m.state.told = false
	}
	clear(s.telling)
	s.telling = s.telling[:0]
	t := r.terms.Load()
	maps.DeleteFunc(s.gone, func(_ string, last int64) bool { return t.past(last, now) })
	return rows
}
