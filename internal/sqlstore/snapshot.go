package sqlstore

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// CodeDamaged is the stable code of a database file that is not whole.
const CodeDamaged = "store_damaged"

// SnapshotFile writes the SQLite database at path, as it is at one moment, into a
// new file. Others may read and write it meanwhile, a server too.
func SnapshotFile(ctx context.Context, path, into string) error {
	return onFile(ctx, sqliteDSN(path, "query_only(0)"), func(db *sql.DB) error {
		_, err := db.ExecContext(ctx, "VACUUM INTO $1", into)
		return err
	})
}

// CheckFile reads a SQLite database that nobody uses from end to end. A page, an
// index or a row that is not what it should be is a Conflict fault with
// CodeDamaged.
func CheckFile(ctx context.Context, path string) error {
	address := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: "mode=ro&immutable=1"}
	return onFile(ctx, address.String(), func(db *sql.DB) error {
		var said string
		if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil {
			return fault.Wrap(fault.Conflict, err, "%s is no whole database", filepath.Base(path))
		}
		if said != "ok" {
			return fault.New(fault.Conflict, CodeDamaged, "%s is damaged: %s", filepath.Base(path), said)
		}
		return nil
	})
}

// Rewound tells a database that nobody uses that it is an earlier state of itself:
// devices are not to go on from numbers that have been given to other messages
// (package push).
func Rewound(ctx context.Context, path string) error {
	return onFile(ctx, sqliteDSN(path), func(db *sql.DB) error {
		_, err := db.ExecContext(ctx, "DELETE FROM push_epoch")
		return err
	})
}

func onFile(ctx context.Context, address string, do func(*sql.DB) error) error {
	db, err := sql.Open("sqlite", address)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.PingContext(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, err, "the database cannot be opened")
	}
	return do(db)
}
