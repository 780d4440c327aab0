package transfer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

func whole(t *testing.T, d storetest.Database) *sqlstore.Whole {
	t.Helper()
	w, err := sqlstore.OpenWhole(t.Context(), d.Address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

func quiet(Progress) {}

// fill puts rows of every kind of value into every table.
func fill(t *testing.T, w *sqlstore.Whole, rows map[string]int) {
	t.Helper()
	tables, err := tablesOf(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if made(table) || table.name == "audit_pending" || table.name == "push_epoch" { // a trigger's, and of one row
			continue
		}
		n := 3
		if wanted, named := rows[table.name]; named {
			n = wanted
		}
		kinds := kindsOf(t, w, table)
		rows := make([][]any, n)
		for at, number := range rand.Perm(n) {
			for i, kind := range kinds {
				rows[at] = append(rows[at], valueOf(kind, number, i))
			}
		}
		tx, err := w.DB.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := (&copying{to: w, table: table}).insert(t.Context(), tx, rows); err != nil {
			t.Fatalf("%s: %v", table.name, err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
}

func kindsOf(t *testing.T, w *sqlstore.Whole, of table) []string {
	t.Helper()
	text := "SELECT upper(type) FROM pragma_table_info($1) ORDER BY cid"
	if w.Postgres {
		text = "SELECT upper(format_type(atttypid, NULL)) FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"
	}
	kinds, err := column[string](t.Context(), w, text, of.name)
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

func valueOf(kind string, number, place int) any {
	switch kind {
	case "TEXT":
		return strings.Repeat([]string{"a", "Ä", "獬", "Z", "_", "\U0001F984"}[number%6], 1+number%3) + fmt.Sprint(number, " ", place)
	case "BLOB", "BYTEA":
		return []byte{0, 0xff, byte(number), byte(number >> 8)}
	}
	return int64(100*number + place + 1)
}

func engines(t *testing.T, run func(t *testing.T, from, to storetest.Database)) {
	t.Helper()
	for _, test := range []struct {
		name     string
		from, to func(testing.TB) storetest.Database
	}{
		{"sqlite to postgres", storetest.SQLite, storetest.Postgres},
		{"postgres to sqlite", storetest.Postgres, storetest.SQLite},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			run(t, test.from(t), test.to(t))
		})
	}
}

// A copy that is cut off wherever it is goes on, and ends equal.
func TestCopy(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, source, target storetest.Database) {
		from, to := whole(t, source), whole(t, target)
		fill(t, from, map[string]int{"reports": 2*batchRows + 17, "line_causes": batchRows + 5})
		cut := errors.New("cut off")
		cuts := 0
		for {
			if cuts > 0 {
				wantUnfinished(t, target)
			}
			ctx, end := context.WithCancelCause(t.Context())
			steps := 0
			err := Copy(ctx, from, to, func(Progress) {
				if steps++; steps == 20 {
					end(cut)
				}
			})
			end(nil)
			if err == nil {
				break
			}
			if !errors.Is(context.Cause(ctx), cut) {
				t.Fatal(err)
			}
			if cuts++; cuts > 100 {
				t.Fatal("it does not go on")
			}
		}
		if cuts < 2 {
			t.Fatalf("cut off %d times: the test is too small", cuts)
		}
		same, err := Compare(t.Context(), from, to, quiet)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.DB.ExecContext(t.Context(), "UPDATE audit SET at = 0"); err == nil {
			t.Error("the audit log can be changed: its triggers are gone")
		}
		rows := map[string]int64{}
		for _, one := range same {
			rows[one.Table] = one.Rows
		}
		if rows["reports"] != 2*batchRows+17 || rows["accounts"] != 3 {
			t.Errorf("rows: %v", rows)
		}
	})
}

// wantUnfinished wants a part of a copy not to be used; a SQLite file is locked
// anyway.
func wantUnfinished(t *testing.T, d storetest.Database) {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), d.Address, sqlstore.Options{})
	if !fault.HasCode(err, sqlstore.CodeUnfinished) {
		t.Fatalf("%v, %v", store, err)
	}
}

// What was numbered once is not numbered so again.
func TestNumbersGoOn(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, source, target storetest.Database) {
		from, to := whole(t, source), whole(t, target)
		for range 3 {
			if _, err := from.DB.ExecContext(t.Context(), "INSERT INTO reversals (app, kind, cause_id, version, from_at, to_at, note, staff_id, at) VALUES ('a', 'k', 1, 1, 0, 0, '', 1, 1)"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := from.DB.ExecContext(t.Context(), "DELETE FROM reversals WHERE id > 1"); err != nil {
			t.Fatal(err)
		}
		if err := Copy(t.Context(), from, to, quiet); err != nil {
			t.Fatal(err)
		}
		id, err := column[int64](t.Context(), to, "INSERT INTO reversals (app, kind, cause_id, version, from_at, to_at, note, staff_id, at) VALUES ('a', 'k', 1, 1, 0, 0, '', 1, 1) RETURNING id")
		if err != nil || id[0] != 4 {
			t.Errorf("numbered %v, %v; 4 comes next", id, err)
		}
	})
}

func TestADifferenceIsNamed(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, source, target storetest.Database) {
		from, to := whole(t, source), whole(t, target)
		fill(t, from, nil)
		if err := Copy(t.Context(), from, to, quiet); err != nil {
			t.Fatal(err)
		}
		const change = "UPDATE accounts SET role = 'other' WHERE id = 101"
		if _, err := to.DB.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if _, err := Compare(t.Context(), from, to, quiet); !fault.HasCode(err, CodeDiffers) || !strings.Contains(err.Error(), "accounts with id=101 ") {
			t.Errorf("a changed row: %v", err)
		}
		if _, err := from.DB.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		for _, side := range []*sqlstore.Whole{from, to} {
			if _, err := side.DB.ExecContext(t.Context(), "DELETE FROM apps"); err != nil {
				t.Fatal(err)
			}
			_, err := Compare(t.Context(), from, to, quiet)
			if side == from && (!fault.HasCode(err, CodeDiffers) || !strings.Contains(err.Error(), "row of apps")) {
				t.Errorf("without the apps of one: %v", err)
			}
			if side == to && err != nil {
				t.Errorf("without the apps of both: %v", err)
			}
		}
	})
}

func TestOnlyANewStoreIsFilled(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, source, target storetest.Database) {
		from, to := whole(t, source), whole(t, target)
		fill(t, to, nil)
		if err := Copy(t.Context(), from, to, quiet); !fault.HasCode(err, CodeNotEmpty) {
			t.Errorf("%v", err)
		}
	})
}

func TestAServedStoreIsLeftAlone(t *testing.T) {
	t.Parallel()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) {
		d.Open(t, sqlstore.Options{Serve: true})
		w, err := sqlstore.OpenWhole(t.Context(), d.Address, slog.New(slog.DiscardHandler))
		if !fault.HasCode(err, sqlstore.CodeInUse) {
			t.Errorf("%v, %v", w, err)
		}
	})
}
