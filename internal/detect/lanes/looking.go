package lanes

import (
	"strings"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
)

// looking is one search.
type looking struct {
	*Snapshot
	scratch *Scratch
	text    *normalize.Folded
	found   lexicon.Found
	where   lexicon.Where

	traits traits // of any code
	run    int    // the most codes side by side that all have a sound
	parted bool   // two may be the parts of one character
}

// add adds a hit, unless the text says the term there anyway, an allow phrase
// covers it, or another lane had it.
func (l *looking) add(h Hit) {
	if len(l.scratch.hits) >= maxHits || !l.words.Applies(h.Term, l.where) {
		return
	}
	for _, span := range l.found.Allowed {
		if span.Start <= h.Start && h.End <= span.End {
			return
		}
	}
	for _, known := range l.found.Hits {
		if known.Term == h.Term && known.Start < h.End && h.Start < known.End {
			return
		}
	}
	for _, known := range l.scratch.hits {
		if known.Term == h.Term && known.Start < h.End && h.Start < known.End {
			return
		}
	}
	l.scratch.hits = append(l.scratch.hits, h)
}

// oneClause reports whether no clause ends between two codes of the text.
func (l *looking) oneClause(from, to int) bool {
	return l.text.Joined(from, to) || !strings.ContainsAny(l.text.Text()[l.text.Start(from):l.text.Start(to)], "。！？；：，、…,!?;:\n")
}
