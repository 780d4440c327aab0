package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	// silenceLimit is how long the server may say nothing to a statement before
	// its connection counts as lost: longer than a statement may take.
	silenceLimit = 17 * time.Second

	// acquireLimit is how long anybody waits for a connection.
	acquireLimit = 5 * time.Second
)

// boundSilence makes a connection that is dead and does not know it end by itself,
// unless the address gives statements a time of its own.
func boundSilence(config *pgxpool.Config, address string) {
	if hasSetting(address, "statement_timeout") {
		return
	}
	dial := config.ConnConfig.DialFunc
	config.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return answering{conn}, nil
	}
}

// answering is a connection whose other side has to answer what it is sent.
type answering struct{ net.Conn }

// Write implements net.Conn.
func (a answering) Write(piece []byte) (int, error) {
	if err := a.SetReadDeadline(time.Now().Add(silenceLimit)); err != nil {
		return 0, err
	}
	return a.Conn.Write(piece)
}

// patientConnector takes connections from a pool, and does not wait for one
// where the database is known to be lost.
type patientConnector struct {
	driver.Connector
	node *node
}

// openPool opens the pool for database/sql. Who asks while the database is lost
// hears it at once.
func openPool(pool *pgxpool.Pool, node *node) *sql.DB {
	db := sql.OpenDB(patientConnector{stdlib.GetPoolConnector(pool), node})
	db.SetMaxIdleConns(0) // the pool keeps them
	return db
}

// Connect implements driver.Connector.
func (p patientConnector) Connect(ctx context.Context) (driver.Conn, error) {
	if !p.node.held.Load() {
		return nil, unavailable(nil, "the database connection was lost")
	}
	ctx, cancel := context.WithTimeout(ctx, acquireLimit)
	defer cancel()
	return p.Connector.Connect(ctx)
}
