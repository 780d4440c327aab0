package yunjing

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// The form of the document's example (seed 003, 3.4), field by field.
func TestCallback(t *testing.T) {
	t.Parallel()
	app := tenant.App{ID: "live", Yunjing: []tenant.Yunjing{{AppID: "201607197244", CallbackURL: "http://app.example/callback"}, {AppID: "other"}}}
	encoder := Encoder{Global: func() string { return "http://global.example/callback" }}
	v := screen.Asked{Credential: "201607197244", DataID: "739d29ef77cc4fd69ec46f4c5b12127b", Content: "跳啥舞", SentAt: "2016-09-28 15:00:03"}
	want := url.Values{"appId": {"201607197244"}, "dataId": {v.DataID}, "msgTime": {v.SentAt}, "result": {"0"}, "content": {"跳啥舞"}, "type": {"1"}}
	check(t, encoder, app, told(t, v, verdict.Ad), "http://app.example/callback", want)

	v.Credential, v.Picture = "other", true
	want.Set("appId", "other")
	want.Set("result", "1")
	want.Set("type", "2")
	check(t, encoder, app, told(t, v, verdict.Pass), "http://global.example/callback", want)
}

func told(t *testing.T, asked screen.Asked, label verdict.Label) json.RawMessage {
	t.Helper()
	data, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := json.Marshal(review.Reply{Asked: data, Verdict: label})
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

func check(t *testing.T, encoder Encoder, app tenant.App, payload json.RawMessage, address string, want url.Values) {
	t.Helper()
	call, err := encoder.Encode(app, outbox.Event{Payload: payload})
	if err != nil {
		t.Fatal(err)
	}
	got, err := url.ParseQuery(string(call.Body))
	if err != nil || call.URL != address || call.Method != http.MethodPost || call.ContentType != "application/x-www-form-urlencoded" || got.Encode() != want.Encode() {
		t.Errorf("%s %s %v", call.Method, call.URL, got)
	}
}

// Without an address it is a dead letter that says so, until somebody gives one.
func TestCallbackNeedsAnAddress(t *testing.T) {
	t.Parallel()
	encoder := Encoder{Global: func() string { return "" }}
	for _, payload := range []json.RawMessage{told(t, screen.Asked{Credential: "1"}, verdict.Pass), []byte(`{"asked":7}`), []byte("{")} {
		if _, err := encoder.Encode(tenant.App{}, outbox.Event{Payload: payload}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", payload, err)
		}
	}
}
