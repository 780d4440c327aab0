package words

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/detect"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// book is what is found for whom. It never changes once it is seen.
type book struct {
	revision int64
	shared   page
	own      map[string]page // of the apps with lists of their own, with the shared terms in it
}

// page is what is found for an app, and what it was made of: the lists by id
// and revision.
type page struct {
	set     *detect.Set
	sources map[string]source // by keyOf their lists
	made    string
}

// source is a list as evidence names it.
type source struct {
	name  string
	cause policy.Cause
}

// keyOf stands for a list in the matcher, where an app's list and a shared one
// of the same name must not be taken for each other.
func keyOf(listID int64) string { return strconv.FormatInt(listID, 36) }

func emptyBook() *book {
	none, _ := detect.Compile(nil, nil)
	return &book{revision: -1, shared: page{set: none}, own: map[string]page{}}
}

// of is the page for an app.
func (b *book) of(app string) page {
	if own, has := b.own[app]; has {
		return own
	}
	return b.shared
}

// Refresh compiles anew what was changed since it last did. Searches go on
// with the old snapshots meanwhile.
func (s *Service) Refresh(ctx context.Context) error {
	s.loading.Lock()
	defer s.loading.Unlock()
	before := s.book.Load()
	// The revision comes first: a change between the reads is read again next
	// time instead of being missed.
	revision, err := s.store.WordsRevision(ctx)
	if err != nil || revision == before.revision {
		return err
	}
	lists, err := s.store.WordLists(ctx)
	if err != nil {
		return err
	}
	r := reading{Service: s, fresh: map[int64]bool{}}
	after, err := r.book(ctx, before, lists)
	if err != nil {
		return err
	}
	r.forget(lists)
	after.revision = revision
	s.book.Store(after)
	return nil
}

// reading is one Refresh: it follows each list once.
type reading struct {
	*Service
	fresh map[int64]bool // the lists that it has followed, by id
}

func (r reading) book(ctx context.Context, before *book, lists []List) (after *book, err error) {
	after = &book{own: map[string]page{}}
	shared := enabledOf(lists, "")
	if after.shared, err = r.page(ctx, before.shared, shared); err != nil {
		return nil, err
	}
	for _, list := range lists {
		if _, done := after.own[list.App]; done || list.App == "" || !list.Enabled {
			continue
		}
		all := slices.Concat(shared, enabledOf(lists, list.App))
		if after.own[list.App], err = r.page(ctx, before.own[list.App], all); err != nil {
			return nil, err
		}
	}
	return after, nil
}

func enabledOf(lists []List, app string) []List {
	var enabled []List
	for _, list := range lists {
		if list.Enabled && list.App == app {
			enabled = append(enabled, list)
		}
	}
	return enabled
}

// page is the old one where its lists are as they were.
func (r reading) page(ctx context.Context, before page, lists []List) (page, error) {
	var made strings.Builder
	for _, list := range lists {
		fmt.Fprintf(&made, "%d@%d ", list.ID, list.Revision)
	}
	if before.set != nil && before.made == made.String() {
		return before, nil
	}
	var all []lexicon.Term
	sources := map[string]source{}
	for _, list := range lists {
		if err := r.follow(ctx, list); err != nil {
			return page{}, err
		}
		for _, term := range r.shelves[list.ID].terms() {
			all = append(all, term)
		}
		sources[keyOf(list.ID)] = source{list.Name, policy.Cause{Kind: policy.List, ID: list.ID, Version: list.Revision}}
	}
	set, refused := detect.Compile(all, nil)
	if len(refused) > 0 { // a newer program has put them there
		r.log.WarnContext(ctx, "some terms of the word lists cannot be used", "number", len(refused), "first", refused[0].Err)
	}
	return page{set, sources, made.String()}, nil
}
