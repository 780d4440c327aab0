package yunjing

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var noon = time.Date(2016, 9, 28, 9, 39, 25, 0, time.UTC) // 17:39:25 in China, the document's example

// oneApp knows two credentials of one app: one that signs, one that does not.
type oneApp struct{}

func (oneApp) ByYunjing(appID string) (tenant.App, tenant.Yunjing, bool) {
	no := false
	app := tenant.App{ID: "live"}
	switch appID {
	case "201601010001":
		return app, tenant.Yunjing{AppID: appID, Key: "ICRf0mw4eRcFnVcPSDyS"}, true
	case "unsigned":
		return app, tenant.Yunjing{AppID: appID, RequireSign: &no}, true
	}
	return tenant.App{}, tenant.Yunjing{}, false
}

// screening answers as it is told and remembers what it was asked.
type screening struct {
	answer screen.Answer
	err    error
	asked  []screen.Request
}

func (s *screening) Screen(_ context.Context, r screen.Request) (screen.Answer, error) {
	s.asked = append(s.asked, r)
	return s.answer, s.err
}

func newRoom(s *screening) http.Handler {
	return NewHandler(Deps{Apps: oneApp{}, Screen: s, Count: func(int) {}, Now: func() time.Time { return noon }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

// sample is the form of the document's example, signed with our key.
func sample(change func(form url.Values, line map[string]any)) url.Values {
	line := map[string]any{
		"anchor_id": "600501", "live_id": "1638", "msg_time": "2016-09-28 17:39:25", "ip_address": "192.168.0.3", "user_id": "devUser3",
		"message_type": "0", "msg_content": "一个简单的支持yml格式高亮的文本编辑器", "nick_name": "Love", "star_level": "57",
		"manchine_code": "OBjj6FXpVUwP0Bdb", "imei": "5228651550",
	}
	form := url.Values{"app_id": {"201601010001"}, "version": {"1.1"}, "timestamp": {"2016-09-28 17:39:25"}}
	form.Set("sign", sign("ICRf0mw4eRcFnVcPSDyS", "201601010001,2016-09-28 17:39:25"))
	if change != nil {
		change(form, line)
	}
	if !form.Has("json_data") {
		data, _ := json.Marshal(line)
		form.Set("json_data", string(data))
	}
	return form
}

type said struct {
	JSON struct {
		Code      int
		Timestamp string
		Msg       string
		DataID    *string `json:"data_id"`
		Category  *int
		Score     *float64
		Content   *string
	}
}

func post(t *testing.T, room http.Handler, form url.Values) said {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, Path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return serve(t, room, r)
}

func serve(t *testing.T, room http.Handler, r *http.Request) said {
	t.Helper()
	w := httptest.NewRecorder()
	room.ServeHTTP(w, r)
	var got said
	if w.Code != http.StatusOK {
		t.Fatalf("HTTP %d %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// The document's example of the primitive (PROTOCOLS §5).
func TestSign(t *testing.T) {
	t.Parallel()
	if got := sign("ICRf0mw4eRcFnVcPSDyS", "testapi20160909"); got != "mYZm2BA8YUrmHxvhhRhXJOLIYt0=" {
		t.Error(got)
	}
}

func TestTheDocumentsExample(t *testing.T) {
	t.Parallel()
	s := &screening{answer: screen.Answer{DataID: "c9eb68f99a9f48a989b78037c7d8f57f", Outcome: policy.Pass, Checked: true, Label: verdict.Pass, Score: 1, At: noon}}
	got := post(t, newRoom(s), sample(nil)).JSON
	if got.Code != 1001 || got.Msg != "OK-passed" || got.Timestamp != "2016-09-28 17:39:25" || *got.DataID != "c9eb68f99a9f48a989b78037c7d8f57f" || *got.Category != 0 || *got.Score != 1 || got.Content != nil {
		t.Errorf("%+v", got)
	}
	want := screen.Request{App: "live", Credential: "201601010001", Channel: Channel, Line: content.Line{
		Type: content.UserLine, RoomID: "1638", AnchorID: "600501", UserID: "devUser3", Text: "一个简单的支持yml格式高亮的文本编辑器", SentAt: "2016-09-28 17:39:25",
		Address: "192.168.0.3", Nick: "Love", Level: "57", Device: "OBjj6FXpVUwP0Bdb", IMEI: "5228651550",
	}}
	if !reflect.DeepEqual(s.asked, []screen.Request{want}) {
		t.Errorf("asked %+v", s.asked)
	}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		answer   screen.Answer
		code     int
		msg      string
		category int
	}{
		{screen.Answer{Outcome: policy.Mask, Checked: true, Label: verdict.Ad, Text: "加***"}, 1001, "OK-passed", 4},
		{screen.Answer{Outcome: policy.Deny, Checked: true, Label: verdict.Politics}, 1002, "OK-denied", 1},
		{screen.Answer{Outcome: policy.Deny, Checked: true, Label: verdict.Porn}, 1002, "OK-denied", 2},
		{screen.Answer{Outcome: policy.Deny, Checked: true, Label: verdict.Illegal}, 1002, "OK-denied", 3},
		{screen.Answer{Outcome: policy.Review, Checked: true, Label: "an_apps_own"}, 1003, "OK-pushed manual audit", 4},
		{screen.Answer{Outcome: policy.Pass}, 1004, "OK-processing", 0},
	}
	for _, test := range tests {
		test.answer.DataID, test.answer.At = strings.Repeat("a", 32), noon
		got := post(t, newRoom(&screening{answer: test.answer}), sample(nil)).JSON
		if got.Code != test.code || got.Msg != test.msg || *got.Category != test.category || got.DataID == nil || got.Score == nil {
			t.Errorf("%+v gives %+v", test.answer, got)
		}
		if changed := test.answer.Text != ""; changed != (got.Content != nil) {
			t.Errorf("%+v: content %v", test.answer, got.Content)
		}
	}
}

// What is wrong is told in the protocol's code, and nothing is asked of the
// screen.
func TestRefusals(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	set := func(name, value string) func(url.Values, object) {
		return func(form url.Values, _ object) { form.Set(name, value) }
	}
	field := func(name string, value any) func(url.Values, object) {
		return func(_ url.Values, line object) { line[name] = value }
	}
	tests := map[string]struct {
		change func(url.Values, object)
		code   int
		names  string
	}{
		"no app_id":         {set("app_id", ""), 4000, "app_id"},
		"no version":        {set("version", ""), 4000, "version"},
		"another version":   {set("version", "2"), 4000, "version"},
		"no timestamp":      {set("timestamp", ""), 4000, "timestamp"},
		"no sign":           {set("sign", ""), 4000, "sign"},
		"no json_data":      {set("json_data", ""), 4000, "json_data"},
		"an unknown app":    {set("app_id", "other"), 4005, ""},
		"a wrong sign":      {set("sign", "CAQ9aHGBvub7yBxE72t+3hyGAlc="), 4005, ""},
		"no JSON":           {set("json_data", "{"), 4001, "json_data"},
		"no object":         {set("json_data", "[]"), 4001, "json_data"},
		"invalid UTF-8":     {set("json_data", "{\"user_id\":\"\xff\"}"), 4001, ""},
		"a number for text": {field("user_id", 7), 4000, "user_id"},
		"no user":           {field("user_id", ""), 4000, "user_id"},
		"null":              {field("live_id", nil), 4000, "live_id"},
		"type 8":            {field("message_type", 8), 4000, "message_type"},
		"type -1":           {field("message_type", "-1"), 4000, "message_type"},
		"a type in words":   {field("message_type", "text"), 4000, "message_type"},
		"an object as type": {field("message_type", object{}), 4000, "message_type"},
		"a time unlike it":  {field("msg_time", "2016-09-28T17:39:25Z"), 4000, "msg_time"},
		"too long a text":   {field("msg_content", strings.Repeat("长", 5462)), 4000, "msg_content"},
		"too long a name":   {field("nick_name", strings.Repeat("n", 1025)), 4000, "nick_name"},
		"a NUL":             {field("msg_content", "a\x00b"), 4000, "msg_content"},
		"a stale time": {func(form url.Values, _ object) {
			form.Set("timestamp", "2016-09-28 17:29:24")
			form.Set("sign", sign("ICRf0mw4eRcFnVcPSDyS", "201601010001,2016-09-28 17:29:24"))
		}, 4000, "timestamp"},
		"no time": {func(form url.Values, _ object) {
			form.Set("timestamp", "noon")
			form.Set("sign", sign("ICRf0mw4eRcFnVcPSDyS", "201601010001,noon"))
		}, 4000, "timestamp"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &screening{}
			got := post(t, newRoom(s), sample(test.change)).JSON
			if got.Code != test.code || !strings.Contains(got.Msg, test.names) || got.DataID != nil || got.Timestamp == "" {
				t.Errorf("%+v", got)
			}
			if len(s.asked) != 0 {
				t.Errorf("asked %+v", s.asked)
			}
		})
	}
}

func TestWhatIsTaken(t *testing.T) {
	t.Parallel()
	local := noon.Local().Format(timeLayout)
	for name, change := range map[string]func(url.Values, map[string]any){
		"a number as type":  func(_ url.Values, line map[string]any) { line["message_type"] = 7 },
		"the longest text":  func(_ url.Values, line map[string]any) { line["msg_content"] = strings.Repeat("a", 16<<10) },
		"unknown fields":    func(_ url.Values, line map[string]any) { line["more"] = map[string]any{"x": 1} },
		"nine minutes late": func(form url.Values, _ map[string]any) { resign(form, "2016-09-28 17:30:25") },
		"the server's zone": func(form url.Values, _ map[string]any) { resign(form, local) },
		"no sign where none is wanted": func(form url.Values, _ map[string]any) {
			form.Set("app_id", "unsigned")
			form.Del("sign")
		},
	} {
		s := &screening{answer: screen.Answer{DataID: "d", Outcome: policy.Pass, Checked: true, At: noon}}
		if got := post(t, newRoom(s), sample(change)).JSON; got.Code != 1001 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func resign(form url.Values, timestamp string) {
	form.Set("timestamp", timestamp)
	form.Set("sign", sign("ICRf0mw4eRcFnVcPSDyS", "201601010001,"+timestamp))
}

func TestOtherPackets(t *testing.T) {
	t.Parallel()
	room := newRoom(&screening{})
	if got := serve(t, room, httptest.NewRequest(http.MethodGet, Path, nil)).JSON; got.Code != 4001 {
		t.Errorf("GET: %+v", got)
	}
	long := httptest.NewRequest(http.MethodPost, Path, strings.NewReader("json_data="+strings.Repeat("a", maxBody)))
	long.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if got := serve(t, room, long).JSON; got.Code != 4001 {
		t.Errorf("too long: %+v", got)
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
	got := post(t, newRoom(&screening{err: errors.New("disk of 10.0.0.1 is full")}), sample(nil)).JSON
	if got.Code != 5000 || strings.Contains(got.Msg, "disk") || got.DataID != nil {
		t.Errorf("%+v", got)
	}
}

func FuzzPacket(f *testing.F) {
	f.Add(sample(nil).Encode())
	f.Add("app_id=unsigned&version=1.1&timestamp=2016-09-28+17%3A39%3A25&json_data={}")
	f.Fuzz(func(t *testing.T, body string) {
		s := &screening{answer: screen.Answer{DataID: "d", Outcome: policy.Pass, Checked: true, At: noon}}
		r := httptest.NewRequest(http.MethodPost, Path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		got := serve(t, newRoom(s), r).JSON
		if (got.Code == 1001) != (len(s.asked) == 1) || got.Code == 0 || got.Code == 5000 {
			t.Errorf("%+v after %d", got, len(s.asked))
		}
	})
}
