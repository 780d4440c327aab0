package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// toolbox runs commands on one store.
type toolbox struct {
	t           *testing.T
	data, store string
}

func (s *server) tools() toolbox {
	return toolbox{t: s.t, data: s.args[slices.Index(s.args, "--data")+1], store: s.store}
}

// run is a command's exit code and what it printed.
func (b toolbox) run(stdin string, args ...string) (code int, stdout, stderr string) {
	b.t.Helper()
	command := program(b.t.Context(), append(args, "--data", b.data, "--store", b.store)...)
	var out, errs bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(stdin), &out, &errs
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		b.t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), out.String(), errs.String()
}

// text is what a command prints that succeeds.
func (b toolbox) text(args ...string) string {
	b.t.Helper()
	code, stdout, stderr := b.run("", args...)
	if code != 0 {
		b.t.Fatalf("%q: exit %d: %s", args, code, stderr)
	}
	return stdout
}

// into reads a command's one JSON document.
func (b toolbox) into(answer any, args ...string) {
	b.t.Helper()
	text := b.text(append(args, "--json")...)
	decoder := json.NewDecoder(strings.NewReader(text))
	if err := decoder.Decode(answer); err != nil || decoder.More() {
		b.t.Fatalf("%q is not one document: %v\n%s", args, err, text)
	}
}

// refused wants a command to fail and to say why.
func (b toolbox) refused(code int, says string, args ...string) {
	b.t.Helper()
	got, stdout, stderr := b.run("", args...)
	if got != code || !strings.Contains(stderr, says) {
		b.t.Errorf("%q: exit %d, want %d and %q\n%s%s", args, got, code, says, stdout, stderr)
	}
}

func logsIn(t *testing.T, s *server, username, password string) bool {
	t.Helper()
	return newClient(t, s.base).logsIn(username, password)
}

func (c *client) logsIn(username, password string) bool {
	c.t.Helper()
	answer, err := c.http.PostForm(c.base+"/login", url.Values{"username": {username}, "password": {password}})
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusFound && !strings.Contains(answer.Header.Get("Location"), "error=")
}

func declared(*testing.T) string { return declaration("http://127.0.0.1:9/xxxApp/api", 1) }

func TestStaffCommandsBesideAServer(t *testing.T) {
	t.Parallel()
	onEngines(t, declared, func(t *testing.T, s *server) {
		tools := s.tools()
		var made struct {
			ID       int64
			Password string
		}
		tools.into(&made, "staff", "add", "nina", "--role", "reviewer")
		browser := newClient(t, s.base)
		if made.ID == 0 || !browser.logsIn("nina", made.Password) || !browser.get("/report/remain").ok() {
			t.Fatalf("made %+v, and cannot log in", made)
		}
		var list []struct {
			Username string
			Role     string
			Sessions int
		}
		tools.into(&list, "staff", "list")
		if len(list) != 5 || list[2].Username != "nina" || list[2].Role != "reviewer" || list[2].Sessions != 1 {
			t.Errorf("listed %+v", list)
		}
		tools.text("staff", "disable", "nina")
		if e := browser.get("/report/remain"); e.Status != http.StatusUnauthorized || logsIn(t, s, "nina", made.Password) {
			t.Errorf("disabled, and still in: %s", e)
		}
		tools.text("staff", "enable", "NINA")
		code, stdout, stderr := tools.run("a password of her own\n", "staff", "reset", "nina", "--password-stdin", "--totp")
		if code != 0 || strings.Contains(stdout+stderr, "of her own") || !logsIn(t, s, "nina", "a password of her own") || logsIn(t, s, "nina", made.Password) {
			t.Errorf("reset: exit %d\n%s%s", code, stdout, stderr)
		}
		tools.refused(exitFailed, "last_admin", "staff", "disable", "admin")
		tools.refused(exitFailed, "no such", "staff", "reset", "nobody")
		tools.refused(exitFailed, "username_taken", "staff", "add", "nina", "--role", "reviewer")
		tools.refused(exitUsage, "--role", "staff", "add", "otto", "--role", "boss")
		tools.refused(exitUsage, "digits alone", "staff", "add", "1234", "--role", "auditor")
	})
}

// remains asks the app's back office interface with a token.
func remains(t *testing.T, s *server, token string) int {
	t.Helper()
	office := newClient(t, s.base)
	office.auth = token
	return office.get("/uplus-report/api/get_remain_report?risk=0&csid=r1").Status
}

func TestSecretsAreRotatedBesideAServer(t *testing.T) {
	t.Parallel()
	onEngines(t, declared, func(t *testing.T, s *server) {
		tools := s.tools()
		var rotated struct{ Secret, Value string }
		rotate := func() {
			t.Helper()
			before := rotated.Value
			tools.into(&rotated, "app", "rotate", "live", "server-token")
			if rotated.Secret != "uplus.server_token" || rotated.Value == before || len(rotated.Value) < 40 {
				t.Fatalf("rotated %+v", rotated)
			}
			eventually(t, 10*time.Second, "the new token is good", func() bool { return remains(t, s, rotated.Value) == http.StatusOK })
			if got := remains(t, s, before); got != http.StatusUnauthorized {
				t.Errorf("the old token: %d", got)
			}
		}
		rotated.Value = serverToken
		rotate()
		shown := tools.text("app", "show", "live", "--json") + tools.text("app", "show", "live") + tools.text("app", "list")
		for _, secret := range []string{serverToken, tokenKey, rotated.Value} {
			if strings.Contains(shown, secret) {
				t.Error("a secret is shown")
			}
		}
		if !strings.Contains(shown, "uplus.token.jwt.key") || !strings.Contains(shown, "演示直播") {
			t.Errorf("shown: %s", shown)
		}
		tools.refused(exitFailed, "unknown_app", "app", "show", "none")
		tools.refused(exitUsage, "uplus.server_token", "app", "rotate", "live", "netease-secret")

		var sealed struct {
			Key  string
			Apps int
		}
		tools.into(&sealed, "key", "rotate")
		var keys []struct {
			ID    string
			Seals bool
			Apps  int
		}
		tools.into(&keys, "key", "list")
		if sealed.Apps != 1 || len(keys) != 2 || keys[0].ID != sealed.Key || !keys[0].Seals || keys[0].Apps != 1 || keys[1].Apps != 0 {
			t.Errorf("re-sealed %+v, keys %+v", sealed, keys)
		}
		rotate() // which the server can only read by the new key
		var dropped []string
		tools.into(&dropped, "key", "drop")
		if !slices.Equal(dropped, []string{keys[1].ID}) {
			t.Errorf("dropped %v", dropped)
		}
		s.kill()
		s.args = s.args[:slices.Index(s.args, "--apply")]
		s.start()
		if got := remains(t, s, rotated.Value); got != http.StatusOK {
			t.Errorf("after a restart with the new key alone: %d", got)
		}
	})
}

func TestTokenCommands(t *testing.T) {
	t.Parallel()
	onEngines(t, declared, func(t *testing.T, s *server) {
		tools := s.tools()
		type token struct {
			ID                  int64
			App, Username       string
			Prefix, Plaintext   string
			Scopes              []string
			Until, RevokedAt    *time.Time
			LastUsed, CreatedBy string
		}
		var apps, persons token
		tools.into(&apps, "token", "create", "--app", "live", "--scopes", "reports:write,cases:read", "--label", "客户端", "--days", "30")
		tools.into(&persons, "token", "create", "--staff", "supervisor", "--scopes", "deliveries:resend")
		if !strings.HasPrefix(apps.Plaintext, "xz_") || !slices.Equal(apps.Scopes, []string{"cases:read", "reports:write"}) || apps.Until == nil {
			t.Errorf("made %+v", apps)
		}
		list := tools.text("token", "list") + tools.text("token", "list", "--json")
		if strings.Contains(list, apps.Plaintext) || !strings.Contains(list, apps.Prefix) || !strings.Contains(list, "supervisor") {
			t.Errorf("listed %s", list)
		}
		tools.text("token", "revoke", "1")
		var left, all []token
		tools.into(&left, "token", "list")
		tools.into(&all, "token", "list", "--all", "--app", "live")
		if len(left) != 1 || left[0].Username != "supervisor" || len(all) != 1 || all[0].App != "live" {
			t.Errorf("left %+v of %+v", left, all)
		}
		tools.refused(exitFailed, "no such token", "token", "revoke", "77")
		tools.refused(exitUsage, "scopes", "token", "create", "--app", "live", "--scopes", "staff:write")
		tools.refused(exitUsage, "owner", "token", "create", "--scopes", "cases:read")

		var audit struct {
			OK      bool
			Entries int64
			Head    struct {
				Position int64
				Hash     string
			}
		}
		tools.into(&audit, "audit", "verify")
		if !audit.OK {
			t.Errorf("the audit log: %+v", audit)
		}
		exported := tools.text("audit", "export", "--action", "token.", "--actor", "cli")
		if strings.Count(exported, "\n") != 3 || !strings.Contains(exported, `"via":"xiezhi token revoke"`) {
			t.Errorf("exported %s", exported)
		}
		tools.refused(exitUsage, "--expect", "audit", "verify", "--expect", "yesterday")
		tools.refused(exitFailed, "audit log", "audit", "verify", "--expect", "1:"+strings.Repeat("0", 64))
	})
}
