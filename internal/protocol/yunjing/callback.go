package yunjing

import (
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Channel is the outbox' channel of callbacks.
const Channel = "yunjing"

// Encoder puts a verdict into the callback (seed 003, 3) and reads its answer.
type Encoder struct {
	// Global is the address for credentials that have none of their own; it may
	// return none.
	Global func() string
}

// Encode makes the callback. It returns an Invalid fault where nobody has said
// where it goes.
func (e Encoder) Encode(app tenant.App, event outbox.Event) (outbox.Request, error) {
	var reply review.Reply
	var v screen.Asked
	if err := json.Unmarshal(event.Payload, &reply); err != nil {
		return outbox.Request{}, fault.Wrap(fault.Invalid, err, "the event holds no verdict")
	}
	if err := json.Unmarshal(reply.Asked, &v); err != nil {
		return outbox.Request{}, fault.Wrap(fault.Invalid, err, "the event does not say which message it is about")
	}
	address := e.addressOf(app, v.Credential)
	if address == "" {
		return outbox.Request{}, fault.New(fault.Invalid, "no_callback", "neither the credential %s nor the settings have a callback address", v.Credential)
	}
	form := url.Values{
		"appId": {v.Credential}, "dataId": {v.DataID}, "type": {"1"}, "content": {v.Content}, "msgTime": {v.SentAt}, "result": {"0"},
	}
	if v.Picture {
		form.Set("type", "2")
	}
	if reply.Verdict == verdict.Pass {
		form.Set("result", "1")
	}
	return outbox.Request{
		Method: http.MethodPost, URL: address, ContentType: "application/x-www-form-urlencoded", Body: []byte(form.Encode()),
	}, nil
}

// Reaches reports whether somebody hears what is called back to a credential.
func (e Encoder) Reaches(app tenant.App, credential string) bool {
	return e.addressOf(app, credential) != ""
}

func (e Encoder) addressOf(app tenant.App, credential string) string {
	for _, c := range app.Yunjing {
		if c.AppID == credential && c.CallbackURL != "" {
			return c.CallbackURL
		}
	}
	return e.Global()
}

// Judge takes every 2xx as a yes: the contract gives the answer no form.
func (Encoder) Judge(int, []byte) (ok bool, why string) { return true, "" }
