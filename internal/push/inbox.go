package push

import (
	"encoding/json"
	"sync"

	"github.com/centrifugal/centrifuge"
)

// inbox hands a user's messages to his devices on this node, in order: events
// of several lanes may end in another order than that of their numbers.
type inbox struct {
	broker    *broker
	channel   string
	app, user string

	mu     sync.Mutex
	known  bool  // whether at is known
	at     int64 // the last message that was handed over, or was there before anybody came
	closed bool  // everybody has gone
}

// learn reads the stream's top, and begins with it where that is not known yet.
// Nothing is handed over meanwhile, so that what comes later is after it.
func (i *inbox) learn(top func() (int64, error)) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	now, err := top()
	if err == nil && !i.known {
		i.known, i.at = true, now
	}
	return err
}

// close ends it. Somebody who comes later finds another.
func (i *inbox) close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.closed = true
}

// hand hands a message over, after those before it. Who has a message already
// is not given it again; before the top is known, it is in what will be read.
func (i *inbox) hand(kept Kept) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if !i.known || i.closed || kept.Pos <= i.at {
		return
	}
	if kept.Pos > i.at+1 {
		i.fill(kept.Pos)
	}
	if kept.Pos > i.at {
		i.give(kept.Pos, kept.Body)
	}
}

// catchUp hands over what is kept up to the top, as other nodes have it.
func (i *inbox) catchUp(top int64) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.known && !i.closed && top > i.at {
		i.fill(top)
	}
}

// settle hands over all that is kept by now. It is for before another device
// comes: the library would give it once more what it has read elsewhere, if
// that were handed over while it comes in.
func (i *inbox) settle() error {
	_, top, err := i.broker.read(i.app, i.user, 0, 0)
	if err == nil {
		i.catchUp(top)
	}
	return err
}

// fill hands over what is kept after the last one. Where something is missing
// the devices see the gap and come back for it.
func (i *inbox) fill(top int64) {
	for i.at < top {
		list, _, err := i.broker.read(i.app, i.user, i.at, maxPage)
		if err != nil || len(list) == 0 {
			return
		}
		for _, p := range i.broker.publications(list) {
			i.give(int64(p.Offset), p.Data)
		}
	}
}

func (i *inbox) give(pos int64, body json.RawMessage) {
	i.at = pos
	place := centrifuge.StreamPosition{Offset: uint64(pos), Epoch: i.broker.epoch}
	// The hub fails for no device that is still there.
	_ = i.broker.hub.HandlePublication(i.channel, &centrifuge.Publication{Offset: uint64(pos), Data: body}, place, false, nil)
}
