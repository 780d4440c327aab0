package presence

import (
	"context"
	"slices"
	"sync"
)

// flashRows is how many rows the other nodes are told of in one piece.
const flashRows = 128

// maxFlash bounds how many comings and goings wait to be told at once; those on
// top are told by the next fold.
const maxFlash = 10_000

// flash tells other nodes of who comes and goes here at once. The folds tell it
// again, a second later, and whoever hears both is none the wiser. It is told as
// it is when it is told: what is older than a fold that was heard before could
// join two stays of a user, so that he seems to be here since the first.
type flash struct {
	tell func([]byte)
	wake chan struct{}

	mu      sync.Mutex
	waiting []guest
}

// guest is somebody who came or went.
type guest struct {
	room *room
	*member
}

func newFlash(tell func([]byte)) *flash { return &flash{tell: tell, wake: make(chan struct{}, 1)} }

// add may be called under locks.
func (f *flash) add(r *room, m *member) {
	if f == nil {
		return
	}
	f.mu.Lock()
	if len(f.waiting) < maxFlash {
		f.waiting = append(f.waiting, guest{r, m})
	}
	f.mu.Unlock()
	select {
	case f.wake <- struct{}{}:
	default: // it is awake
	}
}

// run tells what waits until ctx ends.
func (f *flash) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
			f.send()
		}
	}
}

func (f *flash) send() {
	f.mu.Lock()
	guests := f.waiting
	f.waiting = nil
	f.mu.Unlock()
	for part := range slices.Chunk(guests, flashRows) {
		rows := make([]row, len(part))
		for i, g := range part {
			rows[i] = g.now()
		}
		f.tell(encode(rows))
	}
}

// now is how it is with him.
func (g guest) now() row {
	s := g.room.shard(g.user)
	s.mu.Lock()
	defer s.mu.Unlock()
	return g.room.rowOf(g.member)
}

// Heard takes what another node told of who comes and goes.
func (r *Roster) Heard(data []byte) {
	at := r.instant()
	// What ends too soon is of a node of another version; the folds tell it, too.
	_ = decode(data, func(told row) { r.room(told.app).hear(told, at) })
}
