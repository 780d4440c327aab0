package immomo

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
)

func TestTheDocumentsExample(t *testing.T) {
	t.Parallel()
	for name, credential := range credentials() {
		w := newWorld(t, credential)
		got := w.post(t, ReportPath, w.packetOf(example))
		if *got.EC != 0 || got.EM != "success" || got.TimeSec != noon.Unix() || string(got.Data) != `{"ticket_id":"35474574"}` {
			t.Fatalf("%s: %+v", name, got)
		}
		said := func(kind content.MessageType, sender, text, address string) content.Message {
			return content.Message{Type: kind, SenderID: sender, Text: text, URL: address}
		}
		want := review.Report{
			App: "live", Memo: "理由",
			Messages: []content.Message{
				said(content.Text, "1", "测试文本", ""), said(content.Picture, "2", "", "测试图片"),
				said(content.Audio, "1", "", "测试音频地址"), said(content.Video, "2", "", "测试视频地址"),
			},
			Dialogue: &content.Dialogue{
				Credential: appID, ReportID: "123212", UniqID: "123", Category: "场景1", Pictures: []string{"http://xxx1.jpg", "http://xxx2.jpg"},
				Speakers: []content.Speaker{
					{Key: "id_1", ID: "1", Name: "张三", Avatar: "1", Sex: "1"}, {Key: "id_2", ID: "2", Name: "李四", Avatar: "2", Sex: "1"},
					{Key: "id_3", ID: "3", Name: "王五", Avatar: "2", Sex: "1"},
				},
				Remarks: []content.Remark{{SentAt: "1451312321"}, {SentAt: "1451312321"}, {SentAt: "1451312321"}, {SentAt: "1451312321", Tag: "del"}},
			},
			Asked: &review.Asked{Channel: Channel, Data: json.RawMessage(`{"appid":"1001","uniqid":"123","category":"场景1","redirect":"http://app.example/verdict",` +
				`"users":[{"key":"id_1","id":"1"},{"key":"id_2","id":"2"},{"key":"id_3","id":"3"}]}`)},
		}
		if diff := cmp.Diff([]review.Report{want}, w.filed); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestWhatIsTaken(t *testing.T) {
	t.Parallel()
	users := func(list any) map[string]any { return map[string]any{"report_info.users": list} }
	flat := map[string]any{"report_info": nil, "users": map[string]any{"1": nil, "2": []any{}}, "infos": []any{
		map[string]any{"id": "id_1", "type": "text", "content": "a", "time": "2026-03-01 12:00:00"}, map[string]any{"id": 2, "type": "text", "content": 7},
	}}
	for name, fields := range map[string]map[string]any{
		"the table's nesting":          flat,
		"half of it":                   {"report_info.infos": nil, "infos": []any{map[string]any{"id": "id_3", "type": "text", "content": "a"}}},
		"an empty evidence of PHP":     {"report_evidence": []any{}},
		"no evidence, no uniqid":       {"report_evidence": nil, "uniqid": nil},
		"a timestamp in a string":      {"timestamp": "1231231231312"},
		"nine minutes ago":             {"timestamp": noon.UnixMilli() - 9*60*1000},
		"keys that are plain":          users(map[string]any{"1": map[string]any{}, "2": map[string]any{}, "3": map[string]any{}}),
		"a list of users":              users([]any{map[string]any{"name": "0"}, map[string]any{"name": "1"}, map[string]any{"name": "2"}}),
		"a list of users with ids":     users([]any{map[string]any{"id": "id_1"}, map[string]any{"id": 2}}),
		"unknown fields":               {"more": map[string]any{"x": []any{1}}},
		"fifty infos":                  {"report_info.infos": many(50)},
		"a report_id that is a number": {"report_id": 123212},
	} {
		w := newWorld(t, credentials()["aes-256-gcm"])
		if got := w.post(t, ReportPath, w.packetOf(changed(t, fields))); *got.EC != 0 || len(w.filed) != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	w := newWorld(t, credentials()["aes-256-gcm"])
	w.post(t, ReportPath, w.packetOf(changed(t, flat)))
	if d := w.filed[0].Dialogue; d.Speakers[0].Key != "1" || w.filed[0].Messages[0].SenderID != "1" || w.filed[0].Messages[1].Text != "7" || w.filed[0].Messages[1].SenderID != "2" {
		t.Errorf("%+v %+v", d, w.filed[0].Messages)
	}
}

func many(number int) []any {
	var list []any
	for i := range number {
		list = append(list, map[string]any{"id": "1", "type": "text", "content": fmt.Sprint("第", i), "time": i})
	}
	return list
}

func TestJSONAndForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t, credentials()["aes-256-cbc"])
	form := w.packetOf(example)
	asJSON, err := json.Marshal(map[string]any{"appid": 1001, "sign": strings.ToUpper(form.Get("sign")), "content": form.Get("content")})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, ReportPath, strings.NewReader(string(asJSON)))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	if got := w.serve(t, r); *got.EC != 0 {
		t.Errorf("JSON: %+v", got)
	}
	careless := "appid=1001&sign=" + form.Get("sign") + "&content=" + form.Get("content") // the pluses are not escaped
	r = httptest.NewRequest(http.MethodPost, ReportPath, strings.NewReader(careless))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if got := w.serve(t, r); *got.EC != 0 {
		t.Errorf("careless: %+v", got)
	}
	for name, content := range map[string]string{
		"lines":    form.Get("content")[:76] + "\r\n" + form.Get("content")[76:] + "\n",
		"no end":   strings.TrimRight(form.Get("content"), "="),
		"for URLs": strings.NewReplacer("+", "-", "/", "_").Replace(form.Get("content")),
	} {
		if got := w.post(t, ReportPath, signed(content)); *got.EC != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	info := func(field string, value any) map[string]any {
		one := map[string]any{"id": "1", "type": "video", "content": "http://a.example/v.mp4", "time": 1, "tag": "del"}
		if one[field] = value; value == nil {
			delete(one, field)
		}
		return map[string]any{"report_info.infos": []any{one}}
	}
	tests := map[string]struct {
		fields map[string]any
		ec     code
		names  string
	}{
		"no report_id":          {map[string]any{"report_id": nil}, ecParameter, "report_id"},
		"a long report_id":      {map[string]any{"report_id": strings.Repeat("1", 129)}, ecParameter, "report_id"},
		"a report_id of lines":  {map[string]any{"report_id": "a\nb"}, ecParameter, "report_id"},
		"an object for a text":  {map[string]any{"report_id": map[string]any{}}, ecParameter, "report_id"},
		"a long uniqid":         {map[string]any{"uniqid": strings.Repeat("1", 257)}, ecParameter, "uniqid"},
		"no category":           {map[string]any{"category": nil}, ecCategory, "category"},
		"another category":      {map[string]any{"category": "场景2"}, ecCategory, "category"},
		"no redirect":           {map[string]any{"redirect": nil}, ecParameter, "redirect"},
		"a script":              {map[string]any{"redirect": "javascript:alert(1)"}, ecRedirect, "redirect"},
		"no host":               {map[string]any{"redirect": "http:///x"}, ecRedirect, "redirect"},
		"an address inside":     {map[string]any{"redirect": "http://10.0.0.1/"}, ecRedirect, "redirect"},
		"a long redirect":       {map[string]any{"redirect": "http://a.example/" + strings.Repeat("a", 2048)}, ecParameter, "redirect"},
		"no timestamp":          {map[string]any{"timestamp": nil}, ecParameter, "timestamp"},
		"a timestamp in s":      {map[string]any{"timestamp": 1231231231}, ecParameter, "timestamp"},
		"a timestamp in words":  {map[string]any{"timestamp": "now"}, ecParameter, "timestamp"},
		"a stale timestamp":     {map[string]any{"timestamp": noon.UnixMilli() - 10*60*1000 - 1}, ecExpired, "timestamp"},
		"a time to come":        {map[string]any{"timestamp": noon.UnixMilli() + 10*60*1000 + 1}, ecExpired, "timestamp"},
		"no users":              {map[string]any{"report_info.users": nil}, ecParameter, "users"},
		"users in words":        {map[string]any{"report_info.users": "a"}, ecParameter, "users"},
		"a user in words":       {map[string]any{"report_info.users": map[string]any{"1": "a"}}, ecParameter, "users.1"},
		"a user twice":          {map[string]any{"report_info.users": map[string]any{"1": nil, "id_1": nil}}, ecParameter, "same user"},
		"a user without a key":  {map[string]any{"report_info.users": map[string]any{"": nil}}, ecParameter, "users"},
		"a long name":           {map[string]any{"report_info.users": map[string]any{"1": map[string]any{"name": strings.Repeat("n", 1025)}}}, ecParameter, "users.1.name"},
		"a long avatar":         {map[string]any{"report_info.users": map[string]any{"1": map[string]any{"avatar": strings.Repeat("n", 2049)}}}, ecParameter, "users.1.avatar"},
		"no infos":              {map[string]any{"report_info.infos": nil}, ecParameter, "infos"},
		"infos in words":        {map[string]any{"report_info.infos": "a"}, ecParameter, "infos"},
		"an info in words":      {map[string]any{"report_info.infos": []any{"a"}}, ecParameter, "infos"},
		"fifty-one infos":       {map[string]any{"report_info.infos": many(51)}, ecTooMany, "infos"},
		"report_info in words":  {map[string]any{"report_info": "a"}, ecParameter, "report_info"},
		"evidence in words":     {map[string]any{"report_evidence": "a"}, ecParameter, "report_evidence"},
		"a long reason":         {map[string]any{"report_evidence.reason": strings.Repeat("n", 16<<10+1)}, ecParameter, "report_evidence.reason"},
		"images in words":       {map[string]any{"report_evidence.images": "a"}, ecParameter, "report_evidence.images"},
		"too many images":       {map[string]any{"report_evidence.images": slices.Repeat([]string{"http://a.example/1.png"}, 21)}, ecParameter, "report_evidence.images"},
		"no id":                 {info("id", nil), ecParameter, "infos[0].id"},
		"a stranger's id":       {info("id", "id_9"), ecParameter, "infos[0].id"},
		"no type":               {info("type", nil), ecParameter, "infos[0].type"},
		"another type":          {info("type", "file"), ecParameter, "infos[0].type"},
		"no content":            {info("content", ""), ecParameter, "infos[0].content"},
		"too long a content":    {info("content", strings.Repeat("n", 16<<10+1)), ecParameter, "infos[0].content"},
		"another tag":           {info("tag", "x"), ecParameter, "infos[0].tag"},
		"a tag of an audio":     {info("type", "audio"), ecParameter, "infos[0].tag"},
		"a time that is a list": {info("time", []any{}), ecParameter, "infos"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, credentials()["aes-256-gcm"])
			w.refused = "http://10.0.0.1/"
			got := w.post(t, ReportPath, w.packetOf(changed(t, test.fields)))
			if code(*got.EC) != test.ec || !strings.Contains(got.EM, test.names) || len(w.filed) != 0 || string(got.Data) != "{}" {
				t.Errorf("%d %s, want %d; filed %d", *got.EC, got.EM, test.ec, len(w.filed))
			}
		})
	}
}

func TestRedirectHosts(t *testing.T) {
	t.Parallel()
	credential := credentials()["aes-256-gcm"]
	credential.RedirectHost = []string{"APP.example", "[::1]"}
	for address, ec := range map[string]code{
		"https://app.example:8443/x": ecSuccess, "http://[::1]/x": ecSuccess, "https://evil.example/app.example": ecRedirect, "https://app.example.evil.example/": ecRedirect,
	} {
		w := newWorld(t, credential)
		if got := w.post(t, ReportPath, w.packetOf(changed(t, map[string]any{"redirect": address}))); code(*got.EC) != ec {
			t.Errorf("%s: %+v", address, got)
		}
	}
}

func TestAppeals(t *testing.T) {
	t.Parallel()
	const good = `{"ticket_id":"35474574","category":"room","recheck_time":1451312321,"is_priority":1,"redirect":"https://app.example/again","timestamp":1231231231312}`
	w := newWorld(t, credentials()["aes-128-cbc"])
	if got := w.post(t, AppealPath, w.packetOf(good)); *got.EC != 0 || string(got.Data) != `{"ticket_id":"35474574"}` {
		t.Fatalf("%+v", got)
	}
	first := review.Report{Dialogue: &content.Dialogue{UniqID: "u1", Speakers: []content.Speaker{{Key: "id_1", ID: "1"}}}}
	r := w.appeals[0]
	want := `{"appid":"1001","uniqid":"u1","category":"room","redirect":"https://app.example/again","ticket":35474574,"users":[{"key":"id_1","id":"1"}]}`
	if said := r.Asked(first); r.Ticket != 35474574 || r.Credential != appID || r.Category != "room" || r.AskedAt != "1451312321" || !r.Urgent || said.Channel != Channel || string(said.Data) != want {
		t.Errorf("%+v asks %s", r, said.Data)
	}
	for old, change := range map[string]struct {
		to string
		ec code
	}{
		`"35474574"`:                      {`"x"`, ecParameter},
		`"ticket_id":"35474574",`:         {``, ecParameter},
		`"room"`:                          {`"hall"`, ecCategory},
		`"is_priority":1`:                 {`"is_priority":"soon"`, ecParameter},
		`"is_priority":1,`:                {``, ecSuccess},
		`"https://app.example/again"`:     {`"ftp://app.example/"`, ecRedirect},
		`1231231231312}`:                  {`1231231831313}`, ecExpired},
		`"recheck_time":1451312321`:       {`"recheck_time":"\u0007"`, ecParameter},
		`"redirect":"https://app.example`: {`"redirect":["https://app.example"],"x":"`, ecParameter},
	} {
		if got := w.post(t, AppealPath, w.packetOf(strings.Replace(good, old, change.to, 1))); code(*got.EC) != change.ec {
			t.Errorf("%s: %+v, want %d", change.to, got, change.ec)
		}
	}
	for fail, ec := range map[*fault.Error]code{
		fault.New(fault.Conflict, intake.CodeAppealed, "again"): ecAppealed, fault.New(fault.Conflict, intake.CodeUndecided, "early"): ecUndecided,
		fault.As(intake.NoTicket(1)): ecNoTicket, fault.New(fault.Invalid, intake.CodeCategory, "another"): ecCategory,
	} {
		w.err = fail
		if got := w.post(t, AppealPath, w.packetOf(good)); code(*got.EC) != ec {
			t.Errorf("%v: %+v", fail, got)
		}
	}
}

func TestOtherPackets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, credentials()["default"])
	if got := w.serve(t, httptest.NewRequest(http.MethodGet, ReportPath, nil)); code(*got.EC) != ecParameter {
		t.Errorf("GET: %+v", got)
	}
	for _, name := range []string{"appid", "sign", "content"} {
		form := w.packetOf(example)
		form.Del(name)
		if got := w.post(t, ReportPath, form); code(*got.EC) != ecParameter || !strings.Contains(got.EM, name) {
			t.Errorf("no %s: %+v", name, got)
		}
	}
	if got := w.post(t, ReportPath, url.Values{"content": {strings.Repeat("a", maxBody)}}); code(*got.EC) != ecParameter {
		t.Errorf("too long: %+v", got)
	}
	r := httptest.NewRequest(http.MethodPost, ReportPath, strings.NewReader("{"))
	r.Header.Set("Content-Type", "application/json")
	if got := w.serve(t, r); code(*got.EC) != ecParameter {
		t.Errorf("no JSON: %+v", got)
	}
	if len(w.filed) != 0 || !Serves(ReportPath) || !Serves(AppealPath) || Serves("/api/report") {
		t.Error("something was filed")
	}
}

// Every kind of fault has a code; what is our own mistake is not shown.
func TestEveryFaultHasACode(t *testing.T) {
	t.Parallel()
	for _, kind := range fault.Kinds() {
		if _, known := codes[kind]; !known {
			t.Errorf("%s has no code", kind)
		}
	}
	seen := slices.Sorted(maps.Values(named))
	if slices.Contains(seen, ecSuccess) || slices.Contains(seen, ecServer) {
		t.Errorf("%v", seen)
	}
	w := newWorld(t, credentials()["default"])
	w.err = errors.New("disk of 10.0.0.1 is full")
	got := w.post(t, ReportPath, w.packetOf(example))
	if code(*got.EC) != ecServer || strings.Contains(got.EM, "disk") {
		t.Errorf("%+v", got)
	}
	recorder := httptest.NewRecorder()
	WriteError(recorder, errors.New("broken"))
	if recorder.Code != http.StatusOK || !strings.Contains(recorder.Body.String(), `"ec":50000`) {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
}
