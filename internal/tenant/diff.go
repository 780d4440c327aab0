package tenant

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// diff names the fields in which two apps differ, in their order: "uplus.method
// changed", "netease added", "hosts removed".
func diff(before, after App) []string {
	return diffStruct("", reflect.ValueOf(before), reflect.ValueOf(after))
}

func diffStruct(prefix string, before, after reflect.Value) []string {
	var changes []string
	for i := range before.NumField() {
		name, _, _ := strings.Cut(before.Type().Field(i).Tag.Get("yaml"), ",")
		changes = append(changes, diffValue(prefix+name, before.Field(i), after.Field(i))...)
	}
	return changes
}

func diffValue(path string, before, after reflect.Value) []string {
	if before.Kind() == reflect.Pointer && before.Type().Elem().Kind() == reflect.Struct && !before.IsNil() && !after.IsNil() {
		before, after = before.Elem(), after.Elem()
	}
	switch {
	case before.Kind() == reflect.Struct:
		return diffStruct(path+".", before, after)
	case before.Kind() == reflect.Slice && before.Type().Elem().Kind() == reflect.Struct && before.Len() == after.Len():
		return diffItems(path, before, after)
	}
	return diffPlain(path, before, after)
}

// diffPlain compares values that are named as a whole.
func diffPlain(path string, before, after reflect.Value) []string {
	switch {
	case empty(before) && empty(after) || reflect.DeepEqual(before.Interface(), after.Interface()):
		return nil
	case before.Kind() == reflect.Bool || before.CanInt():
		return []string{path + " changed"}
	case empty(before):
		return []string{path + " added"}
	case empty(after):
		return []string{path + " removed"}
	}
	return []string{path + " changed"}
}

func diffItems(path string, before, after reflect.Value) []string {
	var changes []string
	for i := range before.Len() {
		changes = append(changes, diffStruct(fmt.Sprintf("%s[%d].", path, i), before.Index(i), after.Index(i))...)
	}
	return changes
}

// empty takes a nil list and one without items for the same, as JSON does.
func empty(v reflect.Value) bool {
	return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0
}

// firstOf is the app's own clash, or else another's with it.
func firstOf(clash map[string][]*fault.Error, id string) error {
	if own := clash[id]; len(own) > 0 {
		return own[0]
	}
	for other, problems := range clash {
		return fault.New(fault.Invalid, "", "app %s and app %s: %s %s", id, other, problems[0].Field, problems[0].Message)
	}
	return nil
}
