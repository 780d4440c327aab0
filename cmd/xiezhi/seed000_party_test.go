package main

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the clients below know comes from seed 000, PROTOCOLS §7 and
// docs/protocols/party.md alone.

// TestSeed000Party is the party back end: an app that has an IM, and one whose
// users are told by the push channel.
func TestSeed000Party(t *testing.T) {
	t.Parallel()
	var clouds sync.Map // by the test's name
	onEngines(t, func(t *testing.T) string {
		cloud := newCloud000(t)
		clouds.Store(t.Name(), cloud)
		return declaration000Party(newReceiver(t).base(), cloud.base)
	}, func(t *testing.T, s *server) {
		found, _ := clouds.Load(t.Name())
		p := &party000{server: s, cloud: found.(*cloud000), app: "party"}
		duo := &party000{server: s, cloud: p.cloud, app: "duo"}
		t.Run("accounts", p.accounts)
		t.Run("bad input", p.badInput)
		t.Run("who is here", duo.presence)
		t.Run("calls", duo.calls)
		t.Run("races", duo.races)
		t.Run("gifts by the IM", p.gifts)
		t.Run("gifts by the push channel", duo.gifts)
		t.Run("messages", duo.messages)
		t.Run("the guard", duo.guard)
		t.Run("a killed server", func(t *testing.T) { p.storm(t, 1000) })
	})
}

func declaration000Party(platform, cloud string) string {
	apps := fmt.Sprintf(`  - id: party
    name: 派对
    netease: {app_key: %s, app_secret: %s, rtc_base_url: %q, im_base_url: %q, assistant_account: helper}
    party: {app_key: party-key, app_secret: party-secret}
  - id: duo
    name: 双人
    party: {app_key: duo-key, app_secret: duo-secret, heartbeat: 1s, offline: 5s, full_mobile: true}
words:
  - {list: base, category: porn, action: deny, terms: [裸聊]}
  - {list: base, category: ad, action: mask, terms: [加微信]}
  - {list: base, category: illegal, action: review, terms: [百家乐]}
`, key000, secret000, cloud, cloud)
	return strings.Replace(declaration(platform, 2), "egress:", apps+"egress:", 1)
}

// party000 is an app: its id is also the beginning of its key and secret.
type party000 struct {
	server *server
	cloud  *cloud000
	app    string
}

// reply000 is any answer of the contract.
type reply000 struct {
	Code      int             `json:"code"`
	Data      json.RawMessage `json:"data"`
	Msg       string          `json:"msg"`
	RequestID string          `json:"requestId"`
	CostTime  string          `json:"costTime"`
}

// data reads the data of an answer that must have a code.
func data000[T any](t *testing.T, r reply000, code int) (data T) {
	t.Helper()
	if r.Code != code {
		t.Fatalf("code %d %s %s, want %d", r.Code, r.Msg, r.Data, code)
	}
	if len(r.Data) > 0 {
		if err := json.Unmarshal(r.Data, &data); err != nil {
			t.Fatalf("%s: %v", r.Data, err)
		}
	}
	return data
}

// post sends a request; err is what the network said.
func (p *party000) post(operation, body string, header http.Header) (r reply000, err error) {
	request, err := http.NewRequest(http.MethodPost, p.server.base+"/nemo/socialChat/"+operation, strings.NewReader(body))
	if err != nil {
		return r, err
	}
	request.Header = header
	answer, err := client000.Do(request)
	if err != nil {
		return r, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return r, err
	}
	if answer.StatusCode != http.StatusOK {
		return r, fmt.Errorf("HTTP %d %s", answer.StatusCode, text)
	}
	return r, json.NewDecoder(bytes.NewReader(text)).Decode(&r)
}

func json000(t *testing.T, body any) string {
	t.Helper()
	if body == nil {
		return ""
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// signed are the headers of the app's server.
func (p *party000) signed(at time.Time) http.Header {
	curTime := strconv.FormatInt(at.Unix(), 10)
	sum := sha1.Sum([]byte(p.app + "-secretnonce" + curTime))
	return http.Header{"Appkey": {p.app + "-key"}, "Nonce": {"nonce"}, "Curtime": {curTime}, "Checksum": {hex.EncodeToString(sum[:])}}
}

// asks is a request of the app's server.
func (p *party000) asks(t *testing.T, operation string, body any) reply000 {
	t.Helper()
	r, err := p.post("server/"+operation, json000(t, body), p.signed(time.Now()))
	if err != nil {
		t.Fatalf("%s: %v", operation, err)
	}
	return r
}

// user000 is a user's client.
type user000 struct {
	*party000
	id string
}

func (u user000) header() http.Header {
	return http.Header{"Appkey": {u.app + "-key"}, "User": {u.id}, "Token": {"token of " + u.id}, "Deviceid": {"phone"}}
}

func (u user000) try(operation, body string) (reply000, error) {
	return u.post(operation, body, u.header())
}

func (u user000) does(t *testing.T, operation string, body any) reply000 {
	t.Helper()
	r, err := u.try(operation, json000(t, body))
	if err != nil {
		t.Fatalf("%s: %v", operation, err)
	}
	return r
}

// joins makes users.
func (p *party000) joins(t *testing.T, ids ...string) []user000 {
	t.Helper()
	users := make([]user000, len(ids))
	for i, id := range ids {
		data000[object](t, p.asks(t, "user/createUser", object{
			"userUuid": id, "deviceId": "phone", "userName": "名" + id, "userToken": "token of " + id, "mobile": "1380000" + fmt.Sprintf("%04d", i), "imToken": "im",
		}), 200)
		users[i] = user000{p, id}
	}
	return users
}

func (p *party000) accounts(t *testing.T) {
	u := p.joins(t, "acc")[0]
	create := func(device, name string) object {
		return data000[object](t, p.asks(t, "user/createUser", object{"userUuid": "acc", "deviceId": device, "userName": name, "userToken": "other"}), 200)
	}
	first, again, tablet := create("phone", "x"), create("phone", "y"), create("tablet", "z")
	if first["rtcUid"] != again["rtcUid"] || first["rtcUid"] == tablet["rtcUid"] || again["userName"] != "名acc" {
		t.Errorf("%v %v %v", first, again, tablet)
	}
	logged := data000[object](t, u.does(t, "user/login", nil), 200)
	if logged["rtcUid"] != first["rtcUid"] || logged["imToken"] != "im" || logged["mobile"] != "138****0000" || logged["heartbeat"] != 5000.0 {
		t.Errorf("%v", logged)
	}
	data000[object](t, p.asks(t, "user/updateUser", object{"userUuid": "acc", "userName": "连舟", "age": 20}), 200)
	if info := data000[object](t, u.does(t, "user/getUserInfo", nil), 200); info["userName"] != "连舟" || info["age"] != 20.0 || info["mobile"] != "138****0000" {
		t.Errorf("%v", info)
	}
	if refused := p.asks(t, "user/updateUser", object{"userUuid": "acc", "userName": "裸聊吗"}); refused.Code != 1020 || refused.Msg == "" {
		t.Errorf("%+v", refused)
	}
	if masked := data000[object](t, p.asks(t, "user/updateUser", object{"userUuid": "acc", "userName": "小美加微信"}), 200); masked["userName"] != "小美***" {
		t.Errorf("%v", masked)
	}
	data000[object](t, p.asks(t, "user/updateUser", object{"userUuid": "acc", "userToken": "new"}), 200)
	if r := u.does(t, "user/login", nil); r.Code != 402 || r.RequestID == "" || r.CostTime == "" {
		t.Errorf("the old token: %+v", r)
	}
}

func (p *party000) badInput(t *testing.T) {
	u := p.joins(t, "bad")[0]
	spoiled := func(name, value string) http.Header {
		h := p.signed(time.Now())
		h.Set(name, value)
		return h
	}
	as := func(name, value string) http.Header {
		h := u.header()
		h.Set(name, value)
		return h
	}
	for what, row := range map[string]struct {
		operation, body string
		header          http.Header
		code            int
	}{
		"a wrong checksum":   {"server/user/updateUser", `{"userUuid":"bad"}`, spoiled("CheckSum", "0"), 402},
		"another app's key":  {"server/user/updateUser", `{"userUuid":"bad"}`, spoiled("AppKey", "duo-key"), 402},
		"an old request":     {"server/user/updateUser", `{"userUuid":"bad"}`, p.signed(time.Now().Add(-time.Hour)), 402},
		"nobody to change":   {"server/user/updateUser", `{"userUuid":"nobody"}`, p.signed(time.Now()), 1000},
		"an unknown app":     {"user/reporter", ``, as("appkey", "x"), 401},
		"an unknown user":    {"user/reporter", ``, as("user", "x"), 401},
		"a wrong token":      {"user/reporter", ``, as("token", "x"), 402},
		"no JSON":            {"user/getUserState", `{`, u.header(), 400},
		"too many":           {"user/getOnlineUser", `{"pageSize":51}`, u.header(), 400},
		"another type":       {"call/invite", `{"callee":"acc","callType":3}`, u.header(), 400},
		"a call with nobody": {"call/invite", `{"callee":"nobody","callType":1}`, u.header(), 1000},
		"no such call":       {"call/hangup", `{"callId":"x"}`, u.header(), 10404},
		"no such gift":       {"user/reward", `{"giftId":99,"giftCount":1,"target":"acc"}`, u.header(), 1001},
		"no gift":            {"user/reward", `{"giftId":1,"giftCount":0,"target":"acc"}`, u.header(), 400},
		"for oneself":        {"user/reward", `{"giftId":1,"giftCount":1,"target":"bad"}`, u.header(), 400},
		"for nobody":         {"user/reward", `{"giftId":1,"giftCount":1,"target":""}`, u.header(), 400},
		"for a stranger":     {"user/reward", `{"giftId":1,"giftCount":1,"target":"nobody"}`, u.header(), 1000},
		"uncountably many":   {"user/reward", `{"giftId":4,"giftCount":9223372036854775807,"target":"acc"}`, u.header(), 400},
		"without coins":      {"user/reward", `{"giftId":1,"giftCount":1,"target":"acc"}`, u.header(), 1010},
		"nothing to say":     {"message/send", `{"target":"acc","content":""}`, u.header(), 400},
		"to a stranger":      {"message/send", `{"target":"nobody","content":"你好"}`, u.header(), 1000},
		"an order":           {"user/report", `{"target":"acc","type":6}`, u.header(), 400},
		"a forged message":   {"user/report", `{"target":"acc","type":1,"messages":["x"]}`, u.header(), 400},
		"no such address":    {"user/deleteUser", ``, u.header(), 404},
	} {
		if got, err := p.post(row.operation, row.body, row.header); err != nil || got.Code != row.code || got.Msg == "" {
			t.Errorf("%s: %+v %v", what, got, err)
		}
	}
}

// online are the ids of those whom a user sees online, page by page.
func (u user000) online(t *testing.T, size int) (ids []string) {
	t.Helper()
	for page := 1; ; page++ {
		list := data000[[]object](t, u.does(t, "user/getOnlineUser", object{"pageNum": page, "pageSize": size}), 200)
		for _, other := range list {
			ids = append(ids, other["userUuid"].(string))
		}
		if len(list) < size {
			return ids
		}
	}
}

func (p *party000) presence(t *testing.T) {
	users := p.joins(t, "here0", "here1", "here2", "here3", "here4", "here5")
	for _, u := range users[1:] {
		data000[object](t, u.does(t, "user/reporter", nil), 200)
	}
	data000[object](t, users[0].does(t, "user/reporter", nil), 200)
	if got := users[0].online(t, 2); !slices.Equal(got, []string{"here1", "here2", "here3", "here4", "here5"}) {
		t.Errorf("%v", got)
	}
	if list := data000[[]object](t, users[1].does(t, "user/getOnlineUser", nil), 200); len(list) != 5 || list[0]["userUuid"] != "here2" || list[0]["mobile"] != "13800000002" || list[0]["firstReportTime"].(float64) == 0 {
		t.Errorf("%v", list)
	}
	state := func(body object) string {
		t.Helper()
		data000[object](t, users[0].does(t, "user/reporter", nil), 200)
		return data000[string](t, users[0].does(t, "user/getUserState", body), 200)
	}
	if got := state(object{"mobile": "13800000005"}); got != "online" {
		t.Errorf("by his mobile number: %s", got)
	}
	eventually(t, 30*time.Second, "who reports no more is offline", func() bool { return state(object{"userUuid": "here5"}) == "offline" })
	if got := users[0].online(t, 50); len(got) != 0 {
		t.Errorf("those who went: %v", got)
	}
}
