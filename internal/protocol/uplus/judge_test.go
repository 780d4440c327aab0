package uplus

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status int
		answer string
		ok     bool
		why    string
	}{
		{200, `{"ret":0,"code":"","info":""}`, true, ""},
		{201, ` {"ret":"0"} `, true, ""},
		{200, "\xef\xbb\xbf" + `{"ret":0,"data":[1,{"ret":1}]}`, true, ""},
		{200, `{"ret":1,"code":"1001","info":"no such user"}`, false, "ret 1, 1001, no such user"},
		{200, `{"ret":"1","code":1001,"info":" 用户不存在 "}`, false, "ret 1, 1001, 用户不存在"},
		{200, `{"ret":-3}`, false, "ret -3"},
		{200, `{"ret":1,"info":{"a":1}}`, false, "ret 1"},
		{200, ``, false, "the answer is no JSON object"},
		{200, `ok`, false, "the answer is no JSON object"},
		{200, `0`, false, "the answer is no JSON object"},
		{200, `null`, false, "the answer is no JSON object"},
		{200, `[{"ret":0}]`, false, "the answer is no JSON object"},
		{200, `{"ret":0}x`, false, "the answer is no JSON object"},
		{200, `{'ret':0}`, false, "the answer is no JSON object"},
		{200, `{}`, false, "the answer has no ret"},
		{200, `{"RET":0}`, false, "the answer has no ret"},
		{200, `{"ret":null}`, false, "the answer has no ret"},
		{200, `{"ret":""}`, false, "the answer has no ret"},
		{200, `{"ret":false}`, false, "the answer has no ret"},
		{200, `{"ret":0.5}`, false, "the answer has no ret"},
		{200, `{"ret":[0]}`, false, "the answer has no ret"},
		{500, `{"ret":0}`, false, "HTTP 500"},
		{302, `{"ret":0}`, false, "HTTP 302"},
	} {
		ok, why := Encoder{}.Judge(test.status, []byte(test.answer))
		if ok != test.ok || why != test.why {
			t.Errorf("Judge(%d, %s) = %v, %q; want %v, %q", test.status, test.answer, ok, why, test.ok, test.why)
		}
	}
}

func TestJudgeRepeatsOnlySoMuch(t *testing.T) {
	t.Parallel()
	ok, why := Encoder{}.Judge(200, []byte(`{"ret":1,"info":"`+strings.Repeat("中", 4000)+`"}`))
	if ok || len(why) > maxWhy || !utf8.ValidString(why) || !strings.HasPrefix(why, "ret 1, 中") {
		t.Errorf("why is %d bytes: %.40q", len(why), why)
	}
}

func FuzzJudge(f *testing.F) {
	f.Add([]byte(`{"ret":0}`))
	f.Add([]byte(`{"ret":"1","code":[],"info":"x"}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		ok, why := Encoder{}.Judge(200, answer)
		if ok != (why == "") || !utf8.ValidString(why) {
			t.Errorf("Judge(%q) = %v, %q", answer, ok, why)
		}
	})
}

// fakePlatform answers every call alike and notes the last.
type fakePlatform struct {
	status int
	body   string
	err    error
	last   string
}

func (c *fakePlatform) Do(_ context.Context, req *http.Request) (int, http.Header, []byte, error) {
	c.last = req.Method + " " + req.URL.String()
	return c.status, http.Header{}, []byte(c.body), c.err
}

func TestResourceCheck(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		call  fakePlatform
		there bool
		known bool
	}{
		{"there", fakePlatform{status: 200, body: `{"ret":0}`}, true, true},
		{"gone", fakePlatform{status: 200, body: `{"ret":1,"info":"gone"}`}, false, true},
		{"an answer that says nothing", fakePlatform{status: 200, body: `<html>`}, false, false},
		{"an answer without ret", fakePlatform{status: 200, body: `{}`}, false, false},
		{"not found", fakePlatform{status: 404, body: `{"ret":1}`}, false, false},
		{"down", fakePlatform{status: 503, body: `{"ret":0}`}, false, false},
		{"redirect", fakePlatform{status: 302, body: `{"ret":0}`}, false, false},
		{"broken", fakePlatform{err: errors.New("reset")}, false, false},
	} {
		there, err := ResourceCheck(&test.call)(t.Context(), platformApp(), "10000", "xxx/jsp/z z.png")
		if there != test.there || (err == nil) != test.known {
			t.Errorf("%s: %v, %v", test.name, there, err)
		}
		if want := "POST " + platformBase + "/res/check?uid=10000&url=xxx%2Fjsp%2Fz%20z.png"; test.call.last != want {
			t.Errorf("%s: called %s, want %s", test.name, test.call.last, want)
		}
	}
	app, call := platformApp(), fakePlatform{status: 200, body: `{"ret":0}`}
	app.Uplus.Method = http.MethodGet
	if _, err := ResourceCheck(&call)(t.Context(), app, "1", "u"); err != nil || !strings.HasPrefix(call.last, "GET ") {
		t.Errorf("with GET: called %s, %v", call.last, err)
	}
	if _, err := ResourceCheck(&call)(t.Context(), tenant.App{}, "1", "u"); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a platform: %v, want Invalid", err)
	}
}
