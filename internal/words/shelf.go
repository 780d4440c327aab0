package words

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// shelf is a list's terms in memory, so that a change of a few costs no reading
// of all. There may be hundreds of thousands, and the garbage collector follows
// every pointer: so a term is a few numbers.
type shelf struct {
	key      string // of its terms, as Term.List; see page.sources
	revision int64  // of the last term that was read
	entries  []entry
	texts    strings.Builder // of the entries, and of what they were before
	stale    int             // bytes of texts that no entry has
	kinds    []lexicon.Term  // what many entries share, without texts
	known    map[kind]uint32
}

// entry is a term: where its text begins and how long it is, and which of the
// kinds it has. Entries are in the order of their ids.
type entry struct {
	id          int64
	start, size uint32
	kind        uint32
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
		kept = &shelf{key: keyOf(list.ID), known: map[kind]uint32{}}
		r.shelves[list.ID] = kept
	}
	if err := r.readSince(ctx, list.ID, kept); err != nil {
		return err
	}
	// All that the list has is on the shelf; what the shelf has beyond was removed.
	if len(kept.entries) != list.Terms {
		ids, err := r.store.WordTermIDs(ctx, list.ID)
		if err != nil {
			return err
		}
		kept.keep(ids)
	}
	kept.tidy()
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
		for _, term := range terms {
			kept.put(term)
			revision, after = term.Revision, term.ID
		}
		if len(terms) < readAtOnce {
			kept.revision = revision
			return nil
		}
	}
}

// put takes a term in.
func (k *shelf) put(term Term) {
	at, there := k.find(term.ID)
	if there {
		k.stale += int(k.entries[at].size)
	} else {
		k.entries = slices.Insert(k.entries, at, entry{})
	}
	k.entries[at] = entry{id: term.ID, start: uint32(k.texts.Len()), size: uint32(len(term.Text)), kind: k.intern(term.Term)}
	k.texts.WriteString(term.Text)
}

func (k *shelf) find(id int64) (at int, there bool) {
	return slices.BinarySearchFunc(k.entries, id, func(e entry, id int64) int { return cmp.Compare(e.id, id) })
}

// intern keeps one copy of what many terms have in common.
func (k *shelf) intern(t lexicon.Term) uint32 {
	of := kind{t.Category, t.Level, t.Action, t.Mode, strings.Join(t.Scenes, "\n"), t.From, t.Until, t.Note, t.AddedBy}
	at, known := k.known[of]
	if !known {
		t.Text, t.List = "", k.key
		at = uint32(len(k.kinds))
		k.kinds, k.known[of] = append(k.kinds, t), at
	}
	return at
}

// terms are the list's, with their ids.
func (k *shelf) terms() iter.Seq2[int64, lexicon.Term] {
	return func(yield func(int64, lexicon.Term) bool) {
		texts := k.texts.String()
		for _, e := range k.entries {
			term := k.kinds[e.kind]
			term.Text = texts[e.start : e.start+e.size]
			if !yield(e.id, term) {
				return
			}
		}
	}
}

// keep drops the terms whose ids, which are in order, are not named.
func (k *shelf) keep(ids []int64) {
	k.entries = slices.DeleteFunc(k.entries, func(e entry) bool {
		_, stays := slices.BinarySearch(ids, e.id)
		if !stays {
			k.stale += int(e.size)
		}
		return !stays
	})
}

// tidy writes the texts anew where half of them are of no entry.
func (k *shelf) tidy() {
	if 2*k.stale <= k.texts.Len() {
		return
	}
	old := k.texts.String()
	k.texts, k.stale = strings.Builder{}, 0
	for i, e := range k.entries {
		k.entries[i].start = uint32(k.texts.Len())
		k.texts.WriteString(old[e.start : e.start+e.size])
	}
}

// forget drops the shelves of lists that are not in use any more.
func (s *Service) forget(lists []List) {
	for id := range s.shelves {
		if !slices.ContainsFunc(lists, func(l List) bool { return l.ID == id && l.Enabled }) {
			delete(s.shelves, id)
		}
	}
}
