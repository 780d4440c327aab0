package transfer

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// rowsOf reads a table in the order of its key, from behind a key; nil begins
// at the first row. A row is good until the next one is asked for.
func rowsOf(ctx context.Context, w *sqlstore.Whole, t table, behind []any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		rows, err := w.DB.QueryContext(ctx, t.reading(w.Postgres, behind != nil), behind...)
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			row, err := scan(rows, len(t.columns))
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

func scan(rows *sql.Rows, columns int) ([]any, error) {
	row, into := make([]any, columns), make([]any, columns)
	for i := range row {
		into[i] = &row[i]
	}
	return row, rows.Scan(into...)
}

// appendRow puts a row into bytes that are the same for the same row, whichever
// engine it comes from, and for no other.
func appendRow(to []byte, row []any) ([]byte, error) {
	for _, value := range row {
		switch v := value.(type) {
		case nil:
			to = append(to, 0)
		case int64:
			to = binary.BigEndian.AppendUint64(append(to, 1), uint64(v))
		case string:
			to = append(binary.BigEndian.AppendUint64(append(to, 2), uint64(len(v))), v...)
		case []byte:
			to = append(binary.BigEndian.AppendUint64(append(to, 3), uint64(len(v))), v...)
		default:
			return nil, fmt.Errorf("a value of type %T is none that a store has", value)
		}
	}
	return to, nil
}
