package lexicon

import (
	"github.com/xiezhi/xiezhi/internal/detect/match"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
)

// Hit is a term found in a message.
type Hit struct {
	Term   uint32 // see Snapshot.Term
	Start  int    // where it is in the original, in bytes; always whole runes
	End    int
	Broken bool // signs stand between its letters that the term itself has not
}

// Found is what the text lane found. Its hits live as long as the Scratch is
// not used again.
type Found struct {
	Hits    []Hit  // by their start, the longest first
	Crowded bool   // terms are nearly everywhere: each was looked for, not each place
	Allowed []Span // the allow phrases, in the same order; what is inside them is harmless
}

// Scratch is the memory of one search after another. The zero value is ready;
// one goroutine uses it at a time.
type Scratch struct {
	Text  normalize.Folded // the message that was last searched
	match match.Scratch
	hits  []Hit
	spans []Span // of allow phrases
	key   []byte

	term     normalize.Folded // the last term whose own signs mattered
	termID   uint32
	snapshot uint64 // the serial of the snapshot it is of; 0 for none
}

// Find lists the terms in text that count there.
func (s *Snapshot) Find(scratch *Scratch, text string, where Where) Found {
	scratch.Text.Set(text)
	return s.FindFolded(scratch, where)
}

// FindFolded is Find for what scratch.Text already holds.
func (s *Snapshot) FindFolded(scratch *Scratch, where Where) Found {
	codes := scratch.Text.Codes()
	raw, crowded := s.index.Find(&scratch.match, codes)
	if len(raw) == 0 && len(s.whole) == 0 {
		return Found{}
	}
	scratch.hits, scratch.spans = scratch.hits[:0], scratch.spans[:0]
	f := s.filter(where)
	s.addWhole(scratch, codes, f)
	for _, m := range raw {
		if k := &s.kinds[s.kindOf[m.Sequence]]; f.admits(k) {
			s.accept(scratch, m, k.mode)
		}
	}
	if len(scratch.spans) > 0 {
		scratch.undo()
	}
	return Found{Hits: scratch.hits, Crowded: crowded, Allowed: scratch.spans}
}

// addWhole adds the exact terms that are all of the message.
func (s *Snapshot) addWhole(scratch *Scratch, codes []uint16, f filter) {
	if len(s.whole) == 0 || len(codes) == 0 || len(codes) > match.MaxCodes {
		return
	}
	scratch.key = appendKey(scratch.key[:0], codes)
	for _, term := range s.whole[string(scratch.key)] {
		if f.admits(&s.kinds[s.kindOf[term]]) {
			scratch.hits = append(scratch.hits, Hit{Term: term, Start: scratch.Text.Start(0), End: scratch.Text.End(len(codes) - 1)})
		}
	}
}

// undo takes out the hits inside allow phrases. Both come in order of their
// starts.
func (scratch *Scratch) undo() {
	kept, covered, next := 0, 0, 0
	for _, hit := range scratch.hits {
		for ; next < len(scratch.spans) && scratch.spans[next].Start <= hit.Start; next++ {
			covered = max(covered, scratch.spans[next].End)
		}
		if hit.End > covered {
			scratch.hits[kept] = hit
			kept++
		}
	}
	scratch.hits = scratch.hits[:kept]
}

// Match lists where terms would be in codes, which must have match.Pad zeros
// beyond their length: raw, with no regard to words, modes and Where. Exact
// terms are not among them. Further lanes ask it about what a text may mean.
func (s *Snapshot) Match(scratch *match.Scratch, codes []uint16) []match.Match {
	found, _ := s.index.Find(scratch, codes)
	return found
}

// Codes are a term's; none of an exact or a refused one.
func (s *Snapshot) Codes(term uint32) []uint16 {
	if codes := s.index.Sequence(term); codes[0] != nowhere[0] {
		return codes
	}
	return nil
}

// Mode is a term's mode.
func (s *Snapshot) Mode(term uint32) Mode { return s.kinds[s.kindOf[term]].mode }

// Applies reports whether a term counts there.
func (s *Snapshot) Applies(term uint32, where Where) bool {
	return s.filter(where).admits(&s.kinds[s.kindOf[term]])
}
