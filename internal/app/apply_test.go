package app

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/config"
)

func applied(t *testing.T, settings config.Settings, text string) []string {
	t.Helper()
	lines, err := tryApply(t, settings, text)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func tryApply(t *testing.T, settings config.Settings, text string) (lines []string, err error) {
	t.Helper()
	file, err := ParseFile("declared.yaml", []byte(text))
	if err != nil {
		return nil, err
	}
	return lines, Apply(t.Context(), settings, file, quiet, func(line string) { lines = append(lines, line) })
}

// everything is the declared file with every key, those of later features too.
const everything = `
apps:
  - id: live
    name: 演示直播
    uplus:   {base_url: "http://127.0.0.1:9100/xxxApp/api", method: POST, server_token: "srv", token: {jwt: {alg: HS256, key: "hex:30313233343536373839616263646566303132333435363738396162636465660a"}}}
    immomo:  {appid: "1001", cipher: aes-256-cbc, key: "hex:3031323334353637383961626364656630313233343536373839616263646566", scenes: [chat, room]}
    media_base_url: ""
    yunjing: {app_id: "201601010001", key: "k", callback_url: "http://127.0.0.1:9100/callback", require_sign: true}
    netease: {app_key: "k", app_secret: "s", rtc_base_url: "http://127.0.0.1:9100/rtc", im_base_url: "http://127.0.0.1:9100/im"}
    party:   {app_key: "k", app_secret: "s"}
staff:
  - {username: reviewer1, password: "xiezhi-demo", role: reviewer}
risk_users:    [{app: live, user_id: "10001"}]
special_users: [{app: live, user_id: 10002}]
words:         [{list: base, category: ad, action: review, terms: ["加微信", "日结300"]}]
rules:         [{name: 引流, app: live, expression: 'sender.risk && message.text.has("加微信")', effect: {outcome: review, label: ad}, quota: 100, state: shadow}]
egress:        {allow: ["127.0.0.0/8"]}
lease: 10m
callback_url: ""
`

func TestApplyEverythingTwice(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	got := applied(t, settings, everything)
	want := []string{
		"lease: set to 10m0s", "egress.allow: set to [127.0.0.0/8]",
		"words base: created", "words base: 2 terms added",
		"app live: created", "rule 引流: created", "staff reviewer1: created",
		"app live: risk user 10001 added", "app live: special user 10002 added",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if again := applied(t, settings, everything); !slices.Equal(again, []string{"nothing to change"}) {
		t.Errorf("again: %q", again)
	}
	changed := strings.NewReplacer("role: reviewer}", "role: supervisor}", "9100/xxxApp", "9101/xxxApp", "action: review", "action: deny", ", state: shadow", "", "quota: 100", "quota: 7").Replace(everything)
	if got := applied(t, settings, changed); !slices.Equal(got, []string{"words base: 2 terms changed", "app live: uplus.base_url changed", "rule 引流: changed", "staff reviewer1: role reviewer → supervisor"}) {
		t.Errorf("changed: %q", got)
	}
}

func TestApplyWarnsOfWeakKeysOnce(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	weak := strings.Replace(declaredApp, "0123456789abcdef0123456789abcdef", "weak", 1)
	if got := strings.Join(applied(t, settings, weak), "\n"); !strings.Contains(got, "app live: warning: uplus.token.jwt.key") || strings.Contains(got, `"weak"`) {
		t.Errorf("got %s", got)
	}
	if got := applied(t, settings, weak); len(got) != 1 {
		t.Errorf("again: %q", got)
	}
}

func TestBadFilesNameTheLineAndChangeNothing(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	cases := []struct{ name, text, want string }{
		{"unknown key", declaredApp + "stuff: []\n", "declared.yaml:9: stuff: unknown key; did you mean staff?"},
		{"unknown key in an app", strings.Replace(declaredApp, "method: POST", "methode: POST", 1), "declared.yaml:5: apps[0].uplus.methode: unknown key; did you mean method?"},
		{"bad value", strings.Replace(declaredApp, "POST", "PUT", 1), `declared.yaml:5: apps[0].uplus.method: must be one of POST, GET, not "PUT"`},
		{"public key as secret", strings.Replace(declaredApp, "0123456789abcdef0123456789abcdef", `-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n`, 1),
			"declared.yaml:5: apps[0].uplus.token.jwt.key: must be a secret for HS256, not a PEM key"},
		{"bad role", strings.Replace(declaredApp, "role: reviewer", "role: boss", 1), "declared.yaml:7: staff[0].role: must be one of admin, supervisor, reviewer, auditor"},
		{"short password", strings.Replace(declaredApp, "xiezhi-demo", "short", 1), "declared.yaml:7: staff[0].password: must have at least 8"},
		{"no password", strings.Replace(declaredApp, `password: "xiezhi-demo", `, "", 1), "declared.yaml:7: staff[0].password: a new account needs"},
		{"twice", declaredApp + "risk_users: [{app: live}]", "declared.yaml:9: risk_users[0].user_id: must be"},
		{"stranger", declaredApp + "special_users: [{app: nope, user_id: a}]", `declared.yaml:9: special_users[0].app: there is no app "nope"`},
		{"word action", declaredApp + "words: [{list: a, category: b, action: shout, terms: []}]", "declared.yaml:9: words[0].action: there is no action \"shout\""},
		{"word", declaredApp + "words: [{list: a, category: b, action: mask, terms: [好的, a]}]", "declared.yaml:9: words[0].terms[1]: "},
		{"rule", declaredApp + "rules: [{name: a, expression: message.text, effect: {outcome: deny, label: ad}}]", "declared.yaml:9: rules[0].expression: at 0: must say yes or no"},
		{"rule's outcome", declaredApp + "rules: [{name: a, expression: 'true', effect: {outcome: pass, label: ad}}]", "declared.yaml:9: rules[0].effect.outcome: must be mask"},
		{"rule twice", declaredApp + "rules: [{name: a, expression: 'true', effect: {outcome: deny, label: ad}}, {name: a, expression: 'true', effect: {outcome: deny, label: ad}}]", "rules[1].name: is declared twice"},
		{"rule of a stranger", declaredApp + "rules: [{name: a, app: nope, expression: 'true', effect: {outcome: deny, label: ad}}]", `rules[0].app: there is no app "nope"`},
		{"network refused", strings.Replace(declaredApp, `["127.0.0.0/8"]`, "[]", 1), "declared.yaml:5: apps[0].uplus.base_url: the address leads to a network that may not be called (127.0.0.1 is loopback)"},
		{"bad network", strings.Replace(declaredApp, "127.0.0.0/8", "127/8", 1), "declared.yaml:8: egress.allow: "},
		{"lease", declaredApp + "lease: 10", "declared.yaml:9: lease: must be a length of time"},
		{"callback", declaredApp + "callback_url: file:///x", "declared.yaml:9: callback_url: must be an address"},
	}
	for _, c := range cases {
		if _, err := tryApply(t, settings, c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
	if lines := applied(t, settings, declaredApp); len(lines) != 3 {
		t.Errorf("something was changed before: %q", lines)
	}
}

func TestDeclaredTwiceIsRefused(t *testing.T) {
	t.Parallel()
	text := "apps:\n- id: a\n- id: a\nstaff:\n- {username: b, password: 12345678, role: admin}\n- {username: B, password: 12345678, role: admin}\n"
	_, err := ParseFile("f.yaml", []byte(text))
	for _, want := range []string{"f.yaml:3: apps[1].id: is declared twice", "f.yaml:6: staff[1].username: is declared twice"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestAppsThatClashWithTheStoreAreRefused(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	applied(t, settings, "apps: [{id: b, hosts: [x.example.com]}]")
	for _, id := range []string{"a", "c"} {
		_, err := tryApply(t, settings, "apps: [{id: "+id+", hosts: [X.example.com]}]")
		if err == nil || !strings.Contains(err.Error(), "hosts[0]") {
			t.Errorf("%s: got %v", id, err)
		}
	}
}

func TestLoadLayers(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/xiezhi.yaml"
	write(t, path, "listen: 127.0.0.1:1\ndata: /file\nlog_level: debug\nlease: 7m\n")
	env := func(name string) (string, bool) {
		value, set := map[string]string{"XIEZHI_LISTEN": "127.0.0.1:2", "XIEZHI_DATA": "/env"}[name]
		return value, set
	}
	c, err := Load(path, env, []config.Assignment{{Key: "listen", Value: "127.0.0.1:3", Origin: "--listen"}})
	if err != nil {
		t.Fatal(err)
	}
	if s := c.Settings; s.Listen != "127.0.0.1:3" || s.Data != "/env" || s.LogLevel != "debug" || s.LogFormat != "text" || s.Lease != 0 {
		t.Errorf("got %+v", s)
	}
	if len(c.Declare) != 1 || c.Declare[0].Lease == 0 {
		t.Errorf("the file's lease is not declared: %+v", c.Declare)
	}
}

func TestLoadSaysWhereABadValueCameFrom(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/xiezhi.yaml"
	write(t, path, "\nlog_level: loud\n")
	none := func(string) (string, bool) { return "", false }
	if _, err := Load(path, none, nil); err == nil || !strings.Contains(err.Error(), path+":2: log_level: must be one of debug") {
		t.Errorf("got %v", err)
	}
	env := func(name string) (string, bool) { return "loud", name == "XIEZHI_LOG_LEVEL" }
	if _, err := Load("", env, nil); err == nil || !strings.HasPrefix(err.Error(), "XIEZHI_LOG_LEVEL: must be one of") {
		t.Errorf("got %v", err)
	}
	flags := []config.Assignment{{Key: "listen", Value: "nowhere", Origin: "--listen"}}
	if _, err := Load("", none, flags); err == nil || !strings.HasPrefix(err.Error(), "--listen: must be an address") {
		t.Errorf("got %v", err)
	}
	if _, err := Load(path+".missing", none, nil); err == nil {
		t.Error("a missing file is no error")
	}
}

func TestOwnSettings(t *testing.T) {
	t.Parallel()
	if got := parse(t, "listen: :1\nlease: 1m\nadmin_listen: :2\n").OwnSettings(); !slices.Equal(got, []string{"listen", "admin_listen"}) {
		t.Errorf("got %q", got)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
