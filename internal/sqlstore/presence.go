package sqlstore

import (
	"context"
	"math"

	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ presence.Store = (*Store)(nil)

// Shared reports whether several processes may serve on this database.
func (s *Store) Shared() bool { return !s.engine.alone() }

// KeepPresence implements presence.Store.
func (s *Store) KeepPresence(ctx context.Context, f presence.Fold) error {
	rows := make([]query.KeepPresenceParams, len(f.Rows))
	for i, row := range f.Rows {
		rows[i] = query.KeepPresenceParams{
			App: row.App, UserUuid: row.User, FirstAt: row.FirstAt, LastAt: row.LastAt, Gone: asInt(row.Gone), Node: f.Node, Seq: f.Seq,
		}
	}
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.KeepPresenceOfMany(ctx, rows); err != nil {
			return err
		}
		return q.KeepPresenceNode(ctx, query.KeepPresenceNodeParams{Node: f.Node, Seq: f.Seq, SeenAt: millis(f.At)})
	})
}

// PresenceNodes implements presence.Store.
func (s *Store) PresenceNodes(ctx context.Context) ([]presence.Node, error) {
	rows, err := s.read().PresenceNodes(ctx)
	nodes := make([]presence.Node, len(rows))
	for i, row := range rows {
		nodes[i] = presence.Node{ID: row.Node, Seq: row.Seq, At: moment(row.SeenAt)}
	}
	return nodes, failure(err)
}

// PresenceBetween implements presence.Store.
func (s *Store) PresenceBetween(ctx context.Context, node, after, upTo int64, limit int) ([]presence.Told, error) {
	rows, err := s.read().PresenceBetween(ctx, query.PresenceBetweenParams{Node: node, After: after, UpTo: upTo, Most: int32(limit)})
	told := make([]presence.Told, len(rows))
	for i, row := range rows {
		told[i] = presence.Told{Seq: row.Seq, Row: presence.Row{
			App: row.App, User: row.UserUuid, FirstAt: row.FirstAt, LastAt: row.LastAt, Gone: row.Gone != 0,
		}}
	}
	return told, failure(err)
}

// DropPresence implements presence.Store.
func (s *Store) DropPresence(ctx context.Context, node, upTo int64) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.DropPresence(ctx, query.DropPresenceParams{Node: node, UpTo: upTo})
	})
}

// DropPresenceNode implements presence.Store.
func (s *Store) DropPresenceNode(ctx context.Context, node int64) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.DropPresence(ctx, query.DropPresenceParams{Node: node, UpTo: math.MaxInt64}); err != nil {
			return err
		}
		return q.DropPresenceNode(ctx, node)
	})
}
