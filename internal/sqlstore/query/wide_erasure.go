package query

import (
	"context"
	"strconv"
	"strings"
)

// Row is a row of some columns, in their order.
type Row []any

// Text is the text in a column; empty where it holds none.
func (r Row) Text(i int) string {
	text, _ := r[i].(string)
	return text
}

// Rows are those that any statement picks. The statement is the program's own,
// never anybody's text.
func (q *Queries) Rows(ctx context.Context, text string, args ...any) (_ []Row, err error) {
	found, err := q.db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer func() {
		if closed := found.Close(); err == nil {
			err = closed
		}
	}()
	columns, err := found.Columns()
	if err != nil {
		return nil, err
	}
	var rows []Row
	for found.Next() {
		row := make(Row, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, found.Err()
}

// Carry carries any statement out; see Rows.
func (q *Queries) Carry(ctx context.Context, text string, args ...any) error {
	_, err := q.db.ExecContext(ctx, text, args...)
	return err
}

// Places are $from, $from+1 …, between commas.
func Places(from, number int) string {
	places := make([]string, number)
	for i := range places {
		places[i] = "$" + strconv.Itoa(from+i)
	}
	return strings.Join(places, ", ")
}
