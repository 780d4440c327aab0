package uplus

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/tenant"
)

// doors is every path of the console and whom it is open to (PROTOCOLS §3,
// "Who may").
var doors = []struct {
	method, path string
	auditor      bool
}{
	{"GET", "/punish_enum_relation", true},
	{"GET", "/enum/entrance_mod", true},
	{"POST", "/report/remain", true},
	{"GET", "/report/album_image/list", false},
	{"GET", "/report/message/next", false},
	{"POST", "/punish", false},
	{"POST", "/pass", false},
	{"POST", "/hall/open_mouth", false},
	{"POST", "/show/open_mouth", false},
	{"POST", "/show/un_clock", false},
	{"POST", "/user/un_clock", false},
	{"GET", "/user/risk/list", true},
	{"POST", "/user/risk", false},
	{"GET", "/user/risk", true},
	{"DELETE", "/user/risk", false},
	{"GET", "/user/special/list", true},
	{"POST", "/user/special", false},
	{"GET", "/user/special", true},
	{"DELETE", "/user/special", false},
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, d := range doors {
		for _, path := range []string{d.path, "/app/live" + d.path} {
			w.refused("a stranger at "+path, w.call("", d.method, path, nil), http.StatusUnauthorized, "not_logged_in", "")
			if got := w.call("auditor1", d.method, path, nil); (got.status == http.StatusForbidden) == d.auditor {
				t.Errorf("an auditor at %s %s: %s", d.method, path, got.body)
			}
			for _, who := range []string{"reviewer1", "supervisor1"} {
				got := w.call(who, d.method, path, nil)
				if got.envelope(t); got.status == http.StatusForbidden || got.status == http.StatusUnauthorized {
					t.Errorf("%s at %s %s: %s", who, d.method, path, got.body)
				}
			}
		}
	}
}

// Every path of the two documents is there, in both ways of naming the app.
func TestEveryPathIsServed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	paths := []string{
		"/v/1/t/ios/report/report_type", "/v/1/t/ios/report/reportmsg", "/login", "/logout",
		"/uplus-report/api/get_pic_list", "/uplus-report/api/get_next_report", "/uplus-report/api/get_remain_report",
	}
	for _, d := range doors {
		paths = append(paths, d.path)
	}
	for _, path := range paths {
		for _, prefix := range []string{"", "/app/live"} {
			if got := w.call("", http.MethodPost, prefix+path, nil); got.status == http.StatusNotFound {
				t.Errorf("%s%s is not served", prefix, path)
			}
		}
	}
}

// asServer calls with a bearer token.
func (w *world) asServer(token, method, path string) reply {
	w.t.Helper()
	request, err := http.NewRequest(method, w.url+path, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	return w.do(w.as(""), request)
}

func TestAnEmptyServerTokenClosesTheServerInterfaces(t *testing.T) {
	t.Parallel()
	app := liveApp()
	app.Uplus.ServerToken = ""
	without := tenant.App{ID: "other", Name: "没有uplus"}
	w := newWorld(t, app, without)
	for _, prefix := range []string{"/app/live", "/app/other"} {
		for _, token := range []string{"", " ", "server-secret"} {
			got := w.asServer(token, http.MethodGet, prefix+"/uplus-report/api/get_remain_report?risk=0")
			w.refused(prefix, got, http.StatusUnauthorized, "unauthenticated", "")
		}
	}
	w.refused("a report", w.call("", http.MethodGet, "/app/other/v/1/t/ios/report/report_type?token=user:1&uid=1", nil), 404, "unknown_app", "")
}

func TestServerTokenActsAsTheNamedReviewer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := punishment(w.file(valid(11)), 11, 1, 101)
	cid := strconv.FormatInt(w.cids["reviewer2"], 10)
	form.Set("csid", cid)
	path := "/punish?" + form.Encode()
	w.refused("wrong token", w.asServer("x", http.MethodPost, path), http.StatusUnauthorized, "unauthenticated", "")
	if got := w.asServer(serverToken, http.MethodPost, path); got.status != http.StatusOK {
		t.Fatal(got.body)
	}
	if orders := w.orders(); len(orders) != 1 || orders[0].AuthorID != cid {
		t.Errorf("orders %+v", orders)
	}
	form.Set("csid", "auditor1")
	w.refused("an auditor", w.asServer(serverToken, http.MethodPost, "/pass?"+form.Encode()), http.StatusForbidden, "forbidden", "")
	form.Del("csid")
	w.refused("nobody", w.asServer(serverToken, http.MethodPost, "/pass?"+form.Encode()), http.StatusBadRequest, "invalid", "csid:")
}

func TestWhichApp(t *testing.T) {
	t.Parallel()
	second := tenant.App{ID: "second", Hosts: []string{"second.example"}, Uplus: &tenant.Uplus{ServerToken: "second-secret"}}
	w := newWorld(t, liveApp(), second)
	ask := func(host, path, token string) reply {
		request, err := http.NewRequest(http.MethodGet, w.url+path+"/uplus-report/api/get_remain_report?risk=0", nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			request.Host = host
		}
		request.Header.Set("Authorization", "Bearer "+token)
		return w.do(w.as(""), request)
	}
	cases := []struct {
		name, host, path, token string
		status                  int
	}{
		{"by prefix", "", "/app/second", "second-secret", 200},
		{"by host", "second.example", "", "second-secret", 200},
		{"the prefix is stronger", "second.example", "/app/live", serverToken, 200},
		{"another app's token", "second.example", "", serverToken, 401},
		{"two apps and none named", "", "", serverToken, 404},
		{"unknown app", "", "/app/third", serverToken, 404},
	}
	for _, c := range cases {
		if got := ask(c.host, c.path, c.token); got.status != c.status {
			t.Errorf("%s: %d %s", c.name, got.status, got.body)
		}
	}
	if got := ask("", "", serverToken); !strings.Contains(got.body, "/app/{id}") {
		t.Errorf("the refusal does not say how to name the app: %s", got.body)
	}
	// Cases of one app are not the other's.
	id := w.app("live").file(valid(11))
	form := punishment(id, 11, 1, 101)
	w.refused("another app's case", w.call("reviewer1", http.MethodPost, "/app/second/pass", form), http.StatusNotFound, "not_found", "")
}

// app is the world below an app's prefix.
func (w *world) app(id string) *world {
	inner := w.in(w.t)
	inner.url += "/app/" + id
	return inner
}

func TestThrottledLogIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := url.Values{"username": {"reviewer1"}, "password": {"wrong"}}
	var got reply
	for range 50 {
		if got = w.call("", http.MethodPost, "/login", form); strings.Contains(got.header.Get("Location"), "error=throttled") {
			break
		}
	}
	if got.status != http.StatusFound || !strings.Contains(got.header.Get("Location"), "error=throttled") {
		t.Fatalf("never throttled: %d %s", got.status, got.header.Get("Location"))
	}
	request, err := http.NewRequest(http.MethodPost, w.url+"/login?"+form.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "application/json")
	got = w.do(w.as(""), request)
	w.refused("throttled", got, http.StatusTooManyRequests, "login_throttled", "")
	if got.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

func TestLocalPath(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/":                                "/",
		"/console/?a=1#x":                  "/console/?a=1#x",
		"/中文":                              "/%E4%B8%AD%E6%96%87",
		"":                                 "",
		"index.html":                       "",
		"//evil.example":                   "",
		"///evil.example":                  "",
		`/\evil.example`:                   "",
		`\/evil.example`:                   "",
		"http://evil.example/":             "",
		"javascript:alert(1)":              "",
		"/\t/evil.example":                 "",
		"/a\r\nSet-Cookie: x=1":            "",
		"/%zz":                             "",
		"/" + strings.Repeat("a", maxNext): "",
	} {
		if got, ok := localPath(next); got != want || ok != (want != "") {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

// Our own trouble is a 503 that says nothing, and a line in the log that says
// what, without the token.
func TestOurTroubleIsNotShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	reviewer := w.as("reviewer1")
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	got := w.report("user:1002", "1002", encode(t, valid(11)))
	if e := got.envelope(t); got.status != http.StatusServiceUnavailable || strings.Contains(*e.Info, "sql") {
		t.Errorf("%d %s", got.status, got.body)
	}
	if log := w.log.String(); !strings.Contains(log, "reportmsg") || strings.Contains(log, "user:1002") {
		t.Errorf("log %s", log)
	}
	request, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, w.url+"/report/message/next", nil)
	if got := w.do(reviewer, request); got.status != http.StatusServiceUnavailable {
		t.Errorf("a reviewer: %d %s", got.status, got.body)
	}
}
