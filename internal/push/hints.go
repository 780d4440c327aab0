package push

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
)

// hinted is how many streams are read at a time of which other nodes told.
const hinted = 4

// hintUsers is how many users one hint names.
const hintUsers = 100

// hint is News on its way to other nodes. Nothing of a message is in it.
type hint struct {
	App  string `json:"a"`
	User string `json:"u"`
	Top  int64  `json:"t,omitempty"`
	Cut  int64  `json:"c,omitempty"` // unix milliseconds
}

// tellPlaces tells the other nodes of messages that were kept.
func (p *Push) tellPlaces(app string, places []Place) {
	news := make([]News, len(places))
	for i, place := range places {
		news[i] = News{App: app, User: place.User, Top: place.Pos}
	}
	p.tell(news)
}

func (p *Push) tell(news []News) {
	for part := range slices.Chunk(news, hintUsers) {
		list := make([]hint, len(part))
		for i, n := range part {
			list[i] = hint{App: n.App, User: n.User, Top: n.Top}
			if !n.CutAt.IsZero() {
				list[i].Cut = n.CutAt.UnixMilli()
			}
		}
		data, _ := json.Marshal(list) // plain fields always marshal
		p.o.Tell(data)
	}
}

// Heard takes what another node told: who is connected here gets what is new of
// his. It does not wait for that.
func (p *Push) Heard(data []byte) {
	var list []hint
	if json.Unmarshal(data, &list) != nil {
		return // a node of another version
	}
	for _, h := range list {
		if channel := inboxOf(h.App, h.User); h.Top > 0 && p.broker.find(channel) != nil {
			p.hints.add(channel, h.Top)
		}
		if h.Cut > 0 {
			p.cut(h.App, h.User, h.Cut)
		}
	}
}

// followHints reads the streams of which other nodes told.
func (p *Push) followHints(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.hints.wake:
		}
		for channel, top, some := p.hints.take(); some && ctx.Err() == nil; channel, top, some = p.hints.take() {
			if inbox := p.broker.find(channel); inbox != nil {
				inbox.catchUp(top)
			}
		}
	}
}

// hints are streams to be read. There are no more of them than streams that are
// open here.
type hints struct {
	wake chan struct{}

	mu   sync.Mutex
	tops map[string]int64 // by channel
}

func newHints() *hints { return &hints{wake: make(chan struct{}, 1), tops: map[string]int64{}} }

func (h *hints) add(channel string, top int64) {
	h.mu.Lock()
	h.tops[channel] = max(top, h.tops[channel])
	h.mu.Unlock()
	h.rouse()
}

func (h *hints) rouse() {
	select {
	case h.wake <- struct{}{}:
	default: // somebody is on the way
	}
}

// take takes one, and rouses somebody else where there are more.
func (h *hints) take() (channel string, top int64, some bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for channel, top = range h.tops {
		delete(h.tops, channel)
		if len(h.tops) > 0 {
			h.rouse()
		}
		return channel, top, true
	}
	return "", 0, false
}
