package tenant

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func mustApply(t *testing.T, r *Registry, app App) []string {
	t.Helper()
	changes, err := r.Apply(t.Context(), app)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func TestApplyIsIdempotentAndNamesFields(t *testing.T) {
	t.Parallel()
	store := newMemory()
	r := newTestRegistry(t, store)
	if got := mustApply(t, r, uplusApp("live")); !slices.Equal(got, []string{"created"}) {
		t.Errorf("got %v", got)
	}
	if got := mustApply(t, r, uplusApp("live")); got != nil || store.writes != 1 {
		t.Errorf("unchanged, got %v and %d writes", got, store.writes)
	}

	changed := uplusApp("live")
	changed.Hosts = []string{"live.example.com"}
	changed.Uplus.ServerToken = "another-secret"
	changed.Uplus.LiftOnExpiry = true
	changed.Uplus.Token.JWT.Key = "abcdef0123456789abcdef0123456789"
	changed.Yunjing = []Yunjing{{AppID: "1", Key: "k"}}
	got := mustApply(t, r, changed)
	want := []string{
		"hosts added", "uplus.server_token changed", "uplus.token.jwt.key changed", "uplus.lift_on_expiry changed", "yunjing added",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := mustApply(t, r, uplusApp("live")); !slices.Contains(got, "hosts removed") {
		t.Errorf("got %q", got)
	}
}

func TestApplyRefusesBadApps(t *testing.T) {
	t.Parallel()
	store := newMemory()
	r := newTestRegistry(t, store)
	app := uplusApp("live")
	app.Uplus.Method = "PUT"
	if _, err := r.Apply(t.Context(), app); !fault.Is(err, fault.Invalid) || fault.As(err).Field != "uplus.method" {
		t.Errorf("got %v", err)
	}
	if store.writes != 0 {
		t.Error("a bad app was stored")
	}
}

func TestApplyRefusesWhatAnotherAppHas(t *testing.T) {
	t.Parallel()
	r := newTestRegistry(t, newMemory())
	first, second := uplusApp("a"), uplusApp("b")
	first.Hosts, second.Hosts = []string{"Live.example.com"}, []string{"live.example.com"}
	mustApply(t, r, first)
	if _, err := r.Apply(t.Context(), second); err == nil || fault.As(err).Field != "hosts[0]" {
		t.Errorf("got %v", err)
	}
	// The clash is told whichever of the two comes first by id.
	third := uplusApp("0")
	third.Hosts = []string{"live.example.com"}
	if _, err := r.Apply(t.Context(), third); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
}

func TestLookUps(t *testing.T) {
	t.Parallel()
	r := newTestRegistry(t, newMemory())
	if _, found := r.SoleUplus(); found {
		t.Error("an empty registry has a sole app")
	}
	app := uplusApp("live")
	app.Hosts = []string{"Live.Example.com", "[::1]"}
	mustApply(t, r, app)
	mustApply(t, r, App{ID: "chat", Party: &Party{AppKey: "k", AppSecret: "s"}})
	for _, host := range []string{"live.example.com", "LIVE.example.com:8443", "live.example.com.", "[::1]:80", "[::1]"} {
		if got, found := r.ByHost(host); !found || got.ID != "live" {
			t.Errorf("%s finds %q %v", host, got.ID, found)
		}
	}
	if _, found := r.ByHost("evil.example.com"); found {
		t.Error("an unknown host has an app")
	}
	if got, found := r.SoleUplus(); !found || got.ID != "live" {
		t.Errorf("sole is %q %v", got.ID, found)
	}
	app.Yunjing = []Yunjing{{AppID: "text", Key: "k1"}, {AppID: "pictures", Key: "k2"}}
	mustApply(t, r, app)
	if got, credential, found := r.ByYunjing("pictures"); !found || got.ID != "live" || credential.Key != "k2" {
		t.Errorf("the credential is %q of %q %v", credential.AppID, got.ID, found)
	}
	app.Immomo = &Immomo{AppID: "1001", Key: Secret(strings.Repeat("k", 32)), Scenes: []string{"chat"}}
	mustApply(t, r, app)
	if got, found := r.ByImmomo("1001"); !found || got.ID != "live" {
		t.Errorf("the appid is %q's %v", got.ID, found)
	}
	if _, found := r.ByImmomo(""); found {
		t.Error("no appid has an app")
	}
	if _, _, found := r.ByYunjing("other"); found {
		t.Error("an unknown credential has an app")
	}
	mustApply(t, r, uplusApp("second"))
	if _, found := r.SoleUplus(); found {
		t.Error("one of two is the sole app")
	}
	if all := r.All(); len(all) != 3 || all[0].ID != "chat" {
		t.Errorf("all are %v", all)
	}
	if got, _ := r.App("live"); got.Uplus.ServerToken != "top-secret" {
		t.Error("the secret did not survive the store")
	}
}

func TestAnotherProcessIsSeen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newMemory()
		here, there := newTestRegistry(t, store), newTestRegistry(t, store)
		told := 0
		here.OnChange(func(context.Context) { told++ })
		here.Start()
		defer here.Stop()
		synctest.Wait() // for the first look, which finds no app
		told = 0
		mustApply(t, there, uplusApp("live"))
		<-time.After(2 * PollEvery)
		synctest.Wait()
		if _, found := here.App("live"); !found || told != 1 {
			t.Errorf("found %v after %d changes", found, told)
		}
		<-time.After(5 * PollEvery)
		synctest.Wait()
		if told != 1 {
			t.Errorf("told %d times of one change", told)
		}
	})
}

func TestFailingStoreKeepsWhatIsKnown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newMemory()
		var text bytes.Buffer
		r := newLoggingRegistry(t, store, slog.New(slog.NewTextHandler(&text, nil)))
		mustApply(t, r, uplusApp("live"))
		r.Start()
		store.mu.Lock()
		store.fail = errors.New("disk gone")
		store.mu.Unlock()
		<-time.After(10 * PollEvery)
		synctest.Wait()
		r.Stop()
		if _, found := r.App("live"); !found {
			t.Error("the app was forgotten")
		}
		if said := strings.Count(text.String(), "disk gone"); said != 1 {
			t.Errorf("said %d times", said)
		}
	})
}

func TestWrongKeyIsSaidClearly(t *testing.T) {
	t.Parallel()
	store := newMemory()
	mustApply(t, newTestRegistry(t, store), uplusApp("live"))
	other, err := NewKeyring(strings.Repeat("aa", keySize))
	if err != nil {
		t.Fatal(err)
	}
	err = NewRegistry(store, other, slog.New(slog.DiscardHandler)).Reload(t.Context())
	if err == nil || !strings.Contains(err.Error(), "XIEZHI_SECRET_KEY") || !strings.Contains(err.Error(), other.ID()) {
		t.Errorf("got %v", err)
	}
}

func TestSealingIsBoundToTheApp(t *testing.T) {
	t.Parallel()
	store := newMemory()
	r := newTestRegistry(t, store)
	mustApply(t, r, uplusApp("a"))
	if bytes.Contains(store.apps["a"], []byte("top-secret")) {
		t.Fatal("the secret is stored in clear")
	}
	store.apps["b"] = store.apps["a"]
	store.revision++
	if err := r.Reload(t.Context()); err == nil || !strings.Contains(err.Error(), "app b") {
		t.Errorf("moved, got %v", err)
	}
	store.apps["b"] = []byte("short")
	if err := r.Reload(t.Context()); err == nil || !strings.Contains(err.Error(), "app b") {
		t.Errorf("cut off, got %v", err)
	}
}
