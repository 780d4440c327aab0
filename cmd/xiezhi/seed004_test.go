package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestSeed004 is the console and server interfaces as a client written from
// the document sees them.
func TestSeed004(t *testing.T) {
	t.Parallel()
	onEnginesWithReceiver(t, 3, func(t *testing.T, s *server, r *receiver) {
		r.set(working)
		p := &seed004{server: s, receiver: r}
		t.Run("log-in", p.logIn)
		t.Run("enumerations", p.enumerations)
		t.Run("message cases", p.messages)
		t.Run("every punishment reaches the platform", p.punishments)
		t.Run("pictures", p.pictures)
		t.Run("lifts", p.lifts)
		t.Run("lists", p.lists)
		t.Run("risk and protection", p.routing)
		t.Run("server interfaces", p.serverInterfaces)
		t.Run("who may", p.whoMay)
	})
}

type seed004 struct {
	server   *server
	receiver *receiver
}

func (p *seed004) as(t *testing.T, username string) *client {
	t.Helper()
	c := newClient(t, p.server.base)
	if location := c.logIn(username); !strings.HasSuffix(location, "index.html") {
		t.Fatalf("log-in of %s leads to %q", username, location)
	}
	return c
}

// file reports and returns the record id that the answer gives.
func (p *seed004) file(t *testing.T, report object) int64 {
	t.Helper()
	reporter := report["reporter"].(string)
	var got struct {
		ID int64 `json:"id"`
	}
	newClient(t, p.server.base).reporting(reporter, tokenOf(reporter), report).into(t, &got)
	return got.ID
}

func next(t *testing.T, c *client, query string) *reported {
	t.Helper()
	answer := c.get("/report/message/next" + query)
	var r *reported
	answer.into(t, &r)
	return r
}

// drain passes whatever waits, so that the next test begins with nothing.
func drain(t *testing.T, c *client) {
	t.Helper()
	for _, risk := range []string{"?risk=0", "?risk=1"} {
		for r := next(t, c, risk); r != nil; r = next(t, c, risk) {
			v := r.parameters()
			if v.Get("u_id") == "" {
				v.Set("u_id", someone(r))
			}
			if answer := c.form(http.MethodPost, "/pass", v); !answer.ok() {
				t.Fatalf("pass: %s", answer)
			}
		}
	}
}

// someone is a user whom a case without buid is about.
func someone(r *reported) string {
	if len(r.Msgs) > 0 {
		return fmt.Sprint(r.Msgs[0]["senderid"])
	}
	return fmt.Sprint(r.Profile["oid"])
}

func (p *seed004) logIn(t *testing.T) {
	c := newClient(t, p.server.base)
	if answer := c.get("/report/message/next"); answer.Status != http.StatusUnauthorized {
		t.Errorf("without log-in: %s", answer)
	}
	for next, want := range map[string]string{"": "index.html", "/console/x": "/console/x", "//evil.example": "index.html", "https://evil.example/": "index.html", `/\evil.example`: "index.html"} {
		answer, err := c.http.PostForm(c.base+"/login", url.Values{"username": {"r1"}, "password": {password}, "next": {next}})
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if location := answer.Header.Get("Location"); answer.StatusCode != http.StatusFound || !strings.HasSuffix(location, want) || strings.Contains(location, "evil") {
			t.Errorf("next %q leads to HTTP %d %q", next, answer.StatusCode, location)
		}
	}
	answer, err := c.http.PostForm(c.base+"/login", url.Values{"username": {"r1"}, "password": {"wrong"}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if location := answer.Header.Get("Location"); answer.StatusCode != http.StatusFound || !strings.Contains(location, "login.html") {
		t.Errorf("a wrong password leads to HTTP %d %q", answer.StatusCode, location)
	}
	out, err := c.http.PostForm(c.base+"/logout", nil)
	if err != nil {
		t.Fatal(err)
	}
	out.Body.Close()
	if out.StatusCode != http.StatusFound || !strings.HasSuffix(out.Header.Get("Location"), "login.html") {
		t.Errorf("log-out: HTTP %d %q", out.StatusCode, out.Header.Get("Location"))
	}
	if answer := c.get("/report/message/next"); answer.Status != http.StatusUnauthorized {
		t.Errorf("after log-out: %s", answer)
	}
}

// relation is the table at the end of seed 004, typed off the document.
var relation = map[int]map[int]bool{ // module -> punish type -> required_time
	1: {101: true, 103: false},
	2: {101: true, 102: true, 103: false, 104: true},
	3: {103: false, 105: false, 106: false},
	4: {103: false, 104: true},
}

func (p *seed004) enumerations(t *testing.T) {
	c := p.as(t, "r1")
	var mods map[string]string
	c.get("/enum/entrance_mod").into(t, &mods)
	if len(mods) != 12 || mods["11"] != "大厅消息" || mods["26"] != "群聊" {
		t.Errorf("entrances: %v", mods)
	}
	var got struct {
		Reasons []struct {
			ID    int
			Title string
		}
		ModuleTypes []struct {
			ID       int
			Title    string
			Punishes []struct {
				ID           int
				Title        string
				RequiredTime bool `json:"required_time"`
			}
		} `json:"module_types"`
	}
	c.get("/punish_enum_relation").into(t, &got)
	if len(got.Reasons) != 3 || got.Reasons[0].Title != "广告" || got.Reasons[1].Title != "色情" || got.Reasons[2].Title != "敏感话题" {
		t.Errorf("reasons: %v", got.Reasons)
	}
	for _, module := range got.ModuleTypes {
		if len(module.Punishes) != len(relation[module.ID]) {
			t.Errorf("module %d has %v", module.ID, module.Punishes)
		}
		for _, punish := range module.Punishes {
			if timed, ok := relation[module.ID][punish.ID]; !ok || timed != punish.RequiredTime {
				t.Errorf("module %d: %v", module.ID, punish)
			}
		}
	}
}

func (p *seed004) messages(t *testing.T) {
	r1, r2 := p.as(t, "r1"), p.as(t, "r2")
	id := p.file(t, hallReport("reporter", "speaker", "message-cases-1"))
	first := next(t, r1, "")
	if first == nil || first.ID != id || first.Mod != 11 || first.Reporter != "reporter" || !slices.Equal(first.Type, []int{2}) ||
		first.Buid != "speaker" || len(first.Msgs) != 1 || first.Msgs[0]["content"] != "加微信 yhxf0829 日结三百" {
		t.Fatalf("next gives %+v", first)
	}
	if again := next(t, r1, ""); again == nil || again.ID != id {
		t.Errorf("the holder asks again and gets %+v", again)
	}
	if other := next(t, r2, ""); other != nil {
		t.Errorf("another reviewer gets the held case %d", other.ID)
	}
	refuse := func(c *client, v url.Values, code, field string) {
		t.Helper()
		answer := c.form(http.MethodPost, "/punish", v)
		if answer.ok() || answer.Status >= 500 || (code != "" && *answer.Code != code) || !strings.Contains(*answer.Info, field) {
			t.Errorf("punish %v: %s", v, answer)
		}
	}
	refuse(r2, first.punishment(1, 101, 1), "case_held", "")
	refuse(r1, first.punishment(1, 102, 1), "not_applicable", "")
	refuse(r1, first.punishment(3, 106, 1), "", "module_type")
	refuse(r1, first.punishment(1, 101, 4), "", "reason")
	for _, hours := range []string{"0", "-2", "1.5", "forever", "99999999999"} {
		refuse(r1, first.punishment(1, 101, 1, "timedelta", hours), "", "timedelta")
	}
	for _, field := range []string{"module_type", "punish_type", "reason", "reporter", "u_id", "id", "mod"} {
		v := first.punishment(1, 101, 1)
		v.Del(field)
		refuse(r1, v, "", field)
	}
	refuse(r1, first.punishment(1, 101, 1, "u_id", "a bystander"), "", "u_id")
	if calls := len(p.receiver.accepted()); calls > 0 && slices.ContainsFunc(p.receiver.accepted(), func(c received) bool { return strings.Contains(c.path, "speaker") }) {
		t.Error("a refused punishment was carried out")
	}
	if answer := r1.form(http.MethodPost, "/punish", first.punishment(1, 101, 1, "timedelta", "48", "memo", "广告")); !answer.ok() {
		t.Fatalf("punish: %s", answer)
	}
	if answer := r1.form(http.MethodPost, "/punish", first.punishment(1, 103, 1)); !answer.ok() {
		t.Errorf("a further punishment: %s", answer)
	}
	refuse(r2, first.punishment(1, 103, 1), "case_decided", "")
	if another := next(t, r1, ""); another != nil {
		t.Errorf("the decided case is followed by %+v", another)
	}
	refuse(r1, first.punishment(4, 104, 1), "case_decided", "")
	if answer := r1.form(http.MethodPost, "/pass", first.parameters()); answer.ok() || *answer.Code != "case_decided" {
		t.Errorf("pass of a decided case: %s", answer)
	}
	rid := fmt.Sprint(id)
	expectCall(t, p.receiver, "/silence/mt/1/uid/speaker", map[string]string{"mid": "", "mod": "11", "reason": "1", "timedelta": "48", "rid": rid, "reporter": "reporter"})
	expectCall(t, p.receiver, "/res/del", map[string]string{"uid": "speaker", "reason": "1", "mod": "11", "url": "", "thumb_url": "", "msgId": "message-cases-1"})

	id = p.file(t, hallReport("reporter", "innocent", "message-cases-2"))
	innocent := next(t, r1, "")
	if answer := r1.form(http.MethodPost, "/pass", innocent.parameters()); !answer.ok() {
		t.Fatalf("pass: %s", answer)
	}
	expectCall(t, p.receiver, "/pass", map[string]string{"rid": fmt.Sprint(id), "reporter": "reporter"})
}

// punishments walks the whole relation and checks each call of PROTOCOLS §2.
func (p *seed004) punishments(t *testing.T) {
	c := p.as(t, "r1")
	drain(t, c)
	modOf := map[int]int{1: 11, 2: 14, 3: 13, 4: 12}
	n := 0
	for module, punishes := range relation {
		for punish, timed := range punishes {
			n++
			name := fmt.Sprintf("rel-%d-%d", module, punish)
			i := slices.IndexFunc(entrances, func(e entrance) bool { return e.mod == modOf[module] })
			id := p.file(t, entrances[i].report(name, 1))
			r := next(t, c, "")
			if r == nil || r.ID != id {
				t.Fatalf("%s: next gives %+v", name, r)
			}
			more := []string{}
			hours := "-1"
			if timed {
				hours = "24"
				more = []string{"timedelta", hours}
			}
			if answer := c.form(http.MethodPost, "/punish", r.punishment(module, punish, 2, more...)); !answer.ok() {
				t.Errorf("%s: %s", name, answer)
				continue
			}
			p.expectPunishment(t, r, module, punish, hours, name)
		}
	}
}

func (p *seed004) expectPunishment(t *testing.T, r *reported, module, punish int, hours, name string) {
	t.Helper()
	place, owner := "place-"+name, ""
	if module == 1 {
		place = ""
	}
	if r.Mod == 13 {
		owner = "owner-" + name
	}
	common := map[string]string{"mid": place, "mod": fmt.Sprint(r.Mod), "reason": "2", "timedelta": hours, "rid": fmt.Sprint(r.ID), "reporter": r.Reporter}
	switch punish {
	case 101:
		expectCall(t, p.receiver, fmt.Sprintf("/silence/mt/%d/uid/%s", module, r.Buid), common)
	case 102:
		expectCall(t, p.receiver, "/close/mt/2/uid/"+r.Buid, common)
	case 103:
		expectCall(t, p.receiver, "/res/del", map[string]string{"uid": r.Buid, "reason": "2", "mod": fmt.Sprint(r.Mod), "msgId": "msg0-" + name})
	case 104:
		expectCall(t, p.receiver, "/close/mt/4/uid/"+r.Buid, common)
	case 105:
		common["uid"] = r.Buid
		expectCall(t, p.receiver, "/dismiss", common)
	case 106:
		common["uid"], common["owner"] = r.Buid, owner
		expectCall(t, p.receiver, "/kickout", common)
	}
}

func (p *seed004) pictures(t *testing.T) {
	r1, r2 := p.as(t, "r1"), p.as(t, "r2")
	album, show := entrances[4], entrances[5]
	for i := range 5 {
		e := album
		if i%2 == 1 {
			e = show
		}
		p.file(t, e.report(fmt.Sprintf("pic%d", i), 1))
	}
	type picture struct {
		ID       int64
		URL      string
		ThumbURL string `json:"thumb_url"`
		Reporter string
		UID      string `json:"u_id"`
		Mod      int
		MID      string
	}
	ask := func(c *client, query string) (list []picture) {
		c.get("/report/album_image/list"+query).into(t, &list)
		return list
	}
	mine := ask(r1, "?size=3")
	if len(mine) != 3 || mine[0].URL != "album/pic0.png" || mine[0].ThumbURL != "album/t/pic0.png" || mine[0].UID != "owner-pic0" || mine[0].Mod != 15 || mine[0].MID != "place-pic0" {
		t.Fatalf("pictures: %+v", mine)
	}
	if again := ask(r1, "?size=3"); !slices.Equal(again, mine) {
		t.Errorf("asked again: %+v", again)
	}
	if others := ask(r2, ""); len(others) != 2 {
		t.Errorf("the other reviewer gets %+v", others)
	}
	for i, pic := range mine {
		v := url.Values{"reporter": {pic.Reporter}, "u_id": {pic.UID}, "id": {fmt.Sprint(pic.ID)}, "mod": {fmt.Sprint(pic.Mod)}, "url": {pic.URL}, "thumb_url": {pic.ThumbURL}, "module_id": {pic.MID}}
		path := "/pass"
		if i == 0 {
			path = "/punish"
			v.Set("module_type", "4")
			v.Set("punish_type", "103")
			v.Set("reason", "2")
		}
		if answer := r1.form(http.MethodPost, path, v); !answer.ok() {
			t.Errorf("%s: %s", path, answer)
		}
	}
	expectCall(t, p.receiver, "/res/del", map[string]string{"uid": "owner-pic0", "url": "album/pic0.png", "thumb_url": "album/t/pic0.png", "reason": "2", "mod": "15"})
	if rest := r1.get("/report/album_image/list"); string(rest.Data) != "[]" {
		t.Errorf("with nothing waiting for this reviewer: %s", rest)
	}
	for _, size := range []string{"0", "-1", "x", "1.5"} {
		if answer := r1.get("/report/album_image/list?size=" + size); answer.ok() || answer.Status >= 500 {
			t.Errorf("size %s: %s", size, answer)
		}
	}
}

func (p *seed004) lifts(t *testing.T) {
	c := p.as(t, "r1")
	drain(t, c)
	show := entrances[3]
	for i := range 2 { // two users muted in one show
		report := show.report(fmt.Sprintf("lift%d", i), 1)
		report["profile"].(object)["mid"] = "the-show"
		p.file(t, report)
		r := next(t, c, "")
		if answer := c.form(http.MethodPost, "/punish", r.punishment(2, 101, 1)); !answer.ok() {
			t.Fatalf("mute in a show: %s", answer)
		}
	}
	post := func(path, field, value string) {
		t.Helper()
		if answer := c.form(http.MethodPost, path, url.Values{field: {value}}); !answer.ok() {
			t.Errorf("%s: %s", path, answer)
		}
		if answer := c.form(http.MethodPost, path, nil); answer.ok() || !strings.Contains(*answer.Info, field) {
			t.Errorf("%s without %s: %s", path, field, answer)
		}
	}
	post("/show/open_mouth", "show_id", "the-show")
	expectCall(t, p.receiver, "/openmouth/show/the-show", map[string]string{"uid": "sender0-lift0"})
	expectCall(t, p.receiver, "/openmouth/show/the-show", map[string]string{"uid": "sender0-lift1"})
	post("/show/open_mouth", "show_id", "quiet-show")
	expectCall(t, p.receiver, "/openmouth/show/quiet-show", map[string]string{"uid": ""})
	post("/hall/open_mouth", "u_id", "speaker")
	expectCall(t, p.receiver, "/openmouth/hall", map[string]string{"uid": "speaker"})
	post("/show/un_clock", "show_id", "the-show")
	expectCall(t, p.receiver, "/unlock/show/the-show", nil)
	post("/user/un_clock", "u_id", "speaker")
	expectCall(t, p.receiver, "/unlock/user/speaker", nil)
}

func (p *seed004) lists(t *testing.T) {
	c := p.as(t, "r1")
	for _, list := range []string{"/user/risk", "/user/special"} {
		one := url.Values{"user_id": {"listed user"}}
		if answer := c.form(http.MethodPost, list, one); !answer.ok() {
			t.Errorf("POST %s: %s", list, answer)
		}
		type entry struct {
			UserID     string `json:"user_id"`
			CreateTime string `json:"create_time"`
		}
		var got entry
		c.get(list+"?"+one.Encode()).into(t, &got)
		if got.UserID != "listed user" || len(got.CreateTime) != len("2006-01-02 15:04:05") {
			t.Errorf("GET %s: %+v", list, got)
		}
		var all []entry
		c.get(list+"/list").into(t, &all)
		if !slices.Contains(all, got) {
			t.Errorf("%s/list: %+v", list, all)
		}
		c.form(http.MethodDelete, list, one).into(t, &got)
		if got.UserID != "listed user" {
			t.Errorf("DELETE %s: %+v", list, got)
		}
		if answer := c.get(list + "?" + one.Encode()); answer.Status != http.StatusNotFound {
			t.Errorf("GET %s of nobody: %s", list, answer)
		}
		if answer := c.get(list + "/list"); string(answer.Data) != "[]" {
			t.Errorf("%s/list of nobody: %s", list, answer)
		}
	}
}

func (p *seed004) routing(t *testing.T) {
	c, supervisor := p.as(t, "r1"), p.as(t, "supervisor")
	drain(t, supervisor)
	c.form(http.MethodPost, "/user/risk", url.Values{"user_id": {"risky"}})
	c.form(http.MethodPost, "/user/special", url.Values{"user_id": {"precious"}})
	risky := p.file(t, hallReport("reporter", "risky", "routing-1"))
	precious := p.file(t, hallReport("reporter", "precious", "routing-2"))
	if r := next(t, c, "?risk=0"); r != nil {
		t.Errorf("the ordinary queue gives a reviewer case %d", r.ID)
	}
	if r := next(t, c, "?risk=1"); r == nil || r.ID != risky {
		t.Errorf("the high-risk queue gives %+v", r)
	} else if answer := c.form(http.MethodPost, "/pass", r.parameters()); !answer.ok() {
		t.Errorf("pass: %s", answer)
	}
	r := next(t, supervisor, "")
	if r == nil || r.ID != precious {
		t.Fatalf("the supervisor gets %+v", r)
	}
	if answer := supervisor.form(http.MethodPost, "/pass", r.parameters()); !answer.ok() {
		t.Errorf("pass by the supervisor: %s", answer)
	}
	// An administrator's order does not hit a protected account.
	report := hallReport("boss", "precious", "routing-3")
	report["type"] = []int{5}
	if answer := c.reporting("boss", adminTokenOf("boss"), report); !answer.ok() {
		t.Fatalf("order: %s", answer)
	}
	if r = next(t, supervisor, ""); r == nil || r.Buid != "precious" || !slices.Equal(r.Type, []int{5}) {
		t.Errorf("the order became %+v", r)
	} else {
		supervisor.form(http.MethodPost, "/pass", r.parameters())
	}
	for _, call := range p.receiver.accepted() {
		if strings.HasSuffix(call.path, "/uid/precious") {
			t.Error("a protected account was punished by an administrator's order")
		}
	}
}

func (p *seed004) serverInterfaces(t *testing.T) {
	c := newClient(t, p.server.base)
	get := "/uplus-report/api/get_next_report?csid=r2&risk=0"
	if answer := c.get(get); answer.Status != http.StatusUnauthorized {
		t.Errorf("without the server token: %s", answer)
	}
	c.auth = "a wrong token"
	if answer := c.get(get); answer.Status != http.StatusUnauthorized {
		t.Errorf("with a wrong server token: %s", answer)
	}
	c.auth = serverToken
	if answer := c.get(get); !answer.ok() || string(answer.Data) != "null" {
		t.Errorf("with nothing waiting: %s", answer)
	}
	if answer := c.get("/uplus-report/api/get_next_report?risk=0&csid=nobody"); answer.ok() || answer.Status >= 500 {
		t.Errorf("for nobody: %s", answer)
	}
	id := p.file(t, hallReport("reporter", "server-side", "server-1"))
	var r reported
	c.get(get).into(t, &r)
	if r.ID != id || r.Buid != "server-side" {
		t.Errorf("get_next_report gives %+v", r)
	}
	v := r.punishment(1, 101, 3, "csid", "r2")
	if answer := c.form(http.MethodPost, "/punish", v); !answer.ok() {
		t.Errorf("punish with the server token: %s", answer)
	}
	expectCall(t, p.receiver, "/silence/mt/1/uid/server-side", map[string]string{"reason": "3", "timedelta": "-1"})
	p.file(t, entrances[4].report("server-pic", 1))
	var list []object
	c.get("/uplus-report/api/get_pic_list?csid=r3&risk=0").into(t, &list)
	if len(list) != 1 || list[0]["u_id"] != "owner-server-pic" {
		t.Errorf("get_pic_list gives %v", list)
	}
	var count map[string]json.Number
	c.form(http.MethodPost, "/uplus-report/api/get_remain_report", url.Values{"risk": {"0"}}).into(t, &count)
	if count["msg_remain"] != "0" || count["album_remain"] == "0" {
		t.Errorf("get_remain_report gives %v", count)
	}
}

func (p *seed004) whoMay(t *testing.T) {
	auditor := p.as(t, "auditor")
	if answer := auditor.form(http.MethodPost, "/report/remain", nil); !answer.ok() {
		t.Errorf("an auditor reads: %s", answer)
	}
	for method, paths := range map[string][]string{
		http.MethodGet:    {"/report/message/next", "/report/album_image/list"},
		http.MethodPost:   {"/hall/open_mouth?u_id=x", "/user/risk?user_id=x", "/user/special?user_id=x", "/pass?id=1&u_id=x&reporter=y&mod=11", "/punish?id=1&u_id=x&reporter=y&mod=11&module_type=1&punish_type=101&reason=1"},
		http.MethodDelete: {"/user/risk?user_id=x"},
	} {
		for _, path := range paths {
			if answer := auditor.do(method, path, "", nil); answer.Status != http.StatusForbidden {
				t.Errorf("an auditor's %s %s: %s", method, path, answer)
			}
		}
	}
}
