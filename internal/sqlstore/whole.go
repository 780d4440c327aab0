package sqlstore

import (
	"context"
	"database/sql"
	"log/slog"
	"strings"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Whole is a database that no process serves, for a tool that reads or writes
// all of it. Its schema is up to date. Close it when done.
type Whole struct {
	DB       *sql.DB
	Postgres bool // otherwise SQLite
	serving  *fileLock
}

// OpenWhole opens the database at address, which is one as for Open, and brings
// its schema up to date. A database that a process serves is a Conflict fault
// with CodeInUse.
func OpenWhole(ctx context.Context, address string, log *slog.Logger) (*Whole, error) {
	store, err := Open(ctx, address, Options{Serve: true, Log: log, unfinished: true})
	if err != nil {
		return nil, err
	}
	shared := store.Shared()
	err = store.wantIdle(ctx)
	if closed := store.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	if shared {
		return wholePostgres(address)
	}
	return wholeSQLite(strings.TrimPrefix(address, "sqlite:"))
}

func wholePostgres(address string) (*Whole, error) {
	config, err := postgresConfig(address)
	if err != nil {
		return nil, err
	}
	for name := range settings { // it reads tables from end to end
		delete(config.ConnConfig.RuntimeParams, name)
	}
	return &Whole{DB: stdlib.OpenDB(*config.ConnConfig), Postgres: true}, nil
}

func wholeSQLite(path string) (*Whole, error) {
	lock, err := lockServe(path)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", sqliteDSN(path))
	if err != nil {
		lock.release()
		return nil, err
	}
	return &Whole{DB: db, serving: lock}, nil
}

// Close closes the database and lets others serve it.
func (w *Whole) Close() error {
	err := w.DB.Close()
	if w.serving != nil {
		w.serving.release()
	}
	return err
}

// UnfinishedTable is in a database into which another one is being copied
// (package transfer), until all of it is there.
const UnfinishedTable = "transfer_progress"

// CodeUnfinished is the stable code of a database that is a part of another's
// copy.
const CodeUnfinished = "copy_unfinished"

// Unfinished reports whether the database is a part of another's copy.
func (w *Whole) Unfinished(ctx context.Context) (bool, error) {
	return unfinished(ctx, w.DB, w.Postgres)
}

func unfinished(ctx context.Context, db *sql.DB, postgres bool) (bool, error) {
	text := "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1"
	if postgres {
		text = "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname = $1 AND relnamespace = current_schema()::regnamespace"
	}
	var found int64
	err := db.QueryRowContext(ctx, text, UnfinishedTable).Scan(&found)
	return found > 0, err
}

// wantFinished is a Conflict fault with CodeUnfinished where the database is a
// part of another's copy.
func wantFinished(ctx context.Context, db *sql.DB, postgres bool, o Options) error {
	if o.unfinished {
		return nil
	}
	part, err := unfinished(ctx, db, postgres)
	if err == nil && part {
		return fault.New(fault.Conflict, CodeUnfinished, "another store is being copied into this one and not all of it is here: finish it with xiezhi store copy")
	}
	return err
}

// wantIdle is a Conflict fault with CodeInUse where another process uses the
// database. SQLite's lock has said so already.
func (s *Store) wantIdle(ctx context.Context) error {
	e, shared := s.engine.(*postgresEngine)
	if !shared {
		return nil
	}
	living, err := e.living(ctx)
	if err != nil {
		return failure(err)
	}
	if len(living) > 1 {
		return fault.New(fault.Conflict, CodeInUse, "%d other processes use the database; stop them first", len(living)-1)
	}
	return nil
}
