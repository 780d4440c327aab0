package words

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
)

// Store keeps the lists. Every change raises the revision and writes its audit
// entry in its own transaction; what changes nothing does neither. An unknown
// list is a NotFound fault.
type Store interface {
	// WordsRevision goes up with every change, from whatever process. It is
	// cheap to ask.
	WordsRevision(ctx context.Context) (int64, error)
	// WordLists returns every list by app and name.
	WordLists(ctx context.Context) ([]List, error)
	// WordList returns one list.
	WordList(ctx context.Context, id int64) (List, error)
	// PutWordList makes the list with the ID so; without an ID, the app's list
	// of that name, which is made where there is none. A name that another list
	// of the app has is a Conflict fault.
	PutWordList(ctx context.Context, list List) (List, error)
	// DeleteWordList deletes a list with its terms.
	DeleteWordList(ctx context.Context, id int64) error
	// WordTerms returns a part of a list, the newest first.
	WordTerms(ctx context.Context, listID int64, filter Filter) ([]Term, error)
	// WordTermsAfter returns up to limit terms of a list after an id, in the
	// order in which they came.
	WordTermsAfter(ctx context.Context, listID, after int64, limit int) ([]Term, error)
	// WordTermsSince returns up to limit terms of a list by their last changes:
	// those of later revisions than the one, and of that one with higher ids.
	WordTermsSince(ctx context.Context, listID, revision, after int64, limit int) ([]Term, error)
	// WordTermIDs returns the ids of a list's terms, in order.
	WordTermIDs(ctx context.Context, listID int64) ([]int64, error)
	// PutWordTerms adds terms, whose Folded differ, and changes those that the
	// list has. A dry one only counts.
	PutWordTerms(ctx context.Context, listID int64, terms []Term, action auditlog.Action, dry bool) (Counts, error)
	// RemoveWordTerms removes terms by id and counts those that there were.
	RemoveWordTerms(ctx context.Context, listID int64, ids []int64) (removed int, err error)
}

// Filter picks terms of a list. Zero fields match everything.
type Filter struct {
	Text     string // stands in the text, also as it is compared, or in the note
	Category string
	Action   string
	Before   int64 // only ids below it; 0 begins at the newest
	Limit    int   // 0 means 100
}

// Folded is the filter's text as it is compared.
func (f Filter) Folded() string { return fold(f.Text) }

// Counts is what became of terms that were put into a list.
type Counts struct {
	Added     int `json:"added"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
}

func (c *Counts) add(more Counts) {
	c.Added += more.Added
	c.Updated += more.Updated
	c.Unchanged += more.Unchanged
}
