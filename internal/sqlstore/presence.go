package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ presence.Store = (*Store)(nil)

// Shared reports whether several processes may serve on this database.
func (s *Store) Shared() bool { return !s.engine.alone() }

// KeepPresence implements presence.Store.
func (s *Store) KeepPresence(ctx context.Context, f presence.Fold) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.KeepPresenceFold(ctx, query.KeepPresenceFoldParams{Node: f.Node, Seq: f.Seq, KeptAt: millis(f.At), Told: f.Rows})
	})
}

// PresenceNodes implements presence.Store.
func (s *Store) PresenceNodes(ctx context.Context) ([]presence.Node, error) {
	rows, err := s.read().PresenceNodes(ctx)
	nodes := make([]presence.Node, len(rows))
	for i, row := range rows {
		nodes[i] = presence.Node{ID: row.Node, Seq: row.Seq}
	}
	return nodes, failure(err)
}

// PresenceBetween implements presence.Store.
func (s *Store) PresenceBetween(ctx context.Context, node, after, upTo int64, limit int) ([]presence.Fold, error) {
	rows, err := s.read().PresenceFolds(ctx, query.PresenceFoldsParams{Node: node, After: after, UpTo: upTo, Most: int32(limit)})
	folds := make([]presence.Fold, len(rows))
	for i, row := range rows {
		folds[i] = presence.Fold{Node: row.Node, Seq: row.Seq, At: moment(row.KeptAt), Rows: row.Told}
	}
	return folds, failure(err)
}

// DropPresence implements presence.Store.
func (s *Store) DropPresence(ctx context.Context, before time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.DropPresenceFolds(ctx, millis(before))
	})
}
