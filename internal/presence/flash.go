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
// again, a second later, and whoever hears both is none the wiser.
type flash struct {
	tell func([]byte)
	wake chan struct{}

	mu      sync.Mutex
	waiting []row
}

func newFlash(tell func([]byte)) *flash { return &flash{tell: tell, wake: make(chan struct{}, 1)} }

// add may be called under locks.
func (f *flash) add(told row) {
	if f == nil {
		return
	}
	f.mu.Lock()
	if len(f.waiting) < maxFlash {
		f.waiting = append(f.waiting, told)
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
	rows := f.waiting
	f.waiting = nil
	f.mu.Unlock()
	for part := range slices.Chunk(rows, flashRows) {
		f.tell(encode(part))
	}
}

// Heard takes what another node told of who comes and goes.
func (r *Roster) Heard(data []byte) {
	at := r.instant()
	// What ends too soon is of a node of another version; the folds tell it, too.
	_ = decode(data, func(told row) { r.room(told.app).hear(told, at) })
}
