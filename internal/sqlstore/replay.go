package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ replay.Store = (*Store)(nil)

// LineSpan implements replay.Store. Numbers follow the time, so that a few looks
// find where a moment lies.
func (s *Store) LineSpan(ctx context.Context, from, until time.Time) (first, last int64, err error) {
	bounds, err := s.read().LineBounds(ctx)
	if err != nil || bounds.Last == 0 {
		return 1, 0, failure(err)
	}
	if first, err = s.lineAt(ctx, bounds, from); err != nil {
		return 1, 0, err
	}
	after, err := s.lineAt(ctx, bounds, until)
	return first, after - 1, err
}

// lineAt is the first number at or after a moment; one more than the last
// where there is none.
func (s *Store) lineAt(ctx context.Context, bounds query.LineBoundsRow, moment time.Time) (int64, error) {
	from, until := bounds.First, bounds.Last+1
	for from < until {
		middle := from + (until-from)/2
		line, err := s.read().LineFrom(ctx, middle)
		switch {
		case notFound(err) || err == nil && (line.ID >= until || line.At >= millis(moment)):
			until = middle
		case err != nil:
			return 0, failure(err)
		default:
			from = line.ID + 1
		}
	}
	return from, nil
}

// LinesBetween implements replay.Store.
func (s *Store) LinesBetween(ctx context.Context, app string, after, last int64) ([]screen.Record, error) {
	rows, err := s.read().LinesBetween(ctx, query.LinesBetweenParams{After: after, Last: last, App: app, Picture: int64(content.PictureLine)})
	if err != nil {
		return nil, failure(err)
	}
	lines := make([]screen.Record, len(rows))
	for i, row := range rows {
		line := content.Line{
			Type: content.LineType(row.Type), RoomID: row.RoomID, AnchorID: row.AnchorID, UserID: row.UserID, Text: row.Text, SentAt: row.SentAt,
		}
		lines[i] = screen.Record{
			ID: row.ID, App: app, Line: line, Context: said(line),
			Answer: screen.Answer{DataID: row.DataID, Outcome: policy.Outcome(row.Outcome), At: moment(row.At)},
		}
		if row.Context == "" {
			continue
		}
		if err := decode(row.Context, &lines[i].Context, "context of line", row.ID); err != nil {
			return nil, err
		}
	}
	return lines, nil
}
