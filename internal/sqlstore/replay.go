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

// LineSpan implements replay.Store.
func (s *Store) LineSpan(ctx context.Context, from, until time.Time) (first, last int64, err error) {
	if first, err = lineAt(ctx, s.read(), from); err != nil {
		return 1, 0, failure(err)
	}
	after, err := lineAt(ctx, s.read(), until)
	return first, after - 1, failure(err)
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
