package yunjing

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// The form of the document's example (seed 003, 3.4), field by field.
func TestCallback(t *testing.T) {
	t.Parallel()
	app := tenant.App{ID: "live", Yunjing: []tenant.Yunjing{{AppID: "201607197244", CallbackURL: "http://app.example/callback"}, {AppID: "other"}}}
	encoder := Encoder{Global: func() string { return "http://global.example/callback" }}
	v := screen.Verdict{Credential: "201607197244", DataID: "739d29ef77cc4fd69ec46f4c5b12127b", Content: "跳啥舞", SentAt: "2016-09-28 15:00:03"}
	want := url.Values{"appId": {"201607197244"}, "dataId": {v.DataID}, "msgTime": {v.SentAt}, "result": {"0"}, "content": {"跳啥舞"}, "type": {"1"}}
	check(t, encoder, app, v, "http://app.example/callback", want)

	v.Credential, v.Passed, v.Picture = "other", true, true
	want.Set("appId", "other")
	want.Set("result", "1")
	want.Set("type", "2")
	check(t, encoder, app, v, "http://global.example/callback", want)
}

func check(t *testing.T, encoder Encoder, app tenant.App, v screen.Verdict, address string, want url.Values) {
	t.Helper()
	payload, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	call, err := encoder.Encode(app, outbox.Event{Payload: payload})
	if err != nil {
		t.Fatal(err)
	}
	got, err := url.ParseQuery(string(call.Body))
	if err != nil || call.URL != address || call.Method != "POST" || call.ContentType != "application/x-www-form-urlencoded" || got.Encode() != want.Encode() {
		t.Errorf("%s %s %v", call.Method, call.URL, got)
	}
}

// Without an address it is a dead letter that says so, until somebody gives one.
func TestCallbackNeedsAnAddress(t *testing.T) {
	t.Parallel()
	_, err := Encoder{Global: func() string { return "" }}.Encode(tenant.App{}, outbox.Event{Payload: []byte(`{"credential":"1"}`)})
	if !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
