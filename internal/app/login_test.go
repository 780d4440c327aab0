package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What the contract's log-in says by a code, the console's page must have a
// sentence for.
func TestARefusedLogInIsExplainedOnThePage(t *testing.T) {
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
	for _, refused := range []struct{ location, code, sentence string }{
		{post(url.Values{"username": {"nobody"}, "password": {"wrong"}}), "bad_login", "用户名或密码不对"},
		{post(url.Values{"username": {"nobody"}}), "invalid", "请填写用户名和密码"},
		{last, "throttled", "失败次数过多"},
		{post(wrong, "Sec-Fetch-Site", "cross-site", "Accept", "text/html"), "cross_origin", "不是从本站发出的"},
	} {
		if !strings.HasSuffix(refused.location, "login.html?error="+refused.code) {
			t.Errorf("led to %q, want the code %s", refused.location, refused.code)
			continue
		}
		page := ask(t, client, http.MethodGet, a.URL()+"/console/login?error="+refused.code, nil)
		if !strings.Contains(page.body, refused.sentence) {
			t.Errorf("the page says nothing of %s", refused.code)
		}
	}
}
