package uplus

import (
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/xiezhi/xiezhi/internal/staff"
)

// protect gives an account a second factor and returns its secret.
func (w *world) protect(username string) (secret string) {
	w.t.Helper()
	people := staff.NewService(staff.Options{
		Store: w.store, Sealer: testKeyring(w.t), Now: w.clock.now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	account, err := people.Find(w.t.Context(), username)
	if err != nil {
		w.t.Fatal(err)
	}
	enrolment, err := people.EnrolFactor(w.t.Context(), account)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := people.ConfirmFactor(w.t.Context(), account.ID, w.otp(enrolment.Secret)); err != nil {
		w.t.Fatal(err)
	}
	w.clock.move(time.Minute)
	return enrolment.Secret
}

func (w *world) otp(secret string) string {
	w.t.Helper()
	code, err := totp.GenerateCode(secret, w.clock.now())
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

func TestLogInAsksForTheCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secret := w.protect("reviewer1")
	form := func(otp string) url.Values {
		return url.Values{"username": {"reviewer1"}, "password": {password}, "next": {"/console/#/album"}, "otp": {otp}}
	}
	for otp, code := range map[string]string{"": "otp_required", "000000": "bad_otp"} {
		got := w.call("", http.MethodPost, "/login", form(otp))
		to, err := url.Parse(got.header.Get("Location"))
		if err != nil || got.status != http.StatusFound || to.Path != "login.html" || len(got.header.Values("Set-Cookie")) > 0 {
			t.Fatalf("%q: %d to %s", otp, got.status, to)
		}
		if q := to.Query(); q.Get("error") != code || q.Get("username") != "reviewer1" || q.Get("next") != "/console/#/album" || strings.Contains(to.String(), password) {
			t.Errorf("%q leads to %s", otp, to)
		}
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/login?"+form(otp).Encode(), nil)
		request.Header.Set("Accept", "application/json")
		w.refused(code, w.do(w.as(""), request), http.StatusUnauthorized, code, "")
	}
	got := w.call("", http.MethodPost, "/login", form(w.otp(secret)))
	if got.status != http.StatusFound || got.header.Get("Location") != "/console/#/album" || len(got.header.Values("Set-Cookie")) == 0 {
		t.Errorf("with the code: %d to %s", got.status, got.header.Get("Location"))
	}
}
