package words

import (
	"context"
	"fmt"
	"slices"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// Import is a file of terms.
type Import struct {
	Text     string // a term a line, # begins a comment; or CSV whose first line names its columns
	Defaults Term   // what a line does not say
	SkipBad  bool   // leave bad lines out instead of refusing the file
	Dry      bool   // only look
}

// Imported is what became of a file.
type Imported struct {
	Counts
	Done     bool  `json:"done"`     // something may have changed
	Repeated int   `json:"repeated"` // terms that the file has more than once; the last counts
	Bad      []Bad `json:"bad"`      // the first MaxBad of them
	BadLines int   `json:"bad_lines"`
}

// Bad is a line that cannot be used.
type Bad struct {
	Line    int    `json:"line"` // from 1
	Text    string `json:"text"`
	Field   string `json:"field,omitempty"` // the column
	Message string `json:"message"`
}

// MaxBad bounds how many bad lines are told one by one.
const MaxBad = 100

// Import puts a file's terms into a list. All lines are checked before any term
// is put; a list that is long is put in parts, and putting it again does no
// harm. Without SkipBad, a bad line is an Invalid fault that names the first
// ones.
func (s *Service) Import(ctx context.Context, listID int64, in Import) (Imported, error) {
	if _, err := s.store.WordList(ctx, listID); err != nil {
		return Imported{}, err
	}
	terms, bad, err := parse(in.Text, in.Defaults)
	if err != nil {
		return Imported{}, err
	}
	if len(bad) > 0 && !in.SkipBad && !in.Dry {
		return Imported{}, badLines(bad, len(terms)+len(bad))
	}
	once := distinct(terms)
	done := Imported{Done: !in.Dry, Repeated: len(terms) - len(once), Bad: slices.Clip(bad[:min(len(bad), MaxBad)]), BadLines: len(bad)}
	done.Counts, err = s.put(ctx, listID, once, auditlog.WordsImport, in.Dry)
	return done, err
}

// badLines tells of bad lines in one sentence.
func badLines(bad []Bad, of int) error {
	text := fmt.Sprintf("%d of %d lines cannot be used", len(bad), of)
	for _, one := range bad[:min(len(bad), 3)] {
		text += fmt.Sprintf("; line %d: %s", one.Line, one.Message)
	}
	return &fault.Error{Kind: fault.Invalid, Code: CodeBadLines, Field: "text", Message: text + "; nothing was changed"}
}
