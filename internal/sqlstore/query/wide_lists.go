package query

import (
	"encoding/json"
	"reflect"
	"regexp"
	"sync"
)

// Lists is a DBTX that takes a list as one argument of JSON, as SQLite does.
type Lists interface{ TakesLists() }

// shortList is up to how many members a list is cheaper written out.
const shortList = 4

// listed is a statement with a list for its one member.
type listed struct {
	text  string
	field int // of the member
}

var (
	member     = regexp.MustCompile(`IN \((\$\d+)\)`)
	keptListed sync.Map // text to listed, or to nil where there is no list
)

func listedOf(text string) (listed, bool) {
	if kept, ok := keptListed.Load(text); ok {
		l, is := kept.(listed)
		return l, is
	}
	at := member.FindStringSubmatchIndex(text)
	if at == nil {
		keptListed.Store(text, nil)
		return listed{}, false
	}
	l := listed{
		text:  text[:at[2]] + "SELECT value FROM json_each(" + text[at[2]:at[3]] + ")" + text[at[3]:],
		field: number(text[at[2]:at[3]]) - 1,
	}
	keptListed.Store(text, l)
	return l, true
}

// asList gives the one statement for all the rows and its arguments, where the
// database takes lists and the statement has one. What else the statement takes
// comes from the first row.
func asList[P any](db DBTX, text string, rows []P) (string, []any, bool) {
	if _, takes := db.(Lists); !takes || len(rows) <= shortList {
		return "", nil, false
	}
	l, ok := listedOf(text)
	if !ok {
		return "", nil, false
	}
	rows = unpadded(rows)
	first := reflect.ValueOf(&rows[0]).Elem()
	if first.Kind() != reflect.Struct {
		return l.text, []any{encoded(rows)}, true
	}
	args := make([]any, first.NumField())
	for i := range args {
		args[i] = first.Field(i).Interface()
	}
	all := reflect.MakeSlice(reflect.SliceOf(first.Field(l.field).Type()), len(rows), len(rows))
	for i := range rows {
		all.Index(i).Set(reflect.ValueOf(&rows[i]).Elem().Field(l.field))
	}
	args[l.field] = encoded(all.Interface())
	return l.text, args, true
}

func encoded(list any) string {
	text, _ := json.Marshal(list) // numbers and strings always marshal
	return string(text)
}

// unpadded undoes padded, and what is like it.
func unpadded[P any](rows []P) []P {
	n := len(rows)
	for n > 1 && any(rows[n-1]) == any(rows[n-2]) {
		n--
	}
	return rows[:n]
}
