package native

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/tenant"
)

func (w *world) put(path, body string) reply {
	w.Helper()
	return w.do(call{who: "admin", method: http.MethodPut, path: path, body: body})
}

func (w *world) patch(path, body string) reply {
	w.Helper()
	return w.do(call{who: "admin", method: http.MethodPatch, path: path, body: body})
}

func (w *world) app(id string) tenant.App {
	w.Helper()
	app, found := w.deps.Apps.App(id)
	if !found {
		w.Fatalf("there is no app %s", id)
	}
	return app
}

func TestSecretsAreTakenAndNeverShown(t *testing.T) {
	t.Parallel()
	w := small(t)
	full := `{"name":"新","hosts":["a.example"],
		"uplus":{"base_url":"http://127.0.0.1:1/api","server_token":"secret-one","token":{"jwt":{"alg":"HS256","key":"secret-two-that-is-long-enough-for-hs256"}}},
		"yunjing":[{"app_id":"y1","key":"secret-three"},{"app_id":"y2","key":"secret-four"}],
		"netease":{"app_key":"n","app_secret":"secret-five"},"party":{"app_key":"p","app_secret":"secret-six"}}`
	replies := []reply{
		w.put("/apps/fresh", full), w.get("admin", "/apps/fresh"), w.get("admin", "/apps"),
		w.patch("/apps/fresh", `{"name":"再新","uplus":{"admin_hours":24},"yunjing":[{"app_id":"y2","callback_url":"http://127.0.0.1/cb"}]}`),
		w.put("/apps/fresh", `{"name":"终","uplus":{"base_url":"http://127.0.0.1:2/api","token":{"jwt":{"alg":"HS256"}}}}`),
	}
	for i, r := range replies {
		w.want(r, http.StatusOK, nil)
		if strings.Contains(r.body, "secret-") {
			t.Errorf("answer %d shows a secret: %s", i, r.body)
		}
	}
	var changed appChange
	w.want(replies[3], http.StatusOK, &changed)
	if diff := cmp.Diff([]string{"uplus.server_token", "uplus.token.jwt.key", "yunjing[y2].key", "netease.app_secret", "party.app_secret"}, changed.App.Secrets); diff != "" {
		t.Error(diff)
	}
	app := w.app("fresh")
	if app.Name != "终" || app.Uplus.ServerToken != "secret-one" || app.Uplus.BaseURL != "http://127.0.0.1:2/api" || app.Uplus.AdminHours != 0 ||
		app.Uplus.Token.JWT.Key != "secret-two-that-is-long-enough-for-hs256" || app.Netease != nil || len(app.Yunjing) != 0 {
		t.Errorf("in the end it is %+v", app)
	}
}

func TestAPatchChangesItsPartOnly(t *testing.T) {
	t.Parallel()
	w := small(t)
	before := w.app("live")
	var changed appChange
	w.want(w.patch("/apps/live", `{"uplus":{"lift_on_expiry":true},"hosts":["b.example","c.example"]}`), http.StatusOK, &changed)
	want := before
	uplus := *before.Uplus
	uplus.LiftOnExpiry = true
	want.Uplus, want.Hosts = &uplus, []string{"b.example", "c.example"}
	if diff := cmp.Diff(want, w.app("live")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"hosts changed", "uplus.lift_on_expiry changed"}, changed.Changes); diff != "" {
		t.Error(diff)
	}
	w.want(w.patch("/apps/live", `{}`), http.StatusOK, &changed)
	if len(changed.Changes) != 0 {
		t.Errorf("%v", changed.Changes)
	}
	for body, field := range map[string]string{
		`{"id":"x"}`: "id", `{"uplus":{"method":"PUT"}}`: "uplus.method", `{"uplus":{"metod":"POST"}}`: "uplus.metod", `{"hosts":"b"}`: "hosts",
	} {
		if p := w.wantProblem(w.patch("/apps/live", body), http.StatusBadRequest, "invalid"); p.Field != field {
			t.Errorf("%s: %+v", body, p)
		}
	}
	w.wantProblem(w.patch("/apps/none", `{}`), http.StatusNotFound, "unknown_app")
}

func TestReadersSeeAnAppsNamesOnly(t *testing.T) {
	t.Parallel()
	w := small(t)
	var shown appItem
	w.want(w.get("reviewer", "/apps/live"), http.StatusOK, &shown)
	if shown.App.Uplus != nil || len(shown.Secrets) != 0 || shown.App.Name == "" || shown.Party {
		t.Errorf("%+v", shown)
	}
	w.want(w.patch("/apps/live", `{"party":{"app_key":"p","app_secret":"secret"}}`), http.StatusOK, nil)
	w.want(w.get("reviewer", "/apps/live"), http.StatusOK, &shown)
	if !shown.Party || shown.App.Party != nil {
		t.Errorf("with a party: %+v", shown)
	}
}

func TestARotatedSecretIsShownOnce(t *testing.T) {
	t.Parallel()
	w := small(t)
	var fresh rotated
	w.want(w.post("admin", "/apps/live/rotate", `{"secret":"uplus.server_token"}`), http.StatusOK, &fresh)
	if fresh.Value == serverToken || fresh.Value != string(w.app("live").Uplus.ServerToken) {
		t.Errorf("%+v", fresh)
	}
	if r := w.get("admin", "/apps/live"); strings.Contains(r.body, fresh.Value) {
		t.Error("it is shown again")
	}
}
