package config

import (
	"reflect"
	"strings"
)

// Assignment is a setting given as text, outside a file.
type Assignment struct {
	Key    string // as in the file: listen, egress.allow
	Value  string // lists are parted by commas
	Origin string // "XIEZHI_LISTEN" or "--listen", for errors
}

// Variable is the environment variable of a setting.
func Variable(key string) string {
	return "XIEZHI_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// Keys lists every setting.
func Keys() []string {
	var keys []string
	for _, f := range leaves(reflect.TypeFor[Settings](), "", nil) {
		keys = append(keys, f.name)
	}
	return keys
}

// Environment collects the settings that the environment gives. An empty
// variable counts as not given.
func Environment(lookup func(string) (string, bool)) []Assignment {
	var given []Assignment
	for _, key := range Keys() {
		if value, set := lookup(Variable(key)); set && value != "" {
			given = append(given, Assignment{Key: key, Value: value, Origin: Variable(key)})
		}
	}
	return given
}

// Assign overwrites settings, the later assignment over the earlier. All
// problems are reported at once.
func (s *Settings) Assign(given []Assignment) error {
	fields := leaves(reflect.TypeFor[Settings](), "", nil)
	var problems []*Problem
	for _, a := range given {
		found := findField(fields, a.Key)
		if found == nil {
			problems = append(problems, &Problem{Origin: a.Origin, Message: "unknown setting; " + suggest(a.Key, fields)})
			continue
		}
		if err := setText(reflect.ValueOf(s).Elem().FieldByIndex(found.index), a.Value); err != nil {
			problems = append(problems, &Problem{Origin: a.Origin, Message: err.Error()})
		}
	}
	return Join(problems)
}

// leaves lists the settings inside sections too: egress.allow.
func leaves(t reflect.Type, prefix string, index []int) []field {
	var list []field
	for _, f := range fieldsOf(t) {
		at := append(append([]int(nil), index...), f.index...)
		if inner := t.FieldByIndex(f.index).Type; inner.Kind() == reflect.Struct {
			list = append(list, leaves(inner, prefix+f.name+".", at)...)
			continue
		}
		list = append(list, field{prefix + f.name, at})
	}
	return list
}
