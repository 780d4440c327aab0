package load

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the contract's digest
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// audits are live messages that ask whether they may pass (seed 003).
type audits struct {
	server
	*crowd
	app, key string
}

// china is whose time the contract means.
var china = time.FixedZone("UTC+8", 8*60*60)

// Prepare implements Sender.
func (*audits) Prepare(context.Context) error { return nil }

// Send asks about one.
func (a *audits) Send(ctx context.Context, due time.Time, tell func(Answer)) {
	got, err := a.ask(ctx, question{
		method: http.MethodPost, path: "/audit-live", body: []byte(a.packet(a.speak(false), time.Now()).Encode()),
		header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
	})
	tell(a.judge(due, got, err))
}

func (*audits) judge(due time.Time, got reply, err error) Answer {
	answer := Answer{What: "audits", Due: due, Bytes: int64(len(got.body))}
	if err != nil {
		answer.Code, answer.Bad = brokenCode(err), true
		return answer
	}
	var said struct {
		JSON struct {
			Code int    `json:"code"`
			Msg  string `json:"msg"`
		} `json:"json"`
	}
	unread := json.Unmarshal(got.body, &said) != nil
	answer.Bad = unread || got.status != http.StatusOK || said.JSON.Code < 1001 || said.JSON.Code > 1004
	answer.Code = got.code(strconv.Itoa(said.JSON.Code) + " " + said.JSON.Msg)
	return answer
}

// packet is the request's form, signed (seed 003, 2.3).
func (a *audits) packet(l line, now time.Time) url.Values {
	stamp := now.In(china).Format(time.DateTime)
	mac := hmac.New(sha1.New, []byte(a.key))
	mac.Write([]byte(a.app + "," + stamp))
	data := marshal(map[string]any{
		"anchor_id": user(l.place), "live_id": "bench-show-" + strconv.Itoa(l.place), "msg_time": stamp, "ip_address": "127.0.0.1",
		"user_id": user(l.sender), "message_type": 0, "msg_content": l.text, "nick_name": l.name,
	})
	return url.Values{
		"app_id": {a.app}, "version": {"1.1"}, "timestamp": {stamp},
		"sign": {base64.StdEncoding.EncodeToString(mac.Sum(nil))}, "json_data": {string(data)},
	}
}
