package words

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// Check returns what is wrong with a term, or nil.
func (t Term) Check() *fault.Error {
	_, err := ready(t)
	return err
}

// Declare has the shared list of that name hold the terms, any number of them,
// beside those that it has. The list is made where there is none.
func (s *Service) Declare(ctx context.Context, name string, terms []Term) (made bool, counts Counts, err error) {
	checked, err := allReady(terms)
	if err != nil {
		return false, counts, err
	}
	list, made, err := s.EnsureList(ctx, "", name)
	if err != nil {
		return made, counts, err
	}
	counts, err = s.put(ctx, list.ID, distinct(checked), auditlog.WordsImport, false)
	return made, counts, err
}

// allReady checks terms. The fault names the first wrong one as terms[i].
func allReady(terms []Term) ([]Term, error) {
	checked := make([]Term, len(terms))
	for i, term := range terms {
		var err *fault.Error
		if checked[i], err = ready(term); err != nil {
			return nil, fault.Field(inTerms(i, err.Field), "%s", err.Message)
		}
	}
	return checked, nil
}
