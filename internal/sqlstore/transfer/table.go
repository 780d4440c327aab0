package transfer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// table is one that both stores have, in the form in which the first knows it.
type table struct {
	name    string
	columns []string
	key     []string // the primary key's columns, in its order
	texts   []string // those of them that hold text
}

// tablesOf lists the tables of a store, by name. Goose's own is not among them,
// and neither is what PostgreSQL does not keep through a crash.
func tablesOf(ctx context.Context, w *sqlstore.Whole) ([]table, error) {
	text := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`
	if w.Postgres {
		text = `SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence = 'p' AND relnamespace = current_schema()::regnamespace ORDER BY relname`
	}
	names, err := column[string](ctx, w, text)
	if err != nil {
		return nil, err
	}
	var tables []table
	for _, name := range names {
		if name == "goose_db_version" || name == sqlstore.UnfinishedTable {
			continue
		}
		one, err := describe(ctx, w, name)
		if err != nil {
			return nil, err
		}
		tables = append(tables, one)
	}
	return tables, nil
}

// describe reads a table's columns, but for those that the engine computes.
func describe(ctx context.Context, w *sqlstore.Whole, name string) (table, error) {
	t := table{name: name}
	text := `SELECT name, upper(type), pk FROM pragma_table_info($1) ORDER BY cid`
	if w.Postgres {
		text = `SELECT a.attname, upper(format_type(a.atttypid, NULL)), coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1
FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum`
	}
	rows, err := w.DB.QueryContext(ctx, text, name)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	type part struct {
		column string
		at     int
	}
	var key []part
	for rows.Next() {
		var column, kind string
		var at int
		if err := rows.Scan(&column, &kind, &at); err != nil {
			return t, err
		}
		t.columns = append(t.columns, column)
		if at > 0 {
			key = append(key, part{column, at})
			if kind == "TEXT" {
				t.texts = append(t.texts, column)
			}
		}
	}
	slices.SortFunc(key, func(a, b part) int { return a.at - b.at })
	for _, p := range key {
		t.key = append(t.key, p.column)
	}
	if len(key) == 0 {
		return t, fmt.Errorf("the table %s has no primary key", name)
	}
	return t, rows.Err()
}

// shared are the tables that are copied: those of both stores. Which one has
// columns that the other lacks is of another version, which OpenWhole has ruled
// out.
func shared(ctx context.Context, from, to *sqlstore.Whole) ([]table, error) {
	ours, err := tablesOf(ctx, from)
	if err != nil {
		return nil, err
	}
	theirs, err := tablesOf(ctx, to)
	if err != nil {
		return nil, err
	}
	byName := map[string]table{}
	for _, t := range theirs {
		byName[t.name] = t
	}
	var both []table
	for _, t := range ours {
		other, has := byName[t.name]
		if !has {
			continue
		}
		if !sameSet(t.columns, other.columns) || !slices.Equal(t.key, other.key) {
			return nil, fault.New(fault.Conflict, "store_differs", "the table %s is not the same in both stores", t.name)
		}
		both = append(both, t)
	}
	return both, nil
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// reading is the query of all rows in the order of the key, from behind a key
// where there is one. Texts are ordered by their bytes on both engines.
func (t table) reading(postgres bool, behind bool) string {
	order := make([]string, len(t.key))
	marks := make([]string, len(t.key))
	for i, column := range t.key {
		order[i], marks[i] = quoted(column), fmt.Sprint("$", i+1)
		if postgres && slices.Contains(t.texts, column) {
			order[i] += ` COLLATE "C"`
		}
	}
	where := ""
	if behind {
		where = " WHERE (" + strings.Join(order, ", ") + ") > (" + strings.Join(marks, ", ") + ")"
	}
	return "SELECT " + list(t.columns) + " FROM " + quoted(t.name) + where + " ORDER BY " + strings.Join(order, ", ")
}

// writing is the statement that inserts a row.
func (t table) writing() string {
	marks := make([]string, len(t.columns))
	for i := range marks {
		marks[i] = fmt.Sprint("$", i+1)
	}
	return "INSERT INTO " + quoted(t.name) + " (" + list(t.columns) + ") VALUES (" + strings.Join(marks, ", ") + ")"
}

// keyOf picks a row's key.
func (t table) keyOf(row []any) []any {
	key := make([]any, len(t.key))
	for i, column := range t.key {
		key[i] = row[slices.Index(t.columns, column)]
	}
	return key
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func list(columns []string) string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = quoted(column)
	}
	return strings.Join(names, ", ")
}

// column reads the only column of a query.
func column[T any](ctx context.Context, w *sqlstore.Whole, text string, args ...any) ([]T, error) {
	rows, err := w.DB.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var values []T
	for rows.Next() {
		var value T
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}
