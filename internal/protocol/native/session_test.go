package native

import (
	"net/http"
	"net/http/cookiejar"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// stranger is the browser of somebody who has not logged in yet, under a name
// that the test's calls may use.
func (w *world) stranger(name string) string {
	w.Helper()
	jar, _ := cookiejar.New(nil) // never fails
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clients[name] = &http.Client{Jar: jar}
	return name
}

func (c *client) comingAndGoing() {
	who := c.stranger("a browser")
	in := c.call(who, "log-in", given{"username": "supervisor", "password": password})
	if c.text(in, "member.role") != "supervisor" || !slices.Contains(in["permissions"].([]any), any("senior")) {
		c.Errorf("logged in as %v", in)
	}
	if me := c.call(who, "get-me", nil); c.number(me, "member.id") != c.ids["supervisor"] {
		c.Errorf("the session is %v", me)
	}
	c.call(who, "log-out", nil)
	c.wantProblem(c.try(who, "get-me", nil), http.StatusUnauthorized, "not_logged_in")
	c.call(who, "log-out", nil)

	empty := newClient(deserted(c.TB, storetest.SQLite(c.TB)))
	token, _, err := empty.deps.Staff.OpenSetUp(c.Context())
	c.must(err)
	who = empty.stranger("the founder")
	made := empty.call(who, "set-up", given{"token": token, "username": "founder", "password": password})
	if me := empty.call(who, "get-me", nil); empty.text(made, "member.role") != "admin" || empty.number(me, "member.id") != empty.number(made, "member.id") {
		c.Errorf("set up as %v", made)
	}
	c.done["set-up"] = empty.done["set-up"]
}

func TestLogInThatIsRefused(t *testing.T) {
	t.Parallel()
	w := small(t)
	try := func(body string) reply { return w.post("", "/session", body) }
	w.wantProblem(try(`{"username":"reviewer","password":"wrong-password"}`), http.StatusUnauthorized, "bad_login")
	w.wantProblem(try(`{"username":"nobody","password":"`+password+`"}`), http.StatusUnauthorized, "bad_login")
	if p := w.wantProblem(try(`{"username":"reviewer"}`), http.StatusBadRequest, "invalid"); p.Field != "password" && p.Field != "body" {
		t.Errorf("the field is %q", p.Field)
	}
	disabled := true
	_, err := w.deps.Staff.Edit(t.Context(), w.ids["reviewer2"], staff.Edit{Disabled: &disabled})
	w.must(err)
	w.wantProblem(try(`{"username":"reviewer2","password":"`+password+`"}`), http.StatusUnauthorized, "bad_login")
	w.wantProblem(try(`{"username":"`+strings.Repeat("x", maxOpenBody)+`"}`), http.StatusRequestEntityTooLarge, "too_large")

	entries, err := w.store.AuditEntries(t.Context(), auditlog.Filter{Action: string(auditlog.StaffLoginFailed)})
	w.must(err)
	if len(entries) != 3 || entries[0].Actor.Kind != auditlog.Visitor || entries[0].Actor.Address != "203.0.113.9" || entries[0].Actor.Via != "POST /api/v1/session" {
		t.Errorf("the audit log has %+v", entries)
	}
	for range 20 {
		try(`{"username":"reviewer","password":"wrong-password"}`)
	}
	throttled := try(`{"username":"reviewer","password":"` + password + `"}`)
	w.wantProblem(throttled, http.StatusTooManyRequests, "throttled")
	if throttled.header.Get("Retry-After") == "" {
		t.Error("nobody says for how long")
	}
}

func TestLogInWithASecondFactor(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	code := c.enrolled("reviewer")
	who := w.stranger("a browser")
	try := func(code string) reply {
		return w.post(who, "/session", `{"username":"reviewer","password":"`+password+`","code":"`+code+`"}`)
	}
	w.wantProblem(try(""), http.StatusUnauthorized, staff.CodeOTPRequired)
	w.wantProblem(try("000000"), http.StatusUnauthorized, staff.CodeBadOTP)
	w.want(try(code()), http.StatusOK, nil)
	w.want(w.get(who, "/staff/me"), http.StatusOK, nil)
}

func TestSetUpThatIsRefused(t *testing.T) {
	t.Parallel()
	w := deserted(t, storetest.SQLite(t))
	token, _, err := w.deps.Staff.OpenSetUp(t.Context())
	w.must(err)
	try := func(token, name, password string) reply {
		return w.post("", "/setup", `{"token":"`+token+`","username":"`+name+`","password":"`+password+`"}`)
	}
	wantField := func(r reply, status int, code, field string) {
		t.Helper()
		if p := w.wantProblem(r, status, code); p.Field != field {
			t.Errorf("the field is %q, want %q", p.Field, field)
		}
	}
	wantField(try("guessed", "founder", password), http.StatusForbidden, staff.CodeSetUpOver, "token")
	wantField(try(token, "not a name", password), http.StatusBadRequest, "invalid", "username")
	wantField(try(token, "founder", "short"), http.StatusBadRequest, "invalid", "password")
	w.want(try(token, "founder", password), http.StatusOK, nil)
	wantField(try(token, "another", password), http.StatusForbidden, staff.CodeSetUpOver, "token")
}

// TestWhoeverComes holds the operations that ask nobody who he is to not taking
// a token, and to keeping no answer of theirs.
func TestWhoeverComes(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	token := w.token("admin", staff.Scopes()...)
	for operation, access := range accesses {
		if access.open() {
			w.wantProblem(c.try(token, operation, nil), http.StatusForbidden, "session_only")
		}
	}
	for range 2 {
		r := w.do(call{method: http.MethodPost, path: "/session", body: `{"username":"reviewer","password":"` + password + `"}`, header: map[string]string{idempotencyHeader: "k"}})
		w.want(r, http.StatusOK, nil)
		if r.header.Get(replayedHeader) != "" || !strings.Contains(r.header.Get("Set-Cookie"), staff.CookieName) {
			t.Errorf("answered with %v", r.header)
		}
		w.clock.move(time.Second)
	}
}
