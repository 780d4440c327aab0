package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// What the client below knows comes from seed 001 and PROTOCOLS §4 alone.

// TestSeed001 is the reporting of dialogues as an app written from the document
// sees it.
func TestSeed001(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T) string { return declaration001(newReceiver(t).base()) }, func(t *testing.T, s *server) {
		p := &seed001{server: s, listener: newListener001(t)}
		for _, c := range credentials001() {
			t.Run(c.cipher+" "+c.app, func(t *testing.T) { p.flow(t, c) })
		}
		last := credentials001()[4]
		t.Run("what is refused", func(t *testing.T) { p.refusals(t, last) })
		t.Run("from elsewhere", p.elsewhere)
		t.Run("after an outage", func(t *testing.T) { p.outage(t, last) })
	})
}

type seed001 struct {
	server   *server
	listener *listener001
}

// declaration001 is declaration with an app for each cipher, and one that takes
// dialogues from elsewhere only.
func declaration001(platform string) string {
	file := declaration(platform, 3)
	var apps strings.Builder
	for _, c := range append(credentials001(), credential001{"far", "1009", "aes-256-cbc", aesKey256, ""}) {
		fmt.Fprintf(&apps, "  - id: %s\n    name: %s\n    immomo: {appid: %q, cipher: %s, key: \"hex:%s\", scenes: [场景1, room], labels: [abuse]", c.app, c.app, c.appid, c.cipher, c.key)
		if c.iv != "" {
			fmt.Fprintf(&apps, ", iv: \"hex:%s\"", c.iv)
		}
		if c.app == "far" {
			apps.WriteString(", allow_from: [203.0.113.0/24]")
		}
		apps.WriteString("}\n")
	}
	return strings.Replace(file, "egress:", apps.String()+"egress:", 1)
}

// talk001 is the document's example, of now.
func (p *seed001) talk001(reportID, path string) object {
	return object{
		"uniqid": 123, "category": "场景1", "report_id": reportID, "timestamp": time.Now().UnixMilli(), "redirect": p.listener.base + path,
		"report_evidence": object{"reason": "理由", "images": []string{"http://xxx1.jpg", "http://xxx2.jpg"}},
		"report_info": object{
			"users": object{
				"id_1": object{"name": "张三", "sex": 1, "avatar": 1}, "id_2": object{"name": "李四", "sex": 1, "avatar": 2}, "id_3": object{"name": "王五", "sex": 1, "avatar": 2},
			},
			"infos": []object{
				{"id": "1", "type": "text", "content": "测试<b>文本</b>", "time": 1451312321}, {"id": "2", "type": "image", "content": "测试图片", "time": 1451312321},
				{"id": "1", "type": "audio", "content": "测试音频地址", "time": 1451312321}, {"id": "2", "type": "video", "tag": "del", "content": "测试视频地址", "time": 1451312321},
			},
		},
	}
}

type answer001 struct {
	EC      *int   `json:"ec"`
	EM      string `json:"em"`
	TimeSec int64  `json:"timesec"`
	Data    struct {
		TicketID *string `json:"ticket_id"`
	} `json:"data"`
}

func (p *seed001) post(t *testing.T, path, kind, body string) answer001 {
	t.Helper()
	answer, err := http.Post(p.server.base+path, kind, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var got answer001
	if err := json.Unmarshal(raw, &got); err != nil || got.EC == nil || got.EM == "" || got.TimeSec < time.Now().Unix()-60 || answer.StatusCode != http.StatusOK {
		t.Fatalf("HTTP %d %s: %v", answer.StatusCode, raw, err)
	}
	if (*got.EC == 0) != (got.Data.TicketID != nil) {
		t.Errorf("%s", raw)
	}
	return got
}

const (
	report001 = "/api/report/multiDialogue"
	appeal001 = "/api/recheck/reportMultiDialogue"
	form001   = "application/x-www-form-urlencoded"
)

func (p *seed001) reports(t *testing.T, c credential001, body object) string {
	t.Helper()
	got := p.post(t, report001, form001, c.packet(t, body).Encode())
	if *got.EC != 0 || got.EM != "success" {
		t.Fatalf("%+v: %d %s", body, *got.EC, got.EM)
	}
	return *got.Data.TicketID
}

// flow reports, repeats, judges three users in three ways, hears it, and appeals.
func (p *seed001) flow(t *testing.T, c credential001) {
	path := "/verdict/" + c.app
	body := p.talk001("r-1", path)
	ticket := p.reports(t, c, body)
	asJSON, err := json.Marshal(map[string]string{"appid": c.appid, "sign": c.packet(t, body).Get("sign"), "content": ""})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.post(t, report001, "application/json", string(asJSON)); *got.EC == 0 {
		t.Error("an empty content is taken")
	}
	again := c.packet(t, body)
	if asJSON, err = json.Marshal(map[string]string{"appid": c.appid, "sign": again.Get("sign"), "content": again.Get("content")}); err != nil {
		t.Fatal(err)
	}
	if got := p.post(t, report001, "application/json", string(asJSON)); *got.EC != 0 || *got.Data.TicketID != ticket {
		t.Errorf("again: %+v", got)
	}

	first, second := p.reviewer(t, "r1"), p.reviewer(t, "r2")
	held := first.claims001(c.app)
	p.wantShown(t, held)
	first.decides001(held, "ad", object{"id_1": "pron", "id_2": "ad", "id_3": "normal"})
	want := object{"ticket_id": ticket, "uniqid": "123", "category": "场景1", "appid": c.appid,
		"result": object{"dialogue_result": "ad", "user_result": object{"id_1": "pron", "id_2": "ad", "id_3": "normal"}}}
	p.listener.hears(t, c, path, want)

	appeal := object{"ticket_id": ticket, "category": "场景1", "recheck_time": 1451312321, "is_priority": 1, "redirect": p.listener.base + path + "/again", "timestamp": time.Now().UnixMilli()}
	if got := p.post(t, appeal001, form001, c.packet(t, appeal).Encode()); *got.EC != 0 || *got.Data.TicketID != ticket {
		t.Fatalf("the appeal: %+v", got)
	}
	if got := p.post(t, appeal001, form001, c.packet(t, appeal).Encode()); *got.EC != 30003 {
		t.Errorf("a second appeal: %+v", got)
	}
	if held := first.claims001(c.app); held != nil {
		t.Errorf("the first reviewer gets the appeal: %v", held)
	}
	second.decides001(second.claims001(c.app), "pass", object{"id_1": "pass", "id_2": "pass", "id_3": "pass"})
	want["result"] = object{"dialogue_result": "normal", "user_result": object{"id_1": "normal", "id_2": "normal", "id_3": "normal"}}
	p.listener.hears(t, c, path+"/again", want)
	if got := p.post(t, appeal001, form001, c.packet(t, appeal).Encode()); *got.EC != 30003 {
		t.Errorf("a third appeal: %+v", got)
	}
}

func (p *seed001) reviewer(t *testing.T, name string) *client {
	t.Helper()
	c := newClient(t, p.server.base)
	c.logIn(name)
	return c
}

// api calls /api/v1 and returns the answer's JSON.
func (c *client) api(path string, body any, status int) object {
	c.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	answer, err := c.http.Post(c.base+"/api/v1"+path, "application/json", bytes.NewReader(raw))
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	var got object
	if err := json.Unmarshal(text, &got); err != nil || answer.StatusCode != status {
		c.t.Fatalf("%s: HTTP %d %s: %v", path, answer.StatusCode, text, err)
	}
	return got
}

// claims001 takes the next dialogue of the app; nil where none waits.
func (c *client) claims001(app string) object {
	c.t.Helper()
	list := c.api("/cases/claim", object{"queue": "dialogue", "app": app}, http.StatusOK)["cases"].([]any)
	if len(list) == 0 {
		return nil
	}
	return list[0].(object)
}

func (c *client) decides001(held object, label string, users object) {
	c.t.Helper()
	if held == nil {
		c.t.Fatal("no dialogue waits")
	}
	path := fmt.Sprintf("/cases/%.0f/decision", held["id"])
	lacking := maps.Clone(users)
	delete(lacking, "id_2")
	body := object{"lease_token": held["lease_token"], "verdict": label, "users": lacking}
	if problem := c.api(path, body, http.StatusBadRequest); problem["field"] != "users.id_2" {
		c.t.Errorf("one is missing: %v", problem)
	}
	body["users"] = users
	c.api(path, body, http.StatusOK)
}

func (p *seed001) wantShown(t *testing.T, held object) {
	t.Helper()
	var said []string
	for _, m := range held["content"].(object)["messages"].([]any) {
		m := m.(object)
		said = append(said, fmt.Sprint(m["sender_key"], " ", m["type"], " ", m["text"], m["url"], " ", m["tag"]))
	}
	want := []string{"id_1 text 测试文本<nil> <nil>", "id_2 picture <nil>测试图片 <nil>", "id_1 audio <nil>测试音频地址 <nil>", "id_2 video <nil>测试视频地址 del"}
	if !slices.Equal(said, want) {
		t.Errorf("the messages are %q", said)
	}
	shown := held["dialogue"].(object)
	var users []string
	for _, u := range shown["users"].([]any) {
		users = append(users, fmt.Sprint(u.(object)["key"], u.(object)["name"], u.(object)["sex"]))
	}
	if !slices.Equal(users, []string{"id_1张三1", "id_2李四1", "id_3王五1"}) || shown["reason"] != "理由" || len(shown["pictures"].([]any)) != 2 || shown["category"] != "场景1" {
		t.Errorf("the dialogue is %v", shown)
	}
}

func (p *seed001) refusals(t *testing.T, c credential001) {
	with := func(name string, value any) url.Values {
		body := p.talk001("r-refused", "/refused")
		body[name] = value
		return c.packet(t, body)
	}
	infos := slices.Repeat([]object{{"id": "1", "type": "text", "content": "长", "time": 1}}, 51)
	good := c.packet(t, p.talk001("r-refused", "/refused"))
	wrongSign := signed001(c.appid+"0", good.Get("content"))
	wrongSign.Set("appid", c.appid)
	foreign := c
	foreign.key = strings.Repeat("ff", 32)
	tests := map[string]struct {
		packet url.Values
		ec     int
	}{
		"a wrong sign":      {wrongSign, 10002},
		"another key":       {foreign.packet(t, p.talk001("r-refused", "/refused")), 10002},
		"no JSON":           {c.packet(t, []byte("report_id=1")), 10002},
		"no base64":         {signed001(c.appid, "*"), 10002},
		"an unknown appid":  {signed001("9999", good.Get("content")), 10002},
		"a stale time":      {with("timestamp", time.Now().Add(-11*time.Minute).UnixMilli()), 10003},
		"seconds":           {with("timestamp", time.Now().Unix()), 10001},
		"fifty-one infos":   {with("report_info", object{"users": object{"id_1": object{}}, "infos": infos}), 10004},
		"an unknown scene":  {with("category", "nowhere"), 10005},
		"inside":            {with("redirect", "http://10.0.0.1/verdict"), 10006},
		"metadata":          {with("redirect", "http://169.254.169.254/latest"), 10006},
		"another scheme":    {with("redirect", "file:///etc/passwd"), 10006},
		"no report_id":      {with("report_id", nil), 10001},
		"nobody's message":  {with("report_info", object{"users": object{"id_1": object{}}, "infos": []object{{"id": "7", "type": "text", "content": "x"}}}), 10001},
		"users in a string": {with("report_info", object{"users": "id_1", "infos": infos[:1]}), 10001},
	}
	nobody := map[string]bool{}
	for name, test := range tests {
		got := p.post(t, report001, form001, test.packet.Encode())
		if *got.EC != test.ec {
			t.Errorf("%s: %d %s, want %d", name, *got.EC, got.EM, test.ec)
		}
		if *got.EC == 10002 {
			nobody[got.EM] = true
		}
	}
	if len(nobody) != 1 {
		t.Errorf("strangers are told %v", nobody)
	}
	for ec, ticket := range map[int]any{30001: "999999999", 10001: "x"} {
		appeal := object{"ticket_id": ticket, "category": "room", "redirect": p.listener.base + "/refused", "timestamp": time.Now().UnixMilli()}
		if got := p.post(t, appeal001, form001, c.packet(t, appeal).Encode()); *got.EC != ec {
			t.Errorf("ticket %v: %+v", ticket, got)
		}
	}
	if held := p.reviewer(t, "r1").claims001(c.app); held != nil {
		t.Errorf("what was refused waits: %v", held)
	}
}

// elsewhere is an app whose credential is for other addresses than ours.
func (p *seed001) elsewhere(t *testing.T) {
	far := credential001{"far", "1009", "aes-256-cbc", aesKey256, ""}
	if got := p.post(t, report001, form001, far.packet(t, p.talk001("r-1", "/far")).Encode()); *got.EC != 10002 {
		t.Errorf("%+v", got)
	}
}

// outage has the verdict decided while the app is away, and the server killed
// before it comes back.
func (p *seed001) outage(t *testing.T, c credential001) {
	ticket := p.reports(t, c, p.talk001("r-2", "/outage"))
	early := object{"ticket_id": ticket, "category": "场景1", "redirect": p.listener.base + "/early", "timestamp": time.Now().UnixMilli()}
	if got := p.post(t, appeal001, form001, c.packet(t, early).Encode()); *got.EC != 30002 {
		t.Errorf("an appeal before the verdict: %+v", got)
	}
	p.listener.breaks(true)
	r3 := p.reviewer(t, "r3")
	r3.decides001(r3.claims001(c.app), "abuse", object{"id_1": "abuse", "id_2": "ad", "id_3": "pron"})
	eventually(t, 30*time.Second, "the verdict is tried in vain", func() bool { return p.listener.tried() > 0 })
	p.server.kill()
	p.listener.breaks(false)
	p.server.start()
	p.listener.hears(t, c, "/outage", object{"ticket_id": ticket, "uniqid": "123", "category": "场景1", "appid": c.appid,
		"result": object{"dialogue_result": "abuse", "user_result": object{"id_1": "abuse", "id_2": "ad", "id_3": "pron"}}})
}
