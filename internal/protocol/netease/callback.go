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

// Judge takes a code of 200, or no code, for a yes: the contract gives the
// answers no form.
func (Encoder) Judge(_ int, answer []byte) (ok bool, why string) { return judge(answer) }

func judge(answer []byte) (ok bool, why string) {
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
