package sqlstore

import (
	"context"
	"net"
	"net/netip"
	"time"

	"github.com/xiezhi/xiezhi/internal/bus"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ bus.Store = (*Store)(nil)

// maxNodes is more than share a store.
const maxNodes = 1000

// KeepNode implements bus.Store.
func (s *Store) KeepNode(ctx context.Context, n bus.Node, before time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.DropNodesBefore(ctx, millis(before)); err != nil {
			return err
		}
		return q.KeepNode(ctx, query.KeepNodeParams{
			ID: n.ID, Address: n.Address, Version: n.Version, StartedAt: millis(n.StartedAt), SeenAt: millis(n.SeenAt),
		})
	})
}

// Nodes implements bus.Store.
func (s *Store) Nodes(ctx context.Context) ([]bus.Node, error) {
	rows, err := s.read().Nodes(ctx, maxNodes)
	nodes := make([]bus.Node, len(rows))
	for i, row := range rows {
		nodes[i] = bus.Node{ID: row.ID, Address: row.Address, Version: row.Version, StartedAt: moment(row.StartedAt), SeenAt: moment(row.SeenAt)}
	}
	return nodes, failure(err)
}

// DropNode implements bus.Store.
func (s *Store) DropNode(ctx context.Context, id string) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error { return q.DropNode(ctx, id) })
}

// Host is this machine's address as the database's machine reaches it: that of
// the interface by which the store is connected. It is not valid where that is
// not known.
func (s *Store) Host() netip.Addr {
	e, ok := s.engine.(*postgresEngine)
	if !ok {
		return netip.Addr{}
	}
	return e.host()
}

// host asks a connection, for a name may lead anywhere.
func (e *postgresEngine) host() netip.Addr {
	ctx, cancel := context.WithTimeout(context.Background(), answerLimit)
	defer cancel()
	conn, err := e.pool.Acquire(ctx)
	if err != nil {
		return netip.Addr{}
	}
	defer conn.Release()
	local, ok := conn.Conn().PgConn().Conn().LocalAddr().(*net.TCPAddr)
	if !ok { // a socket of this machine
		return netip.Addr{}
	}
	return local.AddrPort().Addr().Unmap()
}
