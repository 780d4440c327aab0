package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// counter takes what the party page's server asks, checks its signature by
// PROTOCOLS §7, and keeps it.
type counter struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []string
	bodies []map[string]any
	refuse bool
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{}
	c.Server = httptest.NewServer(c)
	t.Cleanup(c.Close)
	return c
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h, body := r.Header, map[string]any{}
	if h.Get("AppKey") != "pair" || h.Get("CheckSum") != sha1Hex("pair-secret"+h.Get("Nonce")+h.Get("CurTime")) || c.refuse || json.NewDecoder(r.Body).Decode(&body) != nil {
		_, _ = io.WriteString(w, `{"code":402,"msg":"no"}`)
		return
	}
	c.asked, c.bodies = append(c.asked, r.URL.Path), append(c.bodies, body)
	_, _ = io.WriteString(w, `{"code":200,"data":{}}`)
}

// parlourOf is the party page before a server.
func parlourOf(target string) http.Handler {
	l := New(Options{Target: target, PairKey: "pair", PairSecret: "pair-secret"})
	l.scene = newScene(1, fewPeople, l.platform, "http://127.0.0.1:9100", time.Unix(1_700_000_000, 0))
	return l.handler()
}

func visit(h http.Handler, method, host, path string) *httptest.ResponseRecorder {
	r, w := httptest.NewRequest(method, path, nil), httptest.NewRecorder()
	r.Host = host
	h.ServeHTTP(w, r)
	return w
}

func TestWhoEntersThePartyHasAnAccountAndCoins(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	h := parlourOf(c.URL)
	got := visit(h, http.MethodPost, "127.0.0.1:9100", "/party/enter?me=2")
	var entered entry
	if err := json.Unmarshal(got.Body.Bytes(), &entered); err != nil || got.Code != http.StatusOK {
		t.Fatal(got.Code, got.Body, err)
	}
	if entered.User != "party-2" || entered.Server != c.URL || entered.AppKey != "pair" || !mediaName.MatchString(strings.TrimPrefix(entered.Icon, "http://127.0.0.1:9100/media/")) {
		t.Errorf("%+v", entered)
	}
	if want := []string{"/nemo/socialChat/server/user/createUser", "/nemo/socialChat/server/wallet/credit"}; !slices.Equal(c.asked, want) {
		t.Fatalf("asked %v", c.asked)
	}
	if made, paid := c.bodies[0], c.bodies[1]; made["userToken"] != entered.Token || made["userName"] != entered.Name || paid["requestId"] != "welcome-party-2" || paid["cloudCoin"] != 2000.0 {
		t.Errorf("%v %v", made, paid)
	}
	c.refuse = true
	if got := visit(h, http.MethodPost, "127.0.0.1:9100", "/party/enter?me=2"); got.Code != http.StatusBadGateway || strings.Contains(got.Body.String(), "token") {
		t.Error(got.Code, got.Body)
	}
}

func TestThePartyPageIsForThisMachineAlone(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	h := parlourOf(c.URL)
	for _, row := range []struct {
		method, host, path string
		code               int
	}{
		{"POST", "evil.example", "/party/enter?me=1", 421}, {"GET", "evil.example", "/party/cast", 421}, {"POST", "127.0.0.1.evil.example:9100", "/party/enter?me=1", 421},
		{"POST", "localhost", "/party/enter?me=0", 404}, {"POST", "[::1]:9100", "/party/enter?me=99", 404}, {"POST", "[::1]", "/party/enter?me=x", 404},
		{"GET", "localhost:9100", "/party/cast", 200}, {"GET", "localhost", "/party", 302}, {"GET", "localhost", "/party/dist/", 404}, {"GET", "localhost", "/party/placeholder.css", 200},
		{"GET", "localhost", "/party/%2e%2e/parlour.go", 404}, {"GET", "localhost", "/party/assets/", 404},
	} {
		if got := visit(h, row.method, row.host, row.path); got.Code != row.code {
			t.Errorf("%s %s at %s: %d", row.method, row.path, row.host, got.Code)
		}
	}
	if len(c.asked) > 0 {
		t.Errorf("asked %v", c.asked)
	}
}

func TestThePartyPageSaysWhetherItIsBuilt(t *testing.T) {
	t.Parallel()
	for _, built := range []bool{false, newPages("http://127.0.0.1:8080").built} {
		w := httptest.NewRecorder()
		p := newPages("http://127.0.0.1:8080")
		p.built = built
		p.serve(w, httptest.NewRequest(http.MethodGet, "/party/", nil))
		if want := map[bool]int{true: 200, false: 503}[built]; w.Code != want || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			t.Errorf("built %t: %d %s", built, w.Code, w.Header())
		}
		policy := w.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.HasSuffix(policy, "connect-src 'self' http://127.0.0.1:8080 ws://127.0.0.1:8080") || strings.Contains(policy, "unsafe") {
			t.Error(policy)
		}
	}
}

func TestWithoutACredentialThereIsNoPartyPage(t *testing.T) {
	t.Parallel()
	if got := visit(New(Options{Target: "http://127.0.0.1:1"}).handler(), http.MethodGet, "localhost", "/party/"); got.Code != http.StatusNotFound {
		t.Error(got.Code)
	}
}
