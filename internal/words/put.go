package words

import (
	"context"
	"fmt"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// chunk is how many terms are put in one transaction, so that a long import is
// in nobody's way.
const chunk = 2000

// put stores terms that are ready and whose Folded differ. A dry one counts
// only.
func (s *Service) put(ctx context.Context, listID int64, terms []Term, action auditlog.Action, dry bool) (total Counts, err error) {
	if err := s.checkRoom(ctx, listID, terms, action); err != nil {
		return total, err
	}
	now := s.now()
	for i := range terms {
		terms[i].AddedAt = now
	}
	for len(terms) > 0 {
		part := terms[:min(len(terms), chunk)]
		terms = terms[len(part):]
		counts, err := s.store.PutWordTerms(ctx, listID, part, action, dry)
		if err != nil {
			return total, err
		}
		total.add(counts)
		s.Changed()
	}
	return total, nil
}

// checkRoom refuses what would make a list too long.
func (s *Service) checkRoom(ctx context.Context, listID int64, terms []Term, action auditlog.Action) error {
	list, err := s.store.WordList(ctx, listID)
	if err != nil || list.Terms+len(terms) <= MaxTerms {
		return err
	}
	counts, err := s.store.PutWordTerms(ctx, listID, terms, action, true)
	if err == nil && list.Terms+counts.Added > MaxTerms {
		err = fault.New(fault.Conflict, CodeFull, "a list has at most %d terms", MaxTerms)
	}
	return err
}

// distinct leaves one term of each Folded, the last one, at the place of the
// first.
func distinct(terms []Term) []Term {
	at := make(map[string]int, len(terms))
	once := make([]Term, 0, len(terms))
	for _, term := range terms {
		if i, known := at[term.Folded]; known {
			once[i] = term
			continue
		}
		at[term.Folded] = len(once)
		once = append(once, term)
	}
	return once
}

// inTerms names a field of one of several terms.
func inTerms(i int, field string) string { return fmt.Sprintf("terms[%d].%s", i, field) }
