package load

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func TestOthersServersAreLeftAlone(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"http://example.org", "http://10.0.0.1:8080", "https://192.0.2.1", "http://127.0.0.1.example.org", "ftp://127.0.0.1", "127.0.0.1:8080", ""} {
		if _, err := newServer(address, false, time.Second); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, address := range []string{"http://localhost:8080", "http://[::1]:8080/", "http://127.0.0.9"} {
		if _, err := newServer(address, false, time.Second); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
	if err := dialLoopback("tcp", "192.0.2.1:80", nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("localhost may lead elsewhere: %v", err)
	}
	if _, err := newServer("http://192.0.2.1", true, time.Second); err != nil {
		t.Errorf("one's own: %v", err)
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was followed") }))
	defer elsewhere.Close()
	here := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer here.Close()
	s, err := newServer(here.URL, false, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.ask(t.Context(), question{method: http.MethodGet, path: "/"}); err != nil || got.status != http.StatusTemporaryRedirect {
		t.Error(got.status, err)
	}
}

func TestWhatAKindNeedsIsSaid(t *testing.T) {
	t.Parallel()
	target := Target{URL: "http://127.0.0.1:1", Users: 10}
	for kind, says := range map[string]string{"reports": "HS256", "audits": "app_id", "heartbeats": "AppSecret", "claims": "reviewers", "gifts": "is not one of"} {
		if _, err := target.Streams(map[string]float64{kind: 1}); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	target.Tokens.Key = []byte("k")
	for _, rate := range []float64{0, -1, 1e9} {
		if _, err := target.Streams(map[string]float64{"reports": rate}); !fault.Is(err, fault.Invalid) {
			t.Errorf("rate %g: %v", rate, err)
		}
	}
}

// waiting is a queue as the native API shows it: a stranger's case first.
type waiting struct {
	mu   sync.Mutex
	seen []string // what was asked, without the claims
	next int
}

func (q *waiting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if r.URL.Path != "/api/v1/cases/claim" {
		var said struct {
			Token   string `json:"lease_token"`
			Verdict string `json:"verdict"`
		}
		_ = json.NewDecoder(r.Body).Decode(&said)
		q.seen = append(q.seen, strings.TrimSpace(r.URL.Path+" "+said.Token+" "+said.Verdict))
		return
	}
	senders := []string{"10001", "bench-000003"}
	if q.next == len(senders) {
		_, _ = fmt.Fprint(w, `{"cases":[]}`)
		return
	}
	q.next++
	_, _ = fmt.Fprintf(w, `{"cases":[{"id":%d,"lease_token":"t%d","version":2,"content":{"messages":[{"sender_id":%q}]}}]}`, q.next, q.next, senders[q.next-1])
}

func TestCasesOfRealUsersAreLeftToOthers(t *testing.T) {
	t.Parallel()
	queue := &waiting{}
	here := httptest.NewServer(queue)
	defer here.Close()
	target := Target{URL: here.URL, Users: 2, Patience: time.Minute, Reviewers: []Reviewer{{"a", "b"}}}
	streams, err := target.Streams(map[string]float64{"claims": 1})
	if err != nil {
		t.Fatal(err)
	}
	desk := streams[0].Sender
	if err := desk.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	codes := map[string]int{}
	for range 2 {
		desk.Send(context.Background(), time.Now(), func(a Answer) { codes[a.What+" "+a.Code]++ })
	}
	if got := strings.Join(queue.seen, "|"); got != "/api/v1/session|/api/v1/cases/1/skip t1|/api/v1/cases/2/decision t2 pass" {
		t.Error(got)
	}
	if codes["claims lent"] != 2 || codes["skips done"] != 1 || codes["decisions done"] != 1 || codes["claims nothing waits"] != 1 {
		t.Error(codes)
	}
}

func TestNothingIsSaidTwice(t *testing.T) {
	t.Parallel()
	people := newCrowd(100, 3)
	texts, ids, bad := map[string]int{}, map[string]bool{}, 0
	for range 5000 {
		l := people.speak(false)
		texts[l.text]++
		ids[l.id] = true
		if l.kind != 0 {
			bad++
		}
		if l.sender == l.reporter || l.sender >= 100 || l.reporter >= 100 {
			t.Fatalf("%+v", l)
		}
	}
	if len(ids) != 5000 || len(texts) < 4800 || bad < 150 || bad > 350 {
		t.Errorf("%d ids, %d texts, %d bad lines", len(ids), len(texts), bad)
	}
}
