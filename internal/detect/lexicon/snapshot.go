package lexicon

import (
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/detect/match"
)

// Snapshot is a compiled set of terms. It never changes; any number of
// goroutines may use it, each with its own Scratch.
type Snapshot struct {
	serial   uint64 // from 1; no other has it
	index    *match.Index
	whole    map[string][]uint32 // the exact terms, by appendKey of their codes
	texts    string              // of all terms, one after the other
	textEnds []uint32
	kinds    []kind
	kindOf   []uint32
	scenes   []string
}

// Len is the number of terms, those that were refused included.
func (s *Snapshot) Len() int { return len(s.kindOf) }

// Bytes is about how much memory the snapshot holds.
func (s *Snapshot) Bytes() int {
	return s.index.Bytes() + len(s.texts) + 4*cap(s.textEnds) + 4*cap(s.kindOf) + 160*cap(s.kinds)
}

// Term is the term of that index, as it was compiled.
func (s *Snapshot) Term(i uint32) Term {
	k := s.kinds[s.kindOf[i]]
	t := Term{
		Text: s.text(i), List: k.list, Category: k.category, Level: k.level, Action: k.action, Mode: k.mode,
		From: date(k.from), Until: date(k.until), Note: k.note, AddedBy: k.addedBy,
	}
	for bit, scene := range s.scenes {
		if k.scenes>>bit&1 != 0 {
			t.Scenes = append(t.Scenes, scene)
		}
	}
	return t
}

func (s *Snapshot) text(i uint32) string {
	start := uint32(0)
	if i > 0 {
		start = s.textEnds[i-1]
	}
	return s.texts[start:s.textEnds[i]]
}

func date(millis int64) time.Time {
	if millis == 0 {
		return time.Time{}
	}
	return time.UnixMilli(millis)
}

// Where says for which message terms are looked up.
type Where struct {
	Scene string    // a term that names scenes counts in those only
	At    time.Time // a term counts while it is valid
}

// filter is a Where in the terms of one snapshot.
type filter struct {
	scene uint64
	at    int64
}

func (s *Snapshot) filter(w Where) filter {
	f := filter{at: w.At.UnixMilli()}
	for bit, scene := range s.scenes {
		if scene == w.Scene {
			f.scene = 1 << bit
		}
	}
	return f
}

func (f filter) admits(k *kind) bool {
	here := k.scenes == 0 || k.scenes&f.scene != 0
	return here && (k.from == 0 || f.at >= k.from) && (k.until == 0 || f.at < k.until)
}

// Holder holds the snapshot in use. The zero value holds an empty one.
type Holder struct{ current atomic.Pointer[Snapshot] }

var empty, _ = Compile(nil)

// Load is the snapshot in use.
func (h *Holder) Load() *Snapshot {
	if s := h.current.Load(); s != nil {
		return s
	}
	return empty
}

// Swap puts a snapshot in use. Searches that have begun end with the old one.
func (h *Holder) Swap(s *Snapshot) { h.current.Store(s) }
