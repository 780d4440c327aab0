package words

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The bounds of what is kept.
const (
	MaxLists    = 1000
	MaxTerms    = 200_000 // of a list
	MaxAdded    = 10_000  // of one AddTerms
	MaxName     = 64      // bytes of a list's name
	MaxNote     = 500     // bytes of a note
	MaxTermText = 512     // bytes of a term's text
	MaxLevel    = 100
)

// The stable codes of what is not there.
const (
	CodeUnknownList = "unknown_list"
	CodeFull        = "list_full"
	CodeBadLines    = "bad_lines"
)

// List is a word list.
type List struct {
	ID        int64
	App       string // empty: shared by all apps
	Name      string // one of an app's lists has it
	Note      string
	Enabled   bool
	Terms     int   // how many it has
	Revision  int64 // of its last change, see Store.WordsRevision
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Check returns an Invalid fault that names what is wrong.
func (l List) Check() error {
	switch {
	case !plain(l.Name) || l.Name == "" || len(l.Name) > MaxName:
		return fault.Field("name", "must be 1 to %d bytes without control characters", MaxName)
	case !plain(l.Note) || len(l.Note) > MaxNote:
		return fault.Field("note", "must be at most %d bytes without control characters", MaxNote)
	}
	return nil
}

// NoList is the fault of a list that is not there.
func NoList(id int64) error {
	return fault.New(fault.NotFound, CodeUnknownList, "there is no word list %d", id)
}
