package uplus

import (
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func TestEveryKindHasAStatusOfTheContract(t *testing.T) {
	t.Parallel()
	contract := []int{400, 401, 403, 404, 405, 409, 413, 429, 503}
	for _, kind := range fault.Kinds() {
		if status, known := statuses[kind]; !known || !slices.Contains(contract, status) {
			t.Errorf("%v has status %d", kind, status)
		}
	}
	if len(statuses) != len(fault.Kinds()) {
		t.Errorf("%d rows for %d kinds", len(statuses), len(fault.Kinds()))
	}
}

func TestWriteError(t *testing.T) {
	t.Parallel()
	secret := errors.New("password of the database")
	cases := []struct {
		name   string
		err    error
		status int
		body   string
	}{
		{"field", fault.Field("mod", "is wrong"), 400, `{"ret":1,"code":"invalid","info":"mod: is wrong","data":null}`},
		{"no field", fault.New(fault.Conflict, "case_held", "held"), 409, `{"ret":1,"code":"case_held","info":"held","data":null}`},
		{"no message", &fault.Error{Kind: fault.Forbidden}, 403, `{"ret":1,"code":"forbidden","info":"forbidden","data":null}`},
		{"foreign", secret, 503, `{"ret":1,"code":"internal","info":"internal error","data":null}`},
		{"internal", fault.Wrap(fault.Internal, secret, "password"), 503, `{"ret":1,"code":"internal","info":"internal error","data":null}`},
		{"internal with code", fault.New(fault.Internal, "password", "password"), 503, `{"ret":1,"code":"internal","info":"internal error","data":null}`},
		{"cause", fault.Wrap(fault.Unavailable, secret, "try again"), 503, `{"ret":1,"code":"unavailable","info":"try again","data":null}`},
		{"unknown kind", &fault.Error{Kind: 200, Code: "password", Message: "password"}, 503, `{"ret":1,"code":"internal","info":"internal error","data":null}`},
	}
	for _, c := range cases {
		w := httptest.NewRecorder()
		WriteError(w, c.err)
		if w.Code != c.status || strings.TrimSpace(w.Body.String()) != c.body {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
	}
	w := httptest.NewRecorder()
	WriteError(w, &fault.Error{Kind: fault.TooMany, RetryAfter: 1500 * time.Millisecond})
	if got := w.Header().Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After %q", got)
	}
}
