package transfer

import (
	"context"
	"database/sql"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// aside is what begins the names under which SQLite's triggers are kept while
// they are gone.
const aside = "trigger "

// quieten takes the triggers away: what they would write is copied as well.
func quieten(ctx context.Context, tx *sql.Tx, postgres bool, tables []table) error {
	if postgres {
		return alter(ctx, tx, tables, "DISABLE TRIGGER USER")
	}
	triggers, err := pairs(ctx, tx, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
	if err != nil {
		return err
	}
	for name, text := range triggers {
		if _, err := tx.ExecContext(ctx, saveMark, aside+name, text, 0, 0); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DROP TRIGGER "+quoted(name)); err != nil {
			return err
		}
	}
	return nil
}

// finish puts the triggers back and lets the store be used.
func finish(ctx context.Context, w *sqlstore.Whole, tables []table) error {
	tx, err := w.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if w.Postgres {
		err = alter(ctx, tx, tables, "ENABLE TRIGGER USER")
	} else {
		err = putBack(ctx, tx)
	}
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DROP TABLE "+sqlstore.UnfinishedTable); err != nil {
		return err
	}
	return tx.Commit()
}

func alter(ctx context.Context, tx *sql.Tx, tables []table, how string) error {
	for _, t := range tables {
		if _, err := tx.ExecContext(ctx, "ALTER TABLE "+quoted(t.name)+" "+how); err != nil {
			return err
		}
	}
	return nil
}

func putBack(ctx context.Context, tx *sql.Tx) error {
	triggers, err := pairs(ctx, tx, "SELECT name, behind FROM "+sqlstore.UnfinishedTable+" WHERE name LIKE '"+aside+"%'")
	if err != nil {
		return err
	}
	for _, text := range triggers {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return nil
}

// pairs reads a query of two texts.
func pairs(ctx context.Context, tx *sql.Tx, text string) (map[string]string, error) {
	rows, err := tx.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return nil, err
		}
		all[name] = value
	}
	return all, rows.Err()
}
