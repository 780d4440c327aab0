package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestSeed002 is the report contract as a client written from the document
// sees it: every entrance, and every rule broken one at a time.
func TestSeed002(t *testing.T) {
	t.Parallel()
	onEnginesWithReceiver(t, 1, func(t *testing.T, s *server, r *receiver) {
		r.set(working)
		c := newClient(t, s.base)
		t.Run("report types", func(t *testing.T) { reportTypes(t, newClient(t, s.base)) })
		t.Run("every entrance", func(t *testing.T) { everyEntrance(t, newClient(t, s.base)) })
		t.Run("bad input", func(t *testing.T) { badReports(t, newClient(t, s.base)) })
		t.Run("repetition and grouping", func(t *testing.T) { repetition(t, newClient(t, s.base)) })
		t.Run("administrators", func(t *testing.T) { administrators(t, newClient(t, s.base), r) })
		t.Run("wrong paths", func(t *testing.T) { wrongPaths(t, c) })
	})
}

func reportTypes(t *testing.T, c *client) {
	type named struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
	}
	ask := func(method, token, uid string) []named {
		var list []named
		c.do(method, "/v/1.0/t/ios/report/report_type?token="+token+"&uid="+uid, "", nil).into(t, &list)
		return list
	}
	ordinary := []named{{1, "色情"}, {2, "广告"}, {3, "敏感话题"}}
	orders := []named{{4, "删除"}, {5, "禁言"}, {6, "封号"}}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if got := ask(method, tokenOf("someone"), "someone"); !slices.Equal(got, ordinary) {
			t.Errorf("%s for a user: %v", method, got)
		}
		if got := ask(method, adminTokenOf("boss"), "boss"); !slices.Equal(got, orders) {
			t.Errorf("%s for an administrator: %v", method, got)
		}
	}
}

// entrance is a valid report through one entrance, written from the table of
// seed 002.
type entrance struct {
	mod      int
	profile  bool
	messages [2]int // least and most
	buid     string // "sender", "owner", "single" or "none"
}

var entrances = []entrance{
	{11, false, [2]int{1, 1}, "sender"}, {12, true, [2]int{1, 1}, "sender"}, {13, true, [2]int{1, 1}, "sender"},
	{14, true, [2]int{1, 1}, "sender"}, {15, true, [2]int{1, 1}, "owner"}, {16, true, [2]int{1, 1}, "sender"},
	{21, false, [2]int{1, 10}, "single"}, {22, true, [2]int{0, 0}, "none"}, {23, true, [2]int{0, 0}, "owner"},
	{24, true, [2]int{1, 20}, "single"}, {25, true, [2]int{1, 10}, "owner"}, {26, true, [2]int{1, 10}, "single"},
}

func (e entrance) report(name string, messages int) object {
	report := object{"mod": e.mod, "reporter": "rep-" + name, "type": []int{1, 2}, "memo": "请看一下", "msgs": []object{}}
	var list []object
	for i := range messages {
		sender := fmt.Sprintf("sender%d-%s", i%3, name)
		if e.buid == "owner" {
			sender = "owner-" + name
		}
		m := object{"msg_type": 1, "msgid": fmt.Sprintf("msg%d-%s", i, name), "uucid": "uu", "senderid": sender, "url": "", "thumburl": "", "content": "你好"}
		if e.mod == 15 || e.mod == 16 {
			m["msg_type"], m["url"], m["thumburl"], m["content"] = 2, "album/"+name+".png", "album/t/"+name+".png", ""
		}
		list = append(list, m)
	}
	if list != nil {
		report["msgs"] = list
	}
	if e.profile {
		report["profile"] = object{"mid": "place-" + name, "oid": "owner-" + name, "name": "名字", "desc": "描述"}
	}
	switch {
	case e.buid == "owner":
		report["buid"] = "owner-" + name
	case messages == 1 && e.buid != "none":
		report["buid"] = list[0]["senderid"]
	}
	return report
}

func everyEntrance(t *testing.T, c *client) {
	for _, e := range entrances {
		for _, n := range slices.Compact([]int{e.messages[0], e.messages[1]}) {
			name := fmt.Sprintf("ok%d-%d", e.mod, n)
			if answer := c.reporting("rep-"+name, tokenOf("rep-"+name), e.report(name, n)); !answer.ok() {
				t.Errorf("mod %d with %d messages: %s", e.mod, n, answer)
			}
		}
	}
	numeric := entrances[0].report("numeric", 1)
	numeric["mod"], numeric["type"], numeric["unknown"] = "11", []string{"1"}, object{"is": "ignored"}
	if answer := c.reporting("rep-numeric", tokenOf("rep-numeric"), numeric); !answer.ok() {
		t.Errorf("numbers as strings and unknown fields: %s", answer)
	}
}

// broken is one way to break a valid report.
type broken struct {
	name   string
	mod    int // 0: any
	change func(report object)
	field  string // that info must name
}

func message(report object, i int) object { return report["msgs"].([]object)[i] }

func brokenReports() []broken {
	long := strings.Repeat("x", 129)
	cases := []broken{
		{"unknown mod", 0, func(r object) { r["mod"] = 17 }, "mod"},
		{"no type", 0, func(r object) { r["type"] = []int{} }, "type"},
		{"unknown type", 0, func(r object) { r["type"] = []int{7} }, "type"},
		{"administrator's type from a user", 0, func(r object) { r["type"] = []int{4} }, "type"},
		{"somebody else's name", 0, func(r object) { r["reporter"] = "somebody else" }, "reporter"},
		{"javascript address", 15, func(r object) { message(r, 0)["url"] = "javascript:alert(1)" }, "msgs[0].url"},
		{"file address", 15, func(r object) { message(r, 0)["url"] = "file:///etc/passwd" }, "msgs[0].url"},
		{"data address", 16, func(r object) { message(r, 0)["thumburl"] = "data:text/html,x" }, "msgs[0].thumburl"},
		{"no address", 15, func(r object) { message(r, 0)["url"] = "" }, "msgs[0].url"},
		{"long id", 11, func(r object) { message(r, 0)["msgid"] = long }, "msgs[0].msgid"},
		{"control characters", 11, func(r object) { message(r, 0)["senderid"], r["buid"] = "a\x00b", "a\x00b" }, "control characters"},
		{"unknown message type", 11, func(r object) { message(r, 0)["msg_type"] = 4 }, "msgs[0].msg_type"},
		{"mod of a wrong kind", 0, func(r object) { r["mod"] = object{} }, "mod"},
		{"fractional mod", 0, func(r object) { r["mod"] = 11.5 }, "mod"},
	}
	for _, e := range entrances {
		cases = append(cases, e.breakRules()...)
	}
	return cases
}

// breakRules breaks every rule of the entrance's row, one at a time.
func (e entrance) breakRules() []broken {
	add := func(n int) func(object) {
		return func(r object) { r["msgs"] = e.report("extra", n)["msgs"] }
	}
	cases := []broken{{"too many messages", e.mod, add(e.messages[1] + 1), "msgs"}}
	if e.messages[0] > 0 {
		cases = append(cases, broken{"no message", e.mod, func(r object) { r["msgs"] = []object{} }, "msgs"})
	}
	if e.profile {
		cases = append(cases, broken{"no profile", e.mod, func(r object) { delete(r, "profile") }, "profile"})
	} else {
		cases = append(cases, broken{"a profile", e.mod, func(r object) { r["profile"] = object{"mid": "1", "oid": "2", "name": "n", "desc": "d"} }, "profile"})
	}
	foreign := broken{"foreign buid", e.mod, func(r object) { r["buid"] = "somebody" }, "buid"}
	missing := broken{"no buid", e.mod, func(r object) { delete(r, "buid") }, "buid"}
	switch e.buid {
	case "none":
		return append(cases, foreign)
	case "single":
		several := broken{"buid with several messages", e.mod, func(r object) {
			r["msgs"] = e.report("two", 2)["msgs"]
			r["buid"] = message(r, 0)["senderid"]
		}, "buid"}
		return append(cases, foreign, missing, several)
	}
	return append(cases, foreign, missing)
}

func badReports(t *testing.T, c *client) {
	before := remaining(t, c)
	for i, b := range brokenReports() {
		e := entrances[0]
		for _, candidate := range entrances {
			if candidate.mod == b.mod {
				e = candidate
			}
		}
		name := fmt.Sprintf("bad%d", i)
		report := e.report(name, e.messages[0])
		b.change(report)
		answer := c.reporting("rep-"+name, tokenOf("rep-"+name), report)
		if answer.ok() || answer.Status >= 500 || answer.Ret == nil || *answer.Ret != 1 || *answer.Code == "" || !strings.Contains(*answer.Info, b.field) {
			t.Errorf("%s (mod %d): %s", b.name, e.mod, answer)
		}
	}
	badTokens(t, c)
	badBodies(t, c)
	if after := remaining(t, c); !maps.Equal(after, before) {
		t.Errorf("bad input was stored: %v waiting before, %v after", before, after)
	}
}

func badTokens(t *testing.T, c *client) {
	report := entrances[0].report("token", 1)
	hour := time.Now().Add(time.Hour).Unix()
	tokens := map[string]string{
		"missing":        "",
		"nonsense":       "abc.def.ghi",
		"foreign key":    userToken("another key, of the same length...", map[string]any{"sub": "rep-token", "exp": hour}),
		"somebody's":     tokenOf("somebody"),
		"expired":        userToken(tokenKey, map[string]any{"sub": "rep-token", "exp": time.Now().Add(-time.Hour).Unix()}),
		"without an end": userToken(tokenKey, map[string]any{"sub": "rep-token"}),
		"unsigned":       "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJyZXAtdG9rZW4iLCJleHAiOjQxMDI0NDQ4MDB9.",
	}
	for name, token := range tokens {
		if answer := c.reporting("rep-token", token, report); answer.Status != http.StatusUnauthorized || *answer.Ret != 1 || *answer.Code == "" {
			t.Errorf("%s token: %s", name, answer)
		}
	}
}

func badBodies(t *testing.T, c *client) {
	deep := strings.Repeat("[", 100) + strings.Repeat("]", 100)
	bodies := map[string]struct {
		body   string
		status int
	}{
		"not JSON":  {"mod=11", http.StatusBadRequest},
		"empty":     {"", http.StatusBadRequest},
		"an array":  {"[]", http.StatusBadRequest},
		"two":       {"{}{}", http.StatusBadRequest},
		"too deep":  {`{"mod":11,"x":` + deep + `}`, http.StatusBadRequest},
		"too large": {`{"memo":"` + strings.Repeat("x", 1<<20) + `"}`, http.StatusRequestEntityTooLarge},
	}
	for name, b := range bodies {
		answer := c.reporting("rep-body", tokenOf("rep-body"), []byte(b.body))
		if answer.Status != b.status || *answer.Ret != 1 || *answer.Code == "" || *answer.Info == "" {
			t.Errorf("%s: %s", name, answer)
		}
	}
}

// remaining counts what waits, as the server interface says.
func remaining(t *testing.T, c *client) map[string]int {
	t.Helper()
	total := map[string]int{}
	for _, risk := range []string{"0", "1"} {
		asking := *c
		asking.auth = serverToken
		var count map[string]int
		asking.form(http.MethodPost, "/uplus-report/api/get_remain_report", url.Values{"risk": {risk}, "csid": {"auditor"}}).into(t, &count)
		for name, n := range count {
			total[name] += n
		}
	}
	return total
}

func repetition(t *testing.T, c *client) {
	before := remaining(t, c)["msg_remain"]
	type receipt struct {
		ID        int64 `json:"id"`
		Duplicate bool  `json:"duplicate"`
	}
	send := func(reporter string) (got receipt) {
		report := entrances[0].report("same", 1)
		report["reporter"] = reporter
		c.reporting(reporter, tokenOf(reporter), report).into(t, &got)
		return got
	}
	first, again, other := send("a"), send("a"), send("b")
	if first.Duplicate || !again.Duplicate || again.ID != first.ID || other.Duplicate || other.ID == first.ID {
		t.Errorf("first %+v, again %+v, another reporter's %+v", first, again, other)
	}
	if after := remaining(t, c)["msg_remain"]; after != before+1 {
		t.Errorf("three reports of one message made %d cases", after-before)
	}
}

func administrators(t *testing.T, c *client, r *receiver) {
	order := func(name string, mod int, types ...int) envelope {
		i := slices.IndexFunc(entrances, func(e entrance) bool { return e.mod == mod })
		report := entrances[i].report(name, max(entrances[i].messages[0], 0))
		report["reporter"], report["type"] = "boss-"+name, types
		return c.reporting("boss-"+name, adminTokenOf("boss-"+name), report)
	}
	before := remaining(t, c)
	if answer := order("mute", 11, 5); !answer.ok() {
		t.Fatalf("mute in the hall: %s", answer)
	}
	if answer := order("mix", 11, 4, 6, 2); !answer.ok() {
		t.Fatalf("delete and ban with a reason: %s", answer)
	}
	if answer := order("group", 13, 5); answer.ok() || *answer.Code != "not_applicable" {
		t.Errorf("mute in a group: %s", answer)
	}
	after := remaining(t, c)
	want := maps.Clone(before)
	want["msg_remain"]++ // only the one that named a violation too
	if !maps.Equal(after, want) {
		t.Errorf("waiting before %v, after %v", before, after)
	}
	expectCall(t, r, "/silence/mt/1/uid/sender0-mute", map[string]string{"mid": "", "mod": "11", "reason": "3", "timedelta": "-1", "cid": "boss-mute", "reporter": "boss-mute"})
	expectCall(t, r, "/close/mt/4/uid/sender0-mix", map[string]string{"mod": "11", "reason": "1", "timedelta": "-1", "cid": "boss-mix"})
	expectCall(t, r, "/res/del", map[string]string{"uid": "sender0-mix", "reason": "1", "msgId": "msg0-mix", "url": "", "thumb_url": "", "cid": "boss-mix"})
}

// expectCall waits for a call to the platform whose query has the values.
func expectCall(t *testing.T, r *receiver, path string, query map[string]string) {
	t.Helper()
	var seen []string
	eventually(t, 20*time.Second, fmt.Sprintf("the call %s %v", path, query), func() bool {
		seen = seen[:0]
		return slices.ContainsFunc(r.accepted(), func(call received) bool {
			if call.path == path {
				seen = append(seen, call.query.Encode())
			}
			return call.path == path && hasAll(call.query, query)
		})
	})
}

func hasAll(have url.Values, want map[string]string) bool {
	for name, value := range want {
		if !have.Has(name) || have.Get(name) != value {
			return false
		}
	}
	return true
}

func wrongPaths(t *testing.T, c *client) {
	for _, path := range []string{"/nothing", "/v/1/t/ios/report/nothing", "/uplus-report/api/nothing", "/user/nothing", "/app/nobody/v/1/t/ios/report/report_type"} {
		if answer := c.get(path); answer.Status != http.StatusNotFound || *answer.Ret != 1 {
			t.Errorf("GET %s: %s", path, answer)
		}
	}
	for path, method := range map[string]string{"/v/1/t/ios/report/reportmsg": http.MethodGet, "/punish": http.MethodGet, "/pass": http.MethodDelete, "/user/risk": http.MethodPut} {
		if answer := c.do(method, path, "", nil); answer.Status != http.StatusMethodNotAllowed || *answer.Ret != 1 {
			t.Errorf("%s %s: %s", method, path, answer)
		}
	}
	anything := c.get("/user/nothing").Data
	if anything != nil && string(anything) != "null" {
		t.Errorf("a failure carries data: %s", anything)
	}
}
