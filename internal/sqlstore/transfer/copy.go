package transfer

import (
	"context"
	"database/sql"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// CodeNotEmpty is the stable code of a store into which nothing can be copied,
// because something else is in it.
const CodeNotEmpty = "store_not_empty"

// batchRows is how many rows one transaction copies.
const batchRows = 5000

// Progress is how far a copy or a comparison has come.
type Progress struct {
	Table  string
	Tables int   // of all
	Nth    int   // which one this is, from 1
	Rows   int64 // of this table
	Done   bool  // with this table
}

// Copy copies every row of a store into another, which is new or the target of a
// copy that was cut off: that one goes on where it was. Tell hears of each
// transaction. The copy is finished, and the target fit for use, when Copy
// returns nil.
func Copy(ctx context.Context, from, to *sqlstore.Whole, tell func(Progress)) error {
	tables, err := shared(ctx, from, to)
	if err != nil {
		return err
	}
	if err := begin(ctx, to, tables); err != nil {
		return err
	}
	for i, t := range tables {
		c := copying{from: from, to: to, table: t, tell: tell, at: Progress{Table: t.name, Tables: len(tables), Nth: i + 1}}
		if err := c.run(ctx); err != nil {
			return fault.Wrap(fault.As(err).Kind, err, "copying the table %s", t.name)
		}
	}
	if err := setSequences(ctx, from, to, tables); err != nil {
		return err
	}
	return finish(ctx, to, tables)
}

// copying is one table on its way.
type copying struct {
	from, to *sqlstore.Whole
	table    table
	tell     func(Progress)
	at       Progress
}

func (c *copying) run(ctx context.Context) error {
	mark, err := markOf(ctx, c.to, c.table)
	if err != nil {
		return err
	}
	c.at.Rows = mark.rows
	if mark.done {
		return nil
	}
	batch := make([][]any, 0, batchRows)
	for row, err := range rowsOf(ctx, c.from, c.table, mark.behind) {
		if err != nil {
			return err
		}
		if batch = append(batch, row); len(batch) < batchRows {
			continue
		}
		if err := c.put(ctx, batch, false); err != nil {
			return err
		}
		batch = batch[:0]
	}
	return c.put(ctx, batch, true)
}

// put writes a batch, and how far the copy has come with it.
func (c *copying) put(ctx context.Context, batch [][]any, last bool) error {
	conn, err := c.to.DB.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // it goes back to the pool
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if c.to.Postgres {
		err = conn.Raw(func(driver any) error { return c.stream(ctx, driver, batch) })
	} else {
		err = c.insert(ctx, tx, batch)
	}
	if err != nil {
		return err
	}
	c.at.Rows += int64(len(batch))
	mark := mark{rows: c.at.Rows, done: last}
	if len(batch) > 0 {
		mark.behind = c.table.keyOf(batch[len(batch)-1])
	}
	if err := mark.save(ctx, tx, c.table); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	c.at.Done = last
	c.tell(c.at)
	return nil
}

// stream hands rows to PostgreSQL by COPY, inside the transaction that the
// connection has begun.
func (c *copying) stream(ctx context.Context, driver any, rows [][]any) error {
	wire := driver.(*stdlib.Conn).Conn()
	_, err := wire.CopyFrom(ctx, pgx.Identifier{c.table.name}, c.table.columns, pgx.CopyFromRows(rows))
	return err
}

// insert writes rows to SQLite one by one: its driver looks for each value of a
// statement among all.
func (c *copying) insert(ctx context.Context, tx *sql.Tx, rows [][]any) error {
	statement, err := tx.PrepareContext(ctx, c.table.writing())
	if err != nil {
		return err
	}
	defer func() { _ = statement.Close() }() // the transaction's end closes it too
	for _, row := range rows {
		if _, err := statement.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

// begin makes a new store ready, in one transaction: what its own making has put
// into it gives way to what is copied.
func begin(ctx context.Context, to *sqlstore.Whole, tables []table) error {
	begun, err := to.Unfinished(ctx)
	if err != nil || begun {
		return err
	}
	for _, t := range tables {
		if made(t) {
			continue
		}
		found, err := column[int64](ctx, to, "SELECT 1 FROM "+quoted(t.name)+" LIMIT 1")
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return fault.New(fault.Conflict, CodeNotEmpty, "the target is not empty: its table %s has rows; copy into a new store", t.name)
		}
	}
	tx, err := to.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	for _, t := range tables {
		if made(t) {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+quoted(t.name)); err != nil { //nolint:gosec // a name of our own schema
				return err
			}
		}
	}
	if _, err := tx.ExecContext(ctx, "CREATE TABLE "+sqlstore.UnfinishedTable+
		" (name TEXT NOT NULL PRIMARY KEY, behind TEXT NOT NULL, copied BIGINT NOT NULL, done BIGINT NOT NULL)"); err != nil {
		return err
	}
	if err := quieten(ctx, tx, to.Postgres, tables); err != nil {
		return err
	}
	return tx.Commit()
}

// made are the tables of one row with which a store begins.
func made(t table) bool { return strings.HasSuffix(t.name, "revision") }
