package screen

import (
	"encoding/binary"
	"hash/maphash"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// The windows of policy.Context.
const (
	repeatSlot, repeatSlots = time.Second, 10
	spreadSlot, spreadSlots = 5 * time.Second, 12
)

// conduct counts who says the same how often. Texts are the same that fold to
// the same.
type conduct struct {
	seed    maphash.Seed
	scratch sync.Pool // of *folding

	mu      sync.Mutex
	repeats window // by text and sender
	said    window // likewise, for spread
	spread  window // senders, by text
}

func newConduct() *conduct {
	return &conduct{
		seed: maphash.MakeSeed(), scratch: sync.Pool{New: func() any { return new(folding) }},
		repeats: newWindow(repeatSlot, repeatSlots), said: newWindow(spreadSlot, spreadSlots), spread: newWindow(spreadSlot, spreadSlots),
	}
}

// note counts a line and tells in what circumstances it was said, but for the
// sender's standing. What the app itself writes – a gift, somebody who follows –
// is the same each time and not counted.
func (c *conduct) note(app string, line content.Line, t policy.Thresholds, now time.Time) policy.Context {
	said := policy.Context{Type: line.Type}
	typed := line.Type == content.UserLine || line.Type == content.ForwardLine || line.Type == content.PrivateLine
	if !typed || t.Repeats == 0 && t.Spread == 0 {
		return said
	}
	text, his := c.keys(app, line)
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.Repeats > 0 {
		said.Repeats = c.repeats.add(his, now)
	}
	switch {
	case t.Spread == 0:
	case c.said.add(his, now) == 1:
		said.Spread = c.spread.add(text, now)
	default:
		said.Spread = c.spread.count(text, now)
	}
	return said
}

// folding is the memory of one folding after another.
type folding struct {
	text  normalize.Folded
	bytes []byte
}

// keys are those of the text and of the sender's saying it. What folds to
// nothing is told apart as it was written.
func (c *conduct) keys(app string, line content.Line) (text, his uint64) {
	f := c.scratch.Get().(*folding)
	defer c.scratch.Put(f)
	f.text.Set(line.Text)
	f.bytes = append(append(f.bytes[:0], app...), 0)
	codes := f.text.Codes()
	for _, code := range codes {
		f.bytes = binary.LittleEndian.AppendUint16(f.bytes, code)
	}
	if len(codes) == 0 {
		f.bytes = append(f.bytes, line.Text...)
	}
	text = maphash.Bytes(c.seed, f.bytes)
	f.bytes = append(binary.LittleEndian.AppendUint64(f.bytes[:0], text), line.UserID...)
	return text, maphash.Bytes(c.seed, f.bytes)
}

// maxKeys bounds a slot of a window; what comes on top is not counted.
const maxKeys = 50_000

// window counts what happened in the last slots. A count is at most one slot
// too short.
type window struct {
	slot   time.Duration
	slots  []map[uint64]uint32
	newest int64 // number of the newest slot since 1970
}

func newWindow(slot time.Duration, slots int) window {
	w := window{slot: slot, slots: make([]map[uint64]uint32, slots)}
	for i := range w.slots {
		w.slots[i] = map[uint64]uint32{}
	}
	return w
}

// add counts once more and returns the count.
func (w *window) add(key uint64, now time.Time) int {
	before := w.count(key, now)
	slot := w.slots[w.newest%int64(len(w.slots))]
	if slot[key] > 0 || len(slot) < maxKeys {
		slot[key]++
	}
	return before + 1
}

func (w *window) count(key uint64, now time.Time) int {
	w.advance(now.UnixNano() / int64(w.slot))
	sum := 0
	for _, slot := range w.slots {
		sum += int(slot[key])
	}
	return sum
}

// advance forgets the slots that have gone by. A clock that goes back stays in
// the newest slot.
func (w *window) advance(slot int64) {
	gone := slot - w.newest
	if gone <= 0 {
		return
	}
	for i := range min(gone, int64(len(w.slots))) {
		clear(w.slots[(slot-i)%int64(len(w.slots))])
	}
	w.newest = slot
}
