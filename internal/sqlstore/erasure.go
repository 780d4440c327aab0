package sqlstore

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xiezhi/xiezhi/internal/erasure"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// eraseStep is how many rows are looked at in one read, and changed in one
// transaction at most.
const eraseStep = 500

// EraseTable implements erasure.Store. It reads outside of transactions, by the
// primary key; what it changes there has been read again in none, for a row that
// was his an hour ago is his still.
func (s *Store) EraseTable(ctx context.Context, e erasure.Erasure, t erasure.Table, dry bool) (erased, remains int64, err error) {
	w := &wiping{store: s, erasure: e, table: t, cases: map[int64]bool{}}
	if t.Case != "" {
		cases, err := s.read().EndedCasesOf(ctx, query.EndedCasesOfParams{App: e.App, UserID: e.User, Until: millis(e.AskedAt)})
		if err != nil {
			return 0, 0, failure(err)
		}
		for _, one := range cases {
			w.cases[one] = true
		}
	}
	for rows, err := w.next(ctx); ; rows, err = w.next(ctx) {
		if err != nil {
			return w.erased, w.remains, err
		}
		if err := w.wipe(ctx, w.concerned(rows), dry); err != nil || len(rows) < eraseStep {
			return w.erased, w.remains, err
		}
	}
}

// wiping is one table's erasure.
type wiping struct {
	store           *Store
	erasure         erasure.Erasure
	table           erasure.Table
	cases           map[int64]bool // his
	after           []any          // the key of the row looked at last
	erased, remains int64
}

// columns are those that are read: the key, users, coded, seen, words, the case and
// whether the row has to stay.
func (w *wiping) columns() []string {
	t := w.table
	columns := slices.Concat(t.Key, t.Users, t.Coded, t.Seen, slices.Sorted(maps.Keys(t.Words)))
	if t.Case != "" {
		columns = append(columns, t.Case)
	}
	stays := "0"
	if t.Stays != "" {
		stays = "CASE WHEN " + t.Stays + " THEN 1 ELSE 0 END"
	}
	return append(columns, stays)
}

func (w *wiping) next(ctx context.Context) ([]query.Row, error) {
	t, args := w.table, []any{w.erasure.App}
	text := "SELECT " + strings.Join(w.columns(), ", ") + " FROM " + t.Name + " WHERE " + t.App + " = $1"
	if t.Made != "" {
		args = append(args, millis(w.erasure.AskedAt))
		text += " AND " + t.Made + " <= $" + strconv.Itoa(len(args))
	}
	if t.Only != "" {
		text += " AND " + t.Only
	}
	if w.after != nil {
		text += " AND (" + strings.Join(t.Key, ", ") + ") > (" + query.Places(len(args)+1, len(t.Key)) + ")"
		args = append(args, w.after...)
	}
	text += " ORDER BY " + strings.Join(t.Key, ", ") + " LIMIT " + strconv.Itoa(eraseStep)
	rows, err := w.store.read().Rows(ctx, text, args...)
	if err == nil && len(rows) > 0 {
		w.after = rows[len(rows)-1][:len(t.Key)]
	}
	return rows, failure(err)
}

// concerned are the rows that are to be changed; those that have to stay are
// counted.
func (w *wiping) concerned(rows []query.Row) []query.Row {
	var his []query.Row
	for _, row := range rows {
		if !w.concerns(row) {
			continue
		}
		if stays, _ := row[len(row)-1].(int64); stays != 0 {
			w.remains++
			continue
		}
		his = append(his, row)
	}
	return his
}

func (w *wiping) concerns(row query.Row) bool {
	t, at := w.table, len(w.table.Key)
	for i := range t.Users {
		if row.Text(at+i) == w.erasure.User {
			return true
		}
	}
	at += len(t.Users)
	for i := range len(t.Coded) + len(t.Seen) {
		if text := row.Text(at + i); withoutName(text, w.erasure) != text {
			return true
		}
	}
	at += len(t.Coded) + len(t.Seen)
	said := false // what was blanked is not blanked again
	for i, column := range slices.Sorted(maps.Keys(t.Words)) {
		said = said || row.Text(at+i) != t.Words[column]
	}
	if t.Case == "" || !said {
		return false
	}
	number, _ := row[at+len(t.Words)].(int64)
	return w.cases[number]
}

// withoutName is a text with the pseudonym for the user's id, as it is and as JSON
// writes it.
func withoutName(text string, e erasure.Erasure) string {
	text = erasure.Renamed(text, e.User, e.Pseudonym)
	if quoted, err := json.Marshal(e.User); err == nil && string(quoted) != `"`+e.User+`"` {
		text = erasure.Renamed(text, strings.Trim(string(quoted), `"`), e.Pseudonym)
	}
	return text
}

// wipe changes rows, a batch in one transaction.
func (w *wiping) wipe(ctx context.Context, rows []query.Row, dry bool) error {
	w.erased += int64(len(rows))
	if dry || len(rows) == 0 {
		return nil
	}
	return w.store.write(ctx, func(ctx context.Context, q *query.Queries) error {
		mark, err := q.BeginForgetting(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := w.change(ctx, q, row); err != nil {
				return err
			}
		}
		if err := q.EndForgetting(ctx, mark); err != nil {
			return err
		}
		return countErased(ctx, q, w.erasure.ID, w.table.Name, int64(len(rows)))
	})
}

func (w *wiping) change(ctx context.Context, q *query.Queries, row query.Row) error {
	t := w.table
	key := []any(row[:len(t.Key)])
	for _, statement := range t.With {
		if err := q.Carry(ctx, statement, key[0]); err != nil {
			return err
		}
	}
	if t.Act == erasure.Drop {
		return q.Carry(ctx, "DELETE FROM "+t.Name+" WHERE "+matches(t.Key, 1), key...)
	}
	columns, values := w.wiped(row)
	if len(columns) == 0 {
		return nil
	}
	text := "UPDATE " + t.Name + " SET " + strings.ReplaceAll(matches(columns, 1), " AND ", ", ") + " WHERE " + matches(t.Key, len(columns)+1)
	return q.Carry(ctx, text, append(values, key...)...)
}

// wiped is what becomes of a row's columns.
func (w *wiping) wiped(row query.Row) (columns []string, values []any) {
	t, at := w.table, len(w.table.Key)
	for i, column := range t.Users {
		if row.Text(at+i) == w.erasure.User {
			columns, values = append(columns, column), append(values, w.erasure.Pseudonym)
		}
	}
	at += len(t.Users)
	for i, column := range t.Coded {
		if text := row.Text(at + i); text != withoutName(text, w.erasure) {
			columns, values = append(columns, column), append(values, withoutName(text, w.erasure))
		}
	}
	for _, column := range slices.Sorted(maps.Keys(t.Words)) {
		columns, values = append(columns, column), append(values, t.Words[column])
	}
	return columns, values
}

// matches is "a = $1 AND b = $2".
func matches(columns []string, from int) string {
	parts := make([]string, len(columns))
	for i, column := range columns {
		parts[i] = column + " = $" + strconv.Itoa(from+i)
	}
	return strings.Join(parts, " AND ")
}
