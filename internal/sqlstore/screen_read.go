package sqlstore

import (
	"context"
	"database/sql"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/screen"
)

var _ screen.Reader = (*Store)(nil)

// FindLine implements screen.Reader.
func (s *Store) FindLine(ctx context.Context, app, dataID string) (screen.Record, error) {
	row, err := s.read().FindLine(ctx, dataID)
	if err == nil && app != "" && row.App != app {
		err = sql.ErrNoRows
	}
	if notFound(err) {
		return screen.Record{}, fault.New(fault.NotFound, "", "there is no message %q", dataID)
	}
	if err != nil {
		return screen.Record{}, failure(err)
	}
	return recordOfLine(row)
}
