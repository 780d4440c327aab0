package native

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/tenant"
)

var secretType = reflect.TypeFor[tenant.Secret]()

// eachSecret visits every secret of an app by its name, such as
// uplus.server_token. One of a list has the entry's app_id in its name, so that
// it is the same secret wherever its entry stands.
func eachSecret(app *tenant.App, visit func(name string, secret *tenant.Secret)) {
	visitSecrets("", reflect.ValueOf(app).Elem(), visit)
}

func visitSecrets(name string, v reflect.Value, visit func(string, *tenant.Secret)) {
	switch {
	case v.Type() == secretType:
		visit(name, v.Addr().Interface().(*tenant.Secret))
	case v.Kind() == reflect.Pointer && !v.IsNil():
		visitSecrets(name, v.Elem(), visit)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			item := v.Index(i)
			if entry, is := item.Interface().(tenant.Yunjing); is {
				visitSecrets(name+"["+entry.AppID+"]", item, visit)
			}
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			visitSecrets(strings.TrimPrefix(name+"."+jsonName(v.Type().Field(i)), "."), v.Field(i), visit)
		}
	}
}

func jsonName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return name
}

// withoutSecrets is a copy of the app that holds none, and the names of those
// that are set.
func withoutSecrets(app tenant.App) (shown tenant.App, names []string) {
	shown, names = copyOf(app), []string{}
	eachSecret(&shown, func(name string, secret *tenant.Secret) {
		if *secret != "" {
			names = append(names, name)
			*secret = ""
		}
	})
	return shown, names
}

// keepSecrets gives an app the secrets that it had and does not say anew.
func keepSecrets(before tenant.App, after *tenant.App) {
	had := map[string]tenant.Secret{}
	eachSecret(&before, func(name string, secret *tenant.Secret) { had[name] = *secret })
	eachSecret(after, func(name string, secret *tenant.Secret) {
		if *secret == "" {
			*secret = had[name]
		}
	})
}

// copyOf shares nothing with the app.
func copyOf(app tenant.App) (fresh tenant.App) {
	text, err := json.Marshal(app)
	if err == nil {
		err = json.Unmarshal(text, &fresh)
	}
	if err != nil {
		panic("native: an app does not come back from JSON: " + err.Error())
	}
	return fresh
}

// loosen makes every setting of an app optional, for most have a default and
// tenant.App.Check knows the rest, and its secrets such as are only taken.
func loosen(registry huma.Registry, t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	schema := registry.Schema(t, false, "")
	schema.Required = nil
	for i := range t.NumField() {
		field := t.Field(i)
		if property := schema.Properties[jsonName(field)]; property != nil && field.Type == secretType {
			property.WriteOnly = true
		}
		loosen(registry, field.Type)
	}
	schema.PrecomputeMessages()
}
