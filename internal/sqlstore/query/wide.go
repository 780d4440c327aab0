package query

import (
	"context"
	"database/sql"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"sync"
)

// InsertReports is InsertReport for many.
func (q *Queries) InsertReports(ctx context.Context, rows []InsertReportParams) error {
	return execMany(ctx, q.db, insertReport, rows)
}

// HoldReportKeys is HoldReportKey for many, whose keys must differ. The order of
// the answers means nothing.
func (q *Queries) HoldReportKeys(ctx context.Context, rows []HoldReportKeyParams) ([]HoldReportKeyRow, error) {
	return queryMany[HoldReportKeyRow](ctx, q.db, holdReportKey, rows)
}

// OpenOrJoinCases is OpenOrJoinCase for many, whose group keys must differ or be
// empty. The order of the answers means nothing.
func (q *Queries) OpenOrJoinCases(ctx context.Context, rows []OpenOrJoinCaseParams) ([]OpenOrJoinCaseRow, error) {
	return queryMany[OpenOrJoinCaseRow](ctx, q.db, openOrJoinCase, rows)
}

// CloseFullGroups is CloseFullGroup for many cases that have the same limit.
func (q *Queries) CloseFullGroups(ctx context.Context, rows []CloseFullGroupParams) error {
	return execMany(ctx, q.db, closeFullGroup, padded(q.db, rows))
}

// AddCaseUsers is AddCaseUser for many, who must differ.
func (q *Queries) AddCaseUsers(ctx context.Context, rows []AddCaseUserParams) error {
	return execMany(ctx, q.db, addCaseUser, rows)
}

// ListsOfUsers is UserLists for many users of one app.
func (q *Queries) ListsOfUsers(ctx context.Context, rows []UserListsParams) ([]UserListsRow, error) {
	return queryMany[UserListsRow](ctx, q.db, userLists, padded(q.db, rows))
}

// ReportersAccuracy is ReporterAccuracy for many reporters of one app.
func (q *Queries) ReportersAccuracy(ctx context.Context, rows []ReporterAccuracyParams) ([]ReporterAccuracyRow, error) {
	return queryMany[ReporterAccuracyRow](ctx, q.db, reporterAccuracy, padded(q.db, rows))
}

// LastFindingsOfMany is LastFindings for many contents of one app.
func (q *Queries) LastFindingsOfMany(ctx context.Context, rows []LastFindingsParams) ([]LastFindingsRow, error) {
	return queryMany[LastFindingsRow](ctx, q.db, lastFindings, padded(q.db, rows))
}

// InsertAudits is InsertAudit for many.
func (q *Queries) InsertAudits(ctx context.Context, rows []InsertAuditParams) error {
	return execMany(ctx, q.db, insertAudit, rows)
}

// InsertLinks is InsertLink for many.
func (q *Queries) InsertLinks(ctx context.Context, rows []InsertLinkParams) error {
	return execMany(ctx, q.db, insertLink, rows)
}

// Wide is a DBTX that says how many rows one statement may take, a power of two.
type Wide interface{ Widest() int }

// widest is that of others. A statement is widened to powers of two only, so
// that few texts stay prepared.
const widest = 64

func widestOf(db DBTX) int {
	if limited, ok := db.(Wide); ok {
		return limited.Widest()
	}
	return widest
}

func execMany[P any](ctx context.Context, db DBTX, text string, rows []P) error {
	if len(rows) > 1 && takesArrays(db) {
		return execArrays(ctx, db, text, rows)
	}
	if one, args, ok := asList(db, text, rows); ok {
		_, err := db.ExecContext(ctx, one, args...)
		return err
	}
	if direct, ok := db.(Direct); ok {
		return execDirectly(ctx, direct, widestOf(db), text, rows)
	}
	for chunk := range chunks(rows, widestOf(db)) {
		w := widened(text, len(chunk))
		if _, err := db.ExecContext(ctx, w.text, arguments(w, chunk)...); err != nil {
			return err
		}
	}
	return nil
}

func queryMany[R, P any](ctx context.Context, db DBTX, text string, rows []P) ([]R, error) {
	var all []R
	if len(rows) > 1 && takesArrays(db) {
		found, err := queryArrays(ctx, db, text, rows)
		if err != nil {
			return nil, err
		}
		return appendRows(all, found)
	}
	if one, args, ok := asList(db, text, rows); ok {
		found, err := db.QueryContext(ctx, one, args...)
		if err != nil {
			return nil, err
		}
		return appendRows(all, found)
	}
	for chunk := range chunks(rows, widestOf(db)) {
		w := widened(text, len(chunk))
		found, err := db.QueryContext(ctx, w.text, arguments(w, chunk)...)
		if err != nil {
			return nil, err
		}
		if all, err = appendRows(all, found); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func appendRows[R any](all []R, found *sql.Rows) ([]R, error) {
	defer found.Close()
	for found.Next() {
		var row R
		into := columns(nil, reflect.ValueOf(&row).Elem())
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, found.Err()
}

// columns are where a row's columns go: into its fields, and into those of the
// whole rows among them.
func columns(into []any, fields reflect.Value) []any {
	for i := range fields.NumField() {
		if field := fields.Field(i); field.Kind() == reflect.Struct {
			into = columns(into, field)
		} else {
			into = append(into, field.Addr().Interface())
		}
	}
	return into
}

// chunks cuts rows into powers of two, the widest first.
func chunks[P any](rows []P, size int) func(yield func([]P) bool) {
	return func(yield func([]P) bool) {
		size := size
		for len(rows) > 0 {
			for size > len(rows) {
				size /= 2
			}
			if !yield(rows[:size]) {
				return
			}
			rows = rows[size:]
		}
	}
}

// padded repeats the last member of a list until one statement takes all, or as
// many as it can. No two statements get the same member.
func padded[P any](db DBTX, rows []P) []P {
	if takesArrays(db) {
		return rows
	}
	rows = slices.Clip(rows)
	most := widestOf(db)
	for n := len(rows); n%most != 0 && (n > most || n&(n-1) != 0); n++ {
		rows = append(rows, rows[n-1])
	}
	return rows
}

// wide is a statement for so many rows.
type wide struct {
	text string
	args []place // of the parameters $1, $2, …
}

// place is where an argument comes from.
type place struct{ row, field int }

type wideKey struct {
	text string
	rows int
}

var kept sync.Map // wideKey to wide

func widened(text string, rows int) wide {
	key := wideKey{text, rows}
	if w, ok := kept.Load(key); ok {
		return w.(wide)
	}
	w := widen(text, rows)
	kept.Store(key, w)
	return w
}

var (
	repeated  = regexp.MustCompile(`VALUES (\((?:[^()]|\([^()]*\))*\))|IN \((\$\d+)\)`)
	parameter = regexp.MustCompile(`\$(\d+)`)
)

// widen repeats the statement's VALUES, or the one member of its list, for each
// further row. What else the statement takes comes from the first row. The
// parameters are numbered anew, as they stand.
func widen(text string, rows int) wide {
	var w wide
	add := func(part string, row int) {
		w.text += parameter.ReplaceAllStringFunc(part, func(old string) string {
			w.args = append(w.args, place{row, number(old) - 1})
			return "$" + strconv.Itoa(len(w.args))
		})
	}
	at := repeated.FindStringSubmatchIndex(text)
	from, to := max(at[2], at[4]), max(at[3], at[5]) // the other is -1
	add(text[:to], 0)
	for row := 1; row < rows; row++ {
		add(", "+text[from:to], row)
	}
	add(text[to:], 0)
	return w
}

// number is that of a parameter, $7.
func number(parameter string) int {
	n, _ := strconv.Atoi(parameter[1:]) // digits
	return n
}

// arguments reads the fields of the rows. A field's place in its struct is its
// parameter's number in the statement for one row. The row of a statement with
// one parameter is that parameter.
func arguments[P any](w wide, rows []P) []any {
	args := make([]any, len(w.args))
	for i, from := range w.args {
		args[i] = fieldOf(reflect.ValueOf(&rows[from.row]).Elem(), from.field).Interface()
	}
	return args
}

func fieldOf(row reflect.Value, field int) reflect.Value {
	if row.Kind() == reflect.Struct {
		return row.Field(field)
	}
	return row
}
