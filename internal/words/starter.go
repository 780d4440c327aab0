package words

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/detect/starter"
)

// StarterList is the shared list that the program's own terms go into.
const StarterList = "starter"

// Starter is the list that comes with the program: few, clear terms, so that a
// newcomer's first try finds something.
func Starter() []Term {
	shipped := starter.Terms(StarterList)
	terms := make([]Term, len(shipped))
	for i, term := range shipped {
		terms[i] = Term{Term: term}
	}
	return terms
}

// AddStarter has the shared list StarterList hold the terms of Starter, beside
// what it has.
func (s *Service) AddStarter(ctx context.Context, by string) (made bool, counts Counts, err error) {
	terms := Starter()
	for i := range terms {
		terms[i].AddedBy = by
	}
	return s.Declare(ctx, StarterList, terms)
}
