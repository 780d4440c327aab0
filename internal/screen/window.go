package screen

import "time"

// maxKeys bounds a slot of a window; what comes on top is not counted.
const maxKeys = 50_000

// forgetAtATime is how many keys of slots that have gone by are taken out of a
// window's total each time that something is counted: all at once, who counts at
// the turn of a slot would have everybody wait for many thousand.
const forgetAtATime = 4

// window counts what happened in the last slots. A count is at most one slot
// too short.
type window struct {
	slot    time.Duration
	slots   []*tally
	newest  int64             // number of the newest slot since 1970
	total   map[uint64]uint32 // of all slots, and of those that leave
	leaving []*tally          // slots that have gone by and are still in total
	spare   *tally            // an empty one, or nil
}

// tally is how often what happened in one slot.
type tally struct {
	times map[uint64]uint32
	keys  []uint64 // of times
}

func newTally() *tally { return &tally{times: map[uint64]uint32{}} }

func newWindow(slot time.Duration, slots int) window {
	w := window{slot: slot, slots: make([]*tally, slots)}
	w.reset()
	return w
}

// reset forgets everything.
func (w *window) reset() {
	for i := range w.slots {
		w.slots[i] = newTally()
	}
	w.total, w.leaving, w.spare = map[uint64]uint32{}, nil, nil
}

// add counts once more and returns the count.
func (w *window) add(key uint64, now time.Time) int {
	before := w.count(key, now)
	w.raise(key, now)
	return before + 1
}

// raise counts once more.
func (w *window) raise(key uint64, now time.Time) {
	w.advance(now.UnixNano() / int64(w.slot))
	w.forget(forgetAtATime)
	slot := w.slots[w.newest%int64(len(w.slots))]
	n := slot.times[key]
	if n == 0 {
		if len(slot.keys) >= maxKeys {
			return
		}
		slot.keys = append(slot.keys, key)
	}
	slot.times[key] = n + 1
	w.total[key]++
}

func (w *window) count(key uint64, now time.Time) int {
	w.advance(now.UnixNano() / int64(w.slot))
	n := w.total[key]
	for _, slot := range w.leaving {
		n -= slot.times[key]
	}
	return int(n)
}

// advance has the slots leave that have gone by. A clock that goes back stays in
// the newest slot.
func (w *window) advance(slot int64) {
	gone := slot - w.newest
	if gone <= 0 {
		return
	}
	w.newest = slot
	if gone >= int64(len(w.slots)) {
		w.reset()
		return
	}
	for i := range gone {
		old := &w.slots[(slot-i)%int64(len(w.slots))]
		if len((*old).keys) == 0 {
			continue
		}
		w.leaving = append(w.leaving, *old)
		if *old, w.spare = w.spare, nil; *old == nil {
			*old = newTally()
		}
	}
}

// forget takes up to n keys of what leaves out of the total.
func (w *window) forget(n int) {
	for ; n > 0 && len(w.leaving) > 0; n-- {
		slot := w.leaving[0]
		last := len(slot.keys) - 1
		key := slot.keys[last]
		slot.keys = slot.keys[:last]
		if left := w.total[key] - slot.times[key]; left > 0 {
			w.total[key] = left
		} else {
			delete(w.total, key)
		}
		delete(slot.times, key)
		if last == 0 {
			w.leaving, w.spare = w.leaving[1:], slot
		}
	}
}
