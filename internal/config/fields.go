package config

import (
	"reflect"
	"strings"
)

// field is one key that a struct takes.
type field struct {
	name  string
	index []int
}

// fieldsOf lists the keys of a struct in their order. An embedded struct marked
// inline lends its keys to the outer one.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case strings.Contains(options, "inline"):
			for _, inner := range fieldsOf(f.Type) {
				fields = append(fields, field{inner.name, append([]int{i}, inner.index...)})
			}
		case name != "" && name != "-":
			fields = append(fields, field{name, []int{i}})
		}
	}
	return fields
}

func findField(fields []field, name string) *field {
	for i := range fields {
		if fields[i].name == name {
			return &fields[i]
		}
	}
	return nil
}

func nameList(fields []field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return strings.Join(names, ", ")
}

// suggest names the nearest key, if one is near, and all that are allowed.
func suggest(key string, fields []field) string {
	best, least := "", max(2, len(key)/3)+1
	for _, f := range fields {
		if steps := distance(strings.ToLower(key), f.name); steps < least {
			best, least = f.name, steps
		}
	}
	if best == "" {
		return "allowed are: " + nameList(fields)
	}
	return "did you mean " + best + "? Allowed are: " + nameList(fields)
}

// distance is how many letters must be put in, taken out or changed to make b
// of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
