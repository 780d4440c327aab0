package wire

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRequestID(t *testing.T) {
	t.Parallel()
	cases := []struct {
		given   string
		trusted bool
		kept    bool
	}{
		{"abc-123_X.9", true, true},
		{"abc-123_X.9", false, false},
		{strings.Repeat("a", maxRequestID), true, true},
		{"", true, false},
		{strings.Repeat("a", maxRequestID+1), true, false},
		{"a b", true, false},
		{"a\"b", true, false},
		{"标识", true, false},
	}
	for _, c := range cases {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set(RequestIDHeader, c.given)
		w := httptest.NewRecorder()
		inside := RequestID(WithRequestID(r.Context(), w.Header(), r.Header, c.trusted))
		if got := w.Header().Get(RequestIDHeader); got != inside || got == "" {
			t.Errorf("%q: %q outside, %q inside", c.given, got, inside)
		}
		if kept := inside == c.given; kept != c.kept {
			t.Errorf("%q: kept is %v", c.given, kept)
		}
	}
	if RequestID(context.Background()) != "" {
		t.Error("an id outside a request")
	}
}
