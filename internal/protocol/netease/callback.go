package netease

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// monitorUID is who watches a call for the cloud's audit; no device has the
// number.
const monitorUID = 99_999_999

// Encoder puts what was decided about a call into calls of its cloud
// (PROTOCOLS §6).
type Encoder struct {
	Now func() time.Time
}

// Encode makes the call, signed anew on every attempt. It returns an Invalid
// fault for what the contract cannot say and for an app that it cannot reach.
func (e Encoder) Encode(app tenant.App, event outbox.Event) (outbox.Request, error) {
	var order enforce.RoomOrder
	if err := json.Unmarshal(event.Payload, &order); err != nil {
		return outbox.Request{}, fault.Wrap(fault.Invalid, err, "the event holds no order")
	}
	if app.Netease == nil {
		return outbox.Request{}, fault.New(fault.Invalid, "no_credential", "the app has no call cloud any more")
	}
	request, err := encode(*app.Netease, order)
	if err != nil {
		return outbox.Request{}, err
	}
	request.Header = signed(*app.Netease, e.Now())
	return request, nil
}

// signed are the headers of every request: here CurTime counts seconds.
func signed(n tenant.Netease, now time.Time) map[string]string {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	nonce, curTime := hex.EncodeToString(random[:]), strconv.FormatInt(now.Unix(), 10)
	return map[string]string{
		"AppKey": n.AppKey, "Nonce": nonce, "CurTime": curTime, "CheckSum": Checksum(string(n.AppSecret), nonce, curTime),
	}
}

func encode(n tenant.Netease, o enforce.RoomOrder) (outbox.Request, error) {
	switch o.Act {
	case enforce.Act(verdict.KickRoom):
		return rtc(n, http.MethodPost, "/v3/api/kicklist/members", url.Values{"cname": {o.Seat.ChannelName}, "uid": {o.Seat.UID}})
	case enforce.ActLetBack:
		return rtc(n, http.MethodDelete, "/v3/api/kicklist/members", url.Values{"cname": {o.Seat.ChannelName}, "uid": {o.Seat.UID}})
	case enforce.Act(verdict.CloseRoom):
		return rtc(n, http.MethodDelete, "/v3/api/rooms", url.Values{"cname": {o.Seat.ChannelName}})
	case enforce.ActSubmitAudit:
		return livewall(n, "submit", submitBody{monitorUID, o.Seat.ChannelName, 0, 5})
	case enforce.ActEndAudit:
		return livewall(n, "feedback", feedbackBody{[]realTimeInfo{{o.Seat.ChannelName, 100}}})
	case enforce.ActTellFound:
		return tell(n, o, message{400, reduced(o)})
	case enforce.ActTellLifted:
		return tell(n, o, message{3000, liftedBody{o.Seat.ChannelID, o.Seat.ChannelName, number(o.Seat.UID)}})
	}
	return outbox.Request{}, fault.New(fault.Invalid, "", "the contract has no call for %q", o.Act)
}

func rtc(n tenant.Netease, method, path string, query url.Values) (outbox.Request, error) {
	if n.RTCBaseURL == "" {
		return outbox.Request{}, fault.New(fault.Invalid, "", "the app has no rtc_base_url")
	}
	if query.Get("cname") == "" {
		return outbox.Request{}, fault.New(fault.Invalid, "", "nobody has told the call's name")
	}
	return outbox.Request{Method: method, URL: strings.TrimRight(n.RTCBaseURL, "/") + path + "?" + query.Encode()}, nil
}

type submitBody struct {
	MonitorUID  int64  `json:"monitorUid"`
	ChannelName string `json:"channelName"`
	DetectType  int    `json:"detectType"`
	SCFrequency int    `json:"scFrequency"` // seconds between pictures
}

type feedbackBody struct {
	List []realTimeInfo `json:"realTimeInfoList"`
}

type realTimeInfo struct {
	ChannelName string `json:"channelName"`
	Status      int    `json:"status"`
}

func livewall(n tenant.Netease, what string, body any) (outbox.Request, error) {
	if n.RTCBaseURL == "" {
		return outbox.Request{}, fault.New(fault.Invalid, "", "the app has no rtc_base_url")
	}
	text, err := json.Marshal(body)
	return outbox.Request{
		Method: http.MethodPost, URL: strings.TrimRight(n.RTCBaseURL, "/") + "/livewallsolution/" + what,
		ContentType: "application/json; charset=utf-8", Body: text,
	}, err
}

// message is what users' clients read.
type message struct {
	Type int `json:"type"`
	Data any `json:"data"`
}

type liftedBody struct {
	ChannelID   string `json:"channelId"`
	ChannelName string `json:"channelName"`
	UID         any    `json:"uid"`
}

// foundBody is an evidence, reduced to what those in the call may know.
type foundBody struct {
	ChannelID   string     `json:"channelId"`
	ChannelName string     `json:"channelName"`
	DataID      string     `json:"dataId"`
	Audio       *audioTold `json:"audio,omitempty"`
	Video       *videoTold `json:"video,omitempty"`
}

type audioTold struct {
	Content string `json:"content"`
	Action  int    `json:"action"`
	UID     any    `json:"uid"`
}

type videoTold struct {
	Type int    `json:"type"`
	URL  string `json:"url"`
	UID  any    `json:"uid"`
}

func reduced(o enforce.RoomOrder) foundBody {
	body := foundBody{ChannelID: o.Seat.ChannelID, ChannelName: o.Seat.ChannelName}
	e := o.Evidence
	if e == nil {
		e = &content.Evidence{}
	}
	body.DataID = e.DataID
	if e.Heard != nil {
		body.Audio = &audioTold{e.Heard.Text, e.Heard.Action, number(e.UID)}
	}
	if e.Shown != nil {
		body.Video = &videoTold{e.Shown.Type, e.Shown.URL, number(e.UID)}
	}
	return body
}

// number is an RTC uid as the contract writes it: a number where it is one.
func number(uid string) any {
	if n, err := strconv.ParseInt(uid, 10, 64); err == nil {
		return n
	}
	return uid
}

// tell sends a message to users by the cloud's IM. It comes from the app's
// assistant; without one from the first of them.
func tell(n tenant.Netease, o enforce.RoomOrder, m message) (outbox.Request, error) {
	if n.IMBaseURL == "" || len(o.To) == 0 {
		return outbox.Request{}, fault.New(fault.Invalid, "", "the app has no im_base_url, or nobody is to be told")
	}
	attach, err := json.Marshal(m)
	if err != nil {
		return outbox.Request{}, err
	}
	to, err := json.Marshal(o.To)
	if err != nil {
		return outbox.Request{}, err
	}
	from := n.AssistantAccount
	if from == "" {
		from = o.To[0]
	}
	form := url.Values{"fromAccid": {from}, "toAccids": {string(to)}, "attach": {string(attach)}}
	return outbox.Request{
		Method: http.MethodPost, URL: strings.TrimRight(n.IMBaseURL, "/") + "/nimserver/msg/sendBatchAttachMsg.action",
		ContentType: "application/x-www-form-urlencoded; charset=utf-8", Body: []byte(form.Encode()),
	}, nil
}

// Judge takes a code of 200, or no code, for a yes: the contract gives the
// answers no form.
func (Encoder) Judge(_ int, answer []byte) (ok bool, why string) {
	var said struct {
		Code wire.Int  `json:"code"`
		Desc wire.Text `json:"desc"`
		Msg  wire.Text `json:"msg"`
	}
	if json.Unmarshal(answer, &said) != nil || said.Code == 0 || said.Code == http.StatusOK {
		return true, ""
	}
	return false, strings.TrimSpace("code " + strconv.FormatInt(int64(said.Code), 10) + " " + string(said.Desc) + string(said.Msg))
}
