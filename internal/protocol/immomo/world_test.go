package immomo

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

var noon = time.UnixMilli(1231231231312)

const (
	appID = "1001"
	key16 = "0123456789abcdef"
	key32 = "0123456789abcdef0123456789abcdef"
)

// credentials are one for each cipher, by name; iv is CBC with an IV of its own.
func credentials() map[string]tenant.Immomo {
	list := map[string]tenant.Immomo{}
	for name, size := range keySizes {
		list[name] = tenant.Immomo{AppID: appID, Cipher: name, Key: tenant.Secret(key32[:size]), Scenes: []string{"场景1", "room"}, Labels: []string{"abuse"}}
	}
	for _, name := range []string{"aes-128-cbc", "aes-256-cbc"} {
		own := list[name]
		own.IV = "hex:000102030405060708090a0b0c0d0e0f"
		list[name+" iv"] = own
	}
	unnamed := list[defaultCipher]
	unnamed.Cipher = ""
	list["default"] = unnamed
	return list
}

// world is the room, with an app and somebody who takes dialogues in.
type world struct {
	app      tenant.App
	room     *handler
	filed    []review.Report
	appeals  []intake.AppealRequest
	err      error
	address  string
	refused  string // the address that no callback may go to
	packetOf func(plain string) url.Values
}

func newWorld(t testing.TB, credential tenant.Immomo) *world {
	t.Helper()
	w := &world{app: tenant.App{ID: "live", Immomo: &credential}, address: "192.0.2.7"}
	w.room = NewHandler(Deps{
		Apps: w, Dialogues: w, Now: func() time.Time { return noon }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		ClientAddress: func(*http.Request) string { return w.address },
		CheckAddress: func(_ context.Context, address string) error {
			if address == w.refused {
				return fault.New(fault.Forbidden, "address_refused", "the address leads to a network that may not be called")
			}
			return nil
		},
	}).(*handler)
	keyed, err := newBox(credential)
	if err != nil {
		t.Fatal(err)
	}
	w.packetOf = func(plain string) url.Values {
		return signed(base64.StdEncoding.EncodeToString(keyed.seal([]byte(plain))))
	}
	return w
}

// signed is a packet with a content, signed.
func signed(content string) url.Values {
	return url.Values{"appid": {appID}, "sign": {sign(appID, content)}, "content": {content}}
}

// ByImmomo implements Apps.
func (w *world) ByImmomo(id string) (tenant.App, bool) { return w.app, id == w.app.Immomo.AppID }

// Submit implements Dialogues.
func (w *world) Submit(_ context.Context, app string, filed review.Report) (intake.Receipt, error) {
	filed.App = app
	w.filed = append(w.filed, filed)
	return intake.Receipt{ReportID: 35474574}, w.err
}

// Appeal implements Dialogues.
func (w *world) Appeal(_ context.Context, app string, r intake.AppealRequest) (intake.Receipt, error) {
	if app != w.app.ID {
		return intake.Receipt{}, intake.NoTicket(r.Ticket)
	}
	w.appeals = append(w.appeals, r)
	return intake.Receipt{ReportID: 35474575}, w.err
}

// reply is an answer as it is.
type reply struct {
	EC      *int            `json:"ec"`
	EM      string          `json:"em"`
	TimeSec int64           `json:"timesec"`
	Data    json.RawMessage `json:"data"`
}

func (w *world) serve(t testing.TB, r *http.Request) reply {
	t.Helper()
	recorder := httptest.NewRecorder()
	w.room.ServeHTTP(recorder, r)
	var got reply
	if err := json.Unmarshal(recorder.Body.Bytes(), &got); err != nil || recorder.Code != http.StatusOK || got.EC == nil || got.EM == "" || got.TimeSec == 0 || len(got.Data) == 0 || got.Data[0] != '{' {
		t.Fatalf("HTTP %d %s: %v", recorder.Code, recorder.Body, err)
	}
	return got
}

func (w *world) post(t testing.TB, path string, form url.Values) reply {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.serve(t, r)
}

// example is the document's, with the redirect that it forgot.
const example = `{
"uniqid": 123,
"category": "场景1",
"report_id": "123212",
"timestamp":1231231231312,
"redirect": "http://app.example/verdict",
"report_evidence":{"reason":"理由","images":["http://xxx1.jpg","http://xxx2.jpg"]},
"report_info": {
"users": {
"id_1": {"name": "张三","sex":1,"avatar": 1},
"id_2": {"name": "李四","sex":1,"avatar": 2},
"id_3": {"name": "王五","sex":1,"avatar": 2}
},
"infos": [
{"id": "1","type": "text","content": "测试文本","time": 1451312321},
{"id": "2","type": "image","content": "测试图片","time": 1451312321},
{"id": "1","type": "audio","content": "测试音频地址","time": 1451312321},
{"id": "2","type": "video","tag": "del","content": "测试视频地址","time": 1451312321}
]}}`

// changed is the example with fields set anew, by their paths; nil removes one.
func changed(t testing.TB, fields map[string]any) string {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal([]byte(example), &body); err != nil {
		t.Fatal(err)
	}
	for path, value := range fields {
		at, name := body, path
		for strings.Contains(name, ".") {
			var parent string
			parent, name, _ = strings.Cut(name, ".")
			at = at[parent].(map[string]any)
		}
		if at[name] = value; value == nil {
			delete(at, name)
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
