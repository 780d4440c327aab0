package native

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// appItem is an app without its secrets.
type appItem struct {
	App     tenant.App `json:"app" doc:"Without its secrets; without everything but its names for who does not administer."`
	Secrets []string   `json:"secrets" doc:"The names of those that are set."`
	Party   bool       `json:"party" doc:"Whether it has a party, with calls, gifts and coins."`
}

type appList struct {
	Items []appItem `json:"items" doc:"By id."`
}

// appChange is what a change of an app did.
type appChange struct {
	App     appItem  `json:"app"`
	Changes []string `json:"changes" doc:"The names of what changed; empty where it was so already."`
}

type appInput struct {
	ID string `path:"id" maxLength:"128"`
}

type putAppInput struct {
	ID   string `path:"id" maxLength:"128"`
	Body tenant.App
}

type patchAppInput struct {
	ID   string `path:"id" maxLength:"128"`
	Body appPatch
}

type rotateInput struct {
	ID   string `path:"id" maxLength:"128"`
	Body struct {
		Secret string `json:"secret" minLength:"1" maxLength:"200" doc:"Its name." example:"uplus.server_token"`
	}
}

// rotated is a secret's new value.
type rotated struct {
	Secret string `json:"secret"`
	Value  string `json:"value" doc:"It is shown once."`
}

// appPatch is the part of an app that is to change, in its own JSON.
type appPatch map[string]any

// Schema implements huma.SchemaProvider: a patch has the fields of an app.
func (appPatch) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[tenant.App](), true, "")
}

func (h *Handler) appOperations() {
	tags := []string{"apps"}
	const unshown = " A secret is taken and never shown; one that is left out or empty stays as it is."
	add(h, huma.Operation{OperationID: "list-apps", Method: http.MethodGet, Path: "/apps", Tags: tags, Summary: "List the apps"}, h.listApps)
	add(h, huma.Operation{OperationID: "get-app", Method: http.MethodGet, Path: "/apps/{id}", Tags: tags, Summary: "An app"}, h.getApp)
	add(h, huma.Operation{OperationID: "put-app", Method: http.MethodPut, Path: "/apps/{id}", Tags: tags,
		Summary: "Make an app, or make it so", Description: "What is left out goes." + unshown}, h.putApp)
	add(h, huma.Operation{OperationID: "rotate-secret", Method: http.MethodPost, Path: "/apps/{id}/rotate", Tags: tags,
		Summary: "Give one of an app's secrets a new value", Description: "The old one counts for nothing any more. Only those that are ours to make can be rotated."}, h.rotateSecret)
	add(h, huma.Operation{OperationID: "patch-app", Method: http.MethodPatch, Path: "/apps/{id}", Tags: tags,
		Summary: "Change a part of an app", Description: "What is left out stays; a list is replaced as a whole." + unshown}, h.patchApp)
	h.appAuditOperations()
	h.appEvidenceOperations()
	h.erasureOperations()
}

// oneApp is the app that a request is about: the one it names, else the
// caller's own, else the only one.
func (h *Handler) oneApp(ctx context.Context, id string) (tenant.App, error) {
	id, err := callerOf(ctx).within(id)
	if err != nil {
		return tenant.App{}, err
	}
	if all := h.deps.Apps.All(); id == "" && len(all) == 1 {
		return all[0], nil
	}
	if id == "" {
		return tenant.App{}, fault.Field("app", "must name an app, for there is not just one")
	}
	return h.app(id)
}

func (h *Handler) app(id string) (tenant.App, error) {
	app, found := h.deps.Apps.App(id)
	if !found {
		return tenant.App{}, &fault.Error{Kind: fault.NotFound, Code: "unknown_app", Field: "app", Message: "there is no such app"}
	}
	return app, nil
}

func (h *Handler) listApps(ctx context.Context, _ *none) (*answer[appList], error) {
	who := callerOf(ctx)
	list := appList{Items: []appItem{}}
	for _, app := range h.deps.Apps.All() {
		if who.sees(app.ID) {
			list.Items = append(list.Items, appOf(who, app))
		}
	}
	return answered(list, nil)
}

func (h *Handler) getApp(ctx context.Context, in *appInput) (*answer[appItem], error) {
	app, err := h.app(in.ID)
	who := callerOf(ctx)
	if err == nil && !who.sees(app.ID) {
		_, err = who.within(app.ID)
	}
	return answered(appOf(who, app), err)
}

// appOf shows an app's settings to administrators and itself, its names to
// others.
func appOf(who caller, app tenant.App) appItem {
	shown, names := app.WithoutSecrets()
	if !who.isApp() && !who.may(staff.Administer) {
		shown = tenant.App{ID: app.ID, Name: app.Name, Hosts: app.Hosts, MediaBaseURL: app.MediaBaseURL}
		names = []string{}
	}
	return appItem{App: shown, Secrets: names, Party: app.Party != nil}
}

func (h *Handler) putApp(ctx context.Context, in *putAppInput) (*answer[appChange], error) {
	if in.Body.ID != "" && in.Body.ID != in.ID {
		return nil, fault.Field("id", "is not that of the address")
	}
	in.Body.ID = in.ID
	if _, exists := h.deps.Apps.App(in.ID); !exists {
		changes, err := h.deps.Apps.Apply(ctx, in.Body)
		return h.changed(ctx, in.ID, changes, err)
	}
	return h.change(ctx, in.ID, func(app *tenant.App) error {
		var after tenant.App
		if err := duplicate(in.Body, &after); err != nil { // this may be called again
			return err
		}
		keepSecrets(*app, &after)
		*app = after
		return nil
	})
}

func (h *Handler) patchApp(ctx context.Context, in *patchAppInput) (*answer[appChange], error) {
	return h.change(ctx, in.ID, func(app *tenant.App) error {
		after, err := patched(*app, in.Body)
		if err != nil {
			return fault.Wrap(fault.Invalid, err, "the app does not take this")
		}
		if after.ID != in.ID {
			return fault.Field("id", "is not that of the address")
		}
		keepSecrets(*app, &after)
		*app = after
		return nil
	})
}

func (h *Handler) change(ctx context.Context, id string, alter func(*tenant.App) error) (*answer[appChange], error) {
	changes, err := h.deps.Apps.Change(ctx, id, alter)
	return h.changed(ctx, id, changes, err)
}

func (h *Handler) changed(ctx context.Context, id string, changes []string, err error) (*answer[appChange], error) {
	if err != nil {
		return nil, err
	}
	app, err := h.app(id)
	return answered(appChange{App: appOf(callerOf(ctx), app), Changes: mapped(changes, same[string])}, err)
}

// patched is the app with a part of it replaced.
func patched(app tenant.App, patch appPatch) (after tenant.App, err error) {
	text, err := json.Marshal(app)
	if err != nil {
		return after, err
	}
	var whole map[string]any
	if err := json.Unmarshal(text, &whole); err != nil {
		return after, err
	}
	if text, err = json.Marshal(merged(whole, patch)); err != nil {
		return after, err
	}
	return after, json.Unmarshal(text, &after)
}

// duplicate fills fresh with a copy of the app that shares nothing with it.
func duplicate(app tenant.App, fresh *tenant.App) error {
	text, err := json.Marshal(app)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, fresh)
}

// merged is RFC 7396 without its null.
func merged(whole, patch map[string]any) map[string]any {
	for name, value := range patch {
		into, isObject := whole[name].(map[string]any)
		if part, alsoObject := value.(map[string]any); isObject && alsoObject {
			whole[name] = merged(into, part)
			continue
		}
		whole[name] = value
	}
	return whole
}

func (h *Handler) rotateSecret(ctx context.Context, in *rotateInput) (*answer[rotated], error) {
	name, value, err := h.deps.Rotate(ctx, in.ID, in.Body.Secret)
	return answered(rotated{Secret: name, Value: value}, err)
}
