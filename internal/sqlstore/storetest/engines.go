package storetest

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// serverVariable names the PostgreSQL server that tests may create databases
// on. tools/testpg sets it.
const serverVariable = "XIEZHI_TEST_POSTGRES"

// SQLite makes a database of the test's own in a file.
func SQLite(t testing.TB) Database {
	t.Helper()
	migrated, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	d := emptySQLite(t)
	if err := os.WriteFile(strings.TrimPrefix(d.Address, "sqlite:"), migrated, 0o600); err != nil {
		t.Fatal(err)
	}
	return d
}

func emptySQLite(t testing.TB) Database {
	t.Helper()
	return Database{Address: "sqlite:" + filepath.Join(t.TempDir(), "xiezhi.db")}
}

// sqliteTemplate is a migrated file's content, made once.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "xiezhi-template-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "template.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Postgres makes a database of the test's own on the server that the
// environment names. Without one the test fails: an engine that is not tested
// is not supported.
func Postgres(t testing.TB) Database {
	t.Helper()
	wantServer(t)
	template, err := postgresTemplate()
	if err != nil {
		t.Fatalf("making the template database: %v", err)
	}
	return created(t, template)
}

func emptyPostgres(t testing.TB) Database {
	t.Helper()
	wantServer(t)
	return created(t, "template1")
}

func wantServer(t testing.TB) {
	t.Helper()
	if os.Getenv(serverVariable) == "" {
		t.Fatalf("%s names no PostgreSQL server: run make test, or go run ./tools/testpg -- go test ./…", serverVariable)
	}
}

// created copies a database and drops the copy after the test.
func created(t testing.TB, template string) Database {
	t.Helper()
	name := "xiezhi_test_" + id.NewKey()
	if err := onServer(`CREATE DATABASE "` + name + `" TEMPLATE "` + template + `" STRATEGY file_copy`); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := onServer(`DROP DATABASE "` + name + `" WITH (FORCE)`); err != nil {
			t.Error(err)
		}
	})
	return Database{Address: address(os.Getenv(serverVariable), name), Postgres: true}
}

// postgresTemplate is the name of a migrated database. The first process on
// the server makes it; the others find it.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	server := os.Getenv(serverVariable)
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(ctx) }()
	name := "xiezhi_template_" + sqlstore.SchemaDigest()[:16]
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(7316003)"); err != nil { // ends with the session
		return "", err
	}
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists)
	if exists || err != nil {
		return name, err
	}
	return name, makeTemplate(ctx, conn, server, name)
})

// makeTemplate gives the database its name only when it is complete.
func makeTemplate(ctx context.Context, conn *pgx.Conn, server, name string) error {
	unfinished := name + "_" + id.NewKey()[:8]
	if _, err := conn.Exec(ctx, `CREATE DATABASE "`+unfinished+`"`); err != nil {
		return err
	}
	if err := migrate(address(server, unfinished)); err != nil {
		return err
	}
	return patiently(func() error {
		_, err := conn.Exec(ctx, `ALTER DATABASE "`+unfinished+`" RENAME TO "`+name+`"`)
		return err
	})
}

func migrate(address string) error {
	store, err := sqlstore.Open(context.Background(), address, sqlstore.Options{})
	if err != nil {
		return err
	}
	return store.Close()
}

// onServer runs one statement about databases.
func onServer(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, os.Getenv(serverVariable))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	return patiently(func() error {
		_, err := conn.Exec(ctx, statement)
		return err
	})
}

// patiently tries again while the server has not yet noticed that the last
// connection to a database is gone (object in use).
func patiently(do func() error) error {
	for range 100 {
		err := do()
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || refused.Code != "55006" {
			return err
		}
		<-time.After(50 * time.Millisecond)
	}
	return do()
}

// address is the server's with another database.
func address(server, database string) string {
	parsed, err := url.Parse(server)
	if err != nil {
		return server // Open says what is wrong with it
	}
	parsed.Path = "/" + database
	return parsed.String()
}
