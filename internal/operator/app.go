package operator

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// App is an app in the list.
type App struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Hosts     []string `json:"hosts"`
	Protocols []string `json:"protocols"`
}

// AppStory is an app with everything but its secrets, of which it has the
// names.
type AppStory struct {
	App     tenant.App `json:"app"`
	Secrets []string   `json:"secrets"`
}

// ListApps lists the apps by id.
func (o *Operator) ListApps() []App {
	list := []App{}
	for _, app := range o.Apps.All() {
		hosts := append([]string{}, app.Hosts...) // [] and not null
		list = append(list, App{ID: app.ID, Name: app.Name, Hosts: hosts, Protocols: protocolsOf(app)})
	}
	return list
}

func protocolsOf(app tenant.App) []string {
	spoken := []string{}
	for _, protocol := range []struct {
		name  string
		spoke bool
	}{
		{"uplus", app.Uplus != nil}, {"immomo", app.Immomo != nil}, {"yunjing", len(app.Yunjing) > 0},
		{"netease", app.Netease != nil}, {"party", app.Party != nil},
	} {
		if protocol.spoke {
			spoken = append(spoken, protocol.name)
		}
	}
	return spoken
}

// ShowApp shows one app. It returns a NotFound fault for an unknown one.
func (o *Operator) ShowApp(id string) (AppStory, error) {
	app, found := o.Apps.App(id)
	if !found {
		return AppStory{}, fault.New(fault.NotFound, "unknown_app", "there is no app %.64q", id)
	}
	shown, secrets := app.WithoutSecrets()
	return AppStory{App: shown, Secrets: secrets}, nil
}

// Rotated is a secret that was made anew.
type Rotated struct {
	App    string `json:"app"`
	Secret string `json:"secret"` // its name in the declared file
	Value  string `json:"value"`
}

// Rotate replaces one of an app's secrets, by its name in the declared file,
// with a new one. The old one counts for nothing as soon as the server has
// noticed, which takes it about a second.
func (o *Operator) Rotate(ctx context.Context, id, name string) (Rotated, error) {
	rotated := Rotated{App: id}
	_, err := o.Apps.Change(ctx, id, func(app *tenant.App) error {
		var err error
		rotated.Secret, rotated.Value, err = rotate(app, name)
		return err
	})
	return rotated, err
}
