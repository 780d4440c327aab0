package immomo

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Channel is the outbox' channel of callbacks.
const Channel = "immomo"

// asked is what a callback needs to know of its report.
type asked struct {
	AppID    string     `json:"appid"`
	UniqID   string     `json:"uniqid"`
	Category string     `json:"category"`
	Redirect string     `json:"redirect"`
	Ticket   int64      `json:"ticket,omitempty"` // of an appeal; otherwise the report is the ticket
	Users    []nameBody `json:"users"`
}

// nameBody is how a verdict names somebody.
type nameBody struct {
	Key string `json:"key"`
	ID  string `json:"id"`
}

// by is who asks by the report.
func (a asked) by(filed review.Report) *review.Asked {
	for _, speaker := range filed.Dialogue.Speakers {
		a.Users = append(a.Users, nameBody{speaker.Key, speaker.ID})
	}
	data, err := json.Marshal(a)
	if err != nil {
		panic("immomo: plain fields do not marshal: " + err.Error())
	}
	return &review.Asked{Channel: Channel, Data: data}
}

// verdictBody is what a callback's content holds (seed 001, 0.1.1). The
// document's example without a verdict has a list where an object belongs.
type verdictBody struct {
	TicketID string     `json:"ticket_id"`
	UniqID   string     `json:"uniqid"`
	Category string     `json:"category"`
	AppID    string     `json:"appid"`
	Result   resultBody `json:"result"`
	Auditor  string     `json:"auditor"`
}

type resultBody struct {
	Dialogue verdict.Label            `json:"dialogue_result"`
	Users    map[string]verdict.Label `json:"user_result"`
}

// Encoder seals a verdict into the callback.
type Encoder struct{}

// Encode makes the callback. It returns an Invalid fault where the app does not
// have the credential any more by which the report came.
func (Encoder) Encode(app tenant.App, event outbox.Event) (outbox.Request, error) {
	var reply review.Reply
	var who asked
	if err := json.Unmarshal(event.Payload, &reply); err != nil {
		return outbox.Request{}, fault.Wrap(fault.Invalid, err, "the event holds no verdict")
	}
	if err := json.Unmarshal(reply.Asked, &who); err != nil {
		return outbox.Request{}, fault.Wrap(fault.Invalid, err, "the event does not say which dialogue it is about")
	}
	if app.Immomo == nil || app.Immomo.AppID != who.AppID {
		return outbox.Request{}, fault.New(fault.Invalid, "no_credential", "the app has no appid %s any more", who.AppID)
	}
	keyed, err := newBox(*app.Immomo)
	if err != nil {
		return outbox.Request{}, err
	}
	body, err := who.verdict(reply)
	if err != nil {
		return outbox.Request{}, err
	}
	form := url.Values{"appid": {who.AppID}, "content": {base64.StdEncoding.EncodeToString(keyed.seal(body))}}
	return outbox.Request{
		Method: http.MethodPost, URL: who.Redirect, ContentType: "application/x-www-form-urlencoded", Body: []byte(form.Encode()),
	}, nil
}

// verdict is the content's JSON, which names everybody.
func (a asked) verdict(reply review.Reply) ([]byte, error) {
	ticket := a.Ticket
	if ticket == 0 {
		ticket = reply.Report
	}
	users := make(map[string]verdict.Label, len(a.Users))
	for _, user := range a.Users {
		label, judged := reply.Users[user.ID]
		if !judged {
			return nil, fault.New(fault.Invalid, "no_verdict", "nobody said what %s was judged to be", user.Key)
		}
		users[user.Key] = label.Spelled()
	}
	return json.Marshal(verdictBody{
		TicketID: strconv.FormatInt(ticket, 10), UniqID: a.UniqID, Category: a.Category, AppID: a.AppID,
		Result: resultBody{Dialogue: reply.Verdict.Spelled(), Users: users}, Auditor: reply.Author,
	})
}

// Judge takes every 2xx as a yes: the contract gives the answer no form.
func (Encoder) Judge(int, []byte) (ok bool, why string) { return true, "" }
