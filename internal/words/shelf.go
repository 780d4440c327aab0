package words

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// shelf is a list's terms in memory, so that a change of a few costs no reading
// of all. A term is its text and what it shares with others: there may be
// hundreds of thousands, and the garbage collector follows every pointer.
type shelf struct {
	key      string // of its terms, as Term.List; see page.sources
	revision int64  // of the last term that was read
	ids      []int64
	texts    []string        // in the order of ids
	kinds    []*lexicon.Term // likewise; without texts
	known    map[kind]*lexicon.Term
}

// kind is what terms have in common.
type kind struct {
	category    verdict.Label
	level       int
	action      lexicon.Action
	mode        lexicon.Mode
	scenes      string // joined
	from, until time.Time
	note        string
	addedBy     string
}

// readAtOnce is how many terms are read in one query.
const readAtOnce = 5000

// follow brings a list's shelf up to date.
func (r reading) follow(ctx context.Context, list List) error {
	if r.fresh[list.ID] {
		return nil
	}
	kept := r.shelves[list.ID]
	if kept == nil {
		kept = &shelf{key: keyOf(list.ID), known: map[kind]*lexicon.Term{}}
		r.shelves[list.ID] = kept
	}
	if err := r.readSince(ctx, list.ID, kept); err != nil {
		return err
	}
	// All that the list has is on the shelf; what the shelf has beyond was removed.
	if len(kept.ids) != list.Terms {
		ids, err := r.store.WordTermIDs(ctx, list.ID)
		if err != nil {
			return err
		}
		kept.keep(ids)
	}
	r.fresh[list.ID] = true
	return nil
}

// readSince puts what was added and changed on the shelf. What it has of its
// last revision is read again: that one may not have been complete.
func (r reading) readSince(ctx context.Context, listID int64, kept *shelf) error {
	revision, after := kept.revision, int64(0)
	for {
		terms, err := r.store.WordTermsSince(ctx, listID, revision, after, readAtOnce)
		if err != nil {
			return err
		}
		texts := together(terms)
		for i, term := range terms {
			kept.put(term, texts[i])
			revision, after = term.Revision, term.ID
		}
		if len(terms) < readAtOnce {
			kept.revision = revision
			return nil
		}
	}
}

// together are the terms' texts in one piece of memory.
func together(terms []Term) []string {
	var all strings.Builder
	for _, term := range terms {
		all.WriteString(term.Text)
	}
	texts, rest := make([]string, len(terms)), all.String()
	for i, term := range terms {
		texts[i], rest = rest[:len(term.Text)], rest[len(term.Text):]
	}
	return texts
}

// put takes a term in; text is its own.
func (k *shelf) put(term Term, text string) {
	at, there := slices.BinarySearch(k.ids, term.ID)
	if !there {
		k.ids, k.texts, k.kinds = slices.Insert(k.ids, at, term.ID), slices.Insert(k.texts, at, ""), slices.Insert(k.kinds, at, nil)
	}
	k.texts[at], k.kinds[at] = text, k.intern(term.Term)
}

// intern keeps one copy of what many terms have in common.
func (k *shelf) intern(t lexicon.Term) *lexicon.Term {
	of := kind{t.Category, t.Level, t.Action, t.Mode, strings.Join(t.Scenes, "\n"), t.From, t.Until, t.Note, t.AddedBy}
	kept, known := k.known[of]
	if !known {
		t.Text, t.List = "", k.key
		kept = &t
		k.known[of] = kept
	}
	return kept
}

// terms are the list's, with their ids.
func (k *shelf) terms() iter.Seq2[int64, lexicon.Term] {
	return func(yield func(int64, lexicon.Term) bool) {
		for i, text := range k.texts {
			term := *k.kinds[i]
			term.Text = text
			if !yield(k.ids[i], term) {
				return
			}
		}
	}
}

// keep drops the terms whose ids, which are in order, are not named.
func (k *shelf) keep(ids []int64) {
	n := 0
	for i, id := range k.ids {
		if _, stays := slices.BinarySearch(ids, id); stays {
			k.ids[n], k.texts[n], k.kinds[n] = id, k.texts[i], k.kinds[i]
			n++
		}
	}
	clear(k.texts[n:])
	k.ids, k.texts, k.kinds = k.ids[:n], k.texts[:n], k.kinds[:n]
}

// forget drops the shelves of lists that are not in use any more.
func (s *Service) forget(lists []List) {
	for id := range s.shelves {
		if !slices.ContainsFunc(lists, func(l List) bool { return l.ID == id && l.Enabled }) {
			delete(s.shelves, id)
		}
	}
}
