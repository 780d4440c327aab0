package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the client below knows comes from seed 003 alone.

const (
	textApp     = "201601010001" // 每种检测数据类型独立申请
	pictureApp  = "201601010002"
	unsignedApp = "201601010003"
	textKey     = "ICRf0mw4eRcFnVcPSDyS"
	pictureKey  = "another-key"
)

// TestSeed003 is the audit of live messages as a client written from the
// document sees it (PROTOCOLS §5).
func TestSeed003(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	apps := map[string]*listener003{}
	onEngines(t, func(t *testing.T) string {
		platform, own, global := newReceiver(t), newListener003(t), newListener003(t)
		platform.set(working)
		mu.Lock()
		defer mu.Unlock()
		own.platform, own.global, own.gallery = platform, global, newGallery003(t)
		apps[t.Name()] = own
		return declaration003(platform.base(), own.url, global.url, own.gallery.url)
	}, func(t *testing.T, s *server) {
		mu.Lock()
		own := apps[t.Name()]
		mu.Unlock()
		p := &seed003{server: s, own: own, global: own.global, platform: own.platform, gallery: own.gallery}
		t.Run("what passes", p.passes)
		t.Run("words", p.words)
		t.Run("floods", p.floods)
		t.Run("what is refused", p.refusals)
		t.Run("manual audit", p.manual)
		t.Run("pictures", p.pictures)
		t.Run("killed at a picture", p.killed)
		t.Run("after an outage", p.outage)
	})
}

type seed003 struct {
	server      *server
	own, global *listener003
	platform    *receiver
	gallery     *gallery003
}

// declaration003 is declaration with three yunjing credentials, a detector of
// pictures, a global callback address and words.
func declaration003(platform, own, global, gallery string) string {
	file := declaration(platform, 2)
	credentials := fmt.Sprintf(`    yunjing:
      - {app_id: %q, key: %q, callback_url: %q}
      - {app_id: %q, key: %q}
      - {app_id: %q, key: unused, require_sign: false}
    audit: {detector: {url: %q, timeout_ms: 1000}}
`, textApp, textKey, own, pictureApp, pictureKey, unsignedApp, gallery+"/detector")
	file = strings.Replace(file, "egress:", credentials+"egress:", 1)
	return file + fmt.Sprintf("callback_url: %q\n", global) + `words:
  - {list: 引流, category: ad, action: mask, terms: [加微信, 日结三百]}
  - {list: 招嫖, category: porn, action: deny, terms: [裸聊服务]}
  - {list: 赌博, category: illegal, action: review, terms: [百家乐稳赚]}
`
}

// listener003 receives callbacks (seed 003, 3). It can be out of order.
type listener003 struct {
	url      string
	platform *receiver
	global   *listener003
	gallery  *gallery003

	mu     sync.Mutex
	broken bool
	tries  map[string]int // by dataId
	got    map[string]url.Values
}

func newListener003(t *testing.T) *listener003 {
	t.Helper()
	l := &listener003{tries: map[string]int{}, got: map[string]url.Values{}}
	address := freePort(t)
	l.url = "http://" + address + "/callback"
	server := &http.Server{Addr: address, Handler: l}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.ListenAndServe()
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return l
}

// ServeHTTP takes a callback only in the document's form.
func (l *listener003) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := r.ParseForm()
	if err != nil || r.Method != http.MethodPost || r.URL.Path != "/callback" || r.URL.RawQuery != "" ||
		!strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	dataID := r.PostForm.Get("dataId")
	l.tries[dataID]++
	if l.broken {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	l.got[dataID] = r.PostForm
}

func (l *listener003) breaks(broken bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = broken
}

func (l *listener003) about(dataID string) (form url.Values, tries int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.got[dataID], l.tries[dataID]
}

// hears waits for the callback about a message.
func (l *listener003) hears(t *testing.T, dataID string, want map[string]string) {
	t.Helper()
	var form url.Values
	eventually(t, 60*time.Second, "the callback about "+dataID, func() bool {
		form, _ = l.about(dataID)
		return form != nil
	})
	want["dataId"], want["msgTime"] = dataID, "2016-09-28 17:39:25"
	if len(form) != len(want) {
		t.Errorf("callback %v", form)
	}
	for name, value := range want {
		if got := form[name]; len(got) != 1 || got[0] != value {
			t.Errorf("callback's %s is %q, want %q", name, got, value)
		}
	}
}

// answer003 is the document's answer (2.4).
type answer003 struct {
	Code      int      `json:"code"`
	Timestamp string   `json:"timestamp"`
	Msg       string   `json:"msg"`
	DataID    string   `json:"data_id"`
	Category  *int     `json:"category"`
	Score     *float64 `json:"score"`
	Content   *string  `json:"content"`
}

func line003(user, text string) object {
	return object{"anchor_id": "600501", "live_id": "1638", "msg_time": "2016-09-28 17:39:25", "ip_address": "192.168.0.3", "user_id": user,
		"message_type": "0", "msg_content": text, "nick_name": "Love", "star_level": "57", "manchine_code": "OBjj6FXpVUwP0Bdb", "imei": "5228651550"}
}

// packet003 is a signed packet (2.3).
func packet003(app, key string, line any) url.Values {
	data, err := json.Marshal(line)
	if err != nil {
		panic(err)
	}
	v := url.Values{"app_id": {app}, "version": {"1.1"}, "json_data": {string(data)}}
	return signed003(v, key, time.Now())
}

func signed003(v url.Values, key string, at time.Time) url.Values {
	v.Set("timestamp", at.In(time.FixedZone("", 8*3600)).Format(time.DateTime))
	mac := hmac.New(sha1.New, []byte(key))
	mac.Write([]byte(v.Get("app_id") + "," + v.Get("timestamp")))
	v.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return v
}

func (p *seed003) post(t *testing.T, body string) answer003 {
	t.Helper()
	answer, err := http.Post(p.server.base+"/audit-live", "application/x-www-form-urlencoded", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ JSON answer003 }
	if err := json.Unmarshal(raw, &got); err != nil || answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "application/json") {
		t.Fatalf("HTTP %d %s %s: %v", answer.StatusCode, answer.Header.Get("Content-Type"), raw, err)
	}
	if _, err := time.Parse(time.DateTime, got.JSON.Timestamp); err != nil {
		t.Errorf("timestamp %q", got.JSON.Timestamp)
	}
	return got.JSON
}

var dataID003 = regexp.MustCompile(`^[0-9a-f]{32}$`)

// says sends a line and holds the answer against the document.
func (p *seed003) says(t *testing.T, packet url.Values, code, category int, content string) string {
	t.Helper()
	messages := map[int]string{1001: "OK-passed", 1002: "OK-denied", 1003: "OK-pushed manual audit", 1004: "OK-processing"}
	got := p.post(t, packet.Encode())
	if got.Code != code || got.Msg != messages[code] || !dataID003.MatchString(got.DataID) {
		t.Fatalf("%s is answered %+v, want %d", packet.Get("json_data"), got, code)
	}
	if got.Category == nil || *got.Category != category || got.Score == nil || *got.Score < 0 || *got.Score > 1 {
		t.Errorf("%s: category %v, score %v", packet.Get("json_data"), got.Category, got.Score)
	}
	if shown := got.Content; (shown != nil) != (content != "") || shown != nil && *shown != content {
		t.Errorf("%s: content %v, want %q", packet.Get("json_data"), shown, content)
	}
	return got.DataID
}

func (p *seed003) text(t *testing.T, user, text string, code, category int, content string) string {
	t.Helper()
	return p.says(t, packet003(textApp, textKey, line003(user, text)), code, category, content)
}

func (p *seed003) passes(t *testing.T) {
	seen := map[string]bool{}
	for kind := range 8 {
		if kind == 3 {
			continue // a picture
		}
		line := line003("passer", "一个简单的支持yml格式高亮的文本编辑器")
		line["message_type"] = kind
		seen[p.says(t, packet003(textApp, textKey, line), 1001, 0, "")] = true
	}
	unsigned := packet003(unsignedApp, "", line003("passer", "没有签名也可以"))
	unsigned.Del("sign")
	seen[p.says(t, unsigned, 1001, 0, "")] = true
	least := line003("passer", "只有必传的参数")
	for _, name := range []string{"nick_name", "star_level", "manchine_code", "imei"} {
		delete(least, name)
	}
	seen[p.says(t, packet003(pictureApp, pictureKey, least), 1001, 0, "")] = true
	if len(seen) != 9 {
		t.Errorf("%d data_ids of 9", len(seen))
	}
}

func (p *seed003) words(t *testing.T) {
	p.text(t, "advertiser", "想赚钱的加微信，日结三百", 1001, 4, "想赚钱的***，****")
	p.text(t, "advertiser", "快加 微\u200b信😀哦", 1001, 4, "快****😀哦")
	p.text(t, "seller", "提供裸聊服务", 1002, 2, "")
	p.text(t, "passer", "加班的微信群", 1001, 0, "")
	system := line003("seller", "提供裸聊服务")
	system["message_type"] = 1
	p.says(t, packet003(textApp, textKey, system), 1001, 0, "")
}

// floods says the same more often than any fast typist.
func (p *seed003) floods(t *testing.T) {
	var last answer003
	eventually(t, 30*time.Second, "a flood is denied", func() bool {
		last = p.post(t, packet003(textApp, textKey, line003("flooder", "都来我的房间")).Encode())
		return last.Code == 1002
	})
	if *last.Category != 4 || !dataID003.MatchString(last.DataID) {
		t.Errorf("%+v", last)
	}
	p.text(t, "another", "都来我的房间", 1001, 0, "")
}

func (p *seed003) refusals(t *testing.T) {
	good := func() url.Values { return packet003(textApp, textKey, line003("u", "你好")) }
	without := func(name string) url.Values { v := good(); v.Del(name); return v }
	with := func(name, value string) url.Values { v := good(); v.Set(name, value); return v }
	field := func(name string, value any) url.Values {
		line := line003("u", "你好")
		line[name] = value
		return packet003(textApp, textKey, line)
	}
	lacking := func(name string) url.Values {
		line := line003("u", "你好")
		delete(line, name)
		return packet003(textApp, textKey, line)
	}
	tests := map[string]struct {
		packet url.Values
		code   int
	}{
		"a stale time":      {signed003(good(), textKey, time.Now().Add(-11*time.Minute)), 4000},
		"a time to come":    {signed003(good(), textKey, time.Now().Add(11*time.Minute)), 4000},
		"another key":       {signed003(good(), pictureKey, time.Now()), 4005},
		"an unknown app":    {with("app_id", "7"), 4005},
		"a wrong sign":      {with("sign", "CAQ9aHGBvub7yBxE72t+3hyGAlc="), 4005},
		"another version":   {with("version", "1.0"), 4000},
		"broken JSON":       {with("json_data", `{"anchor_id":`), 4001},
		"no object":         {with("json_data", `"text"`), 4001},
		"too long":          {field("msg_content", strings.Repeat("长", 6000)), 4000},
		"type 8":            {field("message_type", 8), 4000},
		"a type in words":   {field("message_type", "用户消息"), 4000},
		"a number for text": {field("user_id", 12), 4000},
		"a wrong msg_time":  {field("msg_time", "2016/09/28"), 4000},
	}
	for _, name := range []string{"app_id", "version", "timestamp", "sign", "json_data"} {
		tests["no "+name] = struct {
			packet url.Values
			code   int
		}{without(name), 4000}
	}
	for _, name := range []string{"anchor_id", "live_id", "msg_time", "ip_address", "user_id", "message_type", "msg_content"} {
		tests["no "+name] = struct {
			packet url.Values
			code   int
		}{lacking(name), 4000}
	}
	for name, test := range tests {
		if got := p.post(t, test.packet.Encode()); got.Code != test.code || got.Msg == "" || got.DataID != "" || got.Content != nil {
			t.Errorf("%s: %+v, want %d", name, got, test.code)
		}
	}
	if got := p.post(t, "%zz"); got.Code != 4001 {
		t.Errorf("no form: %+v", got)
	}
}

// next003 is the case of a message, in the legacy interfaces (PROTOCOLS §5).
func (p *seed003) next003(t *testing.T, c *client, dataID, user string) *reported {
	t.Helper()
	r := next(t, c, "")
	if r == nil {
		t.Fatal("no case waits")
	}
	p.is003(t, r, dataID, user)
	return r
}

// is003 holds a case against the document.
func (p *seed003) is003(t *testing.T, r *reported, dataID, user string) {
	t.Helper()
	if r.Mod != 14 || r.Reporter != "system" || r.Buid != user || len(r.Msgs) != 1 || r.Msgs[0]["msgid"] != dataID ||
		r.Profile["mid"] != "1638" || r.Profile["oid"] != "600501" {
		t.Fatalf("%+v", r)
	}
}

func (p *seed003) reviewer(t *testing.T) *client {
	t.Helper()
	c := newClient(t, p.server.base)
	c.logIn("r1")
	return c
}

func (p *seed003) manual(t *testing.T) {
	c := p.reviewer(t)
	const text = "百家乐稳赚，跟我来"
	dataID := p.text(t, "gambler", text, 1003, 3, "")
	r := p.next003(t, c, dataID, "gambler")
	if r.Msgs[0]["content"] != text || !strings.Contains(r.Memo, "百家乐稳赚") {
		t.Errorf("the case shows %+v", r)
	}
	if answer := c.form(http.MethodPost, "/punish", r.punishment(2, 101, 3, "timedelta", "24")); !answer.ok() {
		t.Fatalf("punish: %s", answer)
	}
	p.own.hears(t, dataID, map[string]string{"appId": textApp, "type": "1", "content": text, "result": "0"})
	eventually(t, 30*time.Second, "the mute reaches the platform", func() bool {
		for _, call := range p.platform.accepted() {
			if call.path == "/silence/mt/2/uid/gambler" && call.query.Get("mid") == "1638" && call.query.Get("timedelta") == "24" {
				return true
			}
		}
		return false
	})

	dataID = p.text(t, "gambler", text, 1003, 3, "")
	if answer := c.form(http.MethodPost, "/pass", p.next003(t, c, dataID, "gambler").parameters()); !answer.ok() {
		t.Fatalf("pass: %s", answer)
	}
	p.own.hears(t, dataID, map[string]string{"appId": textApp, "type": "1", "content": text, "result": "1"})
}

// outage has the verdict decided while the app is away, and the server killed
// before it comes back.
func (p *seed003) outage(t *testing.T) {
	p.global.breaks(true)
	address := p.gallery.url + "/2.gif"
	line := line003("painter", address)
	line["message_type"] = "3"
	dataID := p.says(t, packet003(pictureApp, pictureKey, line), 1004, 0, "")
	c := p.reviewer(t)
	if answer := c.form(http.MethodPost, "/pass", p.later003(t, c, dataID, "painter").parameters()); !answer.ok() {
		t.Fatalf("pass: %s", answer)
	}
	eventually(t, 30*time.Second, "the callback is tried in vain", func() bool {
		_, tries := p.global.about(dataID)
		return tries > 0
	})
	p.server.kill()
	p.global.breaks(false)
	p.server.start()
	p.global.hears(t, dataID, map[string]string{"appId": pictureApp, "type": "2", "content": address, "result": "1"})
}
