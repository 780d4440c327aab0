package uplus

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/verdict"
)

// object is a JSON object on its way out.
type object = map[string]any

// valid is a report that keeps every rule of its mod (PROTOCOLS §1).
func valid(mod int) object {
	user := object{"oid": "20001", "name": "小美", "desc": "爱笑"}
	group := object{"mid": "g-9", "oid": "7000", "name": "户外群", "desc": "周末爬山"}
	show := object{"mid": "show-7", "oid": "30002", "name": "主播", "desc": "深夜电台"}
	report := object{"mod": mod, "reporter": "1002", "type": []int{1}, "memo": "备注"}
	switch mod {
	case 11, 21:
		report["msgs"], report["buid"] = says("20001"), "20001"
	case 12, 25:
		report["msgs"], report["buid"], report["profile"] = says("20001"), "20001", user
	case 13, 26:
		report["msgs"], report["buid"], report["profile"] = says("20001"), "20001", group
	case 14, 24:
		report["msgs"], report["buid"], report["profile"] = says("20001"), "20001", show
	case 15:
		report["msgs"], report["buid"], report["profile"] = []object{{"msg_type": 2, "url": "album/1.png"}}, "20001", user
	case 16:
		report["msgs"] = []object{{"msg_type": 2, "msgid": "p", "senderid": "30002", "url": "http://cdn.example/1.png"}}
		report["buid"], report["profile"] = "30002", show
	case 22:
		report["profile"] = group
	case 23:
		report["buid"], report["profile"] = "20001", user
	}
	return report
}

// says is one message of each sender.
func says(senders ...string) []object {
	var list []object
	for i, sender := range senders {
		list = append(list, object{"msg_type": 1, "msgid": fmt.Sprintf("m-%d", i), "senderid": sender, "content": "你好"})
	}
	return list
}

func many(n int, sender string) []object {
	senders := make([]string, n)
	for i := range senders {
		senders[i] = sender
	}
	return says(senders...)
}

var allMods = []int{11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26}

func encode(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (w *world) accepted(body object) {
	w.t.Helper()
	if got := w.report("user:1002", "1002", encode(w.t, body)); got.status != http.StatusOK {
		w.t.Errorf("%s is refused: %s", encode(w.t, body), got.body)
	} else {
		got.envelope(w.t)
	}
}

// refused wants a failure that names the field.
func (w *world) refused(name string, got reply, status int, code, field string) {
	w.t.Helper()
	e := got.envelope(w.t)
	if got.status != status || *e.Code != code || !strings.HasPrefix(*e.Info, field) || string(e.Data) != "null" {
		w.t.Errorf("%s: want %d %s about %q, got %d %s", name, status, code, field, got.status, got.body)
	}
}

func TestEveryEntranceTakesItsReport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, mod := range allMods {
		w.accepted(valid(mod))
	}
	if got := w.waiting(); got != len(allMods) {
		t.Errorf("%d cases wait", got)
	}
}

func TestSeveralMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	most := map[int]int{21: 10, 24: 20, 25: 10, 26: 10}
	for mod, n := range most {
		report := valid(mod)
		report["msgs"] = many(n, "20001")
		if mod != 25 {
			delete(report, "buid")
		}
		w.accepted(report)
	}
}

// change alters one thing in a valid report.
type change struct {
	name  string
	mods  []int
	field string // that the refusal names
	do    func(object)
}

func message(report object) object { return report["msgs"].([]object)[0] }
func profile(report object) object { return report["profile"].(object) }

var (
	withMessages = []int{11, 12, 13, 14, 15, 16, 21, 24, 25, 26}
	single       = []int{11, 12, 13, 14, 15, 16}
	withProfile  = []int{12, 13, 14, 15, 16, 22, 23, 24, 25, 26}
	bySender     = []int{11, 12, 13, 14, 16, 21, 24, 26}
	byOwner      = []int{15, 23, 25}
)

// breaks is every rule of the mod table, broken one at a time.
var breaks = []change{
	{"profile where none belongs", []int{11, 21}, "profile", func(r object) { r["profile"] = object{"name": "x"} }},
	{"no profile", withProfile, "profile", func(r object) { delete(r, "profile") }},
	{"null profile", withProfile, "profile", func(r object) { r["profile"] = nil }},
	{"empty profile", withProfile, "profile", func(r object) { r["profile"] = object{} }},
	{"group without id", []int{22}, "profile.mid", func(r object) { delete(profile(r), "mid") }},
	{"profile of nobody", byOwner, "profile.oid", func(r object) { delete(profile(r), "oid") }},
	{"no messages", withMessages, "msgs", func(r object) { r["msgs"] = []object{} }},
	{"null messages", withMessages, "msgs", func(r object) { r["msgs"] = nil }},
	{"two messages", single, "msgs", func(r object) { r["msgs"] = many(2, "20001") }},
	{"messages of a profile", []int{22, 23}, "msgs", func(r object) { r["msgs"] = says("20001") }},
	{"eleven messages", []int{21, 25, 26}, "msgs", func(r object) { r["msgs"] = many(11, "20001") }},
	{"twenty-one messages", []int{24}, "msgs", func(r object) { r["msgs"] = many(21, "20001") }},
	{"no buid", slices.Concat(bySender, byOwner), "buid", func(r object) { delete(r, "buid") }},
	{"buid of another", slices.Concat(bySender, byOwner), "buid", func(r object) { r["buid"] = "66666" }},
	{"buid of a group", []int{22}, "buid", func(r object) { r["buid"] = "7000" }},
	{"buid of several messages", []int{21, 24, 26}, "buid", func(r object) { r["msgs"] = says("20001", "20001") }},
	{"picture without url", []int{15, 16}, "msgs[0].url", func(r object) { delete(message(r), "url") }},
	{"no sender", bySender, "msgs[0].senderid", func(r object) { delete(message(r), "senderid") }},
	{"text without text", []int{11, 12, 13, 14, 21, 24, 25, 26}, "msgs[0].content", func(r object) { delete(message(r), "content") }},

	{"no mod", allMods, "mod", func(r object) { delete(r, "mod") }},
	{"unknown mod", allMods, "mod", func(r object) { r["mod"] = 17 }},
	{"no type", allMods, "type", func(r object) { delete(r, "type") }},
	{"empty type", allMods, "type", func(r object) { r["type"] = []int{} }},
	{"unknown type", allMods, "type", func(r object) { r["type"] = []int{1, 7} }},
	{"zero type", allMods, "type", func(r object) { r["type"] = []int{0} }},
	{"negative type", allMods, "type", func(r object) { r["type"] = []int{-1} }},
	{"unknown msg_type", withMessages, "msgs[0].msg_type", func(r object) { message(r)["msg_type"] = 4 }},
	{"javascript:", withMessages, "msgs[0].url", func(r object) { message(r)["url"] = "javascript:alert(1)" }},
	{"file:", withMessages, "msgs[0].url", func(r object) { message(r)["url"] = "file:///etc/passwd" }},
	{"data:", withMessages, "msgs[0].thumburl", func(r object) { message(r)["thumburl"] = "data:text/html,x" }},
	{"hidden scheme", withMessages, "msgs[0].url", func(r object) { message(r)["url"] = "java\nscript:alert(1)" }},
	{"long msgid", withMessages, "msgs[0].msgid", func(r object) { message(r)["msgid"] = strings.Repeat("m", 129) }},
	{"long buid", []int{11}, "buid", func(r object) { r["buid"] = strings.Repeat("b", 129) }},
	{"control in msgid", withMessages, "msgs[0].msgid", func(r object) { message(r)["msgid"] = "a\x00b" }},
	{"control in uucid", withMessages, "msgs[0].uucid", func(r object) { message(r)["uucid"] = "a\nb" }},
	{"control in oid", byOwner, "profile.oid", func(r object) { profile(r)["oid"] = "a\x1bb" }},
	{"long mid", withProfile, "profile.mid", func(r object) { profile(r)["mid"] = strings.Repeat("g", 129) }},
	{"control in memo", allMods, "memo", func(r object) { r["memo"] = "a\x07b" }},
	{"long memo", allMods, "memo", func(r object) { r["memo"] = strings.Repeat("x", 17<<10) }},
	{"long text", withMessages, "msgs[0].content", func(r object) { message(r)["content"] = strings.Repeat("x", 17<<10) }},
}

func TestEveryRuleBrokenOneAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range breaks {
		for _, mod := range c.mods {
			report := valid(mod)
			c.do(report)
			got := w.report("user:1002", "1002", encode(t, report))
			w.refused(fmt.Sprintf("mod %d: %s", mod, c.name), got, http.StatusBadRequest, "invalid", c.field+":")
		}
	}
	if got := w.waiting(); got != 0 {
		t.Errorf("%d cases were stored", got)
	}
}

func TestBodiesThatAreNoReport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cases := []struct {
		name, body string
		status     int
		code       string
		field      string
	}{
		{"empty", "", 400, "invalid", "body:"},
		{"no JSON", "mod=11&reporter=1002", 400, "invalid", "body:"},
		{"cut off", `{"mod":11,`, 400, "invalid", "body:"},
		{"two values", encode(t, valid(11)) + "{}", 400, "invalid", "body:"},
		{"a list", "[]", 400, "invalid", "body:"},
		{"not UTF-8", "{\"memo\":\"\xff\"}", 400, "invalid", "body:"},
		{"too deep", `{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, 400, "invalid", "body:"},
		{"over 1 MiB", `{"memo":"` + strings.Repeat("x", 1<<20) + `"}`, 413, "too_large", "body:"},
		{"mod a fraction", `{"mod":11.5}`, 400, "invalid", "mod:"},
		{"mod a word", `{"mod":"hall"}`, 400, "invalid", "mod:"},
		{"mod overflows", `{"mod":99999999999999999999}`, 400, "invalid", "mod:"},
		{"type no list", `{"mod":11,"type":1}`, 400, "invalid", "type:"},
		{"type of words", `{"mod":11,"type":["porn"]}`, 400, "invalid", "type:"},
		{"reporter an object", `{"reporter":{}}`, 400, "invalid", "reporter:"},
		{"msgs an object", `{"msgs":{}}`, 400, "invalid", "msgs:"},
		{"msg_type a word", `{"msgs":[{"msg_type":"text"}]}`, 400, "invalid", "msgs.msg_type:"},
		{"profile a string", `{"profile":"x"}`, 400, "invalid", "profile:"},
		{"null", `null`, 400, "invalid", "type:"},
	}
	for _, c := range cases {
		// null is an empty report: its reporter is not the user, which is checked before the rest.
		if c.body == "null" {
			c.status, c.code, c.field = 403, "not_reporter", "reporter:"
		}
		w.refused(c.name, w.report("user:1002", "1002", c.body), c.status, c.code, c.field)
	}
	if got := w.waiting(); got != 0 {
		t.Errorf("%d cases were stored", got)
	}
}

func TestWhoMayReport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := encode(t, valid(11))
	cases := []struct {
		name, token, uid string
		status           int
		code             string
		field            string
	}{
		{"no token", "", "1002", 401, "unauthenticated", "token:"},
		{"endless token", strings.Repeat("x", 9<<10), "1002", 401, "unauthenticated", "token:"},
		{"wrong token", "nonsense", "1002", 401, "bad_token", ""},
		{"another's token", "user:1003", "1002", 401, "bad_token", ""},
		{"no uid", "user:1002", "", 400, "invalid", "uid:"},
		{"long uid", "user:1002", strings.Repeat("1", 129), 400, "invalid", "uid:"},
		{"reporter is not uid", "user:1003", "1003", 403, "not_reporter", "reporter:"},
		{"nobody can say", "nobody-knows", "1002", 503, "unavailable", ""},
	}
	for _, c := range cases {
		w.refused(c.name, w.report(c.token, c.uid, body), c.status, c.code, c.field)
	}
	for _, order := range []int{4, 5, 6} {
		report := valid(11)
		report["type"] = []int{1, order}
		w.refused("an ordinary user's order", w.report("user:1002", "1002", encode(t, report)), 403, "admin_only", "type:")
	}
	if got := w.waiting(); got != 0 {
		t.Errorf("%d cases were stored", got)
	}
}

func TestPathValuesThatNoStoreWouldKeep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{
		"/v/%00/t/ios/report/report_type", "/v/%ff/t/ios/report/report_type", "/v/1/t/a%0Ab/report/report_type",
		"/v/" + strings.Repeat("1", 129) + "/t/ios/report/report_type",
	} {
		got := w.call("", http.MethodGet, path+"?token=user:1002&uid=1002", nil)
		w.refused(path, got, http.StatusBadRequest, "invalid", "client_")
	}
	w.refused("query", w.call("", http.MethodGet, "/v/1/t/ios/report/report_type?token=%zz&uid=1", nil), 400, "invalid", "query:")
}

func TestAdministratorsOrders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	order := func(report object, types ...int) reply {
		report["type"], report["reporter"] = types, "9001"
		return w.report("admin:9001", "9001", encode(t, report))
	}
	// Types 4 and 5 without a violation: at once, and no case.
	if got := order(valid(11), 4, 5); got.status != http.StatusOK {
		t.Fatal(got.body)
	}
	if w.waiting() != 0 {
		t.Error("an order opened a case")
	}
	// Type 6 with a violation: the user is locked out, for that reason, and a case waits.
	if got := order(valid(23), 2, 6); got.status != http.StatusOK {
		t.Fatal(got.body)
	}
	if w.waiting() != 1 {
		t.Error("a violation opened no case")
	}
	var acts []string
	for _, o := range w.orders() {
		acts = append(acts, fmt.Sprintf("%s mt=%d uid=%s label=%s hours=%d cid=%s", o.Act, o.Module, o.UserID, o.Label, o.Hours, o.AuthorID))
	}
	want := []string{
		"delete mt=1 uid=20001 label=politics hours=-1 cid=9001",
		"mute mt=1 uid=20001 label=politics hours=-1 cid=9001",
		"login_limit mt=4 uid=20001 label=ad hours=-1 cid=9001",
	}
	if slices.Sort(acts); !slices.Equal(acts, slices.Sorted(slices.Values(want))) {
		t.Errorf("orders %q", acts)
	}
	// A group knows no mute: refused as not applicable, nothing stored.
	w.refused("mute in a group", order(valid(13), 1, 5), 400, "not_applicable", "type:")
	if w.waiting() != 1 || len(w.orders()) != 3 {
		t.Error("a refused order left something behind")
	}
}

func TestReportTypesAreComplaints(t *testing.T) {
	t.Parallel()
	shown := map[int]string{}
	for _, list := range [][]reportType{reportTypes(false), reportTypes(true)} {
		for _, entry := range list {
			shown[entry.ID] = entry.Name
		}
	}
	want := map[int]string{1: "色情", 2: "广告", 3: "敏感话题", 4: "删除", 5: "禁言", 6: "封号"}
	if !maps.Equal(shown, want) {
		t.Errorf("report types %v", shown)
	}
	for id := range want {
		if !verdict.Complaint(id).Known() {
			t.Errorf("%d is not known", id)
		}
	}
}

// Whatever body a user sends: an envelope, never our mistake.
func FuzzReportMessage(f *testing.F) {
	for _, mod := range allMods {
		f.Add(encode(f, valid(mod)))
	}
	f.Add(`{"mod":11,"type":[1,"2"],"msgs":[null],"profile":{"mid":1.5}}`)
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, body string) {
		got := w.in(t).report("admin:1002", "1002", body)
		got.envelope(t)
		if got.status >= http.StatusInternalServerError {
			t.Fatalf("%d for %q: %s\n%s", got.status, body, got.body, w.log)
		}
	})
}
