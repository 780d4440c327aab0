package immomo

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func told(t *testing.T, who asked, label verdict.Label, users map[string]verdict.Label) json.RawMessage {
	t.Helper()
	filed := review.Report{Dialogue: &content.Dialogue{Speakers: []content.Speaker{{Key: "id_1", ID: "1"}, {Key: "2", ID: "2"}}}}
	payload, err := json.Marshal(review.Reply{Asked: who.by(filed).Data, Report: 123, Verdict: label, Users: users, Author: "7"})
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

func TestCallback(t *testing.T) {
	t.Parallel()
	who := asked{AppID: appID, UniqID: "1231221", Category: "场景1", Redirect: "http://app.example/verdict?x=1"}
	appeal := who
	appeal.Ticket = 99
	for name, credential := range credentials() {
		app := tenant.App{ID: "live", Immomo: &credential}
		users := map[string]verdict.Label{"1": verdict.Porn, "2": "abuse"}
		for _, test := range []struct {
			payload json.RawMessage
			want    string
		}{
			{told(t, who, verdict.Ad, users), `{"ticket_id":"123","uniqid":"1231221","category":"场景1","appid":"1001","result":{"dialogue_result":"ad","user_result":{"2":"abuse","id_1":"pron"}},"auditor":"7"}`},
			{told(t, appeal, verdict.Pass, map[string]verdict.Label{"1": verdict.Pass, "2": verdict.Pass}),
				`{"ticket_id":"99","uniqid":"1231221","category":"场景1","appid":"1001","result":{"dialogue_result":"normal","user_result":{"2":"normal","id_1":"normal"}},"auditor":"7"}`},
		} {
			call, err := Encoder{}.Encode(app, outbox.Event{Payload: test.payload})
			if err != nil {
				t.Fatal(err)
			}
			form, err := url.ParseQuery(string(call.Body))
			if err != nil || call.Method != http.MethodPost || call.URL != who.Redirect || call.ContentType != "application/x-www-form-urlencoded" || len(form) != 2 || form.Get("appid") != appID {
				t.Fatalf("%s: %+v %v", name, call, form)
			}
			sealed, err := base64.StdEncoding.DecodeString(form.Get("content"))
			if err != nil {
				t.Fatal(err)
			}
			keyed, err := newBox(credential)
			if err != nil {
				t.Fatal(err)
			}
			got, fits := keyed.open(sealed)
			if diff := cmp.Diff(test.want, string(got)); !fits || diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
	if ok, _ := (Encoder{}).Judge(http.StatusNoContent, nil); !ok {
		t.Error("a 2xx is no yes")
	}
}

// What cannot be told is a dead letter that says why.
func TestCallbacksThatCannotBe(t *testing.T) {
	t.Parallel()
	credential := credentials()["default"]
	app := tenant.App{Immomo: &credential}
	other, broken := credential, credential
	other.AppID, broken.Key = "1002", "short"
	who := asked{AppID: appID, Redirect: "http://app.example/"}
	all := map[string]verdict.Label{"1": verdict.Pass, "2": verdict.Pass}
	for name, test := range map[string]struct {
		app     tenant.App
		payload json.RawMessage
	}{
		"no event":           {app, []byte("{")},
		"no report":          {app, []byte(`{"asked":7}`)},
		"no section":         {tenant.App{}, told(t, who, verdict.Pass, all)},
		"another credential": {tenant.App{Immomo: &other}, told(t, who, verdict.Pass, all)},
		"a broken key":       {tenant.App{Immomo: &broken}, told(t, who, verdict.Pass, all)},
		"somebody missing":   {app, told(t, who, verdict.Pass, map[string]verdict.Label{"1": verdict.Pass})},
	} {
		if _, err := (Encoder{}).Encode(test.app, outbox.Event{Payload: test.payload}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
