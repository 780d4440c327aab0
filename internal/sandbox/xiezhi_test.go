package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const tokenKey = "a key of the tests, long enough for HS256"

// fakeXiezhi is the other side of the contract as the tests understand seed
// 002: it takes reports, checks each by the table of PROTOCOLS §1, and keeps
// what it saw.
type fakeXiezhi struct {
	*httptest.Server
	mu     sync.Mutex
	down   bool
	bodies []report
	admins int // reports by administrators
	faults []string
}

func newFakeXiezhi(t *testing.T) *fakeXiezhi {
	t.Helper()
	x := &fakeXiezhi{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /app/live/v/{version}/t/{type}/report/report_type", x.types)
	mux.HandleFunc("POST /app/live/v/{version}/t/{type}/report/reportmsg", x.take)
	mux.HandleFunc("POST /app/live/uplus-report/api/get_remain_report", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer server" || r.FormValue("risk") != "0" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = io.WriteString(w, `{"ret":0,"code":"","info":"","data":{"msg_remain":17,"album_remain":4}}`)
	})
	x.Server = httptest.NewServer(mux)
	t.Cleanup(x.Close)
	return x
}

func (x *fakeXiezhi) types(w http.ResponseWriter, r *http.Request) {
	if _, err := claimsOf(r); err != nil {
		x.fault("report_type: %v", err)
	}
	_, _ = io.WriteString(w, `{"ret":0,"code":"","info":"","data":[{"id":1,"name":"色情"},{"id":2,"name":"广告"},{"id":3,"name":"敏感话题"}]}`)
}

func (x *fakeXiezhi) take(w http.ResponseWriter, r *http.Request) {
	if x.isDown() {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	var body report
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil {
		x.fault("body: %v", err)
	}
	claims, err := claimsOf(r)
	if err != nil {
		x.fault("token: %v", err)
	}
	admin := claims["admin"] == true
	if claims["sub"] != body.Reporter || r.FormValue("uid") != body.Reporter {
		x.fault("reporter %q is not the token's %v", body.Reporter, claims["sub"])
	}
	if fault := breaks(body, admin); fault != "" {
		x.fault("mod %d: %s: %+v", body.Mod, fault, body)
	}
	x.mu.Lock()
	x.bodies = append(x.bodies, body)
	if admin {
		x.admins++
	}
	n := len(x.bodies)
	x.mu.Unlock()
	fmt.Fprintf(w, `{"ret":0,"code":"","info":"","data":{"id":%d}}`, n)
}

func claimsOf(r *http.Request) (jwt.MapClaims, error) {
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(r.FormValue("token"), claims, func(*jwt.Token) (any, error) { return []byte(tokenKey), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired())
	return claims, err
}

func (x *fakeXiezhi) isDown() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.down
}

func (x *fakeXiezhi) setDown(down bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.down = down
}

func (x *fakeXiezhi) fault(format string, args ...any) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.faults = append(x.faults, fmt.Sprintf(format, args...))
}

func (x *fakeXiezhi) seen() (bodies []report, admins int, faults []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return slices.Clone(x.bodies), x.admins, slices.Clone(x.faults)
}

// rule is a row of the table of PROTOCOLS §1, written out anew.
type rule struct {
	profile  string // "", "user", "group" or "show"
	min, max int
	buid     string // "sender", "oid", "single" or "absent"
}

var table = map[int]rule{
	11: {"", 1, 1, "sender"}, 12: {"user", 1, 1, "sender"}, 13: {"group", 1, 1, "sender"}, 14: {"show", 1, 1, "sender"},
	15: {"user", 1, 1, "oid"}, 16: {"show", 1, 1, "sender"},
	21: {"", 1, 10, "single"}, 22: {"group", 0, 0, "absent"}, 23: {"user", 0, 0, "oid"},
	24: {"show", 1, 20, "single"}, 25: {"user", 1, 10, "oid"}, 26: {"group", 1, 10, "single"},
}

// breaks says what rule a report breaks; empty for none.
func breaks(r report, admin bool) string {
	rule, ok := table[r.Mod]
	checks := []struct {
		fine bool
		text string
	}{
		{ok, "unknown mod"},
		{len(r.Msgs) >= rule.min && len(r.Msgs) <= rule.max, "number of messages"},
		{(r.Profile == nil) == (rule.profile == ""), "profile"},
		{r.Profile == nil || (r.Profile.Name != "" && r.Profile.Desc != "" && r.Profile.OID != ""), "profile lacks something"},
		{r.Profile == nil || (r.Profile.MID != "") == (rule.profile != "user"), "profile.mid"},
		{len(r.Type) > 0, "no type"},
		{r.BUID == wantedBUID(r, rule), "buid"},
		{r.BUID != r.Reporter, "reports oneself"},
	}
	for _, check := range checks {
		if !check.fine {
			return check.text
		}
	}
	return firstBroken(r, admin)
}

func firstBroken(r report, admin bool) string {
	for _, t := range r.Type {
		if t < 1 || t > 6 || (t > 3 && !admin) {
			return "type"
		}
		if t == 5 && !slices.Contains([]int{11, 14, 16, 21, 24}, r.Mod) {
			return "a mute where there is none"
		}
	}
	for _, m := range r.Msgs {
		picture := r.Mod == 15 || r.Mod == 16
		switch {
		case !slices.Contains([]int{1, 2, 3, 8}, m.MsgType):
			return "msg_type"
		case (picture || m.MsgType != 1) && !strings.HasPrefix(m.URL, "http://127.0.0.1:"):
			return "url"
		case m.MsgType == 1 && m.Content == "":
			return "content"
		case strings.ContainsAny(m.Content, "{}"):
			return "a brace was not filled in"
		case r.Mod != 15 && (m.MsgID == "" || m.SenderID == "" || m.UUCID == ""):
			return "msgid, uucid or senderid"
		case r.Mod == 15 && (m.MsgID != "" || m.Content != ""):
			return "an album picture is its url only"
		}
	}
	return ""
}

func wantedBUID(r report, rule rule) string {
	switch {
	case rule.buid == "sender", rule.buid == "single" && len(r.Msgs) == 1:
		return r.Msgs[0].SenderID
	case rule.buid == "oid":
		return r.Profile.OID
	}
	return ""
}

// heard collects what is narrated.
type heard struct {
	mu    sync.Mutex
	lines []string
}

func (h *heard) tell(line string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lines = append(h.lines, line)
}

// has reports whether a line holds all parts.
func (h *heard) has(parts ...string) bool { return h.count(parts...) > 0 }

func (h *heard) count(parts ...string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, line := range h.lines {
		all := true
		for _, part := range parts {
			all = all && strings.Contains(line, part)
		}
		if all {
			n++
		}
	}
	return n
}

func startLive(t *testing.T, x *fakeXiezhi) (*Live, *heard) {
	t.Helper()
	h := &heard{}
	l := New(Options{
		Target: x.URL, App: "live", TokenKey: tokenKey, ServerToken: "server",
		Users: 120, Pace: time.Millisecond, Seed: 7, Narrate: h.tell,
	})
	l.courier.firstWait = time.Millisecond
	if err := l.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = l.Stop(t.Context()) // a second Stop is harmless
		for _, line := range h.lines {
			if halfWidth.MatchString(line) {
				t.Errorf("narrated with a mark of half width: %s", line)
			}
		}
	})
	return l, h
}

// halfWidth finds a Chinese sentence with a mark that is not Chinese.
var halfWidth = regexp.MustCompile(`[\p{Han}}][,:!?;()]|[,:!?;()][\p{Han}{]`)
