package words

import (
	"context"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// shelf is a list's terms in memory, so that a change of a few costs no reading
// of all.
type shelf struct {
	key      string // of its terms, as Term.List; see page.sources
	revision int64  // of the last term that was read
	ids      []int64
	terms    []lexicon.Term // in the order of ids
	short    map[string]string
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
		kept = &shelf{key: keyOf(list.ID), short: map[string]string{}}
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

func (k *shelf) put(term Term) {
	t := term.Term
	t.List, t.AddedBy = k.key, k.intern(t.AddedBy)
	t.Category, t.Action, t.Mode = verdict.Label(k.intern(string(t.Category))), lexicon.Action(k.intern(string(t.Action))), lexicon.Mode(k.intern(string(t.Mode)))
	at, there := slices.BinarySearch(k.ids, term.ID)
	if there {
		k.terms[at] = t
		return
	}
	k.ids, k.terms = slices.Insert(k.ids, at, term.ID), slices.Insert(k.terms, at, t)
}

// intern keeps one copy of what many terms say.
func (k *shelf) intern(text string) string {
	kept, known := k.short[text]
	if !known {
		kept = strings.Clone(text)
		k.short[kept] = kept
	}
	return kept
}

// keep drops the terms whose ids, which are in order, are not named.
func (k *shelf) keep(ids []int64) {
	n := 0
	for i, id := range k.ids {
		if _, stays := slices.BinarySearch(ids, id); stays {
			k.ids[n], k.terms[n] = id, k.terms[i]
			n++
		}
	}
	clear(k.terms[n:])
	k.ids, k.terms = k.ids[:n], k.terms[:n]
}

// forget drops the shelves of lists that are not in use any more.
func (s *Service) forget(lists []List) {
	for id := range s.shelves {
		if !slices.ContainsFunc(lists, func(l List) bool { return l.ID == id && l.Enabled }) {
			delete(s.shelves, id)
		}
	}
}
