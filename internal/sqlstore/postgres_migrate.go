package sqlstore

import (
	"context"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// migrationLock is the advisory lock of whoever migrates: any number, the same
// in every version of the program.
const migrationLock = 7_316_003_116_804_002

// migratePostgres uses connections of its own, whose statements may take as
// long as they need.
func migratePostgres(ctx context.Context, config *pgx.ConnConfig) error {
	patient := config.Copy()
	delete(patient.RuntimeParams, "statement_timeout")
	delete(patient.RuntimeParams, "idle_in_transaction_session_timeout")
	db := stdlib.OpenDB(*patient)
	defer db.Close()
	if err := db.PingContext(ctx); err != nil {
		return &fault.Error{
			Kind: fault.Unavailable, RetryAfter: time.Second, Cause: err,
			Message: "cannot open the database " + config.Database + " at " + config.Host,
		}
	}
	return migrate(ctx, goose.DialectPostgres, db, func(ctx context.Context) (func(), error) {
		conn, err := pgx.ConnectConfig(ctx, patient)
		if err != nil {
			return nil, err
		}
		release := func() { _ = conn.Close(context.WithoutCancel(ctx)) } // the lock ends with its session
		if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(migrationLock)); err != nil {
			release()
			return nil, err
		}
		return release, nil
	})
}

// hasSetting reports whether the address itself sets a parameter.
func hasSetting(address, name string) bool {
	parsed, err := url.Parse(address)
	return err == nil && parsed.Query().Has(name)
}
