package wire_test

import (
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/wire"
)

func TestSayWhen(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"":  fault.New(fault.NotFound, "", "no"),
		"1": fault.Wrap(fault.Unavailable, errors.New("away"), "away"),
		"3": &fault.Error{Kind: fault.TooMany, RetryAfter: 2100 * time.Millisecond},
		"7": &fault.Error{Kind: fault.Unavailable, RetryAfter: 7 * time.Second},
	} {
		w := httptest.NewRecorder()
		wire.SayWhen(w, err)
		if got := w.Header().Get("Retry-After"); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}
