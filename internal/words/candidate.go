package words

import (
	"context"
	"slices"
	"sync"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect"
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// Change is what would be otherwise. Its zero value changes nothing.
type Change struct {
	List   int64    // whose terms these are; 0: of no list, and Remove is from every list of the app
	Add    []Term   // as AddTerms would
	Remove []string // by their texts, as they are compared
}

func (c Change) empty() bool { return len(c.Add)+len(c.Remove) == 0 }

// Candidate finds what an app's lists, changed or not, say of live messages. It
// stays as it was made whatever happens to the lists.
type Candidate struct {
	page      page
	version   int64
	model     *classify.Model
	where     func(scene string) lexicon.Where
	scratches sync.Pool // of *detect.Scratch
}

// With is what would be found for an app after a change, with the model in use.
func (s *Service) With(ctx context.Context, app string, change Change) (*Candidate, error) {
	if err := s.Refresh(ctx); err != nil {
		return nil, err
	}
	version, model := s.model()
	c := &Candidate{page: s.book.Load().of(app), version: version, model: model, where: s.where}
	c.scratches.New = newScratch
	if change.empty() {
		return c, nil
	}
	lists, err := s.listsOf(ctx, app, change.List)
	if err != nil {
		return nil, err
	}
	terms, err := s.termsAfter(ctx, lists, change)
	if err != nil {
		return nil, err
	}
	sources := map[string]source{keyOf(0): {name: "new", cause: policy.Cause{Kind: policy.List}}}
	for _, list := range lists {
		sources[keyOf(list.ID)] = source{list.Name, policy.Cause{Kind: policy.List, ID: list.ID, Version: list.Revision}}
	}
	set, refused := detect.Compile(terms, nil)
	if len(refused) > 0 {
		s.log.WarnContext(ctx, "some terms of the word lists cannot be used", "number", len(refused), "first", refused[0].Err)
	}
	c.page = page{set: set, sources: sources}
	return c, nil
}

// WithModel is the same with another model, nil for none.
func (c *Candidate) WithModel(version int64, model *classify.Model) *Candidate {
	other := &Candidate{page: c.page, version: version, model: model, where: c.where}
	other.scratches.New = newScratch
	return other
}

// Find lists what is found in a live message. Whose it is was said when the
// Candidate was made.
func (c *Candidate) Find(_ string, line content.Line) []policy.Evidence {
	scratch := c.scratches.Get().(*detect.Scratch)
	defer c.scratches.Put(scratch)
	return c.page.evidence(scratch, line.Text, c.where(lineScenes[line.Type]), c.version, c.model)
}

// listsOf are the lists that count for an app. The one that is to be changed
// must be one of them.
func (s *Service) listsOf(ctx context.Context, app string, changed int64) ([]List, error) {
	all, err := s.store.WordLists(ctx)
	if err != nil {
		return nil, err
	}
	lists := enabledOf(all, "")
	if app != "" {
		lists = append(lists, enabledOf(all, app)...)
	}
	is := func(l List) bool { return l.ID == changed }
	switch {
	case changed == 0 || slices.ContainsFunc(lists, is):
		return lists, nil
	case slices.ContainsFunc(all, is):
		return nil, fault.Field("list", "the list %d is of another app, or switched off: it counts for nothing here", changed)
	}
	return nil, NoList(changed)
}

// termsAfter are the terms that the lists would have.
func (s *Service) termsAfter(ctx context.Context, lists []List, change Change) ([]lexicon.Term, error) {
	added, err := allReady(change.Add)
	if err != nil {
		return nil, err
	}
	gone, replaced := map[string]bool{}, map[string]bool{}
	for _, text := range change.Remove {
		gone[fold(text)] = true
	}
	for _, term := range added {
		replaced[term.Folded] = true
	}
	s.loading.Lock() // the shelves are the Refresh's
	defer s.loading.Unlock()
	r := reading{Service: s, fresh: map[int64]bool{}}
	var terms []lexicon.Term
	for _, list := range lists {
		if err := r.follow(ctx, list); err != nil {
			return nil, err
		}
		named := list.ID == change.List
		for _, term := range s.shelves[list.ID].terms() {
			folded := fold(term.Text)
			if gone[folded] && (named || change.List == 0) || named && replaced[folded] {
				continue
			}
			terms = append(terms, term)
		}
	}
	for _, term := range added {
		term.List = keyOf(change.List)
		terms = append(terms, term.Term)
	}
	return terms, nil
}

// ReadTerms reads a file's terms as an Import does. A bad line is an Invalid
// fault that names the first ones.
func ReadTerms(text string, defaults Term) ([]Term, error) {
	terms, bad, err := parse(text, defaults)
	if err == nil && len(bad) > 0 {
		err = badLines(bad, len(terms)+len(bad))
	}
	return distinct(terms), err
}
