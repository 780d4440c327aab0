package delivery

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// plainEncoder posts an event's kind to its app; a receiver says yes with "yes".
type plainEncoder struct{}

func (plainEncoder) Encode(app tenant.App, event outbox.Event) (outbox.Request, error) {
	if !app.Carries() {
		return outbox.Request{}, fault.New(fault.Invalid, "", "the app has no address")
	}
	return outbox.Request{
		Method: http.MethodPost, URL: app.Uplus.BaseURL + "/" + event.Kind, ContentType: "text/plain", Body: event.Payload,
	}, nil
}

func (plainEncoder) Judge(_ int, answer []byte) (ok bool, why string) {
	return string(answer) == "yes", string(answer)
}

type apps map[string]tenant.App

func (a apps) App(id string) (tenant.App, bool) {
	app, found := a[id]
	return app, found
}

func appAt(id, base string) tenant.App {
	return tenant.App{ID: id, Uplus: &tenant.Uplus{BaseURL: base}}
}

// receiver is a business platform that notes what it is asked.
type receiver struct {
	*httptest.Server
	mu    sync.Mutex
	calls []*http.Request
}

// receive starts a receiver that answers by the event's kind.
func receive(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, kind string)) *receiver {
	t.Helper()
	r := new(receiver)
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		kind := strings.TrimPrefix(req.URL.Path, "/")
		r.mu.Lock()
		r.calls = append(r.calls, req)
		r.mu.Unlock()
		answer(w, req, kind)
	}))
	t.Cleanup(r.Close)
	return r
}

func sayYes(w http.ResponseWriter, _ *http.Request, _ string) { _, _ = io.WriteString(w, "yes") }

func (r *receiver) kinds() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var kinds []string
	for _, call := range r.calls {
		kinds = append(kinds, strings.TrimPrefix(call.URL.Path, "/"))
	}
	return strings.Join(kinds, " ")
}

// hands is a clock that tests move.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

func newHands() *hands { return &hands{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} }

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

// page is a log that tests read.
type page struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *page) Write(line []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(line)
}

func (p *page) count(text string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Count(p.text.String(), text)
}

func loopbackClient(timeout time.Duration) *egress.Client {
	return egress.New(egress.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Timeout: timeout})
}

// start makes a Drain that polls fast, starts it, and stops it after the test.
func start(t *testing.T, o Options) *Drain {
	t.Helper()
	if o.Client == nil {
		o.Client = loopbackClient(0)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Encoders = map[string]Encoder{"plain": plainEncoder{}}
	o.Poll = 2 * time.Millisecond
	o.Jitter = func() float64 { return 0 }
	d := New(o)
	d.Start()
	t.Cleanup(func() { stopNow(d) })
	return d
}

func event(app, lane, kind string) outbox.Event {
	return outbox.Event{Key: "key-" + kind, App: app, Channel: "plain", Lane: lane, Kind: kind}
}

// until waits for a condition that other goroutines bring about.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	late := time.After(10 * time.Second)
	for !holds() {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
