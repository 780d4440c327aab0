package native

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/xiezhi/xiezhi/internal/idempotency"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// keyed is a POST with an idempotency key.
func (w *world) keyed(who, path, body, key string) reply {
	w.Helper()
	return w.do(call{who: who, method: http.MethodPost, path: path, body: body, header: map[string]string{idempotencyHeader: key}})
}

func encoded(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAKeyMakesOneOfMany(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		app := w.token("app live", staff.ReportsWrite)
		body := encoded(t, hallReport("a", "1", "2"))
		first := w.keyed(app, "/reports", body, "k1")
		w.want(first, http.StatusCreated, nil)
		again := w.keyed(app, "/reports", body, "k1")
		if again.status != first.status || again.body != first.body || again.header.Get(replayedHeader) != "true" ||
			again.header.Get("Content-Type") != first.header.Get("Content-Type") || first.header.Get(replayedHeader) != "" {
			t.Errorf("again: %d %v %s", again.status, again.header, again.body)
		}
		// Without the key the same report is a repetition, and says so.
		var told receipt
		w.want(w.post(app, "/reports", body), http.StatusCreated, &told)
		if !told.Duplicate {
			t.Error("a repetition looks new")
		}
		w.wantProblem(w.keyed(app, "/reports", encoded(t, hallReport("b", "1", "2")), "k1"), http.StatusConflict, idempotency.CodeReused)
		w.wantProblem(w.keyed(app, "/risk_users", `{"user_id":"1"}`, "k1"), http.StatusForbidden, "missing_scope")
		w.want(w.keyed(w.token("app other", staff.ReportsWrite), "/reports", body, "k1"), http.StatusCreated, nil)
		w.clock.move(idempotency.Kept)
		w.want(w.keyed(app, "/reports", encoded(t, hallReport("c", "1", "2")), "k1"), http.StatusCreated, nil)
	})
}

func TestAKeyAndManyAtOnce(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		const callers = 8
		replies := make([]reply, callers)
		var all sync.WaitGroup
		w.as("admin")
		for i := range callers {
			all.Go(func() {
				replies[i] = w.keyed("admin", "/staff", `{"username":"newcomer","password":"long-enough","role":"reviewer"}`, "k")
			})
		}
		all.Wait()
		made := 0
		for _, r := range replies {
			switch {
			case r.status == http.StatusCreated && r.header.Get(replayedHeader) == "":
				made++
			case r.status == http.StatusCreated:
			default:
				w.wantProblem(r, http.StatusConflict, idempotency.CodeInUse)
				if r.header.Get("Retry-After") == "" {
					t.Error("when to try again is not said")
				}
			}
		}
		if made != 1 {
			t.Errorf("%d made it", made)
		}
	})
}

// TestASecretAnswerIsGivenAgain: it lies sealed in between.
func TestASecretAnswerIsGivenAgain(t *testing.T) {
	t.Parallel()
	w := small(t)
	body := `{"scopes":["cases:read"]}`
	var first, again newToken
	w.want(w.keyed("auditor", "/tokens", body, "k"), http.StatusCreated, &first)
	w.want(w.keyed("auditor", "/tokens", body, "k"), http.StatusCreated, &again)
	if first.Plaintext == "" || first.Plaintext != again.Plaintext {
		t.Errorf("%q and %q", first.Plaintext, again.Plaintext)
	}
	w.want(w.get(first.Plaintext, "/cases"), http.StatusOK, nil)
}

func TestRefusalsAreKeptAndBadKeysRefused(t *testing.T) {
	t.Parallel()
	w := small(t)
	for range 2 {
		w.wantProblem(w.keyed("admin", "/staff", `{"username":"admin","password":"long-enough","role":"reviewer"}`, "k"), http.StatusConflict, "username_taken")
	}
	w.wantProblem(w.keyed("admin", "/staff", `{}`, strings.Repeat("k", idempotency.MaxKey+1)), http.StatusBadRequest, "invalid")
	p := w.wantProblem(w.keyed("admin", "/staff", `{}`, "ключ"), http.StatusBadRequest, "invalid")
	if p.Field != idempotencyHeader {
		t.Errorf("%+v", p)
	}
	if r := w.do(call{who: "auditor", method: http.MethodGet, path: "/cases", header: map[string]string{idempotencyHeader: "k"}}); r.status != http.StatusOK {
		t.Errorf("a GET with a key: %d", r.status)
	}
}
