package party

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func TestEveryKindHasACode(t *testing.T) {
	t.Parallel()
	for _, kind := range fault.Kinds() {
		if codes[kind] == 0 {
			t.Errorf("%s has none", kind)
		}
	}
	for code, want := range map[string]int{
		party.CodeNoUser: 1000, gift.CodeNoGift: 1001, gift.CodeNotEnough: 1010, party.CodeLimited: 1030, call.CodeGone: 10408, call.CodeInCall: 20004,
	} {
		if got := spoken(fault.New(fault.Conflict, code, "no")); got.Code != want {
			t.Errorf("%s is %d", code, got.Code)
		}
	}
	if got := spoken(&fault.Error{Kind: fault.Conflict, Code: call.CodeAccepted, Detail: 7}); got.Data != 7 {
		t.Errorf("what is there instead is not told: %+v", got)
	}
}

func TestEveryOperationIsCarriedOut(t *testing.T) {
	t.Parallel()
	for path, body := range good() {
		if got := (&world{}).ask(t, path, body, nil); got.Code != http.StatusOK || len(got.Data) == 0 {
			t.Errorf("%s %s: %+v", path, body, got)
		}
	}
}

func TestWhatFailsIsNoSuccess(t *testing.T) {
	t.Parallel()
	asksNobody := map[string]bool{
		"user/reporter": true, "user/getUserState": true, "user/getUserInfo": true, "server/user/getUserInfo": true, "server/user/getUserState": true,
	}
	for path, body := range good() {
		w := &world{fail: errors.New("secret cause")}
		got := w.ask(t, path, body, nil)
		if !asksNobody[path] && (got.Code != 500 || strings.Contains(got.Msg, "secret")) {
			t.Errorf("%s: %+v", path, got)
		}
	}
}

func TestNobodyWithoutProof(t *testing.T) {
	t.Parallel()
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for path, body := range good() {
		rows := map[string]struct {
			alter func(*http.Request)
			code  int
		}{
			"another app": {set("AppKey", "other"), 402}, "a wrong checksum": {set("CheckSum", strings.Repeat("0", 40)), 402},
			"no checksum": {func(r *http.Request) { r.Header.Del("CheckSum") }, 402}, "no nonce": {func(r *http.Request) { r.Header.Del("Nonce") }, 402},
			"a time of its own": {set("CurTime", "1"), 402}, "old": {func(r *http.Request) { signed(r.Header, now.Add(-11*time.Minute)) }, 402},
			"ahead":     {func(r *http.Request) { signed(r.Header, now.Add(11*time.Minute)) }, 402},
			"a bit old": {func(r *http.Request) { signed(r.Header, now.Add(-9*time.Minute)) }, 200},
		}
		if operations[path].by == client {
			rows = map[string]struct {
				alter func(*http.Request)
				code  int
			}{
				"another app": {set("appkey", "other"), 401}, "nobody": {func(r *http.Request) { r.Header.Del("user") }, 401},
				"unknown": {set("user", "x"), 401}, "a wrong token": {set("token", "toke"), 402}, "no token": {func(r *http.Request) { r.Header.Del("token") }, 402},
				"a long name": {set("user", strings.Repeat("a", 200)), 401}, "a device that is none": {set("deviceId", "a\x01"), 400},
				"a server": {func(r *http.Request) { r.Header = http.Header{}; signed(r.Header, now) }, 401},
			}
		}
		for what, row := range rows {
			if got := (&world{}).ask(t, path, body, row.alter); got.Code != row.code {
				t.Errorf("%s: %s: %+v", path, what, got)
			}
		}
	}
}

func TestBadRequests(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 200)
	for path := range operations {
		for _, body := range []string{"{", "[]", `{"userUuid":{},"giftId":[],"callId":{},"target":{},"before":"x","pageNum":{},"callee":{},"rewardId":"x"}`} {
			switch path { // these read none
			case "user/login", "user/reporter", "gift/list", "wallet/get":
				continue
			}
			if got := (&world{}).ask(t, path, body, nil); got.Code != 400 || got.Msg == "" {
				t.Errorf("%s %s: %+v", path, body, got)
			}
		}
	}
	for _, row := range []struct{ path, body, field string }{
		{"server/user/createUser", `{"userUuid":"u","deviceId":"d","userName":"x"}`, "userToken"},
		{"server/user/createUser", `{"userUuid":"u","deviceId":"d","userToken":"t"}`, "userName"},
		{"server/user/createUser", `{"userUuid":"u","userName":"x","userToken":"t"}`, "deviceId"},
		{"server/user/createUser", `{"deviceId":"d","userName":"x","userToken":"t"}`, "userUuid"},
		{"server/user/createUser", `{"userUuid":"u","deviceId":"d","userName":"x","userToken":"t","icon":"javascript:alert(1)"}`, "icon"},
		{"server/user/updateUser", `{"userUuid":"u","userToken":""}`, "userToken"},
		{"server/user/updateUser", `{"userUuid":"u","sex":10}`, "sex"},
		{"server/user/updateUser", `{"userUuid":"u","age":-1}`, "age"},
		{"server/user/updateUser", `{"userUuid":"u","userName":"a\u0000b"}`, "userName"},
		{"server/user/updateUser", `{"userUuid":"` + long + `"}`, "userUuid"},
		{"server/user/getUserInfo", `{}`, "userUuid"},
		{"server/wallet/credit", `{"userUuid":"u","cloudCoin":1}`, "requestId"},
		{"server/wallet/statement", `{}`, "userUuid"},
		{"user/getOnlineUser", `{"pageSize":51}`, "pageSize"},
		{"user/getOnlineUser", `{"pageNum":-1}`, "pageNum"},
		{"call/invite", `{"callType":1}`, "callee"},
		{"call/accept", `{}`, "callId"},
		{"call/tickets", `{"limit":101}`, "limit"},
		{"wallet/statement", `{"before":-1}`, "before"},
		{"user/reward", `{"giftId":1,"giftCount":1}`, "target"},
		{"message/send", `{"content":"x"}`, "target"},
		{"message/send", `{"target":"b","content":" "}`, "content"},
		{"message/send", `{"target":"b","content":"a\u0007b"}`, "content"},
		{"message/send", `{"target":"b","content":"` + strings.Repeat("字", 2000) + `"}`, "content"},
		{"message/send", `{"target":"b","msgType":"film","content":"x"}`, "msgType"},
		{"message/send", `{"target":"b","msgType":"picture","content":"x"}`, "url"},
		{"message/send", `{"target":"b","msgType":"picture","url":"ftp://x/y"}`, "url"},
		{"user/report", `{"target":"a","type":1}`, "target"},
		{"user/report", `{"target":"b","type":4}`, "type"},
		{"user/report", `{"target":"b","type":1,"messages":[1,2,3,4,5,6,7,8,9,10,11]}`, "messages"},
	} {
		w := &world{}
		got := w.ask(t, row.path, row.body, nil)
		if got.Code != 400 || !strings.HasPrefix(got.Msg, row.field) || len(w.made)+len(w.sent)+len(w.orders)+len(w.grants)+len(w.reports) > 0 {
			t.Errorf("%s %.80s: %+v", row.path, row.body, got)
		}
	}
	if got := (&world{}).ask(t, "user/reward", `{"x":"`+strings.Repeat("a", maxBody)+`"}`, nil); got.Code != 400 {
		t.Errorf("too large: %+v", got)
	}
}

func TestOtherAddressesAndMethods(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "user", "user/reporter/", "server/user/deleteUser"} {
		if got := (&world{}).ask(t, path, "", nil); got.Code != 404 {
			t.Errorf("%s: %+v", path, got)
		}
	}
	if got := (&world{}).ask(t, "user/reporter", "", func(r *http.Request) { r.Method = http.MethodGet }); got.Code != 404 {
		t.Errorf("GET: %+v", got)
	}
}

func TestWhoMayNotIsTold(t *testing.T) {
	t.Parallel()
	for path, o := range operations {
		w := &world{pace: fault.New(fault.TooMany, "", "slow down")}
		got := w.ask(t, path, good()[path], nil)
		if (got.Code == 429) != o.paced {
			t.Errorf("%s: %+v", path, got)
		}
		if o.by == server && o.paced {
			t.Errorf("%s: a server is paced", path)
		}
	}
	for _, path := range []string{"user/login", "user/reporter", "user/getOnlineUser", "user/report", "message/send"} {
		w := &world{barred: fault.New(fault.Forbidden, party.CodeLimited, "barred")}
		if got := w.ask(t, path, good()[path], nil); got.Code != 1030 || len(w.sent)+len(w.reports) > 0 {
			t.Errorf("%s: %+v", path, got)
		}
	}
}

func TestThoseOnline(t *testing.T) {
	t.Parallel()
	w := &world{entries: []presence.Entry{{User: "b", First: now, Last: now.Add(time.Second)}, {User: "forgotten"}}}
	first, last := "1772337600000", "1772337601000"
	for body, asked := range map[string][]int{"": {0, 0}, `{"pageNum":3,"pageSize":"50"}`: {3, 50}} {
		w.pages = nil
		got := w.ask(t, "user/getOnlineUser", body, nil)
		want := `[{"userUuid":"b","userName":"名b","icon":"http://cdn/b","mobile":"138****0001","audioUrl":"","videoUrl":"","callType":0,"firstReportTime":` + first + `,"lastReportTime":` + last + `}]`
		if string(got.Data) != want || !reflect.DeepEqual(w.pages, asked) {
			t.Errorf("%s: %s, asked for %v", body, got.Data, w.pages)
		}
	}
	w.entries = nil
	if got := w.ask(t, "user/getOnlineUser", "", nil); string(got.Data) != "[]" {
		t.Errorf("nobody: %s", got.Data)
	}
	for body, want := range map[string]string{`{"userUuid":"b"}`: `"online"`, `{"mobile":"13800000001"}`: `"online"`, `{"userUuid":"a"}`: `"offline"`, "": `"offline"`} {
		if got := w.ask(t, "user/getUserState", body, nil); string(got.Data) != want {
			t.Errorf("%s: %s", body, got.Data)
		}
	}
	if got := w.ask(t, "user/getUserState", `{"userUuid":"x"}`, nil); got.Code != 1000 {
		t.Errorf("a user that there is none of: %+v", got)
	}
}

func TestWhoSeesMobileNumbers(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		path string
		full bool
		want string
	}{
		{"user/getUserInfo", false, "138****0001"}, {"user/getUserInfo", true, "13800000001"}, {"user/login", false, "138****0001"},
		{"server/user/getUserInfo", false, "13800000001"}, {"server/user/createUser", false, "13800000001"},
	} {
		if got := (&world{full: row.full}).ask(t, row.path, good()[row.path], nil); !strings.Contains(string(got.Data), `"mobile":"`+row.want+`"`) {
			t.Errorf("%s: %s", row.path, got.Data)
		}
	}
}

func TestALogIn(t *testing.T) {
	t.Parallel()
	got := (&world{}).ask(t, "user/login", "", nil)
	want := `{"userUuid":"a","userName":"名a","mobile":"138****0001","icon":"http://cdn/a","sex":0,"age":0,"deviceId":"phone","rtcUid":7,"imToken":"im","heartbeat":5000,"offline":10000}`
	if string(got.Data) != want {
		t.Errorf("%s", got.Data)
	}
	if got := (&world{}).ask(t, "user/login", "", func(r *http.Request) { r.Header.Del("deviceId") }); got.Code != 400 {
		t.Errorf("no device: %+v", got)
	}
}

func TestAMessageThatWaits(t *testing.T) {
	t.Parallel()
	w := &world{waits: true}
	got := w.ask(t, "message/send", `{"target":"b","msgType":"picture","url":"http://cdn/1.png","content":"not this"}`, nil)
	if got.Code != 1021 || got.Msg == "" || string(got.Data) != `{"messageId":"m1","state":"waiting","url":"http://cdn/1.png","time":1772337600000}` {
		t.Errorf("%+v %s", got, got.Data)
	}
	if !reflect.DeepEqual(w.sent, []party.Message{{To: "b", Picture: true, Text: "http://cdn/1.png"}}) {
		t.Errorf("%+v", w.sent)
	}
}

func TestReports(t *testing.T) {
	t.Parallel()
	w := &world{}
	for _, body := range []string{`{"target":"b","type":3,"memo":"坏人"}`, `{"target":"b","type":"1","messages":["m1"]}`} {
		if got := w.ask(t, "user/report", body, nil); got.Code != 200 || string(got.Data) != `{"id":9,"duplicate":false}` {
			t.Errorf("%s: %+v", body, got)
		}
	}
	profile, chat := w.reports[0], w.reports[1]
	if profile.Entrance != content.UserProfile || profile.Reporter != "a" || profile.Accused != "b" || profile.Memo != "坏人" || profile.Profile.Name != "名b" ||
		profile.Complaints != verdict.ComplaintSet(verdict.ComplaintPolitics) || len(profile.Messages) != 0 {
		t.Errorf("%+v", profile)
	}
	if chat.Entrance != content.PrivateChat || len(chat.Messages) != 1 || chat.Profile.OwnerID != "b" {
		t.Errorf("%+v", chat)
	}
	if got := w.ask(t, "user/report", `{"target":"x","type":1}`, nil); got.Code != 1000 {
		t.Errorf("a user that there is none of: %+v", got)
	}
}

func TestCoins(t *testing.T) {
	t.Parallel()
	w := &world{}
	for path, want := range map[string]string{
		"user/reward":          `{"rewardId":5,"giftId":2,"giftName":"安排","giftCount":3,"cloudCoin":297,"balance":1,"repeated":false}`,
		"wallet/get":           `{"cloudCoin":42}`,
		"server/wallet/credit": `{"id":6,"userUuid":"b","cloudCoin":9,"balance":0,"repeated":false}`,
		"wallet/statement":     `[{"id":5,"kind":"reward","cloudCoin":-99,"balance":1,"peer":"b","time":1772337600000}]`,
		"call/tickets":         `[{"id":3,"callId":"c1","caller":"","callee":"","type":0,"start":-62135596800000,"end":-62135596800000,"status":5,"duration":0}]`,
	} {
		if got := w.ask(t, path, good()[path], nil); string(got.Data) != want {
			t.Errorf("%s: %s", path, got.Data)
		}
	}
	if got := w.ask(t, "gift/list", "", nil); !strings.HasPrefix(string(got.Data), `[{"giftId":1,"giftName":"荧光棒","cloudCoin":9},`) {
		t.Errorf("%s", got.Data)
	}
	if !reflect.DeepEqual(w.orders, []gift.Order{{From: "a", To: "b", GiftID: 2, Count: 3, RequestID: "r"}}) || w.grants[0].By != "app live" {
		t.Errorf("%+v %+v", w.orders, w.grants)
	}
}

// Pages of any origin may do what clients do, and nothing that servers do.
func TestPagesOfOtherOrigins(t *testing.T) {
	t.Parallel()
	for path, o := range operations {
		got := (&world{}).serve(httptest.NewRequest(http.MethodOptions, Prefix+path, nil))
		may := got.Header().Get("Access-Control-Allow-Origin") == "*" && strings.Contains(got.Header().Get("Access-Control-Allow-Headers"), "token")
		if may != (o.by == client) || may != (got.Code == http.StatusNoContent) {
			t.Errorf("%s: %d %v", path, got.Code, got.Header())
		}
		answered := (&world{}).serve(httptest.NewRequest(http.MethodPost, Prefix+path, nil))
		if may := answered.Header().Get("Access-Control-Allow-Origin") == "*"; may != (o.by == client) {
			t.Errorf("%s: %v", path, answered.Header())
		}
	}
}
