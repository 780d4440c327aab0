package uplus

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

const (
	serverToken = "server-secret"
	password    = "right-password"
	lease       = 10 * time.Minute
)

// world is the room on real services and a real store, reached over HTTP.
type world struct {
	t      testing.TB
	url    string
	store  *sqlstore.Store
	review *review.Service
	clock  *clock
	log    *logText
	cids   map[string]int64 // username → staff id

	mu       *sync.Mutex
	browsers map[string]*http.Client // by username
}

// in is the same world, whose trouble is another test's.
func (w *world) in(t testing.TB) *world {
	inner := *w
	inner.t = t
	return &inner
}

func liveApp() tenant.App {
	return tenant.App{ID: "live", Name: "演示直播", Hosts: []string{"live.example"}, Uplus: &tenant.Uplus{
		BaseURL: "http://127.0.0.1:1/xxxApp/api", ServerToken: serverToken,
	}}
}

func newWorld(t testing.TB, apps ...tenant.App) *world {
	t.Helper()
	if len(apps) == 0 {
		apps = []tenant.App{liveApp()}
	}
	w := &world{
		t: t, store: storetest.SQLite(t).Open(t, sqlstore.Options{}), log: &logText{},
		clock: &clock{at: time.Date(2026, 3, 1, 4, 5, 6, 0, time.UTC)},
		cids:  map[string]int64{}, browsers: map[string]*http.Client{}, mu: &sync.Mutex{},
	}
	log := slog.New(slog.NewTextHandler(w.log, nil))
	people := staff.NewService(staff.Options{Store: w.store, Now: w.clock.now, Log: log, Cost: staff.Cost{Memory: 64, Iterations: 1}, Sealer: testKeyring(t)})
	sessions := staff.NewSessions(staff.SessionOptions{Store: w.store, Now: time.Now})
	w.review = review.NewService(review.Options{Store: w.store, Lists: w.store, Lease: lease, Now: w.clock.now})
	handler := NewHandler(Deps{
		Apps: registry(apps), Tokens: tokens{}, Staff: people, Sessions: sessions,
		Intake: intake.NewService(w.store, w.clock.now, nil), Review: w.review,
		Enforce:       enforce.NewService(w.store, registry(apps), w.clock.now, nil),
		ClientAddress: func(r *http.Request) string { return r.RemoteAddr },
		Now:           w.clock.now, Log: log,
	})
	server := httptest.NewServer(sessions.Wrap(handler))
	t.Cleanup(server.Close)
	w.url = server.URL
	for name, role := range map[string]staff.Role{
		"auditor1": staff.Auditor, "reviewer1": staff.Reviewer, "reviewer2": staff.Reviewer,
		"supervisor1": staff.Supervisor, "former1": staff.Reviewer,
	} {
		account, err := people.Create(context.Background(), staff.Declared{Username: name, Password: password, Role: role, Disabled: name == "former1"})
		if err != nil {
			t.Fatal(err)
		}
		w.cids[name] = account.ID
	}
	return w
}

func testKeyring(t testing.TB) *tenant.Keyring {
	t.Helper()
	ring, err := tenant.NewKeyring(strings.Repeat("0f", 32))
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

// registry finds apps as the tenants' registry does.
type registry []tenant.App

func (r registry) App(id string) (tenant.App, bool) {
	return r.one(func(app tenant.App) bool { return app.ID == id })
}

func (r registry) ByHost(host string) (tenant.App, bool) {
	return r.one(func(app tenant.App) bool { return len(app.Hosts) == 1 && app.Hosts[0] == host })
}

func (r registry) SoleUplus() (tenant.App, bool) {
	return r.one(func(app tenant.App) bool { return app.Uplus != nil })
}

func (r registry) one(fits func(tenant.App) bool) (found tenant.App, ok bool) {
	for _, app := range r {
		if fits(app) {
			if ok {
				return tenant.App{}, false
			}
			found, ok = app, true
		}
	}
	return found, ok
}

// tokens knows "user:<uid>" and "admin:<uid>".
type tokens struct{}

func (tokens) Verify(_ context.Context, _ tenant.App, token, uid string) (intake.Reporter, error) {
	kind, owner, _ := strings.Cut(token, ":")
	switch {
	case token == "nobody-knows":
		return intake.Reporter{}, fault.New(fault.Unavailable, "", "the platform does not answer")
	case owner != uid || kind != "user" && kind != "admin":
		return intake.Reporter{}, fault.New(fault.Unauthenticated, "bad_token", "the token is not this user's")
	}
	return intake.Reporter{UserID: owner, Admin: kind == "admin"}, nil
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

type logText struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// plain is a client without a session, which follows no redirect.
func plain() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// as is the browser of somebody who has logged in; "" is nobody's.
func (w *world) as(username string) *http.Client {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if browser := w.browsers[username]; browser != nil {
		return browser
	}
	browser := plain()
	w.browsers[username] = browser
	if username == "" {
		return browser
	}
	browser.Jar, _ = cookiejar.New(nil) // never fails
	answer, err := browser.PostForm(w.url+"/login", url.Values{"username": {username}, "password": {password}})
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusFound || answer.Header.Get("Location") != "index.html" {
		w.t.Fatalf("%s cannot log in: %d %s", username, answer.StatusCode, answer.Header.Get("Location"))
	}
	return browser
}

// reply is an answer that was read.
type reply struct {
	status int
	header http.Header
	body   string
}

// envelope reads the reply, which must have all four keys and nothing else.
func (r reply) envelope(t testing.TB) (e struct {
	Ret  *int            `json:"ret"`
	Code *string         `json:"code"`
	Info *string         `json:"info"`
	Data json.RawMessage `json:"data"`
}) {
	t.Helper()
	keys := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(r.body), &keys); err != nil || len(keys) != 4 {
		t.Fatalf("%d %q is no envelope: %v", r.status, r.body, err)
	}
	if _, has := keys["data"]; !has {
		t.Fatalf("%q has no data", r.body)
	}
	if err := json.Unmarshal([]byte(r.body), &e); err != nil || e.Ret == nil || e.Code == nil || e.Info == nil {
		t.Fatalf("%q lacks something: %v", r.body, err)
	}
	if (r.status == http.StatusOK) != (*e.Ret == 0) || (*e.Ret == 0) != (*e.Code == "") {
		t.Fatalf("status %d, ret and code contradict each other: %s", r.status, r.body)
	}
	return e
}

func (w *world) do(client *http.Client, request *http.Request) reply {
	w.t.Helper()
	answer, err := client.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return reply{answer.StatusCode, answer.Header, string(body)}
}

// call sends a request with a form, if there is one, as somebody.
func (w *world) call(username, method, path string, form url.Values) reply {
	w.t.Helper()
	request, err := http.NewRequest(method, w.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.do(w.as(username), request)
}

// report sends a body to reportmsg as the user with the token.
func (w *world) report(token, uid, body string) reply {
	w.t.Helper()
	path := "/v/3.2/t/ios/report/reportmsg?" + url.Values{"token": {token}, "uid": {uid}}.Encode()
	request, err := http.NewRequest(http.MethodPost, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	return w.do(w.as(""), request)
}

// waiting is how many cases wait, in all queues.
func (w *world) waiting() int {
	w.t.Helper()
	sum := 0
	for _, risk := range []bool{false, true} {
		counts, err := w.review.Remaining(context.Background(), "", risk)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, n := range counts {
			sum += n
		}
	}
	return sum
}

// orders is what waits to be sent to the business platform, oldest first.
func (w *world) orders() []enforce.Order {
	w.t.Helper()
	records, err := w.store.Deliveries(context.Background(), delivery.Filter{Limit: 500})
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Reverse(records)
	list := make([]enforce.Order, len(records))
	for i, record := range records {
		if err := json.Unmarshal(record.Payload, &list[i]); err != nil {
			w.t.Fatal(err)
		}
	}
	return list
}
