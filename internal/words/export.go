package words

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
)

// Export writes a list as CSV that Import reads.
func (s *Service) Export(ctx context.Context, listID int64, out io.Writer) error {
	if _, err := s.store.WordList(ctx, listID); err != nil {
		return err
	}
	table := csv.NewWriter(out)
	if err := table.Write(columns); err != nil {
		return err
	}
	if err := s.each(ctx, listID, func(term Term) error { return table.Write(record(term)) }); err != nil {
		return err
	}
	table.Flush()
	return table.Error()
}

func record(t Term) []string {
	level := ""
	if t.Level != 0 {
		level = strconv.Itoa(t.Level)
	}
	return []string{
		t.Text, string(t.Category), string(t.Action), level, string(t.Mode), strings.Join(t.Scenes, " "),
		written(t.From), written(t.Until), t.Note, t.AddedBy, written(t.AddedAt),
	}
}

func written(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// each hands out a list's terms in the order in which they came.
func (s *Service) each(ctx context.Context, listID int64, take func(Term) error) error {
	after := int64(0)
	for {
		terms, err := s.store.WordTermsAfter(ctx, listID, after, readAtOnce)
		if err != nil {
			return err
		}
		for _, term := range terms {
			if err := take(term); err != nil {
				return err
			}
			after = term.ID
		}
		if len(terms) < readAtOnce {
			return nil
		}
	}
}
