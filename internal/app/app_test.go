package app

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func TestFromSetUpToLogOut(t *testing.T) {
	t.Parallel()
	a, _ := startApp(t, Config{Settings: testSettings(t)})
	client := browser(t)
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 302, "/nowhere": 404, "/report/remain": 401} {
		if got := ask(t, client, http.MethodGet, a.URL()+path, nil); got.status != want {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	if got := ask(t, client, http.MethodGet, a.URL()+"/nowhere", nil); !strings.Contains(got.body, `"ret":1`) {
		t.Errorf("unknown path: %s", got.body)
	}
	link, err := a.SetUpLink(t.Context())
	if err != nil || !strings.HasPrefix(link, a.URL()+"/console/setup?token=") {
		t.Fatalf("%q, %v", link, err)
	}
	for _, page := range []string{link, a.URL() + "/console/", a.URL() + "/console/login"} { // 503 where nobody has built it
		if got := ask(t, client, http.MethodGet, page, nil); got.status != http.StatusOK && got.status != http.StatusServiceUnavailable && got.status != http.StatusFound {
			t.Errorf("%s: %d", page, got.status)
		}
	}
	parsed, _ := url.Parse(link)
	setUp := fmt.Sprintf(`{"token":%q,"username":"admin","password":"long enough"}`, parsed.Query().Get("token"))
	asJSON := []string{"Content-Type", "application/json"}
	if got := send(t, http.MethodPost, a.URL()+"/api/v1/setup", setUp, asJSON); got.status != http.StatusOK {
		t.Fatalf("set-up: %d %s", got.status, got.body)
	}
	if got := send(t, http.MethodPost, a.URL()+"/api/v1/setup", setUp, asJSON); got.status != http.StatusForbidden {
		t.Errorf("set-up again: %d", got.status)
	}
	if link, err := a.SetUpLink(t.Context()); err != nil || link != "" {
		t.Errorf("a second link %q, %v", link, err)
	}

	client = browser(t)
	login := url.Values{"username": {"admin"}, "password": {"long enough"}}
	if got := ask(t, client, http.MethodPost, a.URL()+"/login", login); got.status != http.StatusFound || got.location != "index.html" {
		t.Fatalf("log-in: %+v", got)
	}
	if got := ask(t, client, http.MethodGet, a.URL()+"/punish_enum_relation", nil); got.status != http.StatusOK {
		t.Errorf("logged in: %d %s", got.status, got.body)
	}
	ask(t, client, http.MethodGet, a.URL()+"/logout", nil)
	if got := ask(t, client, http.MethodGet, a.URL()+"/punish_enum_relation", nil); got.status != http.StatusUnauthorized {
		t.Errorf("logged out: %d", got.status)
	}
}

func TestOtherSitesArePutOff(t *testing.T) {
	t.Parallel()
	a, _ := startApp(t, Config{Settings: testSettings(t), Declare: []*File{parse(t, declaredApp)}})
	client := browser(t)
	login := url.Values{"username": {"reviewer1"}, "password": {"xiezhi-demo"}}
	foreign := []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}
	if got := ask(t, client, http.MethodPost, a.URL()+"/login", login, foreign...); got.status != http.StatusForbidden {
		t.Errorf("foreign log-in: %d", got.status)
	}
	if got := ask(t, client, http.MethodPost, a.URL()+"/login", login, append(foreign, "Accept", "text/html")...); got.status != http.StatusSeeOther {
		t.Errorf("foreign log-in by a page: %d", got.status)
	}
	if got := ask(t, client, http.MethodPost, a.URL()+"/login", login, "Origin", a.URL(), "Sec-Fetch-Site", "same-origin"); got.status != http.StatusFound {
		t.Fatalf("own log-in: %d", got.status)
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if got := ask(t, client, method, a.URL()+"/report/message/next", nil, foreign...); got.status != http.StatusForbidden || !strings.Contains(got.body, "cross_origin") {
			t.Errorf("foreign %s: %d %s", method, got.status, got.body)
		}
	}
	if got := ask(t, client, http.MethodPost, a.URL()+"/report/message/next", nil, "Origin", "http://evil.example"); got.status != http.StatusForbidden {
		t.Errorf("foreign origin alone: %d", got.status)
	}
	if got := ask(t, client, http.MethodGet, a.URL()+"/", nil, foreign...); got.status != http.StatusFound {
		t.Errorf("a link to the console: %d", got.status)
	}
	// App clients' pages report from any origin, with their token.
	if got := ask(t, client, http.MethodPost, a.URL()+"/v/1/t/ios/report/reportmsg?token=x&uid=1", nil, foreign...); got.status != http.StatusUnauthorized {
		t.Errorf("a report from an app's page: %d %s", got.status, got.body)
	}
	if got := ask(t, client, http.MethodGet, a.URL()+"/app/live/v/1/t/ios/report/report_type?token=x&uid=1", nil, foreign...); got.status != http.StatusUnauthorized {
		t.Errorf("report types for an app's page: %d %s", got.status, got.body)
	}
}

func TestSecondServerIsRefused(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	_, stop := startApp(t, Config{Settings: settings})
	_, err := New(t.Context(), Config{Settings: settings}, quiet)
	if !fault.HasCode(err, sqlstore.CodeInUse) || !strings.Contains(err.Error(), "another process serves") {
		t.Errorf("got %v", err)
	}
	stop()
	startApp(t, Config{Settings: settings})
}

func TestTakenPortIsSaidClearly(t *testing.T) {
	t.Parallel()
	first, _ := startApp(t, Config{Settings: testSettings(t)})
	settings := testSettings(t)
	settings.Listen = strings.TrimPrefix(first.URL(), "http://")
	a, err := New(t.Context(), Config{Settings: settings}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "--listen") {
		t.Errorf("got %v", err)
	}
	settings.Listen = "127.0.0.1:0" // the failed start left nothing behind
	startApp(t, Config{Settings: settings})
}

func TestRunDrains(t *testing.T) {
	t.Parallel()
	a, err := New(t.Context(), Config{Settings: testSettings(t)}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	started, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- a.Run(ctx, func() { close(started) }) }()
	<-started
	if got := ask(t, browser(t), http.MethodGet, a.URL()+"/readyz", nil); got.status != http.StatusOK {
		t.Errorf("ready: %d %s", got.status, got.body)
	}
	interrupt()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := http.Get(a.URL() + "/healthz"); err == nil {
		t.Error("it still answers")
	}
	if err := a.store.Ready(t.Context()); err == nil {
		t.Error("the store is still open")
	}
}

func TestWrongSecretKeyIsRefused(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	_, stop := startApp(t, Config{Settings: settings, Declare: []*File{parse(t, declaredApp)}})
	stop()
	settings.SecretKey = strings.Repeat("ab", 32)
	if _, err := New(t.Context(), Config{Settings: settings}, quiet); err == nil || !strings.Contains(err.Error(), "XIEZHI_SECRET_KEY") {
		t.Errorf("got %v", err)
	}
	if raw, err := os.ReadFile(filepath.Join(settings.Data, "secret.key")); err != nil || len(raw) < 64 {
		t.Errorf("key file: %d bytes, %v", len(raw), err)
	}
}

func TestAdminListenerHasMetrics(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	settings.AdminListen = "127.0.0.1:0"
	a, _ := startApp(t, Config{Settings: settings})
	client := browser(t)
	ask(t, client, http.MethodGet, a.URL()+"/report/remain", nil)
	if got := ask(t, client, http.MethodGet, "http://"+a.server.AdminAddr()+"/metrics", nil); !strings.Contains(got.body, `route="/report/remain"`) ||
		!strings.Contains(got.body, "\nxiezhi_presence_apart 0\n") {
		t.Errorf("%d: not all of ours in the metrics", got.status)
	}
	if got := ask(t, client, http.MethodGet, a.URL()+"/metrics", nil); got.status != http.StatusNotFound {
		t.Errorf("metrics on the main listener: %d", got.status)
	}
}

func TestApplyReachesARunningServer(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	a, _ := startApp(t, Config{Settings: settings})
	text := declaredApp + "lease: 90s\n"
	if err := Apply(t.Context(), settings, parse(t, text), quiet, func(string) {}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the app is known, the lease and the networks hold", func() bool {
		_, known := a.registry.App("live")
		return known && a.review.Lease() == 90*time.Second && a.egress.Check(t.Context(), "http://127.0.0.1/") == nil
	})
	client := browser(t)
	login := url.Values{"username": {"reviewer1"}, "password": {"xiezhi-demo"}}
	if got := ask(t, client, http.MethodPost, a.URL()+"/login", login); got.status != http.StatusFound || got.location != "index.html" {
		t.Fatalf("log-in: %+v", got)
	}
	got := ask(t, client, http.MethodGet, a.URL()+"/api/v1/staff/me", nil)
	if got.status != http.StatusOK || !strings.Contains(got.body, `"username":"reviewer1"`) {
		t.Errorf("me: %+v", got)
	}
	if cookie := got.header.Get("Set-Cookie"); cookie != "" {
		t.Errorf("an ordinary request sets a cookie: %s", cookie)
	}
}

func TestEnvironmentOverridesWhatIsKept(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	settings.Lease = time.Minute
	settings.Egress.Allow = []string{"10.0.0.0/8"}
	file := parse(t, "lease: 5m\negress: {allow: [127.0.0.0/8]}\n")
	a, _ := startApp(t, Config{Settings: settings, Declare: []*File{file}})
	if a.review.Lease() != time.Minute || a.egress.Check(t.Context(), "http://127.0.0.1/") == nil ||
		a.egress.Check(t.Context(), "http://10.0.0.1/") != nil {
		t.Error(fmt.Sprint("lease ", a.review.Lease()))
	}
}
