package delivery

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
)

func TestClassify(t *testing.T) {
	t.Parallel()
	refused := fault.New(fault.Forbidden, egress.CodeRefused, "inside")
	large := fault.New(fault.TooLarge, egress.CodeTooLarge, "too much")
	broken := fault.Wrap(fault.Unavailable, errors.New("reset"), "the call failed")
	for _, test := range []struct {
		name   string
		status int
		err    error
		yes    bool
		want   outbox.Outcome
		why    string
	}{
		{"yes", 200, nil, true, outbox.Done, ""},
		{"yes, created", 201, nil, true, outbox.Done, ""},
		{"no", 200, nil, false, outbox.Refused, "the answer says no: because"},
		{"redirect", 302, nil, true, outbox.Refused, "HTTP 302"},
		{"bad request", 400, nil, true, outbox.Refused, "HTTP 400"},
		{"not found", 404, nil, true, outbox.Refused, "HTTP 404"},
		{"too many", 429, nil, true, outbox.Failed, "HTTP 429"},
		{"server error", 500, nil, true, outbox.Failed, "HTTP 500"},
		{"unavailable", 503, nil, true, outbox.Failed, "HTTP 503"},
		{"beyond the classes", 999, nil, true, outbox.Failed, "HTTP 999"},
		{"no answer", 0, broken, true, outbox.Failed, "the call failed: reset"},
		{"half an answer", 200, broken, true, outbox.Failed, "the call failed: reset"},
		{"half a refusal", 404, broken, true, outbox.Failed, "the call failed: reset"},
		{"an address inside", 0, refused, true, outbox.Refused, "inside"},
		{"too long a yes", 200, large, true, outbox.Refused, "too much"},
		{"too long a refusal", 400, large, true, outbox.Refused, "HTTP 400"},
		{"too long a failure", 502, large, true, outbox.Failed, "HTTP 502"},
	} {
		got, why := classify(test.status, test.err, func() (bool, string) { return test.yes, "because" })
		if got != test.want || why != test.why {
			t.Errorf("%s: %s, %q; want %s, %q", test.name, got, why, test.want, test.why)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"": 0, "0": 0, "1": time.Second, "30": 30 * time.Second, "31": 0, "-5": 0, "9999999999999999999": 0,
		"soon": 0, "Fri, 02 Jan 2026 03:04:05 GMT": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {text}}); got != want {
			t.Errorf("retryAfter(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestRetryAtHonoursTheWishOfTheReceiver(t *testing.T) {
	t.Parallel()
	clock := newHands()
	d := New(Options{Now: clock.Now, Jitter: func() float64 { return 0 }})
	for wait, want := range map[time.Duration]time.Duration{0: time.Second, 20 * time.Second: 20 * time.Second} {
		at := d.retryAt(outbox.Record{}, outbox.Attempt{At: clock.Now()}, result{outcome: outbox.Failed, wait: wait})
		if got := at.Sub(clock.Now()); got != want {
			t.Errorf("asked to wait %v: retry after %v, want %v", wait, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ raw, want string }{
		{"", ""}, {"plain 中文", "plain 中文"}, {"a\xffb", "a\uFFFDb"}, {"a\x00b", "a\uFFFDb"},
		{strings.Repeat("x", 20), strings.Repeat("x", 16)},
		{strings.Repeat("中", 20), strings.Repeat("中", 5)},
		{strings.Repeat("\x00", 20), strings.Repeat("\uFFFD", 5)},
		{strings.Repeat("a\xff", 20), "a\uFFFDa\uFFFDa\uFFFDa\uFFFD"},
	} {
		got := clean([]byte(test.raw), 16)
		if got != test.want || len(got) > 16 || !utf8.ValidString(got) {
			t.Errorf("clean(%q) = %q, want %q", test.raw, got, test.want)
		}
	}
}
