package screen

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/zeebo/xxh3"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// The windows of policy.Context.
const (
	shortSlot, shortSlots = time.Second, 10
	longSlot, longSlots   = 5 * time.Second, 12
)

// Conduct counts who says what how often. Texts are the same that fold to the
// same. Any number of goroutines may use it.
type Conduct struct {
	seed    uint64    // of the hashes; those who tell each other have the same
	scratch sync.Pool // of *folding

	mu      sync.Mutex
	repeats window // by text and sender
	spread  crowd  // by text
	near    crowd  // by what nearly the same texts have in common
	short   window // lines, by sender
	long    window
	untold  []utterance // for other nodes; nil where there are none
	tells   bool        // there are other nodes
}

// NewConduct makes one that has counted nothing.
func NewConduct() *Conduct {
	return &Conduct{
		seed: rand.Uint64(), scratch: sync.Pool{New: func() any { return new(folding) }},
		repeats: newWindow(shortSlot, shortSlots), spread: newCrowd(), near: newCrowd(),
		short: newWindow(shortSlot, shortSlots), long: newWindow(longSlot, longSlots),
	}
}

// Note counts a line and tells in what circumstances it was said, as far as
// that is needed and not the sender's standing. What the app itself writes – a
// gift, somebody who follows – is the same each time and not counted.
func (c *Conduct) Note(app string, line content.Line, needs Needs, now time.Time) policy.Context {
	said := policy.Context{Type: line.Type}
	typed := line.Type == content.UserLine || line.Type == content.ForwardLine || line.Type == content.PrivateLine
	if !typed || !needs.text() && !needs.Lines {
		return said
	}
	k := c.keys(app, line, needs)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remember(k, needs)
	if needs.Repeats || needs.Same {
		said.Repeats = c.repeats.add(k.text^k.sender*factor, now)
	}
	if needs.Same {
		said.Spread = c.spread.add(k.text, k.sender, now)
	}
	if needs.Lines {
		said.Lines10s, said.Lines60s = c.short.add(k.sender, now), c.long.add(k.sender, now)
	}
	if len(k.bands) > 0 {
		var counts [bands]int
		for i, band := range k.bands {
			counts[i] = c.near.add(band, k.sender, now)
		}
		slices.Sort(counts[:])
		said.Near = counts[bands/2]
	}
	return said
}

// crowd counts different senders.
type crowd struct {
	said    window // by what is said and the sender
	senders window // by what is said
}

func newCrowd() crowd { return crowd{newWindow(longSlot, longSlots), newWindow(longSlot, longSlots)} }

// add returns how many senders there are now.
func (c *crowd) add(what, sender uint64, now time.Time) int {
	if c.said.add(what^sender*factor, now) == 1 {
		return c.senders.add(what, now)
	}
	return c.senders.count(what, now)
}

// factor keeps two keys apart that are put into one.
const factor = 0x9e3779b97f4a7c15

// folding is the memory of one folding after another.
type folding struct {
	text  normalize.Folded
	bytes []byte
}

// text reports whether it matters what is said.
func (n Needs) text() bool { return n.Repeats || n.Same || n.Near }

// keys are what a line is counted by.
type keys struct {
	text, sender uint64
	bands        []uint64 // see bandsOf
}

// keys of a text that folds to nothing tell it apart as it was written.
func (c *Conduct) keys(app string, line content.Line, needs Needs) keys {
	f := c.scratch.Get().(*folding)
	defer c.scratch.Put(f)
	f.bytes = append(append(append(f.bytes[:0], app...), 0), line.UserID...)
	k := keys{sender: xxh3.HashSeed(f.bytes, c.seed)}
	if !needs.text() {
		return k
	}
	f.text.Set(line.Text)
	f.bytes = append(append(f.bytes[:0], app...), 0)
	codes := f.text.Codes()
	for _, code := range codes {
		f.bytes = binary.LittleEndian.AppendUint16(f.bytes, code)
	}
	if len(codes) == 0 {
		f.bytes = append(f.bytes, line.Text...)
	}
	k.text = xxh3.HashSeed(f.bytes, c.seed)
	if needs.Near {
		k.bands = bandsOf(xxh3.HashStringSeed(app, c.seed), codes)
	}
	return k
}
