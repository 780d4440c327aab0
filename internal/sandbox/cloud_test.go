package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// exchangeOf takes what the call cloud and the app's server say, checks its
// signatures by PROTOCOLS §6 and §7, and keeps the notices.
type exchangeOf struct {
	*httptest.Server
	mu      sync.Mutex
	numbers map[string]int64
	notices []noticeSeen
	faults  []string
}

type noticeSeen struct {
	EventType int `json:"eventType"`
	Type      int `json:"type"`
	Data      struct {
		ChannelID   json.RawMessage `json:"channelId"`
		ChannelName string          `json:"channelName"`
		UID         int64           `json:"uid"`
		User        string          `json:"user"`
		DataID      string          `json:"dataId"`
		Evidences   struct {
			Video *struct {
				Evidence struct {
					UID int64  `json:"uid"`
					URL string `json:"url"`
				} `json:"evidence"`
			} `json:"video"`
			Audio *struct {
				UID     int64  `json:"uid"`
				Content string `json:"content"`
			} `json:"audio"`
		} `json:"evidences"`
	} `json:"data"`
	body string
}

func (n noticeSeen) kind() int { return n.EventType + n.Type }

func newExchangeOf(t *testing.T) *exchangeOf {
	t.Helper()
	x := &exchangeOf{numbers: map[string]int64{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /netease/notify", x.notice)
	mux.HandleFunc("POST /nemo/socialChat/server/user/createUser", x.create)
	x.Server = httptest.NewServer(mux)
	t.Cleanup(x.Close)
	return x
}

func (x *exchangeOf) notice(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	h := r.Header
	seen := noticeSeen{body: string(body)}
	err := json.Unmarshal(body, &seen)
	x.mu.Lock()
	defer x.mu.Unlock()
	if millis, bad := strconv.ParseInt(h.Get("CurTime"), 10, 64); err != nil || bad != nil || time.Since(time.UnixMilli(millis)).Abs() > time.Minute ||
		h.Get("AppKey") != "cloud" || h.Get("CheckSum") != sha1Hex("cloud-secret"+h.Get("MD5")+h.Get("CurTime")) {
		x.faults = append(x.faults, string(body))
	}
	x.notices = append(x.notices, seen)
	fmt.Fprint(w, `{"code":200}`)
}

func (x *exchangeOf) create(w http.ResponseWriter, r *http.Request) {
	var body struct{ UserUUID, DeviceID, UserName, UserToken string }
	err := json.NewDecoder(r.Body).Decode(&body)
	x.mu.Lock()
	defer x.mu.Unlock()
	if err != nil || body.UserUUID == "" || body.DeviceID == "" || body.UserName == "" || body.UserToken == "" ||
		r.Header.Get("CheckSum") != sha1Hex("party-secret"+r.Header.Get("Nonce")+r.Header.Get("CurTime")) {
		x.faults = append(x.faults, body.UserUUID)
	}
	if x.numbers[body.UserUUID] == 0 {
		x.numbers[body.UserUUID] = 100_000_000 + int64(len(x.numbers))
	}
	fmt.Fprintf(w, `{"code":200,"data":{"rtcUid":%d}}`, x.numbers[body.UserUUID])
}

// find waits for a notice.
func (x *exchangeOf) find(t *testing.T, what string, wanted func(noticeSeen) bool) (found noticeSeen) {
	t.Helper()
	until(t, what, func() bool {
		x.mu.Lock()
		defer x.mu.Unlock()
		for _, n := range x.notices {
			if wanted(n) {
				found = n
				return true
			}
		}
		return false
	})
	return found
}

func startCalls(t *testing.T) (*exchangeOf, *Live, *heard) {
	t.Helper()
	x, told := newExchangeOf(t), &heard{}
	l := New(Options{
		Target: x.URL, CloudKey: "cloud", CloudSecret: "cloud-secret", PartyKey: "party", PartySecret: "party-secret",
		Users: 120, Pace: time.Millisecond, Seed: 7, Narrate: told.tell,
	})
	if err := l.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Stop(t.Context()) }) // it stopped or will with the test
	return x, l, told
}

// order asks the cloud for something, signed by a secret, and returns its code.
func order(t *testing.T, l *Live, secret, method, path, body string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, l.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	curTime := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header = http.Header{"Appkey": {"cloud"}, "Nonce": {"n"}, "Curtime": {curTime}, "Checksum": {sha1Hex(secret + "n" + curTime)}}
	if strings.HasPrefix(path, "/nimserver/") {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var got struct{ Code int }
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	return got.Code
}

func submit(room string) string {
	return fmt.Sprintf(`{"monitorUid":99,"channelName":%q,"detectType":0,"scFrequency":5}`, room)
}

func TestWhoIsPutOutIsOutUntilHeIsLetBack(t *testing.T) {
	t.Parallel()
	x, l, told := startCalls(t)
	start := x.find(t, "a call starts", func(n noticeSeen) bool { return n.kind() == noticeStart })
	room := start.Data.ChannelName
	if code := order(t, l, "cloud-secret", "POST", "/livewallsolution/submit", submit(room)); code != cloudFine {
		t.Fatal(code)
	}
	of := func(kind int) func(noticeSeen) bool {
		return func(n noticeSeen) bool { return n.kind() == kind && n.Data.ChannelName == room }
	}
	found := x.find(t, "an evidence", of(noticeEvidence))
	var uid int64
	if found.Data.Evidences.Video != nil {
		uid = found.Data.Evidences.Video.Evidence.UID
	} else {
		uid = found.Data.Evidences.Audio.UID
	}
	path := "/v3/api/kicklist/members?cname=" + room + "&uid=" + strconv.FormatInt(uid, 10)
	if code := order(t, l, "wrong", "POST", path, ""); code != cloudRefused || told.has("〔踢出〕") {
		t.Fatalf("%d", code)
	}
	if code := order(t, l, "cloud-secret", "POST", path, ""); code != cloudFine {
		t.Fatal(code)
	}
	left := x.find(t, "he leaves", of(noticeLeave))
	if left.Data.UID != uid || !told.has("〔踢出〕", "被移出 与 ", "还在等") {
		t.Errorf("%+v %q", left, told.lines)
	}
	until(t, "he cannot come back", func() bool { return told.has("〔进不去〕", "被云端拒绝") })
	if order(t, l, "cloud-secret", "DELETE", path, "") != cloudFine {
		t.Error("the lift was refused")
	}
	until(t, "he is back", func() bool { return told.has("〔恢复通话〕") })
	if order(t, l, "cloud-secret", "DELETE", "/v3/api/rooms?cname="+room, "") != cloudFine {
		t.Error("closing was refused")
	}
	x.find(t, "the call ends", of(noticeEnd))
	if !told.has("〔关闭〕", "的通话被云端关闭") {
		t.Errorf("%q", told.lines)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.faults) > 0 {
		t.Errorf("badly signed: %q", x.faults)
	}
}

// TestEvidenceHasBothShapesAndComesAsTheCloudSendsIt wants pictures and sounds,
// both spellings, deliveries twice and out of order, and somebody unknown.
func TestEvidenceHasBothShapesAndComesAsTheCloudSendsIt(t *testing.T) {
	t.Parallel()
	x, l, told := startCalls(t)
	times, submitted := map[string]int{}, map[string]bool{}
	var shot string
	spelled, heardOne, doubled, early, unknown := map[bool]bool{}, false, false, false, false
	until(t, "everything has come", func() bool {
		x.mu.Lock()
		notices := x.notices
		x.mu.Unlock()
		joined := map[int64]bool{}
		clear(times)
		for _, n := range notices {
			if n.kind() == noticeStart && !submitted[n.Data.ChannelName] {
				submitted[n.Data.ChannelName] = true
				order(t, l, "cloud-secret", "POST", "/livewallsolution/submit", submit(n.Data.ChannelName))
			}
			times[n.body]++
			doubled = doubled || times[n.body] > 1
			spelled[n.Type > 0] = true
			if n.kind() == noticeJoin {
				joined[n.Data.UID] = true
				unknown = unknown || n.Data.UID < largestStranger && n.Data.User != ""
			}
			if audio := n.Data.Evidences.Audio; audio != nil {
				heardOne = true
				early = early || !joined[audio.UID]
			}
			if video := n.Data.Evidences.Video; video != nil && strings.Contains(video.Evidence.URL, ".png") {
				shot = video.Evidence.URL
			}
		}
		return shot != "" && heardOne && doubled && early && unknown && len(spelled) == 2
	})
	if !told.has("〔云端证据〕", "截图") || !told.has("没有账号") {
		t.Errorf("%q", told.lines)
	}
	if size := bounds(t, shot); size.Dx() != 480 {
		t.Errorf("%v", size)
	}
	bare, _, _ := strings.Cut(shot, "?")
	for _, address := range []string{strings.Replace(shot, "until=", "until=9", 1), bare} {
		if status, _ := get(t, address); status != http.StatusForbidden {
			t.Errorf("%s: %d", address, status)
		}
	}
	parsed, err := url.Parse(shot)
	if err != nil {
		t.Fatal(err)
	}
	old := l.expiring(l.URL()+parsed.Path, time.Now().Add(-shotLife))
	if status, _ := get(t, old); status != http.StatusForbidden {
		t.Errorf("an address that has expired: %d", status)
	}
}

func TestTheCloudIsStrict(t *testing.T) {
	t.Parallel()
	_, l, told := startCalls(t)
	form := func(pairs ...string) string {
		f := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		return f.Encode()
	}
	const text, batch = "/nimserver/msg/sendMsg.action", "/nimserver/msg/sendBatchAttachMsg.action"
	for _, row := range []struct {
		method, path, body string
		want               int
	}{
		{"POST", "/v3/api/kicklist/members?cname=gone&uid=7", "", cloudFine},
		{"DELETE", "/v3/api/kicklist/members?cname=gone&uid=7", "", cloudFine},
		{"POST", "/v3/api/kicklist/members?cname=gone&uid=x", "", cloudWrong},
		{"DELETE", "/v3/api/rooms?cname=gone", "", cloudFine},
		{"DELETE", "/v3/api/rooms", "", cloudWrong},
		{"POST", "/livewallsolution/submit", submit("gone"), cloudFine},
		{"POST", "/livewallsolution/submit", `{"channelName":"gone"}`, cloudWrong},
		{"POST", "/livewallsolution/feedback", `{"realTimeInfoList":[{"channelName":"gone","status":100}]}`, cloudFine},
		{"POST", "/livewallsolution/feedback", `{"realTimeInfoList":[{"channelName":"gone","status":1}]}`, cloudWrong},
		{"POST", batch, form("fromAccid", "helper", "toAccids", `["10003","10004"]`, "attach", `{"type":400,"data":{}}`), cloudFine},
		{"POST", batch, form("fromAccid", "helper", "toAccids", "10003", "attach", `{"type":400,"data":{}}`), cloudWrong},
		{"POST", batch, form("fromAccid", "helper", "toAccids", `["10003"]`, "attach", `{}`), cloudWrong},
		{"POST", text, form("from", "helper", "ope", "0", "to", "10003", "type", "100", "body", `{"type":1007,"data":{}}`), cloudFine},
		{"POST", text, form("from", "helper", "ope", "0", "to", "10003", "type", "0", "body", `{"type":1007,"data":{}}`), cloudWrong},
	} {
		if code := order(t, l, "cloud-secret", row.method, row.path, row.body); code != row.want {
			t.Errorf("%s %s %s: %d", row.method, row.path, row.body, code)
		}
		if code := order(t, l, "other", row.method, row.path, row.body); code != cloudRefused {
			t.Errorf("%s %s: %d without proof", row.method, row.path, code)
		}
	}
	for _, parts := range [][]string{{"〔踢出〕", "gone 的 uid 7"}, {"〔解除〕", "已经结束"}, {"〔关闭〕", "gone"}, {"〔IM〕", "（10003）、", "违规提示"}, {"〔IM〕", "小秘书"}} {
		if !told.has(parts...) {
			t.Errorf("not told: %q", parts)
		}
	}
}
