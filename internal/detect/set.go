package detect

import (
	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/detect/lanes"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
)

// Set is all that messages are examined for. It never changes.
type Set struct {
	Words *lexicon.Snapshot
	Lanes *lanes.Snapshot // of Words; nil: only plain letters are looked at
	Model *classify.Model // nil: nothing is scored
}

// Compile makes a set with all lanes. The refused terms are left out.
func Compile(terms []lexicon.Term, model *classify.Model) (*Set, []lexicon.Refusal) {
	words, refused := lexicon.Compile(terms)
	return &Set{Words: words, Lanes: lanes.Build(words), Model: model}, refused
}
