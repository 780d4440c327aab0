package query

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// Arrays is a DBTX that takes lists as arguments, as PostgreSQL does. It gets
// one statement for any number of rows, always of the same text.
type Arrays interface{ TakesArrays() }

func takesArrays(db DBTX) bool {
	_, ok := db.(Arrays)
	return ok
}

// arrayed is a statement whose rows come as one array for each field.
type arrayed struct {
	text string
	args []arrayPlace // of the parameters $1, $2, …
}

// arrayPlace is where an argument comes from: the field of all rows, or of the
// first one only.
type arrayPlace struct {
	field int
	all   bool
}

var keptArrayed sync.Map // text to arrayed

func arrayedOf(text string, row reflect.Type) arrayed {
	if a, ok := keptArrayed.Load(text); ok {
		return a.(arrayed)
	}
	a := unnested(text, row)
	keptArrayed.Store(text, a)
	return a
}

// unnested makes a SELECT from arrays of the statement's VALUES, or an array of
// the one member of its list. The arrays' members come in their order. What else
// the statement takes comes from the first row.
func unnested(text string, row reflect.Type) arrayed {
	var a arrayed
	argument := func(parameter string, all bool) string {
		a.args = append(a.args, arrayPlace{number(parameter) - 1, all})
		return "$" + strconv.Itoa(len(a.args))
	}
	one := func(parameter string) string { return argument(parameter, false) }
	at := repeated.FindStringSubmatchIndex(text)
	a.text = parameter.ReplaceAllStringFunc(text[:at[0]], one)
	if at[4] >= 0 {
		a.text += "= ANY (" + argument(text[at[4]:at[5]], true) + array(row, a.args[len(a.args)-1].field) + ")"
	} else {
		a.text += selection(text[at[2]+1:at[3]-1], row, func(p string) (string, int) {
			return argument(p, true), a.args[len(a.args)-1].field
		})
	}
	a.text += parameter.ReplaceAllStringFunc(text[at[1]:], one)
	return a
}

// selection is VALUES with one row, of arrays. Take numbers a parameter and
// tells its field.
func selection(values string, row reflect.Type, take func(parameter string) (string, int)) string {
	var arrays, columns []string
	values = parameter.ReplaceAllStringFunc(values, func(p string) string {
		number, field := take(p)
		column := fmt.Sprint("c", len(columns)+1)
		arrays, columns = append(arrays, number+array(row, field)), append(columns, column)
		return "many." + column
	})
	return fmt.Sprintf("SELECT %s FROM unnest(%s) AS many (%s)", values, strings.Join(arrays, ", "), strings.Join(columns, ", "))
}

// array is the type of an array of a field, as a cast.
func array(row reflect.Type, field int) string {
	if row.Kind() == reflect.Struct {
		row = row.Field(field).Type
	}
	return map[reflect.Kind]string{reflect.Int64: "::bigint[]", reflect.Int32: "::integer[]", reflect.String: "::text[]"}[row.Kind()]
}

// listsOf reads the fields of the rows.
func listsOf[P any](a arrayed, rows []P) []any {
	args := make([]any, len(a.args))
	all := reflect.ValueOf(rows)
	for i, from := range a.args {
		if !from.all {
			args[i] = fieldOf(all.Index(0), from.field).Interface()
			continue
		}
		list := reflect.MakeSlice(reflect.SliceOf(fieldOf(all.Index(0), from.field).Type()), len(rows), len(rows))
		for n := range rows {
			list.Index(n).Set(fieldOf(all.Index(n), from.field))
		}
		args[i] = list.Interface()
	}
	return args
}

func execArrays[P any](ctx context.Context, db DBTX, text string, rows []P) error {
	a := arrayedOf(text, reflect.TypeFor[P]())
	_, err := db.ExecContext(ctx, a.text, listsOf(a, rows)...)
	return err
}

func queryArrays[P any](ctx context.Context, db DBTX, text string, rows []P) (*sql.Rows, error) {
	a := arrayedOf(text, reflect.TypeFor[P]())
	return db.QueryContext(ctx, a.text, listsOf(a, rows)...)
}
