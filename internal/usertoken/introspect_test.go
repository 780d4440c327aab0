package usertoken

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func appAsking(rules tenant.Introspect) tenant.App {
	return tenant.App{ID: "live", Uplus: &tenant.Uplus{Token: tenant.TokenRules{Introspect: &rules}}}
}

func TestIntrospect(t *testing.T) {
	t.Parallel()
	in := func(d time.Duration) int64 { return noon.Add(d).Unix() }
	for _, test := range []struct {
		name, answer string
		want         Identity
		code         string // empty for a token that counts
	}{
		{"good", `{"active":true,"sub":"10001"}`, Identity{UserID: "10001"}, ""},
		{"a number", `{"active":true,"sub":10001,"admin":1}`, Identity{"10001", true}, ""},
		{"admin", fmt.Sprintf(`{"active":true,"sub":"10001","admin":true,"exp":%d}`, in(time.Hour)), Identity{"10001", true}, ""},
		{"an end beyond time", `{"active":true,"sub":"10001","exp":1e300}`, Identity{UserID: "10001"}, ""},
		{"not active", `{"active":false,"sub":"10001"}`, Identity{}, CodeBad},
		{"another user", `{"active":true,"sub":"10002"}`, Identity{}, CodeBad},
		{"nobody", `{"active":true}`, Identity{}, CodeBad},
		{"expired", fmt.Sprintf(`{"active":true,"sub":"10001","exp":%d}`, in(0)), Identity{}, CodeExpired},
		{"says nothing", `{"sub":"10001"}`, Identity{}, "unavailable"},
		{"says it wrongly", `{"active":"true","sub":"10001"}`, Identity{}, "unavailable"},
		{"a list", `[{"active":true,"sub":"10001"}]`, Identity{}, "unavailable"},
		{"null", `null`, Identity{}, "unavailable"},
		{"a page", `<html>`, Identity{}, "unavailable"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			app := serve(t, say(test.answer))
			got, err := asking(atNoon).Verify(t.Context(), appAsking(tenant.Introspect{URL: app.url}), "opaque", "10001")
			if got != test.want || (test.code == "") != (err == nil) || err != nil && !fault.HasCode(err, test.code) {
				t.Errorf("Verify = %+v, %v; want %+v, %q", got, err, test.want, test.code)
			}
		})
	}
}

func TestIntrospectAsksAsTheRFCSays(t *testing.T) {
	t.Parallel()
	seen := make(chan string, 1)
	app := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen <- strings.Join([]string{r.Method, r.Header.Get("Authorization"), r.Header.Get("Content-Type"), r.PostFormValue("token")}, " ")
		say(`{"active":true,"uid":"10001","boss":"true"}`)(w, r)
	})
	rules := tenant.Introspect{URL: app.url, Token: "ours", UserClaim: "uid", AdminClaim: "boss"}
	who, err := asking(atNoon).Verify(t.Context(), appAsking(rules), "a b&c", "10001")
	if want := (Identity{"10001", true}); err != nil || who != want {
		t.Errorf("Verify = %+v, %v; want %+v", who, err, want)
	}
	if got, want := <-seen, "POST Bearer ours application/x-www-form-urlencoded a b&c"; got != want {
		t.Errorf("the endpoint saw %q, want %q", got, want)
	}
}

func TestIntrospectOfAnEndpointThatFails(t *testing.T) {
	t.Parallel()
	for name, failing := range map[string]http.HandlerFunc{
		"down": down, "hangs": hang,
		"does not know us": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
		"redirects":        func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/x", http.StatusFound) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := serve(t, failing)
			_, err := waiting(atNoon, time.Second).Verify(t.Context(), appAsking(tenant.Introspect{URL: app.url}), "opaque", "10001")
			if !fault.Is(err, fault.Unavailable) || app.calls.Load() != 1 {
				t.Errorf("Verify = %v after %d calls, want Unavailable after one", err, app.calls.Load())
			}
		})
	}
}

func TestIntrospectRemembersAYesForAWhile(t *testing.T) {
	t.Parallel()
	clock := &hands{now: noon}
	app := serve(t, say(`{"active":true,"sub":"10001"}`))
	v := asking(clock.Now)
	expect := func(calls int64, token, uid, code string) {
		t.Helper()
		_, err := v.Verify(t.Context(), appAsking(tenant.Introspect{URL: app.url}), token, uid)
		if (code == "") != (err == nil) || err != nil && !fault.HasCode(err, code) || app.calls.Load() != calls {
			t.Errorf("Verify(%s, %s) = %v after %d calls; want %q after %d", token, uid, err, app.calls.Load(), code, calls)
		}
	}
	expect(1, "a", "10001", "")
	expect(1, "a", "10001", "")
	expect(1, "a", "10002", CodeBad) // remembered for its user only
	expect(2, "b", "10001", "")
	app.change(say(`{"active":false}`))
	clock.turn(seenFor - 1)
	expect(2, "a", "10001", "")
	clock.turn(1)
	expect(3, "a", "10001", CodeBad)
	expect(4, "a", "10001", CodeBad) // a no is asked about again

	app.change(say(fmt.Sprintf(`{"active":true,"sub":"10001","exp":%d}`, clock.Now().Add(3*time.Second).Unix())))
	expect(5, "c", "10001", "")
	clock.turn(4 * time.Second)
	expect(6, "c", "10001", CodeExpired) // not remembered beyond its own end
}

func TestSeenIsBounded(t *testing.T) {
	t.Parallel()
	var s seen
	key := func(n int) [32]byte { return fingerprint(tenant.Introspect{}, fmt.Sprint(n)) }
	for n := range 2*seenMost + 1 {
		until := noon.Add(time.Second)
		if n >= seenMost {
			until = noon.Add(time.Minute)
		}
		now := noon.Add(time.Duration(n/seenMost) * time.Second)
		s.keep(key(n), Identity{UserID: "u"}, now, until)
		if len(s.byID) > seenMost {
			t.Fatalf("%d remembered", len(s.byID))
		}
	}
	if _, found := s.find(key(2*seenMost), noon); !found {
		t.Error("the newest is forgotten")
	}
	one, other := tenant.Introspect{URL: "http://a"}, tenant.Introspect{URL: "http://b"}
	if fingerprint(one, "t") == fingerprint(other, "t") {
		t.Error("tokens of two endpoints are taken for one")
	}
}
