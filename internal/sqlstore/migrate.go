package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"

	"github.com/xiezhi/xiezhi/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schemaVersion is asked before anything else, because mostly there is nothing
// to do. It fails on a new database.
const schemaVersion = "SELECT max(version_id) FROM goose_db_version"

// CodeTooNew is the stable code of a database that a newer program has written.
const CodeTooNew = "store_too_new"

// migrate brings the schema up to date while it holds lock, which returns its
// own undoing.
func migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, lock func(context.Context) (func(), error)) error {
	provider, err := goose.NewProvider(dialect, db, migrationsFor(dialect))
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	if done, err := upToDate(ctx, provider, db); done || err != nil {
		return err
	}
	unlock, err := lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if done, err := upToDate(ctx, provider, db); done || err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrating the database: %w", err)
	}
	return nil
}

// upToDate compares the database with the program. A database whose version
// cannot be read is new, or the migration will say what is wrong with it.
func upToDate(ctx context.Context, provider *goose.Provider, db *sql.DB) (bool, error) {
	var has sql.NullInt64
	if err := db.QueryRowContext(ctx, schemaVersion).Scan(&has); err != nil {
		return false, nil //nolint:nilerr // see above
	}
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	if has.Int64 > newest {
		return false, fault.New(fault.Conflict, CodeTooNew,
			"the database has schema %d and this program knows only up to %d: a newer program has used it; start that one", has.Int64, newest)
	}
	return has.Int64 == newest, nil
}

// SchemaDigest is a hash of the schema that this program makes, in hex: equal
// digests mean that a migrated database can stand for another.
func SchemaDigest() string {
	sum := sha256.New()
	_ = fs.WalkDir(migrations, ".", func(path string, entry fs.DirEntry, _ error) error {
		if !entry.IsDir() {
			text, _ := migrations.ReadFile(path) // embedded: it is there
			sum.Write(text)
		}
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil))
}

// migrationsFor gives the files in a dialect. They are written for PostgreSQL.
func migrationsFor(dialect goose.Dialect) fs.FS {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic("sqlstore: the embedded migrations are gone: " + err.Error())
	}
	if dialect == goose.DialectSQLite3 {
		return rewritten{files}
	}
	return files
}

// toSQLite turns PostgreSQL's types into SQLite's, and the lines marked as one
// engine's own into the other's comments; the rest of the files is SQL that
// both understand.
var toSQLite = strings.NewReplacer(
	"/*postgres*/ ", "-- ", "-- sqlite: ", "",
	"BIGSERIAL PRIMARY KEY", "INTEGER PRIMARY KEY AUTOINCREMENT",
	"BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY",
	"BYTEA", "BLOB",
)

// rewritten is a folder of migrations read through toSQLite.
type rewritten struct{ fs.FS }

// Open implements fs.FS.
func (r rewritten) Open(name string) (fs.File, error) {
	file, err := r.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return file, err
	}
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	return rewrittenFile{File: file, text: strings.NewReader(toSQLite.Replace(string(text)))}, nil
}

type rewrittenFile struct {
	fs.File
	text *strings.Reader
}

// Read implements fs.File.
func (f rewrittenFile) Read(p []byte) (int, error) { return f.text.Read(p) }
