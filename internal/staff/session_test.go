package staff

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// desk is a browser before a server that has only sessions.
type desk struct {
	t        *testing.T
	store    *memory
	clock    *clock
	sessions *Sessions
	service  *Service
	account  Account
	cookie   *http.Cookie
	agent    string        // the browser's name
	listed   []OpenSession // by the last /sessions
	during   func()        // happens in the middle of a request
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, store: &memory{}, clock: newClock()}
	d.service = newTestService(d.store, d.clock)
	d.account = mustCreate(t, d.service, "reviewer1", Reviewer)
	d.sessions = NewSessions(SessionOptions{Store: d.store, Now: d.clock.now})
	return d
}

func (d *desk) serve(w http.ResponseWriter, r *http.Request) {
	var err error
	if d.during != nil {
		d.during()
	}
	switch r.URL.Path {
	case "/login":
		err = d.sessions.Begin(r.Context(), d.account)
	case "/logout":
		err = d.sessions.End(r.Context())
	case "/me":
		_, err = d.sessions.Current(r.Context())
	case "/sessions":
		d.listed, err = d.sessions.List(r.Context(), d.account.ID)
	case "/revoke-others":
		_, err = d.sessions.RevokeOthers(r.Context(), d.account.ID)
	case "/password":
		var account Account
		account, err = d.service.ChangePassword(r.Context(), d.account, r.URL.Query().Get("old"), "another-password", r.RemoteAddr)
		if err == nil {
			err = d.sessions.Renew(r.Context(), account)
		}
	}
	if err != nil {
		w.WriteHeader(map[bool]int{true: http.StatusUnauthorized, false: http.StatusInternalServerError}[fault.Is(err, fault.Unauthenticated)])
	}
}

// ask sends the cookie that the last answers left.
func (d *desk) ask(path string) int {
	d.t.Helper()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("User-Agent", d.agent)
	if d.cookie != nil {
		request.AddCookie(&http.Cookie{Name: d.cookie.Name, Value: d.cookie.Value})
	}
	answer := httptest.NewRecorder()
	d.sessions.Wrap(http.HandlerFunc(d.serve)).ServeHTTP(answer, request)
	for _, cookie := range answer.Result().Cookies() {
		d.cookie = cookie
	}
	return answer.Code
}

func TestSessionFromLogInToLogOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if code := d.ask("/me"); code != http.StatusUnauthorized || d.cookie != nil || d.store.finds != 0 {
		t.Fatalf("before: %d, %v, %d finds", code, d.cookie, d.store.finds)
	}
	d.ask("/login")
	if c := d.cookie; c == nil || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Secure {
		t.Fatalf("cookie %+v", d.cookie)
	}
	for token := range d.store.sessions {
		if token == d.cookie.Value {
			t.Error("the store knows the token itself")
		}
	}
	first := d.cookie
	if code := d.ask("/me"); code != http.StatusOK {
		t.Fatalf("logged in: %d", code)
	}
	d.ask("/login")
	if d.cookie.Value == first.Value || len(d.store.sessions) != 1 {
		t.Error("the token is not renewed at log-in")
	}
	second := d.cookie
	d.ask("/logout")
	d.cookie = second
	if code := d.ask("/me"); code != http.StatusUnauthorized || len(d.store.sessions) != 0 {
		t.Errorf("logged out: %d", code)
	}
	d.cookie = first
	if code := d.ask("/me"); code != http.StatusUnauthorized {
		t.Errorf("old token: %d", code)
	}
}

func TestSecureCookie(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sessions = NewSessions(SessionOptions{Store: d.store, Now: d.clock.now, Secure: true})
	if d.ask("/login"); !d.cookie.Secure {
		t.Error("not secure")
	}
}

func TestForgedCookiesAreNobody(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, value := range []string{"x", strings.Repeat("A", 43), strings.Repeat("x", 4000)} {
		d.cookie = &http.Cookie{Name: CookieName, Value: value}
		if code := d.ask("/me"); code != http.StatusUnauthorized {
			t.Errorf("%.10s: %d", value, code)
		}
	}
}

func TestSessionEndsWithTheAccount(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Account){
		"disabled": func(a *Account) { a.Disabled = true },
		"password": func(a *Account) { a.PasswordHash += "x" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.ask("/login")
			spoil(&d.store.accounts[0])
			if code := d.ask("/me"); code != http.StatusUnauthorized {
				t.Errorf("got %d", code)
			}
		})
	}
}

func TestIdleSessionsEnd(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask("/login")
	for range 3 { // used now and then: stays
		d.clock.move(sessionIdle - time.Minute)
		if code := d.ask("/me"); code != http.StatusOK {
			t.Fatalf("used: %d", code)
		}
	}
	d.clock.move(sessionIdle)
	if code := d.ask("/me"); code != http.StatusUnauthorized || len(d.store.sessions) != 0 {
		t.Errorf("idle: %d", code)
	}
}

func TestSessionsEndAfterTheirLifetime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask("/login")
	for range 7 {
		d.clock.move(sessionIdle - time.Minute)
		d.ask("/me")
	}
	if code := d.ask("/me"); code != http.StatusUnauthorized {
		t.Errorf("after %s: %d", 7*(sessionIdle-time.Minute), code)
	}
	if err := d.sessions.DeleteExpired(t.Context()); err != nil || len(d.store.sessions) != 0 {
		t.Errorf("%d are kept, %v", len(d.store.sessions), err)
	}
}

func TestRequestsAreRarelyWrites(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask("/login")
	before := d.store.saves
	for range 20 {
		d.ask("/me")
	}
	if d.store.saves != before {
		t.Errorf("%d writes for 20 requests", d.store.saves-before)
	}
}

func TestUnreadableSessionIsUnavailable(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask("/login")
	d.store.fail = fault.New(fault.Unavailable, "", "disk gone")
	if code := d.ask("/me"); code != http.StatusServiceUnavailable {
		t.Errorf("got %d", code)
	}
}
