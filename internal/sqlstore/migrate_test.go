package sqlstore_test

import (
	"database/sql"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

func TestProcessesThatStartTogetherMigrateOnce(t *testing.T) {
	t.Parallel()
	storetest.EmptyDatabases(t, func(t *testing.T, d storetest.Database) {
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				store, err := sqlstore.Open(background, d.Address, sqlstore.Options{})
				if err != nil {
					t.Error(err)
					return
				}
				if err := store.Ready(background); err != nil {
					t.Error(err)
				}
				if err := store.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		var twice int
		const repeated = "SELECT count(*) FROM (SELECT version_id FROM goose_db_version GROUP BY version_id HAVING count(*) > 1) AS doubled"
		must(t, raw(t, d).QueryRow(repeated).Scan(&twice))
		if twice != 0 {
			t.Errorf("%d migrations ran twice", twice)
		}
	})
}

func TestADatabaseOfANewerProgramIsLeftAlone(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		_, err := raw(t, d).Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)")
		must(t, err)
		store, err := sqlstore.Open(background, d.Address, sqlstore.Options{})
		if store != nil || !fault.HasCode(err, sqlstore.CodeTooNew) || !strings.Contains(err.Error(), "99999") {
			t.Errorf("opened: %v", err)
		}
	})
}

// raw opens the database without the store.
func raw(t *testing.T, d storetest.Database) *sql.DB {
	t.Helper()
	driver, address := "sqlite", strings.TrimPrefix(d.Address, "sqlite:")
	if d.Postgres {
		driver = "pgx"
	}
	db, err := sql.Open(driver, address)
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}
