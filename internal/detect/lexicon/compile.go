package lexicon

import (
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/detect/match"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// maxScenes is how many scenes the terms of one snapshot may name.
const maxScenes = 64

// Refusal is a term that was left out, and why.
type Refusal struct {
	Term int // its index among the compiled
	Err  *fault.Error
}

// nowhere stands in the index for terms that it does not hold: no text has this code.
var nowhere = []uint16{1, 1, 1}

// serials numbers the snapshots of this process.
var serials atomic.Uint64

// Compile makes a snapshot of terms. Terms that cannot be used are left out
// and returned; the others keep their index.
func Compile(terms []Term) (*Snapshot, []Refusal) {
	c := compiler{snapshot: &Snapshot{serial: serials.Add(1), whole: map[string][]uint32{}}, known: map[kind]uint32{}, strings: map[string]string{}}
	c.snapshot.textEnds = make([]uint32, 0, len(terms))
	c.snapshot.kindOf = make([]uint32, 0, len(terms))
	c.sequences.Ends = make([]uint32, 0, len(terms))
	for i := range terms {
		c.add(&terms[i])
	}
	c.sequences.Codes = slices.Clip(c.sequences.Codes)
	c.snapshot.texts = c.texts.String()
	c.snapshot.index = match.Build(c.sequences, match.ASCII)
	return c.snapshot, c.refused
}

type compiler struct {
	snapshot  *Snapshot
	sequences match.Sequences
	texts     strings.Builder
	known     map[kind]uint32
	strings   map[string]string
	refused   []Refusal
	folded    normalize.Folded
}

func (c *compiler) add(t *Term) {
	s := c.snapshot
	number := uint32(len(s.kindOf))
	codes := nowhere
	kind, err := c.kind(t)
	if err == nil {
		err = t.check(&c.folded)
	}
	switch {
	case err != nil:
		c.refused = append(c.refused, Refusal{int(number), err})
	case kind.mode == Exact:
		key := string(appendKey(nil, c.folded.Codes()))
		s.whole[key] = append(s.whole[key], number)
	default:
		codes = c.folded.Codes()
	}
	c.sequences.Add(codes)
	c.texts.WriteString(t.Text)
	s.textEnds = append(s.textEnds, uint32(c.texts.Len()))
	s.kindOf = append(s.kindOf, c.intern(kind))
}

// kind is what many terms have in common, so it is kept once.
type kind struct {
	list     string
	category verdict.Label
	level    int
	action   Action
	mode     Mode
	scenes   uint64 // bits of Snapshot.scenes; 0 means everywhere
	from     int64  // unix milliseconds; 0 means always
	until    int64  // 0 means for ever
	note     string
	addedBy  string
}

func (c *compiler) kind(t *Term) (kind, *fault.Error) {
	k := kind{
		list: t.List, category: t.Category, level: t.Level, action: t.Action, mode: t.Mode,
		from: millis(t.From), until: millis(t.Until), note: t.Note, addedBy: t.AddedBy,
	}
	for _, scene := range t.Scenes {
		bit := slices.Index(c.snapshot.scenes, scene)
		if bit < 0 && len(c.snapshot.scenes) == maxScenes {
			return k, fault.Field("scenes", "there are more than %d scenes", maxScenes)
		}
		if bit < 0 {
			bit = len(c.snapshot.scenes)
			c.snapshot.scenes = append(c.snapshot.scenes, c.clone(scene))
		}
		k.scenes |= 1 << bit
	}
	return k, nil
}

func (c *compiler) intern(k kind) uint32 {
	at, known := c.known[k]
	if known {
		return at
	}
	k.list, k.note, k.addedBy = c.clone(k.list), c.clone(k.note), c.clone(k.addedBy)
	k.category, k.action, k.mode = verdict.Label(c.clone(string(k.category))), Action(c.clone(string(k.action))), Mode(c.clone(string(k.mode)))
	at = uint32(len(c.snapshot.kinds))
	c.known[k] = at
	c.snapshot.kinds = append(c.snapshot.kinds, k)
	return at
}

// clone keeps one copy of each string, and none of the file it was cut from.
func (c *compiler) clone(s string) string {
	kept, known := c.strings[s]
	if !known {
		kept = strings.Clone(s)
		c.strings[kept] = kept
	}
	return kept
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// appendKey makes a map's key of codes.
func appendKey(key []byte, codes []uint16) []byte {
	for _, code := range codes {
		key = append(key, byte(code), byte(code>>8))
	}
	return key
}
