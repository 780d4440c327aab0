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
		given string
		kept  bool
	}{
		{"abc-123_X.9", true},
		{strings.Repeat("a", maxRequestID), true},
		{"", false},
		{strings.Repeat("a", maxRequestID+1), false},
		{"a b", false},
		{"a\"b", false},
		{"标识", false},
	}
	for _, c := range cases {
		var inside string
		handler := WithRequestID(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { inside = RequestID(r.Context()) }))
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set(RequestIDHeader, c.given)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
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
