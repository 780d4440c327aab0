package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// failure turns an error of the database into a fault: Unavailable where
// another try may succeed, Invalid for text that it does not take, otherwise
// Internal. A fault stays what it is, nil stays nil.
func failure(err error) error {
	var known *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return unavailable(err, "the request was given up")
	case errors.Is(err, errRetry), collided(err):
		return unavailable(err, "too many changes at once")
	case errors.Is(err, sql.ErrConnDone), slices.Contains(afterClose, err.Error()):
		return closed()
	case lost(err):
		return unavailable(err, "the database does not answer")
	case unstorable(err):
		return fault.Wrap(fault.Invalid, err, "a text holds what cannot be stored: a NUL, or bytes that are no UTF-8")
	}
	return fault.Wrap(fault.Internal, err, "internal error")
}

// afterClose is what database/sql says after Close, in errors without a name.
var afterClose = []string{"sql: database is closed", "sql: statement is closed"}

func unavailable(cause error, message string) error {
	return &fault.Error{Kind: fault.Unavailable, Message: message, RetryAfter: time.Second, Cause: cause}
}

// closed is the answer to writes after Close.
func closed() error { return unavailable(sql.ErrConnDone, "the store is closed") }

// notFound reports whether a query for one row found none.
func notFound(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// collided reports whether PostgreSQL gave a transaction up because of another
// one: serialization failure, deadlock.
func collided(err error) bool {
	code := postgresCode(err)
	return code == "40001" || code == "40P01"
}

// unstorable reports whether PostgreSQL does not take a text: bytes that are no
// text (character not in repertoire), or a NUL in a document (untranslatable).
func unstorable(err error) bool {
	code := postgresCode(err)
	return code == "22021" || code == "22P05"
}

// lost reports whether the database is away, busy or full.
func lost(err error) bool {
	var connecting *pgconn.ConnectError // whatever the server's reason
	if errors.As(err, &connecting) {
		return true
	}
	if code := postgresCode(err); code != "" {
		return postgresAway(code)
	}
	var ofSQLite *sqlite.Error
	if errors.As(err, &ofSQLite) {
		return slices.Contains(sqliteAway, ofSQLite.Code()&0xff)
	}
	var ofNet net.Error
	return errors.As(err, &ofNet) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, driver.ErrBadConn)
}

// sqliteAway are the primary result codes that may pass by themselves.
var sqliteAway = []int{
	sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL,
	sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM,
}

// postgresAway: connection (08), resources (53), operator (57), system (58),
// a lock not had in time, and a server that only reads (a standby).
func postgresAway(code string) bool {
	return slices.Contains([]string{"08", "53", "57", "58"}, code[:2]) || code == "55P03" || code == "25006"
}

// postgresCode is the SQLSTATE inside err, empty where there is none.
func postgresCode(err error) string {
	var answered *pgconn.PgError
	if errors.As(err, &answered) && len(answered.Code) == 5 {
		return answered.Code
	}
	return ""
}
