package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// sqliteEngine is one file: one connection writes (see writer), a pool reads.
type sqliteEngine struct {
	self    int64
	path    string
	serving *fileLock // nil where this process does not serve
	readers *sql.DB
	reading *statements    // by readers
	queries *query.Queries // by reading
	writer  *writer
	tidier  *checkpointer // of the writer's log
}

// CodeInUse is the stable code of a SQLite file that another process serves.
const CodeInUse = "store_in_use"

func openSQLite(ctx context.Context, path string, o Options) (engine, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "cannot make the folder of %s", path)
	}
	if err := createFile(path); err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "cannot make %s", path)
	}
	e := &sqliteEngine{self: int64(newOwner()), path: path}
	if err := e.open(ctx, path, o); err != nil {
		_ = e.close()
		return nil, err
	}
	return e, nil
}

// createFile makes a new database readable for its owner only; SQLite gives
// the files beside it the same rights. It never opens one that exists: closing
// it would take this process' other locks on it away.
func createFile(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

func (e *sqliteEngine) open(ctx context.Context, path string, o Options) (err error) {
	if o.Serve {
		if e.serving, err = lockServe(path); err != nil {
			return err
		}
	}
	if err = migrateSQLite(ctx, path); err != nil {
		return err
	}
	if e.writer, err = startWriter(ctx, path, o.Log); err != nil {
		return err
	}
	if e.tidier, err = startCheckpointer(path, e.writer, o.Log); err != nil {
		return err
	}
	if e.readers, err = sql.Open("sqlite", sqliteDSN(path, "query_only(1)")); err != nil {
		return err
	}
	size := max(4, runtime.GOMAXPROCS(0))
	e.readers.SetMaxOpenConns(size)
	e.readers.SetMaxIdleConns(size) // a closed connection loses its prepared statements
	e.reading = newStatements(e.readers)
	e.queries = query.New(e.reading)
	return wantFinished(ctx, e.readers, false, o)
}

// sqliteDSN is the address for the driver. Commits are durable (FULL), another
// process' lock is waited for up to 10 s, and the log is cut back to 64 MiB. A
// commit looks after the log only where the checkpointer did not.
func sqliteDSN(path string, pragmas ...string) string {
	pragmas = append([]string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		"journal_size_limit(67108864)", "wal_autocheckpoint(40000)", "cache_size(-16384)", "temp_store(MEMORY)",
	}, pragmas...)
	address := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}
	address.RawQuery = url.Values{"_pragma": pragmas}.Encode()
	return address.String()
}

func lockServe(path string) (*fileLock, error) {
	lock, err := tryFileLock(path + ".serve")
	switch {
	case err != nil:
		return nil, fault.Wrap(fault.Unavailable, err, "cannot lock %s", path)
	case lock == nil:
		return nil, fault.New(fault.Conflict, CodeInUse, "another process serves %s; stop it first, or use PostgreSQL for several", path)
	}
	return lock, nil
}

func migrateSQLite(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", sqliteDSN(path))
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.PingContext(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, err, "cannot open %s", path)
	}
	return migrate(ctx, goose.DialectSQLite3, db, func(ctx context.Context) (func(), error) {
		lock, err := waitFileLock(ctx, path+".migrate")
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, err, "cannot lock %s for its migration", path)
		}
		return lock.release, nil
	})
}

func (e *sqliteEngine) write(ctx context.Context, fn work) error { return e.writer.do(ctx, fn) }

func (e *sqliteEngine) read() *query.Queries { return e.queries }

func (e *sqliteEngine) snapshot(ctx context.Context, fn work) error {
	tx, err := e.readers.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	prepared := newStatements(tx)
	defer func() {
		prepared.close()
		_ = tx.Rollback() // it has written nothing
	}()
	return fn(ctx, query.New(prepared))
}

func (e *sqliteEngine) alone() bool { return true }

// clerks: there is one writer.
func (e *sqliteEngine) clerks() int { return 1 }

func (e *sqliteEngine) owner() int64 { return e.self }

// deadOwners: the one serving process holds the lock, so everybody else is dead.
func (e *sqliteEngine) deadOwners(_ context.Context, candidates []int64) ([]int64, error) {
	dead := slices.Clone(candidates)
	return slices.DeleteFunc(dead, func(owner int64) bool { return owner == e.self }), nil
}

// ready passes an empty transaction through the writer: it lives, and gets the
// file's write lock.
func (e *sqliteEngine) ready(ctx context.Context) error {
	return e.write(ctx, func(context.Context, *query.Queries) error { return nil })
}

// close undoes as much of open as was done.
func (e *sqliteEngine) close() error {
	var err error
	if e.readers != nil {
		e.reading.close()
		err = e.readers.Close()
	}
	if e.tidier != nil {
		if stopped := e.tidier.close(); err == nil {
			err = stopped
		}
	}
	if e.writer != nil {
		if stopped := e.writer.close(); err == nil {
			err = stopped
		}
	}
	if e.tidier != nil {
		if released := e.tidier.release(); err == nil {
			err = released
		}
	}
	if e.serving != nil {
		e.serving.release()
	}
	return err
}
