package screen

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWindow(t *testing.T) {
	t.Parallel()
	w, now := newWindow(time.Second, 10), noon
	for i := range 25 { // one each second
		if got, want := w.add(1, now), min(i+1, 10); got != want {
			t.Fatalf("after %d s: %d, want %d", i, got, want)
		}
		now = now.Add(time.Second)
	}
	if got := w.count(1, noon); got != 10 { // the clock went back
		t.Errorf("%d", got)
	}
	if got := w.count(1, now.Add(time.Hour)); got != 0 {
		t.Errorf("an hour later: %d", got)
	}
	for key := range uint64(maxKeys + 10) {
		w.add(key, now.Add(time.Hour))
	}
	if got := len(w.slots[w.newest%10].times); got != maxKeys {
		t.Errorf("a slot has %d keys", got)
	}
}

// TestWindowCountsAsAList holds a window against a list of what happened, whatever
// happens when.
func TestWindowCountsAsAList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const slots = 4
		w, now := newWindow(time.Second, slots), noon
		type event struct{ slot, key int64 }
		var all []event
		newest := int64(0)
		count := func(key int64) (n int) {
			for _, e := range all {
				if e.key == key && e.slot > newest-slots {
					n++
				}
			}
			return n
		}
		for range rapid.IntRange(1, 60).Draw(t, "turns") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 100, 400, 1000, 2500, 9000, -1500}).Draw(t, "ms")) * time.Millisecond)
			newest = max(newest, now.Unix())
			w.count(0, now) // it sees the time, too
			for range rapid.IntRange(0, 12).Draw(t, "events") {
				key := rapid.Int64Range(1, 9).Draw(t, "key")
				if got, want := w.count(uint64(key), now), count(key); got != want {
					t.Fatalf("%d of %d, want %d", got, key, want)
				}
				all = append(all, event{newest, key})
				w.raise(uint64(key), now)
			}
		}
		for range 40 { // by then all that left is forgotten
			w.raise(0, now)
		}
		kept := map[int64]bool{0: true}
		for _, e := range all {
			if e.slot > newest-slots {
				kept[e.key] = true
			}
		}
		if len(w.leaving) > 0 || len(w.total) != len(kept) {
			t.Fatalf("%d slots leave, %d keys are kept, want %d", len(w.leaving), len(w.total), len(kept))
		}
	})
}
