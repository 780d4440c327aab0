package native

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/staff"
)

func TestWrongAddressesAndMethods(t *testing.T) {
	t.Parallel()
	w := small(t)
	for _, path := range []string{"", "/", "/nothing", "/cases/", "/cases//5", "/cases/../staff", "/openapi.json/", "/cases/5/decision/x"} {
		w.wantProblem(w.get("admin", path), http.StatusNotFound, "not_found")
	}
	for path, allowed := range map[string]string{
		"/cases": "GET", "/cases/5/decision": "DELETE, POST", "/staff": "GET, POST", "/apps/live": "GET, PATCH, PUT", "/openapi.json": "GET",
	} {
		r := w.do(call{who: "admin", method: "PROPFIND", path: path})
		w.wantProblem(r, http.StatusMethodNotAllowed, "wrong_method")
		if r.header.Get("Allow") != allowed {
			t.Errorf("%s allows %q", path, r.header.Get("Allow"))
		}
	}
}

func TestBadRequestsAreToldAndChangeNothing(t *testing.T) {
	t.Parallel()
	w := small(t)
	good := `{"username":"fresh","password":"long-enough","role":"reviewer"}`
	cases := map[string]struct{ path, body, field string }{
		"no JSON":           {"/staff", `{"username`, "body"},
		"a list":            {"/staff", `[]`, "body"},
		"nothing":           {"/staff", ``, ""},
		"no such field":     {"/staff", `{"username":"fresh","password":"long-enough","role":"reviewer","admin":true}`, "admin"},
		"a wrong type":      {"/staff", `{"username":5,"password":"long-enough","role":"reviewer"}`, "username"},
		"a missing field":   {"/staff", `{"username":"fresh","password":"long-enough"}`, "body"},
		"an unknown role":   {"/staff", `{"username":"fresh","password":"long-enough","role":"king"}`, "role"},
		"a NUL":             {"/staff", `{"username":"fresh\u0000","password":"long-enough","role":"reviewer"}`, "body"},
		"not UTF-8":         {"/staff", "{\"username\":\"fresh\xff\",\"password\":\"long-enough\",\"role\":\"reviewer\"}", "body"},
		"too deep":          {"/staff", strings.Repeat("[", 100) + strings.Repeat("]", 100), "body"},
		"a feature's fault": {"/staff", `{"username":"12345","password":"long-enough","role":"reviewer"}`, "username"},
		"a bad limit":       {"/staff?limit=%zz", good, "query"},
		"too short":         {"/tokens", `{"scopes":[]}`, "scopes"},
		"an unknown scope":  {"/tokens", `{"scopes":["everything"]}`, "scopes"},
		"an unknown queue":  {"/cases/claim", `{"queue":"nothing"}`, "queue"},
	}
	for name, c := range cases {
		p := w.wantProblem(w.post("admin", c.path, c.body), http.StatusBadRequest, "invalid")
		if p.Field != c.field {
			t.Errorf("%s: %+v", name, p)
		}
		if strings.Contains(p.Detail, "long-enough") {
			t.Errorf("%s repeats what was sent: %s", name, p.Detail)
		}
	}
	for _, path := range []string{"/cases?limit=0", "/cases?limit=201", "/cases?limit=x", "/cases?queue=x", "/cases?from=yesterday", "/cases/x", "/cases/0", "/cases?user_id=%00", "/users/%ff?app=live"} {
		w.wantProblem(w.get("admin", path), http.StatusBadRequest, "invalid")
	}
	large := `{"username":"` + strings.Repeat("x", maxBody) + `"}`
	w.wantProblem(w.post("admin", "/staff", large), http.StatusRequestEntityTooLarge, "too_large")
	accounts, err := w.deps.Staff.All(t.Context())
	w.must(err)
	if len(accounts) != 5 {
		t.Errorf("%d accounts", len(accounts))
	}
	if strings.Contains(w.log.String(), "level=ERROR") {
		t.Error(w.log.String())
	}
}

func TestReportsFollowTheEntrance(t *testing.T) {
	t.Parallel()
	w := small(t)
	app := w.token("app live", staff.ReportsWrite)
	for field, change := range map[string]given{
		"accused":  {"accused": "7"},
		"messages": {"messages": []any{}},
		"profile":  {"profile": map[string]any{"owner_id": "1"}},
		"mod":      {"mod": 99},
	} {
		report := hallReport("a", "1", "2")
		for name, value := range change {
			report[name] = value
		}
		p := w.wantProblem(w.post(app, "/reports", encoded(t, report)), http.StatusBadRequest, "invalid")
		if p.Field != field {
			t.Errorf("%s: %+v", field, p)
		}
	}
	w.wantProblem(w.post(app, "/reports", `{"reporter":"1","mod":11,"complaints":["delete"]}`), http.StatusBadRequest, "invalid")
}
