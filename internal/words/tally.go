package words

import (
	"cmp"
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/detect"
)

// termKey names a term of a list.
type termKey struct {
	list int64
	text string
}

// counted is where a term was found.
type counted struct {
	sure     int // lines that somebody has called harmless
	likely   int // lines that passed
	passed   int // lines that reviewers passed
	against  int
	examples []string
}

func (c *counted) add(said heard) {
	if !said.harmless {
		c.against++
		return
	}
	if said.sure {
		c.sure++
	} else {
		c.likely++
	}
	if said.decided {
		c.passed++
	}
	if text := short(said.text); len(c.examples) < shownExamples && !slices.Contains(c.examples, text) {
		c.examples = append(c.examples, text)
	}
}

// tally is one curation.
type tally struct {
	*Service
	target  int64
	lists   map[int64]List
	apps    map[int64]string // the lists' own
	pages   map[string]page  // by app, "" for the shared lists
	scratch detect.Scratch
	terms   map[termKey]*counted
	of      map[string]int // harmless lines of an app

	decided, passed, benign int
}

// prepare reads the lists. One that is switched off is looked at only where it
// is the one that is asked for: before it is switched on is when it should be.
func (t *tally) prepare(ctx context.Context) error {
	all, err := t.store.WordLists(ctx)
	if err != nil {
		return err
	}
	t.lists, t.apps = map[int64]List{}, map[int64]string{}
	for _, list := range all {
		t.lists[list.ID], t.apps[list.ID] = list, list.App
	}
	target, known := t.lists[t.target]
	if t.target != 0 && !known {
		return NoList(t.target)
	}
	if t.target == 0 || target.Enabled {
		b := t.book.Load()
		t.pages[""] = b.shared
		for app, own := range b.own {
			t.pages[app] = own
		}
		return nil
	}
	return t.compile(ctx, all, target)
}

// compile makes the pages with a list that is switched off.
func (t *tally) compile(ctx context.Context, all []List, target List) error {
	target.Enabled = true
	for i := range all {
		if all[i].ID == target.ID {
			all[i] = target
		}
	}
	t.loading.Lock() // the shelves are the Refresh's
	defer t.loading.Unlock()
	b, err := reading{Service: t.Service, fresh: map[int64]bool{}}.book(ctx, emptyBook(), all)
	if err != nil {
		return err
	}
	t.pages[""] = b.shared
	for app, own := range b.own {
		t.pages[app] = own
	}
	return nil
}

func (t *tally) pageOf(app string) page {
	if own, has := t.pages[app]; has {
		return own
	}
	return t.pages[""]
}

// harmless is how many such lines a list was held against.
func (t *tally) harmless(list int64) int {
	if app := t.apps[list]; app != "" {
		return t.of[app] + t.benign
	}
	n := t.benign
	for _, lines := range t.of {
		n += lines
	}
	return n
}

// bad reports whether a term should go.
func (c *counted) bad(passedLines int) bool {
	decided := c.passed + c.against
	if decided >= minDecided && float64(c.against) >= goodEnough*float64(decided) {
		return false
	}
	return c.sure > 0 || c.likely >= max(minLikely, passedLines/seldom)
}

func (t *tally) curated() Curated {
	done := Curated{Proposals: []Proposal{}, Decided: t.decided, Passed: t.passed, Benign: t.benign}
	for key, c := range t.terms {
		if !c.bad(t.passed) {
			continue
		}
		done.Proposals = append(done.Proposals, Proposal{
			ListID: key.list, List: t.lists[key.list].Name, Term: key.text,
			Hits: c.sure + c.likely, Of: t.harmless(key.list), Passed: c.passed, Against: c.against, Examples: c.examples,
		})
	}
	slices.SortFunc(done.Proposals, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Hits, a.Hits), cmp.Compare(a.Against, b.Against), cmp.Compare(a.ListID, b.ListID), cmp.Compare(a.Term, b.Term))
	})
	done.More = max(0, len(done.Proposals)-MaxProposals)
	done.Proposals = slices.Clip(done.Proposals[:min(len(done.Proposals), MaxProposals)])
	t.number(done.Proposals)
	return done
}

// number gives the proposals their terms' ids; 0 where one has gone meanwhile.
func (t *tally) number(proposals []Proposal) {
	wanted := make(map[termKey]*Proposal, len(proposals))
	for i, p := range proposals {
		wanted[termKey{p.ListID, p.Term}] = &proposals[i]
	}
	t.loading.Lock() // the shelves are the Refresh's
	defer t.loading.Unlock()
	for list, kept := range t.shelves {
		for id, term := range kept.terms() {
			if p := wanted[termKey{list, term.Text}]; p != nil {
				p.TermID = id
			}
		}
	}
}
