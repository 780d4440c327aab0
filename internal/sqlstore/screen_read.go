package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ screen.Reader = (*Store)(nil)

// FindLine implements screen.Reader.
func (s *Store) FindLine(ctx context.Context, app, dataID string) (screen.Record, error) {
	row, err := s.read().FindLine(ctx, query.FindLineParams{DataID: dataID, App: app})
	if notFound(err) {
		return screen.Record{}, fault.New(fault.NotFound, "", "there is no message %q", dataID)
	}
	if err != nil {
		return screen.Record{}, failure(err)
	}
	return recordOfLine(row)
}

// Lines implements screen.Reader.
func (s *Store) Lines(ctx context.Context, f screen.LineFilter) ([]screen.Record, error) {
	rows, err := s.lineRows(ctx, f, pageCursor(f.Before), pageSize(f.Limit))
	if err != nil {
		return nil, failure(err)
	}
	records := make([]screen.Record, len(rows))
	for i, row := range rows {
		if records[i], err = recordOfLine(row); err != nil {
			return nil, err
		}
	}
	return records, nil
}

func (s *Store) lineRows(ctx context.Context, f screen.LineFilter, before int64, limit int32) ([]query.Line, error) {
	q := s.read()
	switch {
	case f.UserID != "" && f.RoomID != "":
		return q.LinesOfUserInRoom(ctx, query.LinesOfUserInRoomParams{App: f.App, UserID: f.UserID, RoomID: f.RoomID, Before: before, MaxLines: limit})
	case f.UserID != "":
		return q.LinesOfUser(ctx, query.LinesOfUserParams{App: f.App, UserID: f.UserID, Before: before, MaxLines: limit})
	case f.RoomID != "":
		return q.LinesInRoom(ctx, query.LinesInRoomParams{App: f.App, RoomID: f.RoomID, Before: before, MaxLines: limit})
	}
	return nil, fault.Field("user_id", "or a room must be named")
}

// lineStep is how many messages one transaction drops: few, for those that come
// in meanwhile wait for it.
const lineStep = 500

// PruneLines implements screen.Store. Numbers follow the time, so that the
// first message that is to stay ends the search.
func (s *Store) PruneLines(ctx context.Context, before time.Time) (int, error) {
	pruned := 0
	for {
		oldest, err := s.read().OldestLines(ctx, lineStep)
		if err != nil || len(oldest) == 0 || oldest[0].At >= millis(before) {
			return pruned, failure(err)
		}
		var dropped int64
		err = s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
			dropped, err = q.DropLines(ctx, query.DropLinesParams{Last: oldest[len(oldest)-1].ID, Before: millis(before)})
			return err
		})
		pruned += int(dropped)
		if err != nil || dropped < int64(len(oldest)) {
			return pruned, err
		}
	}
}
