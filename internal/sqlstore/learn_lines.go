package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// JudgedLines implements learn.Store.
func (s *Store) JudgedLines(ctx context.Context, after int64, limit int, now time.Time) ([]verdict.Judged, error) {
	rows, err := s.read().JudgedLines(ctx, query.JudgedLinesParams{
		After: after, Picture: int64(content.PictureLine), Now: millis(now), Gone: string(review.Gone), MaxLines: bounded(limit),
	})
	lines := make([]verdict.Judged, len(rows))
	for i, row := range rows {
		lines[i] = verdict.Judged{
			ID: row.ID, App: row.App, Verdict: verdict.Label(row.Verdict), Person: true,
			Line: content.Line{Type: content.LineType(row.Type), RoomID: row.RoomID, UserID: row.UserID, Text: row.Text},
		}
	}
	return lines, failure(err)
}

// samples is from how many places PassedLines takes its lines.
const samples = 64

// PassedLines implements learn.Store: some from each part of what is kept, so
// that no one evening stands for all.
func (s *Store) PassedLines(ctx context.Context, limit int, clean bool) ([]verdict.Judged, error) {
	bounds, err := s.read().LineBounds(ctx)
	if err != nil || bounds.Last == 0 {
		return nil, failure(err)
	}
	var lines []verdict.Judged
	part := (bounds.Last-bounds.First)/samples + 1
	for i := range int64(samples) {
		from := bounds.First - 1 + i*part
		// What one part is short of, the next may have more of.
		want := int(i+1)*limit/samples - len(lines)
		rows, err := s.read().PassedLines(ctx, query.PassedLinesParams{After: from, Last: from + part, Clean: asInt(clean), MaxLines: bounded(want)})
		if err != nil {
			return nil, failure(err)
		}
		for _, row := range rows {
			lines = append(lines, verdict.Judged{
				ID: row.ID, App: row.App, Verdict: verdict.Pass,
				Line: content.Line{Type: content.LineType(row.Type), RoomID: row.RoomID, UserID: row.UserID, Text: row.Text},
			})
		}
	}
	return lines, nil
}
