package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What the contract's log-in refuses is told to the console's page by a code,
// which it has words for.
func TestARefusedLogInLeadsToThePageWithACode(t *testing.T) {
	t.Parallel()
	a, _ := startApp(t, Config{Settings: testSettings(t), Declare: []*File{parse(t, declaredApp)}})
	client := browser(t)
	post := func(login url.Values, headers ...string) string {
		return ask(t, client, http.MethodPost, a.URL()+"/login", login, headers...).location
	}
	wrong := url.Values{"username": {"reviewer1"}, "password": {"wrong"}}
	var last string
	for range 11 { // one more than an account may fail in a row
		last = post(wrong)
	}
	for _, refused := range []struct{ location, code string }{
		{post(url.Values{"username": {"nobody"}, "password": {"wrong"}}), "bad_login"},
		{post(url.Values{"username": {"nobody"}}), "invalid"},
		{last, "throttled"},
		{post(wrong, "Sec-Fetch-Site", "cross-site", "Accept", "text/html"), "cross_origin"},
	} {
		if !strings.HasSuffix(refused.location, "login.html?error="+refused.code) {
			t.Errorf("led to %q, want the code %s", refused.location, refused.code)
			continue
		}
		page := ask(t, client, http.MethodGet, a.URL()+"/login.html?error="+refused.code, nil)
		if page.location != "/console/login?error="+refused.code {
			t.Errorf("%s leads to %q", refused.code, page.location)
		}
	}
}
