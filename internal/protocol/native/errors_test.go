package native

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func TestEveryKindHasARow(t *testing.T) {
	t.Parallel()
	statuses, kinds := map[int]bool{}, map[string]bool{}
	for _, kind := range fault.Kinds() {
		row, known := rows[kind]
		if !known || row.status < 400 || row.kind == "" || row.title == "" {
			t.Errorf("%v has the row %+v", kind, row)
		}
		statuses[row.status], kinds[row.kind] = true, true
	}
	if len(rows) != len(fault.Kinds()) || len(statuses) != len(rows) || len(kinds) != len(rows) {
		t.Error("a row too many, or two kinds that look alike")
	}
}

func TestWriteProblem(t *testing.T) {
	t.Parallel()
	secret := errors.New("password of the database")
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("east", 8*3600))
	cases := map[string]struct {
		err  error
		want string
	}{
		"field":    {fault.Field("mod", "is wrong"), `{"type":"urn:xiezhi:problem:invalid","title":"The request is wrong","status":400,"detail":"is wrong","code":"invalid","field":"mod"}`},
		"no words": {&fault.Error{Kind: fault.Forbidden}, `{"type":"urn:xiezhi:problem:forbidden","title":"You may not do this","status":403,"detail":"You may not do this","code":"forbidden"}`},
		"conflict": {&fault.Error{Kind: fault.Conflict, Code: "case_decided", Message: "late", Detail: map[string]any{"by": "7", "verdict": "ad", "at": at}},
			`{"type":"urn:xiezhi:problem:conflict","title":"Something else was first","status":409,"detail":"late","code":"case_decided","conflict":{"by":"7","verdict":"ad","at":"2026-01-01T19:04:05Z"}}`},
		"foreign":      {secret, `{"type":"urn:xiezhi:problem:internal","title":"Internal error","status":500,"detail":"internal error","code":"internal"}`},
		"internal":     {fault.New(fault.Internal, "password", "password"), `{"type":"urn:xiezhi:problem:internal","title":"Internal error","status":500,"detail":"internal error","code":"internal"}`},
		"cause":        {fault.Wrap(fault.Unavailable, secret, "try again"), `{"type":"urn:xiezhi:problem:unavailable","title":"Not available now","status":503,"detail":"try again","code":"unavailable"}`},
		"unknown kind": {&fault.Error{Kind: 200, Code: "password", Message: "password"}, `{"type":"urn:xiezhi:problem:internal","title":"Internal error","status":500,"detail":"internal error","code":"internal"}`},
	}
	for name, c := range cases {
		w := httptest.NewRecorder()
		WriteProblem(w, c.err)
		if diff := cmp.Diff(c.want, w.Body.String()); diff != "" || w.Header().Get("Content-Type") != problemContent {
			t.Errorf("%s: %s", name, diff)
		}
		var p problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != w.Code {
			t.Errorf("%s: status %d says %d", name, w.Code, p.Status)
		}
	}
	w := httptest.NewRecorder()
	WriteProblem(w, &fault.Error{Kind: fault.TooMany, RetryAfter: 1500 * time.Millisecond})
	if got := w.Header().Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After %q", got)
	}
}

// TestHumaRefusesInOurForm holds huma's own refusals to the form, and to not
// repeating what was sent.
func TestHumaRefusesInOurForm(t *testing.T) {
	t.Parallel()
	said := huma.NewError(http.StatusUnprocessableEntity, "validation failed",
		&huma.ErrorDetail{Location: "body.actions[0].hours", Message: "expected integer", Value: "secret"}, errors.New("more"))
	p, is := said.(*problem)
	if !is || p.Status != 400 || p.Field != "actions[0].hours" || p.Detail != "expected integer" || p.Code != "invalid" {
		t.Errorf("%+v", said)
	}
	text, err := json.Marshal(said)
	if err != nil || strings.Contains(string(text), "secret") {
		t.Errorf("%s, %v", text, err)
	}
	for status, want := range map[int]string{413: "too_large", 415: "unsupported_media_type", 500: "internal", 408: "invalid"} {
		if p, is := huma.NewError(status, "x").(*problem); !is || p.Code != want {
			t.Errorf("%d is %+v", status, p)
		}
	}
}
