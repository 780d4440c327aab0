package sqlstore

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// ownerClass is the first half of the advisory locks that owners hold; the
// second is the owner's number.
const ownerClass = 731_600_311

// heartbeat is how long a silent connection is believed; answerLimit how long
// it may take to answer then.
const (
	heartbeat   = 5 * time.Second
	answerLimit = 5 * time.Second
)

// node is this process' identity among those that share a PostgreSQL database:
// a number, and a connection whose session holds the advisory lock of that
// number. The server drops the lock when the process or the connection dies,
// and with it everybody sees that the number's loans are free.
type node struct {
	config  *pgx.ConnConfig
	log     *slog.Logger
	id      atomic.Int64
	held    atomic.Bool // false between the loss of a connection and the next number
	stop    context.CancelFunc
	stopped chan struct{}
}

// startNode takes the first number and keeps it until close.
func startNode(ctx context.Context, config *pgx.ConnConfig, log *slog.Logger) (*node, error) {
	n := &node{config: config, log: log, stopped: make(chan struct{})}
	conn, err := n.register(ctx)
	if err != nil {
		return nil, err
	}
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	n.stop = stop
	go n.run(life, conn)
	return n, nil
}

// register connects and takes a number that nobody has.
func (n *node) register(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, n.config)
	if err != nil {
		return nil, err
	}
	for {
		var taken bool
		id := newOwner()
		if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1, $2)", int32(ownerClass), id).Scan(&taken); err != nil {
			n.drop(conn)
			return nil, err
		}
		if taken {
			n.id.Store(int64(id))
			n.held.Store(true)
			return conn, nil
		}
	}
}

func (n *node) run(ctx context.Context, conn *pgx.Conn) {
	defer close(n.stopped)
	for {
		err := watch(ctx, conn)
		n.held.Store(false)
		n.drop(conn)
		if ctx.Err() != nil {
			return
		}
		n.log.Warn("lost the database connection that is this node's identity", "owner", n.owner(), "error", err)
		if conn = n.registerAgain(ctx); conn == nil {
			return
		}
		n.log.Info("the database is back; this node has a new identity", "owner", n.owner())
	}
}

// watch returns when the connection is lost or ctx ends. The server sends
// nothing here, so that a read ends only by a timeout – then it is asked – or
// by the loss.
func watch(ctx context.Context, conn *pgx.Conn) error {
	for ctx.Err() == nil {
		err := within(ctx, heartbeat, func(ctx context.Context) error {
			_, err := conn.WaitForNotification(ctx)
			return err
		})
		if errors.Is(err, context.DeadlineExceeded) {
			err = within(ctx, answerLimit, conn.Ping)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// registerAgain tries until it has a number; nil where ctx ends first.
func (n *node) registerAgain(ctx context.Context) *pgx.Conn {
	for nth := 1; ; nth++ {
		var conn *pgx.Conn
		err := within(ctx, 2*answerLimit, func(ctx context.Context) (err error) {
			conn, err = n.register(ctx)
			return err
		})
		if err == nil {
			return conn
		}
		if pause(ctx, nth) != nil {
			return nil
		}
	}
}

func (n *node) owner() int64 { return n.id.Load() }

func (n *node) close() {
	n.stop()
	<-n.stopped
}

func (n *node) drop(conn *pgx.Conn) {
	_ = within(context.Background(), time.Second, conn.Close) // lost or unneeded either way
}

func within(ctx context.Context, limit time.Duration, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return do(ctx)
}

// livingOwners are the numbers whose locks are held in this database.
const livingOwners = `SELECT objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = $1::bigint::oid
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

func (e *postgresEngine) deadOwners(ctx context.Context, candidates []int64) ([]int64, error) {
	living, err := e.living(ctx)
	if err != nil {
		return nil, failure(err)
	}
	dead := slices.Clone(candidates)
	return slices.DeleteFunc(dead, func(owner int64) bool { return slices.Contains(living, owner) }), nil
}

// living are the owners that are processes with the database open, this one
// among them.
func (e *postgresEngine) living(ctx context.Context) ([]int64, error) {
	rows, err := e.pool.Query(ctx, livingOwners, int64(ownerClass))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}
