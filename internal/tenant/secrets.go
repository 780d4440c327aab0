package tenant

import (
	"encoding/json"
	"reflect"
	"strings"
)

var secretType = reflect.TypeFor[Secret]()

// EachSecret visits every secret that the app's sections have room for, by its
// name, such as uplus.server_token. One of a list has its entry's app_id in the
// name, so that it is the same wherever the entry stands.
func EachSecret(app *App, visit func(name string, secret *Secret)) {
	eachSecret("", reflect.ValueOf(app).Elem(), visit)
}

func eachSecret(name string, v reflect.Value, visit func(string, *Secret)) {
	switch {
	case v.Type() == secretType:
		visit(name, v.Addr().Interface().(*Secret))
	case v.Kind() == reflect.Pointer && !v.IsNil():
		eachSecret(name, v.Elem(), visit)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			if entry, is := v.Index(i).Addr().Interface().(*Yunjing); is {
				eachSecret(name+"["+entry.AppID+"]", v.Index(i), visit)
			}
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			field, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			eachSecret(strings.TrimPrefix(name+"."+field, "."), v.Field(i), visit)
		}
	}
}

// WithoutSecrets is a copy of the app that holds none, and the names of those
// that are set.
func (a App) WithoutSecrets() (shown App, names []string) {
	text, err := json.Marshal(a)
	if err == nil {
		err = json.Unmarshal(text, &shown)
	}
	if err != nil {
		panic("tenant: an app does not come back from JSON: " + err.Error())
	}
	names = []string{}
	EachSecret(&shown, func(name string, secret *Secret) {
		if *secret != "" {
			names, *secret = append(names, name), ""
		}
	})
	return shown, names
}
