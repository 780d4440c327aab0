package app

import (
	"context"
	"fmt"

	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/words"
)

// wordLists has the shared lists hold the declared terms. Terms that the file
// does not mention stay; of a term that it has twice for one list, the last
// counts.
func (a *applying) wordLists(ctx context.Context) error {
	terms, order := map[string][]words.Term{}, []string{}
	for _, declared := range a.file.Words {
		if _, known := terms[declared.List]; !known {
			order = append(order, declared.List)
		}
		terms[declared.List] = append(terms[declared.List], declared.terms()...)
	}
	for _, name := range order {
		made, counts, err := a.words.Declare(ctx, name, terms[name])
		if err != nil {
			return fmt.Errorf("words %s: %w", name, err)
		}
		if made {
			a.changed("words %s: created", name)
		}
		if counts.Added > 0 {
			a.changed("words %s: %d terms added", name, counts.Added)
		}
		if counts.Updated > 0 {
			a.changed("words %s: %d terms changed", name, counts.Updated)
		}
	}
	return nil
}

func (w WordList) terms() []words.Term {
	terms := make([]words.Term, len(w.Terms))
	for i, text := range w.Terms {
		terms[i] = w.term(text)
	}
	return terms
}

func (w WordList) term(text string) words.Term {
	return words.Term{Term: lexicon.Term{
		Text: text, Category: verdict.Label(w.Category), Action: lexicon.Action(w.Action), AddedBy: "apply",
	}}
}
