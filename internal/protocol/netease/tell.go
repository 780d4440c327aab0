package netease

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Messenger puts what users' devices are told into messages of the cloud's IM,
// for the apps that have one (PROTOCOLS §6). An account there is the user's id.
type Messenger struct {
	Now func() time.Time
}

// Reaches reports whether the app's users are told by its IM.
func (Messenger) Reaches(app tenant.App) bool {
	return app.HasIM()
}

// Encode makes the call, signed anew on every attempt. A violation and its end
// are notices of the system, everything else is a message from somebody. It
// comes from who sent it, else from the app's assistant; without one from the
// first who is told.
func (m Messenger) Encode(app tenant.App, event outbox.Event) (outbox.Request, error) {
	now := m.Now()
	told, err := outbox.ReadTold(event, now)
	if err != nil {
		return outbox.Request{}, err
	}
	if !m.Reaches(app) {
		return outbox.Request{}, fault.New(fault.Invalid, "no_credential", "the app has no im_base_url any more")
	}
	text, err := told.Wire()
	if err != nil {
		return outbox.Request{}, fault.Wrap(fault.Invalid, err, "what it says is no JSON")
	}
	from := told.To[0]
	for _, account := range []string{app.Netease.AssistantAccount, told.From} {
		if account != "" {
			from = account
		}
	}
	call, form, err := compose(told, from, string(text))
	return outbox.Request{
		Method: http.MethodPost, URL: strings.TrimRight(app.Netease.IMBaseURL, "/") + "/nimserver/msg/" + call + ".action",
		ContentType: "application/x-www-form-urlencoded; charset=utf-8", Body: []byte(form.Encode()), Header: signed(*app.Netease, now),
	}, err
}

// custom is the type of a message whose form is the app's own.
const custom = "100"

// compose chooses the call and fills its form in.
func compose(told outbox.Told, from, text string) (call string, form url.Values, err error) {
	if told.Type == outbox.ToldFound || told.Type == outbox.ToldLifted {
		to, err := json.Marshal(told.To)
		return "sendBatchAttachMsg", url.Values{"fromAccid": {from}, "toAccids": {string(to)}, "attach": {text}}, err
	}
	if len(told.To) > 1 {
		return "", nil, fault.New(fault.Invalid, "", "the contract has no call that tells several users this")
	}
	return "sendMsg", url.Values{"from": {from}, "ope": {"0"}, "to": {told.To[0]}, "type": {custom}, "body": {text}}, nil
}

// Judge takes a code of 200, or no code, for a yes.
func (Messenger) Judge(_ int, answer []byte) (ok bool, why string) { return judge(answer) }
