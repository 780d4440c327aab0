package app

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/protocol/native"
)

func wantSettings(t *testing.T, a *App, callback string, lease int) {
	t.Helper()
	got, err := a.Settings(t.Context())
	if err != nil || got.CallbackURL != callback || got.LeaseSeconds != lease || a.review.Lease() != time.Duration(lease)*time.Second {
		t.Errorf("%+v with a lease of %s, %v; want %q and %d s", got, a.review.Lease(), err, callback, lease)
	}
}

func TestSettingsAreInForceAtOnce(t *testing.T) {
	t.Parallel()
	a, _ := startApp(t, Config{Settings: testSettings(t), Declare: []*File{parse(t, declaredApp)}})
	wantSettings(t, a, "", 600)
	callback, lease := "http://127.0.0.1:9100/callback", 90
	for range 2 {
		if _, err := a.ChangeSettings(t.Context(), native.SettingsChange{CallbackURL: &callback, LeaseSeconds: &lease}); err != nil {
			t.Fatal(err)
		}
	}
	wantSettings(t, a, callback, lease)
	entries, err := a.store.AuditEntries(t.Context(), auditlog.Filter{Action: string(auditlog.SettingChange), Object: auditlog.Object{Kind: auditlog.ASetting, ID: "lease"}})
	if err != nil || len(entries) != 1 || string(entries[0].Detail) != `{"value":"1m30s"}` {
		t.Errorf("the audit log has %+v, %v", entries, err)
	}
	none := ""
	if _, err := a.ChangeSettings(t.Context(), native.SettingsChange{CallbackURL: &none}); err != nil {
		t.Fatal(err)
	}
	wantSettings(t, a, "", lease)
}

func TestSettingsAreCheckedAsApplyChecksThem(t *testing.T) {
	t.Parallel()
	a, _ := startApp(t, Config{Settings: testSettings(t), Declare: []*File{parse(t, declaredApp)}})
	refuse := func(field string, change native.SettingsChange) {
		t.Helper()
		if _, err := a.ChangeSettings(t.Context(), change); !fault.Is(err, fault.Invalid) || fault.As(err).Field != field {
			t.Errorf("want %s refused, got %v", field, err)
		}
	}
	lease := 90
	for _, callback := range []string{"callback", "ftp://127.0.0.1/", "http://10.0.0.1/", "http://[::1]:9/", "http://169.254.169.254/"} {
		refuse("callback_url", native.SettingsChange{CallbackURL: &callback, LeaseSeconds: &lease})
	}
	for _, lease := range []int{0, -1, 24*60*60 + 1} {
		refuse("lease_seconds", native.SettingsChange{LeaseSeconds: &lease})
	}
	wantSettings(t, a, "", 600)
}

func TestWhatAServerWasToldAtItsStartStays(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	settings.Lease = 2 * time.Minute
	a, _ := startApp(t, Config{Settings: settings, Declare: []*File{parse(t, declaredApp)}})
	lease := 90
	_, err := a.ChangeSettings(t.Context(), native.SettingsChange{LeaseSeconds: &lease})
	if !fault.Is(err, fault.Conflict) || !fault.HasCode(err, codeFixed) || fault.As(err).Field != "lease_seconds" {
		t.Errorf("got %v", err)
	}
	wantSettings(t, a, "", 120)
	if got, err := a.Settings(t.Context()); err != nil || strings.Join(got.Fixed, " ") != "lease_seconds" {
		t.Errorf("fixed are %v, %v", got.Fixed, err)
	}
}

// fetched sends JSON as a page of the server, or of another one, does.
func fetched(t *testing.T, client *http.Client, method, address, body, site string) (status int, told string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Sec-Fetch-Site", site)
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode, response.Header.Get("Content-Type")
}

// TestAPageOfOursLogsIn and no other one's, neither in nor out.
func TestAPageOfOursLogsIn(t *testing.T) {
	t.Parallel()
	a, _ := startApp(t, Config{Settings: testSettings(t), Declare: []*File{parse(t, declaredApp)}})
	client := browser(t)
	session, me := a.URL()+"/api/v1/session", a.URL()+"/api/v1/staff/me"
	const who = `{"username":"reviewer1","password":"xiezhi-demo"}`
	for _, step := range []struct {
		method, address, body, site string
		status                      int
	}{
		{http.MethodPost, session, who, "cross-site", http.StatusForbidden},
		{http.MethodGet, me, "", "same-origin", http.StatusUnauthorized},
		{http.MethodPost, session, who, "same-origin", http.StatusOK},
		{http.MethodGet, me, "", "same-origin", http.StatusOK},
		{http.MethodDelete, session, "", "cross-site", http.StatusForbidden},
		{http.MethodGet, me, "", "same-origin", http.StatusOK},
		{http.MethodDelete, session, "", "same-origin", http.StatusNoContent},
		{http.MethodGet, me, "", "same-origin", http.StatusUnauthorized},
		{http.MethodPost, a.URL() + "/api/v1/setup", `{"token":"x","username":"y","password":"zzzzzzzz"}`, "cross-site", http.StatusForbidden},
	} {
		status, kind := fetched(t, client, step.method, step.address, step.body, step.site)
		if status != step.status || status >= 400 && kind != problemType {
			t.Errorf("%s %s from %s: %d %s, want %d", step.method, step.address, step.site, status, kind, step.status)
		}
	}
}
