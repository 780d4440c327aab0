package screen

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/follow"
)

// How nodes tell each other who says what how often: so often, and no more of
// it at a time. What is more is not told.
const (
	tellEvery   = 100 * time.Millisecond
	maxUntold   = 8192
	tellAtATime = 512 // utterances in a piece, which has at most 29 kB
)

// Nodes are how those that screen the messages of the same apps count together,
// so that a flood is one that comes to several of them.
type Nodes struct {
	// Seed is of the hashes by which they count, the same on every node and known
	// to nobody else.
	Seed uint64
	// Tell tells the other nodes; they hand it to Service.Heard. There are hashes in
	// it and nothing of a text.
	Tell func([]byte)
}

// utterance is a line as other nodes count it: the hashes of who said it and
// what, and what about it was counted.
type utterance struct {
	counted      byte
	sender, text uint64
	bands        [bands]uint64
}

// What was counted of an utterance.
const (
	countedText byte = 1 << iota
	countedSpread
	countedLines
	countedNear
)

// remember keeps a line for the other nodes. The caller holds the lock.
func (c *Conduct) remember(k keys, needs Needs) {
	if !c.tells || len(c.untold) >= maxUntold {
		return
	}
	u := utterance{counted: countedOf(k, needs), sender: k.sender, text: k.text}
	copy(u.bands[:], k.bands)
	c.untold = append(c.untold, u)
}

func countedOf(k keys, needs Needs) (counted byte) {
	if needs.Repeats || needs.Same {
		counted |= countedText
	}
	if needs.Same {
		counted |= countedSpread
	}
	if needs.Lines {
		counted |= countedLines
	}
	if len(k.bands) > 0 {
		counted |= countedNear
	}
	return counted
}

// tell hands over what was not told yet.
func (c *Conduct) tell(to func([]byte)) {
	c.mu.Lock()
	untold := c.untold
	c.untold = nil
	c.mu.Unlock()
	for part := range slices.Chunk(untold, tellAtATime) {
		var data []byte
		for _, u := range part {
			data = u.append(data)
		}
		to(data)
	}
}

func (u utterance) append(to []byte) []byte {
	to = binary.LittleEndian.AppendUint64(append(to, u.counted), u.sender)
	if u.counted&(countedText|countedSpread) != 0 {
		to = binary.LittleEndian.AppendUint64(to, u.text)
	}
	if u.counted&countedNear != 0 {
		for _, band := range u.bands {
			to = binary.LittleEndian.AppendUint64(to, band)
		}
	}
	return to
}

// hear counts what other nodes told, as if it were said now. What ends too soon
// is of a node of another version.
func (c *Conduct) hear(data []byte, now time.Time) {
	for len(data) > 0 {
		u, rest, ok := readUtterance(data)
		if !ok {
			return
		}
		c.count(u, now)
		data = rest
	}
}

// count counts one line. Between two, others have the lock.
func (c *Conduct) count(u utterance, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if u.counted&countedText != 0 {
		c.repeats.raise(u.text^u.sender*factor, now)
	}
	if u.counted&countedSpread != 0 {
		c.spread.add(u.text, u.sender, now)
	}
	if u.counted&countedLines != 0 {
		c.short.raise(u.sender, now)
		c.long.raise(u.sender, now)
	}
	if u.counted&countedNear != 0 {
		for _, band := range u.bands {
			c.near.add(band, u.sender, now)
		}
	}
}

func readUtterance(data []byte) (u utterance, rest []byte, ok bool) {
	u.counted, data = data[0], data[1:]
	ok = true
	number := func() (n uint64) {
		if len(data) < 8 {
			ok = false
			return 0
		}
		n, data = binary.LittleEndian.Uint64(data), data[8:]
		return n
	}
	u.sender = number()
	if u.counted&(countedText|countedSpread) != 0 {
		u.text = number()
	}
	if u.counted&countedNear != 0 {
		for i := range u.bands {
			u.bands[i] = number()
		}
	}
	return u, data, ok
}

// Heard takes what another node told of who says what how often there.
func (s *Service) Heard(data []byte) { s.conduct.hear(data, s.now()) }

// newTeller tells other nodes again and again what was said here.
func (s *Service) newTeller(o Options) *follow.Follower {
	return follow.New("other nodes are not told who says what how often", tellEvery, o.Log, func(context.Context) error {
		s.conduct.tell(o.Nodes.Tell)
		return nil
	})
}
