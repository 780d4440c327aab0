package console

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func TestWhereAddressesLead(t *testing.T) {
	t.Parallel()
	cases := []struct{ path, nobody, somebody string }{
		{"/", "/console/login", "/console/"},
		{"/index.html", "/console/login", "/console/"},
		{"/console", "/console/login", "/console/"},
		{"/console/", "/console/login?next=%2Fconsole%2F", ""},
		{"/console/login", "", "/console/"},
		{"/console/login?next=%2Fconsole%2F%23%2Falbum", "", "/console/#/album"},
		{"/console/login?next=https://evil.example/", "", "/console/"},
		{"/login.html", "/console/login", "/console/login"},
		{"/login.html?error=x&next=%2Fa&other=1", "/console/login?error=x&next=%2Fa", "/console/login?error=x&next=%2Fa"},
	}
	for _, c := range cases {
		for account, want := range map[*staff.Account]string{nil: c.nobody, reviewer: c.somebody} {
			answer := newWorld(account).get(t, c.path)
			status := http.StatusFound
			if want == "" {
				status = http.StatusOK
			}
			if got := answer.Header.Get("Location"); got != want || answer.StatusCode != status {
				t.Errorf("%s, logged in %v: %d to %q, want %d to %q", c.path, account != nil, answer.StatusCode, got, status, want)
			}
			if answer.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s may be cached", c.path)
			}
		}
	}
}

func TestUnknownAddresses(t *testing.T) {
	t.Parallel()
	w := newWorld(reviewer)
	for _, path := range []string{"/console/nowhere", "/console/login/", "/console/api/", "/console/api/you", "/console/assets/", "/robots.txt", "/console/index.html", "/console/pages/login.html"} {
		if answer := w.get(t, path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
	}
	if answer := w.post(t, "/console/login", nil); answer.StatusCode == http.StatusOK {
		t.Error("the log-in page took a POST")
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"Content-Security-Policy": policy,
		"Referrer-Policy":         "no-referrer",
		"X-Content-Type-Options":  "nosniff",
		"X-Frame-Options":         "DENY",
	}
	for _, path := range []string{"/", "/console/", "/console/nowhere", "/console/api/me", "/console/assets/x/y", loadAssets().base + "main.js"} {
		answer := newWorld(reviewer).get(t, path)
		for name, value := range want {
			if got := answer.Header.Get(name); got != value {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
	for _, part := range []string{"default-src 'self'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %s", part)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Error("the policy allows something unsafe")
	}
}

// A form that is posted under no-referrer has "Origin: null", which is refused
// as a stranger's where the browser sends nothing better.
func TestFormsKeepTheirOrigin(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/console/login", "/console/setup?token=x", "/console/setup"} {
		if got := newWorld(nil).get(t, path).Header.Get("Referrer-Policy"); got != "strict-origin" {
			t.Errorf("%s: %q", path, got)
		}
	}
}

func TestSessionsThatDoNotAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(reviewer)
	w.broken = fault.Wrap(fault.Unavailable, errors.New("secret cause"), "the store does not answer")
	for _, path := range []string{"/", "/console/", "/console/login", "/console/api/me"} {
		answer := w.get(t, path)
		if answer.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
		if strings.Contains(body(t, answer), "secret") {
			t.Errorf("%s tells the cause", path)
		}
	}
}

func TestLogInPageSaysOnlyItsOwnWords(t *testing.T) {
	t.Parallel()
	cases := []struct{ given, shown string }{
		{"bad_login", "用户名或密码不对"},
		{"invalid", "请填写"},
		{"throttled", "失败次数过多"},
		{"disabled", "已停用"},
		{"unavailable", "暂时无法登录"},
		{"cross_origin", "不是从本站发出"},
		{"session", "登录已过期"},
		{"登录失败次数过多，请稍后再试", "登录没有成功"},
		{"您的账号有风险，请致电 400-000", "登录没有成功"},
		{"<script>alert(1)</script>", "登录没有成功"},
	}
	for _, c := range cases {
		text := body(t, newWorld(nil).get(t, "/console/login?error="+url.QueryEscape(c.given)))
		if !strings.Contains(text, c.shown) || !strings.Contains(text, `role="alert"`) {
			t.Errorf("%q does not show %q", c.given, c.shown)
		}
		if strings.Contains(text, "400-000") || strings.Contains(text, "alert(1)") {
			t.Errorf("%q is echoed", c.given)
		}
	}
	if text := body(t, newWorld(nil).get(t, "/console/login")); strings.Contains(text, `role="alert"`) {
		t.Error("an error where there is none")
	}
}

func TestLogInPageAsksForTheCode(t *testing.T) {
	t.Parallel()
	page := func(query string) string { return body(t, newWorld(nil).get(t, "/console/login?"+query)) }
	for _, code := range []string{"otp_required", "bad_otp"} {
		text := page("error=" + code + "&username=reviewer1&password=secret1")
		if !strings.Contains(text, `name="otp"`) || !strings.Contains(text, `value="reviewer1"`) || strings.Contains(text, "secret1") {
			t.Errorf("%s: %s", code, text)
		}
	}
	if text := page("error=bad_login&username=reviewer1"); strings.Contains(text, `name="otp"`) || strings.Contains(text, "reviewer1") {
		t.Errorf("the code is asked for without need: %s", text)
	}
	for _, name := range []string{`"><script>`, "请致电 400-000", strings.Repeat("a", 100)} {
		if text := page("error=otp_required&username=" + url.QueryEscape(name)); !strings.Contains(text, `value=""`) {
			t.Errorf("%q is echoed", name)
		}
	}
	to := newWorld(nil).get(t, "/login.html?error=otp_required&username=reviewer1&password=x").Header.Get("Location")
	if to != "/console/login?error=otp_required&username=reviewer1" {
		t.Errorf("login.html leads to %s", to)
	}
}

func TestNextIsALocalPath(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/console/":                     "/console/",
		"/console/#/album":              "/console/#/album",
		"/console/?a=1&b=2":             "/console/?a=1&b=2",
		"":                              consolePath,
		"console":                       consolePath,
		"//evil.example/":               consolePath,
		"/\\evil.example/":              consolePath,
		"/\t/evil.example/":             consolePath,
		"https://evil.example/":         consolePath,
		"javascript:alert(1)":           consolePath,
		"/console/login?next=/console/": consolePath,
		"/login":                        consolePath,
		"/" + strings.Repeat("a", 600):  consolePath,
	} {
		if got := localPath(next); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
	text := body(t, newWorld(nil).get(t, "/console/login?next="+url.QueryEscape(`/console/"><b>`)))
	if strings.Contains(text, "<b>") {
		t.Error("next is not escaped")
	}
}

func TestMe(t *testing.T) {
	t.Parallel()
	w := newWorld(reviewer)
	w.served = []tenant.App{
		{ID: "live", Name: "演示直播", MediaBaseURL: "http://media.example/x", Uplus: &tenant.Uplus{ServerToken: "topsecret"}},
		{ID: "chat", Name: "语聊"},
	}
	answer := w.get(t, "/console/api/me")
	text := body(t, answer)
	if answer.StatusCode != http.StatusOK || strings.Contains(text, "topsecret") {
		t.Fatalf("%d %s", answer.StatusCode, text)
	}
	var got meAnswer
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if got.Username != "reviewer1" || got.Role != staff.Reviewer || got.LeaseSeconds != 90 {
		t.Errorf("got %+v", got)
	}
	if want := []string{"read", "decide", "lift", "keep_lists"}; !slices.Equal(got.Permissions, want) {
		t.Errorf("permissions %v, want %v", got.Permissions, want)
	}
	if want := []appInfo{{"live", "演示直播", "http://media.example/x", true}, {"chat", "语聊", "", false}}; !slices.Equal(got.Apps, want) {
		t.Errorf("apps %+v", got.Apps)
	}
	if !slices.Contains(got.Entrances, entranceRow{13, 3, true}) || !slices.Contains(got.Entrances, entranceRow{25, 4, false}) || len(got.Entrances) != 12 {
		t.Errorf("entrances %+v", got.Entrances)
	}
}

func TestMeWithoutApps(t *testing.T) {
	t.Parallel()
	if text := body(t, newWorld(reviewer).get(t, "/console/api/me")); !strings.Contains(text, `"apps":[]`) {
		t.Errorf("apps are no list: %s", text)
	}
}

func TestMeIsForNobodyElse(t *testing.T) {
	t.Parallel()
	answer := newWorld(nil).get(t, "/console/api/me")
	if answer.StatusCode != http.StatusUnauthorized || !strings.Contains(body(t, answer), `"unauthenticated"`) {
		t.Errorf("got %d", answer.StatusCode)
	}
}

func TestAssetsAreKeptForEver(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	page := body(t, newWorld(reviewer).get(t, "/console/"))
	base := loadAssets().base
	for _, name := range []string{"main.js", "console.css", "first.js"} {
		if !strings.Contains(page, base+name) {
			t.Errorf("the page does not load %s", name)
		}
	}
	for name, kind := range map[string]string{
		"main.js": "text/javascript; charset=utf-8", "console.css": "text/css; charset=utf-8", "icons.svg": "image/svg+xml",
		"inter.woff2": "font/woff2", "licenses.txt": "text/plain; charset=utf-8",
	} {
		answer := w.get(t, base+name)
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != kind || !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", name, answer.StatusCode, answer.Header)
		}
		again := httptest.NewRequest(http.MethodGet, base+name, nil)
		again.Header.Set("If-None-Match", answer.Header.Get("ETag"))
		if status := w.do(again).StatusCode; status != http.StatusNotModified {
			t.Errorf("%s again: %d", name, status)
		}
	}
	for _, path := range []string{assetRoot + "000000000000/main.js", base + "nothing.js", base} {
		if answer := w.get(t, path); answer.StatusCode != http.StatusNotFound || strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %s", path, answer.StatusCode, answer.Header.Get("Cache-Control"))
		}
	}
}
