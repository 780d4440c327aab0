package usertoken

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// endpoint is an app's endpoint whose answers a test changes.
type endpoint struct {
	url   string
	calls atomic.Int64
	mu    sync.Mutex
	serve http.HandlerFunc
}

func serve(t *testing.T, handler http.HandlerFunc) *endpoint {
	t.Helper()
	e := &endpoint{serve: handler}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.calls.Add(1)
		e.mu.Lock()
		serve := e.serve
		e.mu.Unlock()
		serve(w, r)
	}))
	t.Cleanup(server.Close)
	e.url = server.URL
	return e
}

func (e *endpoint) change(handler http.HandlerFunc) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.serve = handler
}

func say(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
}

func down(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }

func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // a server notices that the client has left only after this
	<-r.Context().Done()
}

// hands is a clock that tests move.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hands) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) turn(by time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(by)
}

// asking is a Verifier that may ask endpoints on loopback.
func asking(clock func() time.Time) *Verifier { return waiting(clock, 0) }

// waiting is one that gives an endpoint a time to answer of its own.
func waiting(clock func() time.Time, timeout time.Duration) *Verifier {
	return New(Options{Now: clock, Client: egress.New(egress.Options{
		Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Timeout: timeout,
	})})
}

func b64(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func jwkOf(kid string, key any, more ...string) map[string]any {
	written := map[string]any{}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		written = map[string]any{"kty": "RSA", "n": b64(key.N.Bytes()), "e": b64(big.NewInt(int64(key.E)).Bytes())}
	case *ecdsa.PrivateKey:
		point, err := key.PublicKey.Bytes()
		if err != nil {
			panic(err)
		}
		half := len(point) / 2
		written = map[string]any{"kty": "EC", "crv": key.Curve.Params().Name, "x": b64(point[1 : 1+half]), "y": b64(point[1+half:])}
	}
	if kid != "" {
		written["kid"] = kid
	}
	for i := 0; i < len(more); i += 2 {
		written[more[i]] = more[i+1]
	}
	return written
}

func setOf(keys ...any) http.HandlerFunc {
	body, err := json.Marshal(map[string]any{"keys": keys})
	if err != nil {
		panic(err)
	}
	return say(string(body))
}

func byRSA(kid string, key *rsa.PrivateKey, changes ...any) string {
	return sign(jwt.SigningMethodRS256, key, map[string]any{"kid": kid}, claims(append([]any{"exp", noon.Add(1000 * time.Hour).Unix()}, changes...)...))
}

func TestKeySet(t *testing.T) {
	t.Parallel()
	weird := []any{1, "x", map[string]any{"kty": "oct", "k": "AAAA"}, map[string]any{"kty": "RSA", "n": "!", "e": "AQAB"}, nil}
	set := serve(t, setOf(append(weird, jwkOf("r", rsaKey(), "use", "sig", "alg", "RS256"), jwkOf("e", ecKey()),
		jwkOf("enc", otherRSAKey(), "use", "enc"), jwkOf("512", otherRSAKey(), "alg", "RS512"))...))
	byEC := sign(jwt.SigningMethodES256, ecKey(), map[string]any{"kid": "e"}, claims())
	kidless := sign(jwt.SigningMethodRS256, rsaKey(), nil, claims())
	v := asking(atNoon)
	for _, test := range []struct {
		name, alg, token, code string
	}{
		{"RSA", "RS256", byRSA("r", rsaKey()), ""},
		{"EC", "ES256", byEC, ""},
		{"without a kid", "RS256", kidless, ""},
		{"the wrong kid", "RS256", byRSA("e", rsaKey()), CodeBad},
		{"an unknown kid", "RS256", byRSA("x", rsaKey()), CodeBad},
		{"another key", "RS256", byRSA("r", otherRSAKey()), CodeBad},
		{"a key for encryption", "RS256", byRSA("enc", otherRSAKey()), CodeBad},
		{"a key for another algorithm", "RS256", byRSA("512", otherRSAKey()), CodeBad},
		{"EC where RSA is agreed", "RS256", byEC, CodeBad},
		{"a secret of the set", "RS256", sign(jwt.SigningMethodHS256, []byte{0, 0, 0}, nil, claims()), CodeBad},
		{"expired", "RS256", byRSA("r", rsaKey(), "exp", noon.Unix()), CodeExpired},
		{"another user", "RS256", byRSA("r", rsaKey(), "sub", "10002"), CodeBad},
	} {
		who, err := v.Verify(t.Context(), appWith(tenant.JWT{Alg: test.alg, JWKSURL: set.url}), test.token, "10001")
		if test.code == "" && (err != nil || who.UserID != "10001") {
			t.Errorf("%s: %+v, %v", test.name, who, err)
		}
		if test.code != "" && (!fault.Is(err, fault.Unauthenticated) || !fault.HasCode(err, test.code)) {
			t.Errorf("%s: %+v, %v; want %s", test.name, who, err, test.code)
		}
	}
	if n := set.calls.Load(); n != 1 {
		t.Errorf("the set was asked for %d times within a moment, want once", n)
	}
}

func TestKeySetIsFollowedWhenItRotates(t *testing.T) {
	t.Parallel()
	for _, kids := range [][2]string{{"a", "b"}, {"same", "same"}, {"", ""}} {
		clock := &hands{now: noon}
		set := serve(t, setOf(jwkOf(kids[0], rsaKey())))
		v, app := asking(clock.Now), appWith(tenant.JWT{Alg: "RS256", JWKSURL: set.url})
		first, second := byRSA(kids[0], rsaKey()), byRSA(kids[1], otherRSAKey())
		verify := func(token string) string {
			if _, err := v.Verify(t.Context(), app, token, "10001"); err != nil {
				return fault.As(err).StableCode()
			}
			return "good"
		}
		if got := verify(first); got != "good" {
			t.Fatalf("%q: the first token is %s", kids, got)
		}
		set.change(setOf(jwkOf(kids[1], otherRSAKey())))
		if got := verify(second); got != CodeBad || set.calls.Load() != 1 {
			t.Errorf("%q: asked %d times; the second token is %s at once", kids, set.calls.Load(), got)
		}
		clock.turn(askRest)
		if got := verify(second); got != "good" || set.calls.Load() != 2 {
			t.Errorf("%q: asked %d times; the second token is %s after the rest", kids, set.calls.Load(), got)
		}
		if got := verify(first); got != CodeBad || set.calls.Load() != 2 {
			t.Errorf("%q: asked %d times; the first token is %s after the rotation", kids, set.calls.Load(), got)
		}
	}
}

func TestKeySetWithdrawnIsBelieved(t *testing.T) {
	t.Parallel()
	clock := &hands{now: noon}
	set := serve(t, setOf(jwkOf("a", rsaKey())))
	v, app := asking(clock.Now), appWith(tenant.JWT{Alg: "RS256", JWKSURL: set.url})
	if _, err := v.Verify(t.Context(), app, byRSA("a", rsaKey()), "10001"); err != nil {
		t.Fatal(err)
	}
	set.change(say(`{"keys":[]}`))
	clock.turn(keysFresh)
	if _, err := v.Verify(t.Context(), app, byRSA("a", rsaKey()), "10001"); !fault.HasCode(err, CodeBad) {
		t.Errorf("after the key was withdrawn: %v", err)
	}
}

func TestKeySetOutlivesItsEndpoint(t *testing.T) {
	t.Parallel()
	for name, failing := range map[string]http.HandlerFunc{
		"down": down, "hangs": hang, "page": say("<html>"), "no set": say(`{"kty":"RSA"}`), "redirects": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/", http.StatusFound)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := &hands{now: noon}
			set := serve(t, setOf(jwkOf("a", rsaKey())))
			v, app := waiting(clock.Now, time.Second), appWith(tenant.JWT{Alg: "RS256", JWKSURL: set.url})
			good := byRSA("a", rsaKey())
			verify := func(token string) error {
				_, err := v.Verify(t.Context(), app, token, "10001")
				return err
			}
			if err := verify(good); err != nil {
				t.Fatal(err)
			}
			set.change(failing)
			clock.turn(keysFresh)
			if err := verify(good); err != nil {
				t.Errorf("with old keys: %v", err)
			}
			asked := set.calls.Load()
			clock.turn(downRest - 1)
			if err := verify(good); err != nil || set.calls.Load() != asked {
				t.Errorf("the endpoint was asked %d times more while it rests; %v", set.calls.Load()-asked, err)
			}
			if err := verify(byRSA("new", rsaKey())); !fault.Is(err, fault.Unavailable) {
				t.Errorf("a new kid that cannot be asked about: %v, want Unavailable", err)
			}
			if err := verify(byRSA("a", otherRSAKey())); !fault.HasCode(err, CodeBad) {
				t.Errorf("a forged token meanwhile: %v, want %s", err, CodeBad)
			}
			clock.turn(keysStale)
			if err := verify(good); !fault.Is(err, fault.Unavailable) {
				t.Errorf("a day later: %v, want Unavailable", err)
			}
		})
	}
}

func TestKeySetNeverHadIsUnavailable(t *testing.T) {
	t.Parallel()
	set := serve(t, hang)
	v, app := waiting(atNoon, 100*time.Millisecond), appWith(tenant.JWT{Alg: "RS256", JWKSURL: set.url})
	for range 2 {
		if _, err := v.Verify(t.Context(), app, byRSA("a", rsaKey()), "10001"); !fault.Is(err, fault.Unavailable) {
			t.Errorf("Verify = %v, want Unavailable", err)
		}
	}
	if n := set.calls.Load(); n != 1 {
		t.Errorf("asked %d times within a moment, want once", n)
	}
	inside := New(Options{Now: atNoon, Client: egress.New(egress.Options{})})
	if _, err := inside.Verify(t.Context(), app, byRSA("a", rsaKey()), "10001"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("an address inside: %v, want Unavailable", err)
	}
}

func TestKeySetIsAskedForOnceForAll(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	answer := setOf(jwkOf("a", rsaKey()))
	set := serve(t, func(w http.ResponseWriter, r *http.Request) {
		<-release
		answer(w, r)
	})
	v, app := asking(atNoon), appWith(tenant.JWT{Alg: "RS256", JWKSURL: set.url})
	errs := make(chan error, 20)
	for range cap(errs) {
		go func() {
			_, err := v.Verify(t.Context(), app, byRSA("a", rsaKey()), "10001")
			errs <- err
		}()
	}
	close(release)
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if n := set.calls.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestReadKeysLeavesBrokenOnesOut(t *testing.T) {
	t.Parallel()
	p384 := newECKey(elliptic.P384())
	off := jwkOf("off", ecKey())
	off["y"] = b64(make([]byte, 32))
	short := jwkOf("short", ecKey())
	short["x"] = b64(make([]byte, 31))
	small := jwkOf("small", rsaKey(), "n", b64(big.NewInt(0).Lsh(big.NewInt(3), 500).Bytes()))
	scalar, err := ecKey().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{"keys": []any{
		off, short, small, jwkOf("p384", p384),
		jwkOf("e1", rsaKey(), "e", b64([]byte{1})), jwkOf("even", rsaKey(), "e", b64([]byte{4})),
		jwkOf("e5", rsaKey(), "e", b64([]byte{1, 0, 0, 0, 1})), jwkOf("noN", rsaKey(), "n", ""),
		jwkOf("published", rsaKey(), "d", b64(rsaKey().D.Bytes())), jwkOf("shared", ecKey(), "d", b64(scalar)),
		jwkOf("huge", rsaKey(), "n", b64([]byte(strings.Repeat("x", 1025)))), jwkOf("good", rsaKey()),
	}})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := readKeys(body)
	if err != nil || len(keys) != 1 || keys[0].kid != "good" {
		t.Errorf("readKeys = %+v, %v; want the good one", keys, err)
	}
}

func FuzzReadKeys(f *testing.F) {
	body, _ := json.Marshal(map[string]any{"keys": []any{jwkOf("r", rsaKey()), jwkOf("e", ecKey())}})
	f.Add(body)
	f.Add([]byte(`{"keys":[null,{},{"kty":"RSA","n":"","e":""}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		keys, err := readKeys(body)
		for _, key := range keys {
			if err != nil || !fits(rs256, key.key) && !fits(es256, key.key) {
				t.Errorf("readKeys(%q) = %+v, %v", body, key, err)
			}
		}
	})
}
