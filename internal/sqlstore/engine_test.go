package sqlstore_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

var background = context.Background()

// set writes a setting in a transaction's queries.
func set(ctx context.Context, q *query.Queries, name string) error {
	return q.PutSetting(ctx, query.PutSettingParams{Name: name, Value: name})
}

func isSet(t *testing.T, store *sqlstore.Store, name string) bool {
	t.Helper()
	_, found, err := store.Setting(background, name)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func put(store *sqlstore.Store, name string) error {
	return store.Write(background, func(ctx context.Context, q *query.Queries) error { return set(ctx, q, name) })
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnErrorUndoesItsTransaction(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		refusal := fault.New(fault.Conflict, "case_held", "somebody has it")
		plain := errors.New("a plain error")
		for _, cause := range []error{refusal, plain} {
			err := store.Write(background, func(ctx context.Context, q *query.Queries) error {
				return errors.Join(set(ctx, q, "half"), cause)
			})
			if !errors.Is(err, cause) {
				t.Errorf("%v became %v", cause, err)
			}
		}
		if err := store.Write(background, func(context.Context, *query.Queries) error { return refusal }); err != refusal { //nolint:errorlint // the very same
			t.Errorf("a fault became %v", err)
		}
		err := store.Write(background, func(context.Context, *query.Queries) error { return plain })
		if !fault.Is(err, fault.Internal) || strings.Contains(fault.As(err).Message, "plain") {
			t.Errorf("a plain error became %v", err)
		}
		if isSet(t, store, "half") {
			t.Error("half a transaction stayed")
		}
	})
}

func TestAPanicIsOneRequestsOwn(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		var log strings.Builder
		store := d.Open(t, sqlstore.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
		err := store.Write(background, func(ctx context.Context, q *query.Queries) error {
			_ = set(ctx, q, "half")
			panic("out of cheese")
		})
		if !fault.Is(err, fault.Internal) || strings.Contains(fault.As(err).Message, "cheese") {
			t.Errorf("the panic became %v", err)
		}
		if !strings.Contains(log.String(), "out of cheese") || !strings.Contains(log.String(), "engine_test.go") {
			t.Errorf("the log does not say where: %s", log.String())
		}
		if isSet(t, store, "half") {
			t.Error("half a transaction stayed")
		}
		must(t, put(store, "whole"))
	})
}

func TestALostRaceIsRunAgain(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		calls := 0
		err := store.Write(background, func(ctx context.Context, q *query.Queries) error {
			if calls++; calls < 3 {
				return errors.Join(set(ctx, q, "lost"), sqlstore.ErrRetry)
			}
			return set(ctx, q, "won")
		})
		if err != nil || calls != 3 || isSet(t, store, "lost") || !isSet(t, store, "won") {
			t.Errorf("after %d calls: %v, lost %v, won %v", calls, err, isSet(t, store, "lost"), isSet(t, store, "won"))
		}
		calls = 0
		err = store.Write(background, func(context.Context, *query.Queries) error { calls++; return sqlstore.ErrRetry })
		if !fault.Is(err, fault.Unavailable) || fault.As(err).RetryAfter != time.Second || calls != sqlstore.MaxAttempts {
			t.Errorf("after %d calls: %v", calls, err)
		}
	})
}

func TestAnEndedRequestIsNotBegun(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		ctx, cancel := context.WithCancel(background)
		cancel()
		err := store.Write(ctx, func(ctx context.Context, q *query.Queries) error {
			t.Error("begun")
			return set(ctx, q, "late")
		})
		if !fault.Is(err, fault.Unavailable) || !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestAClosedStoreIsUnavailable(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		must(t, store.Ready(background))
		_, err := store.Revision(background) // so that its statement is prepared
		must(t, err)
		must(t, store.Close())
		must(t, store.Close())
		for what, err := range map[string]error{
			"write": put(store, "late"), "read": second(store.Revision(background)), "ready": store.Ready(background),
		} {
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func TestStatementsAreTranslatedForSQLite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"SELECT id FROM cases LIMIT $1 FOR UPDATE SKIP LOCKED":    "SELECT id FROM cases LIMIT (+?)",
		"SELECT id FROM cases LIMIT $1\nFOR UPDATE SKIP LOCKED\n": "SELECT id FROM cases LIMIT (+?)\n",
		"SELECT id FROM cases WHERE id = $1 FOR UPDATE":           "SELECT id FROM cases WHERE id = ?",
		"SELECT id FROM cases\nFOR UPDATE":                        "SELECT id FROM cases",
		"SELECT id FROM cases WHERE id = $2 AND app = $1":         "SELECT id FROM cases WHERE id = $2 AND app = $1",
		"SELECT id FROM cases WHERE id = $1 OR holder = $1":       "SELECT id FROM cases WHERE id = $1 OR holder = $1",
		"INSERT INTO t (a) VALUES ($1)":                           "INSERT INTO t (a) VALUES (?)",
		"INSERT INTO t (a) VALUES ($1), ($2)":                     "INSERT OR FAIL INTO t (a) VALUES (?), (?)",
		"UPDATE cases SET state = 'open'":                         "UPDATE cases SET state = 'open'",
		"SELECT pg_advisory_xact_lock(hashtextextended($1, 0))":   "SELECT $1",
	} {
		if got := sqlstore.ForSQLite(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestAddressesThatAreNoStore(t *testing.T) {
	t.Parallel()
	file := t.TempDir() + "/a-file"
	must(t, writeFile(file))
	for address, want := range map[string]fault.Kind{
		"":                                       fault.Invalid,
		"sqlite:":                                fault.Invalid,
		"mysql://root@localhost/x":               fault.Invalid,
		"postgres://u:hush@127.0.0.1:notaport/x": fault.Invalid,
		"postgres://u:hush@127.0.0.1:1/x?sslmode=disable": fault.Unavailable,
		"sqlite:" + file + "/below/x.db":                  fault.Unavailable,
		"sqlite:" + t.TempDir():                           fault.Unavailable,
	} {
		store, err := sqlstore.Open(background, address, sqlstore.Options{Log: slog.New(slog.DiscardHandler)})
		if store != nil || !fault.Is(err, want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %v", address, err)
		}
	}
}
