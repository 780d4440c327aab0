package native

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/tenant"
)

var secretType = reflect.TypeFor[tenant.Secret]()

func jsonName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return name
}

// keepSecrets gives an app the secrets that it had and does not say anew.
func keepSecrets(before tenant.App, after *tenant.App) {
	had := map[string]tenant.Secret{}
	tenant.EachSecret(&before, func(name string, secret *tenant.Secret) { had[name] = *secret })
	tenant.EachSecret(after, func(name string, secret *tenant.Secret) {
		if *secret == "" {
			*secret = had[name]
		}
	})
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
