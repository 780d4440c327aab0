package native

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
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/erasure"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/idempotency"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/learn"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/reversal"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/words"
)

const (
	password    = "right-password"
	serverToken = "server-secret"
	freshSecret = "fresh-server-secret"
	lease       = 10 * time.Minute
)

// world is the room on real services and a real store, reached over HTTP.
type world struct {
	testing.TB
	url     string
	store   *sqlstore.Store
	handler *Handler
	deps    Deps
	enforce *enforce.Service
	clock   *clock
	log     *logText
	desk    *watchedDesk
	ids     map[string]int64 // username → staff id

	mu      *sync.Mutex
	clients map[string]*http.Client // by username
}

// engines runs a test on a world on each engine.
func engines(t *testing.T, run func(w *world)) {
	t.Helper()
	storetest.Databases(t, func(t *testing.T, d storetest.Database) { run(newWorld(t, d)) })
}

// small is a world on SQLite.
func small(t testing.TB) *world { return newWorld(t, storetest.SQLite(t)) }

func liveApp() tenant.App {
	return tenant.App{ID: "live", Name: "演示直播", Hosts: []string{"live.example"}, Uplus: &tenant.Uplus{
		BaseURL: "http://127.0.0.1:1/xxxApp/api", Method: "POST", ServerToken: serverToken,
		Token: tenant.TokenRules{JWT: &tenant.JWT{Alg: "HS256", Key: "an-hmac-key-of-the-app-that-is-long-enough"}},
	}}
}

func newWorld(t testing.TB, d storetest.Database) *world {
	t.Helper()
	w := deserted(t, d)
	for _, role := range []staff.Role{staff.Auditor, staff.Reviewer, staff.Supervisor, staff.Admin} {
		w.hire(string(role), role)
	}
	w.hire("reviewer2", staff.Reviewer)
	return w
}

// deserted is a world in which nobody has an account.
func deserted(t testing.TB, d storetest.Database) *world {
	t.Helper()
	w := &world{
		TB: t, store: d.Open(t, sqlstore.Options{Serve: true}), log: &logText{},
		clock: &clock{at: time.Date(2026, 3, 1, 4, 5, 6, 0, time.UTC)},
		ids:   map[string]int64{}, clients: map[string]*http.Client{}, mu: &sync.Mutex{},
	}
	w.desk = &watchedDesk{Desk: w.store}
	log := slog.New(slog.NewTextHandler(w.log, nil))
	keyring, err := tenant.NewKeyring(strings.Repeat("0f", 32))
	w.must(err)
	registry := tenant.NewRegistry(w.store, keyring, log)
	for _, app := range []tenant.App{liveApp(), {ID: "other", Name: "别的"}} {
		_, err := registry.Apply(context.Background(), app)
		w.must(err)
	}
	people := staff.NewService(staff.Options{Store: w.store, Now: w.clock.now, Log: log, Cost: staff.Cost{Memory: 64, Iterations: 1}, Sealer: keyring})
	sessions := staff.NewSessions(staff.SessionOptions{Store: w.store, Now: time.Now})
	w.enforce = enforce.NewService(w.store, registry, w.clock.now, nil)
	lists := words.NewService(words.Options{Store: w.store, Apps: registry, Now: w.clock.now, Log: log})
	book := rules.NewService(rules.Options{Store: w.store, Apps: registry, Now: w.clock.now, Log: log})
	banks := pictures.NewBanks(w.store, w.clock.now)
	models := learn.NewService(learn.Options{Store: w.store, Now: w.clock.now, Log: log})
	w.deps = Deps{
		Said: w.store, Learn: models, Lines: w.store, Replays: replay.NewService(replay.Options{Store: w.store, Apps: registry, Words: lists, Rules: book, Models: models, Now: w.clock.now}),
		Banks: banks, Pictures: newPictures(w, registry, banks, lists, log),
		Apps: registry, Staff: people, Sessions: sessions,
		Tokens: staff.NewTokens(staff.TokenOptions{Store: w.store, Accounts: w.store, Apps: registry, Now: w.clock.now, Log: log}),
		Intake: intake.NewService(w.store, w.clock.now, nil),
		Review: review.NewService(review.Options{Store: w.store, Lists: w.store, Lease: lease, Now: w.clock.now, Apps: registry}),
		Reader: w.store, Board: w.store, Desk: w.desk,
		Rotate: func(ctx context.Context, app, secret string) (string, string, error) {
			_, err := registry.Change(ctx, app, func(a *tenant.App) error { a.Uplus.ServerToken = freshSecret; return nil })
			return secret, freshSecret, err
		},
		Words: lists, Rules: book,
		Screen: screen.NewService(screen.Options{
			Store: w.store, Apps: registry, Judge: screen.Judge{Finders: []screen.Finder{lists}}, Now: w.clock.now, Refresh: lists.Refresh,
		}),
		Calls: evidence.NewService(evidence.Options{Store: w.store}), Tickets: w.store, Enforce: w.enforce, Deliveries: w.store, DeliveryBoard: w.store, Settings: &keptSettings{}, Keeps: tenant.ByDefault, Erasure: &erasure.Service{Store: w.store, Now: w.clock.now}, Preferences: w.store, Wake: func() {}, Audit: w.store,
		Once:          idempotency.NewService(w.store, keyring, w.clock.now),
		ClientAddress: func(*http.Request) string { return "203.0.113.9" },
		Now:           w.clock.now, Log: log,
	}
	w.deps.Gifts = gift.NewService(gift.Options{Store: w.store, People: w.store, Guard: everybody{}, Wake: func() {}, Now: w.clock.now})
	w.deps.Reversals = reversal.NewService(reversal.Options{
		Store: w.store, Cases: w.deps.Review, Apps: registry, Now: w.clock.now, Wake: func() {},
		Channel: func(tenant.App, string) string { return "yunjing" },
	})
	w.handler = NewHandler(w.deps)
	w.serve(people, sessions)
	return w
}

// serve mounts the room as the program does, and a log-in of the tests' own.
func (w *world) serve(people *staff.Service, sessions *staff.Sessions) {
	withSession := sessions.Wrap(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if name, isLogIn := strings.CutPrefix(r.URL.Path, "/log-in/"); isLogIn {
			account, err := people.Find(r.Context(), name)
			if err == nil {
				err = sessions.Begin(r.Context(), account)
			}
			if err != nil {
				http.Error(out, err.Error(), http.StatusInternalServerError)
			}
			return
		}
		w.handler.ServeHTTP(out, r)
	}))
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if BringsToken(r) {
			w.handler.ServeHTTP(out, r)
			return
		}
		withSession.ServeHTTP(out, r)
	}))
	w.Cleanup(func() { w.handler.Stop(); server.Close() })
	w.url = server.URL
}

func (w *world) hire(username string, role staff.Role) {
	w.Helper()
	account, err := w.deps.Staff.Create(context.Background(), staff.Declared{Username: username, Password: password, Role: role})
	w.must(err)
	w.ids[username] = account.ID
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// keptSettings stand for the program's.
type keptSettings struct {
	mu   sync.Mutex
	kept ServerSettings
}

func (k *keptSettings) Settings(context.Context) (ServerSettings, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	shown := k.kept
	shown.Fixed = []string{}
	return shown, nil
}

func (k *keptSettings) ChangeSettings(ctx context.Context, change SettingsChange) (ServerSettings, error) {
	k.mu.Lock()
	if change.CallbackURL != nil {
		k.kept.CallbackURL = *change.CallbackURL
	}
	if change.LeaseSeconds != nil {
		k.kept.LeaseSeconds = *change.LeaseSeconds
	}
	k.mu.Unlock()
	return k.Settings(ctx)
}

// watchedDesk counts the looks at somebody's leases.
type watchedDesk struct {
	Desk
	looks atomic.Int64
}

func (d *watchedDesk) LeasesOf(ctx context.Context, staffID int64) ([]review.Case, error) {
	leases, err := d.Desk.LeasesOf(ctx, staffID)
	d.looks.Add(1)
	return leases, err
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

// token makes a token of a person (by username) or of an app ("app live").
func (w *world) token(owner string, scopes ...staff.Scope) string {
	w.Helper()
	spec := staff.TokenSpec{Scopes: scopes, Label: "test", By: "test"}
	if app, isApp := strings.CutPrefix(owner, "app "); isApp {
		spec.App = app
	} else {
		spec.StaffID = w.ids[owner]
	}
	plaintext, _, err := w.deps.Tokens.Create(context.Background(), spec)
	w.must(err)
	return plaintext
}

// as is the browser of somebody who has logged in; "" is nobody's.
func (w *world) as(username string) *http.Client {
	w.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if client := w.clients[username]; client != nil {
		return client
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	w.clients[username] = client
	if username == "" {
		return client
	}
	client.Jar, _ = cookiejar.New(nil) // never fails
	answer, err := client.Get(w.url + "/log-in/" + url.PathEscape(username))
	w.must(err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		w.Fatalf("%s cannot log in: %d", username, answer.StatusCode)
	}
	return client
}

// reply is an answer that was read.
type reply struct {
	status int
	header http.Header
	body   string
}

// call is a request in a test's words. Who is a username, "" for nobody, or a
// token.
type call struct {
	who, method, path, body string
	header                  map[string]string
}

func (w *world) do(c call) reply {
	w.Helper()
	request, err := http.NewRequest(c.method, w.url+Prefix+c.path, strings.NewReader(c.body))
	w.must(err)
	if c.body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	client := w.as("")
	if strings.HasPrefix(c.who, "xz_") {
		request.Header.Set("Authorization", "Bearer "+c.who)
	} else {
		client = w.as(c.who)
	}
	for name, value := range c.header {
		request.Header.Set(name, value)
	}
	answer, err := client.Do(request)
	w.must(err)
	defer answer.Body.Close()
	if answer.Header.Get("Content-Type") == "text/event-stream" { // it would not end
		return reply{answer.StatusCode, answer.Header, ""}
	}
	body, err := io.ReadAll(answer.Body)
	w.must(err)
	return reply{answer.StatusCode, answer.Header, string(body)}
}

func (w *world) get(who, path string) reply {
	w.Helper()
	return w.do(call{who: who, method: http.MethodGet, path: path})
}

func (w *world) post(who, path, body string) reply {
	w.Helper()
	return w.do(call{who: who, method: http.MethodPost, path: path, body: body})
}

// want reads a reply that must have the status.
func (w *world) want(r reply, status int, into any) {
	w.Helper()
	if r.status != status {
		w.Fatalf("%d, want %d: %s", r.status, status, r.body)
	}
	if into != nil {
		w.must(json.Unmarshal([]byte(r.body), into))
	}
}

// wantProblem reads a reply that must be a problem with the status and code.
func (w *world) wantProblem(r reply, status int, code string) problem {
	w.Helper()
	var p problem
	if r.header.Get("Content-Type") != problemContent {
		w.Fatalf("%d %q is no problem: %s", r.status, r.header.Get("Content-Type"), r.body)
	}
	w.must(json.Unmarshal([]byte(r.body), &p))
	if r.status != status || p.Status != status || p.Code != code {
		w.Fatalf("%d %s, want %d %s: %s", r.status, p.Code, status, code, r.body)
	}
	return p
}

// tokensBelieved is longer than a verified token is believed without asking.
const tokensBelieved = 5 * time.Second
