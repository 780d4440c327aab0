package netease

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

var now = time.UnixMilli(1616764800000)

// sample is one of seed 000's, as printed.
func sample(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

type world struct {
	kept []evidence.Notice
	fail error
}

func (w *world) ByNetease(key string) (tenant.App, bool) {
	return tenant.App{ID: "live", Netease: &tenant.Netease{AppKey: "key", AppSecret: "secret"}}, key == "key"
}

func (w *world) Keep(_ context.Context, n evidence.Notice) error {
	if w.fail == nil {
		w.kept = append(w.kept, n)
	}
	return w.fail
}

func (w *world) send(body string, alter func(http.Header)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, Path, strings.NewReader(body))
	sign(r.Header, body, now)
	if alter != nil {
		alter(r.Header)
	}
	answer := httptest.NewRecorder()
	NewHandler(Deps{Apps: w, Notices: w, Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}).ServeHTTP(answer, r)
	return answer
}

func sign(header http.Header, body string, at time.Time) {
	curTime := strconv.FormatInt(at.UnixMilli(), 10)
	header.Set("AppKey", "key")
	header.Set("CurTime", curTime)
	header.Set("MD5", Digest([]byte(body)))
	header.Set("CheckSum", Checksum("secret", Digest([]byte(body)), curTime))
}

func TestTheSamplesAreKept(t *testing.T) {
	t.Parallel()
	w := &world{}
	for _, name := range []string{"video", "audio", "lifted"} {
		printed := sample(t, name)
		other := strings.Replace(printed, `"type": `+kindOf(name), `"eventType": "`+kindOf(name)+`"`, 1)
		for _, body := range []string{printed, other, printed} {
			if answer := w.send(body, nil); answer.Code != http.StatusOK || strings.TrimSpace(answer.Body.String()) != `{"code":200}` {
				t.Fatalf("%s: %d %s", name, answer.Code, answer.Body)
			}
		}
	}
	if len(w.kept) != 9 {
		t.Fatalf("%d are kept", len(w.kept))
	}
	for i := 0; i < 9; i += 3 {
		if w.kept[i].Key != w.kept[i+1].Key || w.kept[i].Key != w.kept[i+2].Key || w.kept[i].App != "live" || !w.kept[i].ReceivedAt.Equal(now) {
			t.Errorf("%+v", w.kept[i:i+3])
		}
	}
	if w.kept[0].Key == w.kept[3].Key {
		t.Error("two notices have one key")
	}
}

func kindOf(name string) string {
	if name == "lifted" {
		return "3000"
	}
	return "400"
}

func TestTheSamplesAreRead(t *testing.T) {
	t.Parallel()
	w := &world{}
	for _, name := range []string{"video", "audio", "lifted"} {
		w.send(sample(t, name), nil)
	}
	at := func(millis int64) time.Time { return time.UnixMilli(millis).UTC() }
	want := []evidence.Telling{
		{Evidence: &content.Evidence{
			Seat:   content.Seat{ChannelID: "43677571680222", ChannelName: "bq032604", UID: "2222"},
			TaskID: "668335fe7adb4d9f88a", DataID: "370435748723511885531", From: at(1616764739975), To: at(1616764739975),
			Source: content.VendorsMachine, Status: 101, Shown: &content.Shown{Type: 1, URL: "https://****.jpg"},
			Found: []content.Suspicion{{Label: 200, Level: 1, Rate: 1, Subs: []content.SubSign{{Sub: "20001", Rate: 1}}}},
		}},
		{Evidence: &content.Evidence{
			Seat:   content.Seat{ChannelID: "43677571680222", ChannelName: "bq032604", UID: "1111"},
			TaskID: "668335fe7adb4d9f88ab35fb7b1e4b65", DataID: "370435748723511885531616758864450038930", From: at(1616764308692), To: at(1616764309532),
			Source: content.VendorsMachine, Status: 101, Heard: &content.Heard{Action: 2, ASR: 2, Text: "控告广告"},
			Found: []content.Suspicion{{Label: 200, Level: 2, Subs: []content.SubSign{{Sub: "200009", Hits: []string{"广告"}}}}},
		}},
		{Lifted: &content.Seat{ChannelID: "111", UID: "111"}},
	}
	for i, n := range w.kept {
		got, err := (Reader{}).Read(n.Kind, n.Body)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[i], got); diff != "" {
			t.Errorf("notice %d:\n%s", i, diff)
		}
	}
}

func TestCallsAreRead(t *testing.T) {
	t.Parallel()
	for kind := range map[evidence.Kind]bool{1: true, 2: true, 4: true, 5: true} {
		body := `{"channelId":"7","channelName":"r","timestamp":"1616764308692","uid":12,"user":88,"mode":1}`
		got, err := (Reader{}).Read(kind, []byte(body))
		want := &evidence.Step{Kind: kind, Seat: content.Seat{ChannelID: "7", ChannelName: "r", UID: "12"}, User: "88", At: time.UnixMilli(1616764308692).UTC()}
		if diff := cmp.Diff(want, got.Step); err != nil || diff != "" {
			t.Errorf("kind %d: %v\n%s", kind, err, diff)
		}
	}
}

func TestOnlyTheCloudIsHeard(t *testing.T) {
	t.Parallel()
	w := &world{}
	body := sample(t, "audio")
	set := func(name, value string) func(http.Header) { return func(h http.Header) { h.Set(name, value) } }
	aged := func(age time.Duration) func(http.Header) {
		return func(h http.Header) { sign(h, body, now.Add(-age)) }
	}
	for name, row := range map[string]struct {
		alter func(http.Header)
		want  int
	}{
		"a wrong sum":           {set("CheckSum", strings.Repeat("0", 40)), 401},
		"no sum":                {set("CheckSum", ""), 401},
		"another app":           {set("AppKey", "other"), 401},
		"another body's digest": {set("MD5", Digest([]byte("other"))), 401},
		"another time":          {set("CurTime", strconv.FormatInt(now.UnixMilli()+1, 10)), 401},
		"no time":               {func(h http.Header) { h.Set("CurTime", "x"); h.Set("CheckSum", Checksum("secret", h.Get("MD5"), "x")) }, 401},
		"seconds": {func(h http.Header) {
			h.Set("CurTime", "1616764800")
			h.Set("CheckSum", Checksum("secret", h.Get("MD5"), "1616764800"))
		}, 401},
		"25 hours":   {aged(25 * time.Hour), 401},
		"23 hours":   {aged(23 * time.Hour), 200},
		"the future": {aged(-11 * time.Minute), 401},
		"capitals":   {func(h http.Header) { h.Set("CheckSum", strings.ToUpper(h.Get("CheckSum"))) }, 200},
	} {
		before := len(w.kept)
		answer := w.send(body, row.alter)
		if answer.Code != row.want || (len(w.kept) > before) != (row.want == 200) {
			t.Errorf("%s: %d %s", name, answer.Code, answer.Body)
		}
	}
}

func TestWhatIsNoNotice(t *testing.T) {
	t.Parallel()
	w := &world{}
	for body, want := range map[string]int{
		`{}`: 200, " { }\n": 200, `{"eventType":9,"data":{}}`: 200, // other things that the cloud tells
		`[]`: 400, ``: 400, `{"data":{}}`: 400, `{"type":400}`: 400, `{"type":400,"data":{}}`: 400, `{"type":4,"data":{"channelId":1,"uid":2}}`: 400,
		`{"type":3000,"data":{"channelId":1}}`: 400, `{"type":400,"data":{"channelId":1,"evidences":{"video":{},"audio":{}}}}`: 400,
	} {
		if answer := w.send(body, nil); answer.Code != want {
			t.Errorf("%s: %d %s", body, answer.Code, answer.Body)
		}
	}
	if len(w.kept) != 0 {
		t.Errorf("%+v", w.kept)
	}
	probe := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, Path, strings.NewReader("{}"))
	NewHandler(Deps{Apps: w, Notices: w}).ServeHTTP(probe, r)
	if probe.Code != http.StatusOK {
		t.Errorf("a probe without headers: %d", probe.Code)
	}
}

func TestWhatIsNotKeptIsSentAgain(t *testing.T) {
	t.Parallel()
	for _, err := range []error{errors.New("disk"), fault.New(fault.Unavailable, "", "no"), fault.New(fault.Internal, "", "no")} {
		if answer := (&world{fail: err}).send(sample(t, "video"), nil); answer.Code != http.StatusServiceUnavailable {
			t.Errorf("%v: %d", err, answer.Code)
		}
	}
}

func TestEveryKindOfFaultHasAStatus(t *testing.T) {
	t.Parallel()
	for _, kind := range fault.Kinds() {
		if statuses[kind] < 400 || statuses[kind] == http.StatusInternalServerError {
			t.Errorf("%s: %d", kind, statuses[kind])
		}
	}
}
