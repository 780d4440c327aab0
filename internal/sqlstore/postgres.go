package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

const clerks = 2

// postgresEngine is one process' pool, and its identity among the others.
type postgresEngine struct {
	pool    *pgxpool.Pool
	db      *sql.DB // over pool
	queries *query.Queries
	node    *node
	log     *slog.Logger
}

func openPostgres(ctx context.Context, address string, o Options) (engine, error) {
	config, err := postgresConfig(address)
	if err != nil {
		return nil, err
	}
	if err := migratePostgres(ctx, config.ConnConfig); err != nil {
		return nil, err
	}
	boundSilence(config, address)
	node, err := startNode(ctx, config.ConnConfig, o.Log)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		node.close()
		return nil, err
	}
	e := &postgresEngine{pool: pool, db: openPool(pool, node), node: node, log: o.Log}
	e.queries = query.New(takesArrays{e.db})
	if err := wantFinished(ctx, e.db, true, o); err != nil {
		_ = e.close()
		return nil, err
	}
	return e, nil
}

// settings of every session. Every query is written for an index and takes few
// rows, by nested loops. A planner that may do otherwise plans a LIMIT with a
// parameter anew at each call, which takes longer than the query, and keeps what
// it planned for tables that were still empty.
var settings = map[string]string{
	"application_name":                    "xiezhi",
	"statement_timeout":                   "15s",
	"idle_in_transaction_session_timeout": "30s",
	"plan_cache_mode":                     "force_generic_plan",
	"enable_seqscan":                      "off",
	"enable_hashjoin":                     "off",
	"enable_mergejoin":                    "off",
}

// postgresConfig reads the address, whose own settings (pool_max_conns,
// connect_timeout, statement_timeout, …) win over ours.
func postgresConfig(address string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil { // the driver's message hides the password
		return nil, &fault.Error{Kind: fault.Invalid, Field: "store", Message: "is no PostgreSQL address", Cause: err}
	}
	if !hasSetting(address, "pool_max_conns") {
		config.MaxConns = int32(min(max(8, 4*runtime.GOMAXPROCS(0)), 32))
	}
	if !hasSetting(address, "connect_timeout") {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	for name, value := range settings {
		if _, set := config.ConnConfig.RuntimeParams[name]; !set {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	return config, nil
}

// takesArrays makes the pool, or a transaction, a query.Arrays.
type takesArrays struct{ query.DBTX }

// TakesArrays implements query.Arrays.
func (takesArrays) TakesArrays() {}

// write runs fn in a transaction of its own, again where others were in the
// way.
func (e *postgresEngine) write(ctx context.Context, fn work) error {
	var err error
	for nth := range maxAttempts {
		if nth > 0 {
			if given := pause(ctx, nth); given != nil {
				return failure(given)
			}
		}
		if err = e.once(ctx, fn); !collided(err) && !errors.Is(err, errRetry) {
			break
		}
	}
	return failure(err)
}

func (e *postgresEngine) once(ctx context.Context, fn work) error {
	tx, err := e.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return err
	}
	if err := attempt(ctx, e.log, fn, query.New(takesArrays{tx})); err != nil {
		_ = tx.Rollback() // nothing is left to undo where it fails
		return err
	}
	return tx.Commit()
}

func (e *postgresEngine) read() *query.Queries { return e.queries }

func (e *postgresEngine) snapshot(ctx context.Context, fn work) error {
	tx, err := e.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // it has written nothing
	return fn(ctx, query.New(takesArrays{tx}))
}

func (e *postgresEngine) alone() bool { return false }

// clerks: while one batch waits for the disk, others are on their way.
func (e *postgresEngine) clerks() int { return clerks }

func (e *postgresEngine) owner() int64 { return e.node.id.Load() }

// ready locks a row, which a server that only reads refuses, and wants the
// node's identity to be known to the server.
func (e *postgresEngine) ready(ctx context.Context) error {
	if !e.node.held.Load() {
		return unavailable(nil, "the database connection was lost")
	}
	return e.write(ctx, func(ctx context.Context, q *query.Queries) error {
		_, err := q.LockRevision(ctx)
		return err
	})
}

func (e *postgresEngine) close() error {
	e.node.close()
	err := e.db.Close()
	e.pool.Close()
	return err
}
