// Package storetest gives tests a real database of their own, once on SQLite
// and once on PostgreSQL, and holds – in its own tests – the behaviour that
// both must have.
package storetest

import (
	"context"
	"testing"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// Engines runs a test twice, in parallel: on a SQLite file and on a PostgreSQL
// database that are the test's own. Open opens that database; called again it
// opens the same one, after a Close as well as beside the first like another
// node. What is open at the end of the test is closed.
func Engines(t *testing.T, run func(t *testing.T, open func() *sqlstore.Store)) {
	t.Helper()
	Databases(t, func(t *testing.T, d Database) {
		run(t, func() *sqlstore.Store { return d.Open(t, sqlstore.Options{}) })
	})
}

// Database is one test's own database.
type Database struct {
	Address  string // for sqlstore.Open
	Postgres bool   // otherwise SQLite
}

// Databases is Engines for tests that need the address.
func Databases(t *testing.T, run func(t *testing.T, d Database)) {
	t.Helper()
	both(t, SQLite, Postgres, run)
}

// EmptyDatabases is Databases with nothing in them yet, not even the schema.
func EmptyDatabases(t *testing.T, run func(t *testing.T, d Database)) {
	t.Helper()
	both(t, emptySQLite, emptyPostgres, run)
}

func both(t *testing.T, sqlite, postgres func(testing.TB) Database, run func(t *testing.T, d Database)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		run(t, sqlite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		run(t, postgres(t))
	})
}

// Open opens the database, or fails the test. It is closed when the test ends,
// if not before.
func (d Database) Open(t testing.TB, o sqlstore.Options) *sqlstore.Store {
	t.Helper()
	store, err := sqlstore.Open(context.Background(), d.Address, o)
	if err != nil {
		t.Fatalf("opening %s: %v", d.Address, err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	return store
}
