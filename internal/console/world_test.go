package console

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// world is a console with one session at most.
type world struct {
	account *staff.Account // who is logged in; nil for nobody
	broken  error          // what the sessions say instead
	begun   []staff.Account
	setUps  []string
	actors  []auditlog.Actor // who set up
	refuse  error            // what set-up says
	served  []tenant.App
	handler http.Handler
}

func newWorld(account *staff.Account) *world {
	w := &world{account: account}
	w.handler = newOldPages(Deps{Sessions: w, SetUp: w.setUp, Apps: w, Lease: func() time.Duration { return 90 * time.Second },
		ClientAddress: func(r *http.Request) string { return r.RemoteAddr }})
	return w
}

func (w *world) Current(context.Context) (staff.Account, error) {
	switch {
	case w.broken != nil:
		return staff.Account{}, w.broken
	case w.account == nil:
		return staff.Account{}, fault.New(fault.Unauthenticated, "", "log in first")
	}
	return *w.account, nil
}

func (w *world) Begin(_ context.Context, account staff.Account) error {
	if w.broken != nil {
		return w.broken
	}
	w.begun = append(w.begun, account)
	return nil
}

func (w *world) All() []tenant.App { return w.served }

func (w *world) setUp(ctx context.Context, token, username, password string) (staff.Account, error) {
	w.actors = append(w.actors, auditlog.ActorFrom(ctx))
	w.setUps = append(w.setUps, token+"|"+username+"|"+password)
	return staff.Account{ID: 1, Username: username, Role: staff.Admin}, w.refuse
}

func (w *world) get(t *testing.T, target string) *http.Response {
	t.Helper()
	return w.do(httptest.NewRequest(http.MethodGet, target, nil))
}

func (w *world) post(t *testing.T, target string, form url.Values) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.do(r)
}

func (w *world) do(r *http.Request) *http.Response {
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	return recorder.Result()
}

func body(t *testing.T, answer *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var reviewer = &staff.Account{ID: 7, Username: "reviewer1", Role: staff.Reviewer}
