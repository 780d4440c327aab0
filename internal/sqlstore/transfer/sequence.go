package transfer

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// setSequences has the target go on counting where the source stopped: a number
// that was given once is not given again, even where its row has gone.
func setSequences(ctx context.Context, from, to *sqlstore.Whole, tables []table) error {
	for _, t := range tables {
		counts, err := counted(ctx, to, t)
		if err != nil || !counts {
			if err != nil {
				return err
			}
			continue
		}
		last, err := lastNumber(ctx, from, t)
		if err != nil {
			return err
		}
		if last == 0 {
			continue
		}
		if to.Postgres {
			_, err = to.DB.ExecContext(ctx, "SELECT setval(pg_get_serial_sequence($1, $2), $3)", t.name, t.key[0], last)
		} else {
			err = setSQLite(ctx, to, t.name, last)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// counted reports whether the engine numbers the table's rows.
func counted(ctx context.Context, w *sqlstore.Whole, t table) (bool, error) {
	text := "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1 AND sql LIKE '% ' || $2 || ' %AUTOINCREMENT%'"
	if w.Postgres {
		text = "SELECT CASE WHEN pg_get_serial_sequence($1, $2) IS NULL THEN 0 ELSE 1 END"
	}
	found, err := column[int64](ctx, w, text, t.name, t.key[0])
	return err == nil && found[0] > 0, err
}

// lastNumber is the last that the source has given; 0 for none.
func lastNumber(ctx context.Context, w *sqlstore.Whole, t table) (int64, error) {
	var found []int64
	var err error
	if w.Postgres {
		var sequence []string
		if sequence, err = column[string](ctx, w, "SELECT pg_get_serial_sequence($1, $2)", t.name, t.key[0]); err != nil {
			return 0, err
		}
		found, err = column[int64](ctx, w, "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM "+sequence[0])
	} else {
		found, err = column[int64](ctx, w, "SELECT seq FROM sqlite_sequence WHERE name = $1", t.name)
	}
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

func setSQLite(ctx context.Context, w *sqlstore.Whole, name string, last int64) error {
	result, err := w.DB.ExecContext(ctx, "UPDATE sqlite_sequence SET seq = $2 WHERE name = $1", name, last)
	if err != nil {
		return err
	}
	if changed, err := result.RowsAffected(); err != nil || changed > 0 {
		return err
	}
	_, err = w.DB.ExecContext(ctx, "INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)", name, last)
	return err
}
