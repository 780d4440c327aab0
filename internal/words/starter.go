package words

import (
	"context"
	_ "embed"
)

// StarterList is the shared list that the program's own terms go into.
const StarterList = "starter"

//go:embed starter.csv
var starterFile string

// Starter is the list that comes with the program: few, clear terms, so that a
// newcomer's first try finds something. They are our own.
func Starter() []Term {
	terms, bad, err := parse(starterFile, Term{})
	if err != nil || len(bad) > 0 { // it is part of the program, and tested
		panic("words: the starter list is broken")
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
