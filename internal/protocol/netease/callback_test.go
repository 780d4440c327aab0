package netease

import (
	"bytes"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// cloudApp is an app with a call cloud and an IM.
func cloudApp() tenant.App {
	return tenant.App{ID: "live", Netease: &tenant.Netease{
		AppKey: "key", AppSecret: "secret", RTCBaseURL: "https://rtc.example/", IMBaseURL: "https://im.example", AssistantAccount: "helper",
	}}
}

// transcript is a call as the files have it: forms by their fields.
func transcript(t *testing.T, r outbox.Request) string {
	t.Helper()
	text := r.Method + " " + r.URL + "\n"
	if r.ContentType == "" {
		return text
	}
	text += "Content-Type: " + r.ContentType + "\n\n"
	if !strings.Contains(r.ContentType, "form") {
		return text + string(r.Body) + "\n"
	}
	form, err := url.ParseQuery(string(r.Body))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		text += fmt.Sprintf("%s=%s\n", name, strings.Join(form[name], "|"))
	}
	return text
}

// wantSigned holds a call's headers against the contract, with a sum of the
// test's own.
func wantSigned(t *testing.T, header map[string]string) {
	t.Helper()
	sum := sha1.Sum([]byte("secret" + header["Nonce"] + header["CurTime"]))
	want := map[string]string{"AppKey": "key", "Nonce": header["Nonce"], "CurTime": "1616764800", "CheckSum": fmt.Sprintf("%x", sum)}
	if diff := cmp.Diff(want, header); diff != "" || len(header["Nonce"]) < 16 {
		t.Errorf("signed: %s", diff)
	}
}

func wantTranscript(t *testing.T, name string, r outbox.Request) {
	t.Helper()
	want, err := os.ReadFile("testdata/out/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), transcript(t, r)); diff != "" {
		t.Error(diff)
	}
	wantSigned(t, r.Header)
}

func clock() time.Time { return now }

func TestWhatIsDoneAtTheCloud(t *testing.T) {
	t.Parallel()
	seat := content.Seat{ChannelID: "7", ChannelName: "bq032604", UID: "2222"}
	for name, order := range map[string]enforce.RoomOrder{
		"kick":     {Act: enforce.Act(verdict.KickRoom), Seat: seat},
		"letback":  {Act: enforce.ActLetBack, Seat: seat},
		"close":    {Act: enforce.Act(verdict.CloseRoom), Seat: content.Seat{ChannelID: "8", ChannelName: "a & b/房"}},
		"submit":   {Act: enforce.ActSubmitAudit, Seat: seat},
		"feedback": {Act: enforce.ActEndAudit, Seat: seat},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request, err := Encoder{clock}.Encode(cloudApp(), order.Event("live", 3, now))
			if err != nil {
				t.Fatal(err)
			}
			wantTranscript(t, name, request)
		})
	}
}

func TestWhatCannotBeDoneAtTheCloud(t *testing.T) {
	t.Parallel()
	kick := enforce.RoomOrder{Act: enforce.Act(verdict.KickRoom), Seat: content.Seat{ChannelID: "7", ChannelName: "c", UID: "1"}}
	nameless, unknown := kick, kick
	nameless.Seat.ChannelName, unknown.Act = "", "dance"
	noCloud, noAddress := cloudApp(), cloudApp()
	noCloud.Netease, noAddress.Netease.RTCBaseURL = nil, ""
	submit := enforce.RoomOrder{Act: enforce.ActSubmitAudit, Seat: kick.Seat}
	for name, test := range map[string]struct {
		app   tenant.App
		event outbox.Event
	}{
		"a call without a name": {cloudApp(), nameless.Event("live", 0, now)},
		"an act of nobody's":    {cloudApp(), unknown.Event("live", 0, now)},
		"no cloud":              {noCloud, kick.Event("live", 0, now)},
		"no address":            {noAddress, kick.Event("live", 0, now)},
		"no address for audit":  {noAddress, submit.Event("live", 0, now)},
		"no order":              {cloudApp(), outbox.Event{Payload: json.RawMessage(`[]`)}},
	} {
		if _, err := (Encoder{clock}).Encode(test.app, test.event); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsToldByIM(t *testing.T) {
	t.Parallel()
	for name, told := range map[string]outbox.Told{
		"reward":   {To: []string{"u1"}, From: "giver", Type: 1004, Data: json.RawMessage(`{"giftId":1,"giftCount":10,"cloudCoin":90,"targetUserName":"A & B"}`)},
		"announce": {To: []string{"u1"}, Type: 1007, Data: json.RawMessage(`{"msg":"恭喜！您刚刚收到 连舟 赠送的礼物"}`)},
		"call":     {To: []string{"u1"}, Type: 1100, Data: json.RawMessage(`{"callId":"c1","state":"ringing"}`), Until: now.Add(time.Second)},
		"message":  {To: []string{"u1"}, From: "u2", Type: 1101, Data: json.RawMessage(`{"messageId":"m1","content":"=&%"}`)},
		"found": {To: []string{"u1", "u2"}, Type: 400, Data: json.RawMessage(
			`{"channelId":"7","channelName":"bq032604","dataId":"d1","video":{"type":1,"url":"https://e.example/1.jpg","uid":2222}}`)},
		"lifted": {To: []string{"u1"}, Type: 3000, Data: json.RawMessage(`{"channelId":"7","channelName":"","uid":2222}`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request, err := Messenger{clock}.Encode(cloudApp(), told.Event("live", "told:7", now))
			if err != nil {
				t.Fatal(err)
			}
			wantTranscript(t, name, request)
		})
	}
}

func TestWithoutAnAssistantItComesFromTheFirst(t *testing.T) {
	t.Parallel()
	app := cloudApp()
	app.Netease.AssistantAccount = ""
	told := outbox.Told{To: []string{"u1", "u2"}, Type: 400, Data: json.RawMessage(`{}`)}
	request, err := Messenger{clock}.Encode(app, told.Event("live", "told:7", now))
	if err != nil || !bytes.Contains(request.Body, []byte("fromAccid=u1&")) {
		t.Errorf("%s, %v", request.Body, err)
	}
}

func TestTheMessengerKnowsWhomItReaches(t *testing.T) {
	t.Parallel()
	without := cloudApp()
	without.Netease.IMBaseURL = ""
	for name, test := range map[string]struct {
		app  tenant.App
		want bool
	}{"with IM": {cloudApp(), true}, "without IM": {without, false}, "without a cloud": {tenant.App{ID: "live"}, false}} {
		if got := (Messenger{clock}).Reaches(test.app); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
		event := outbox.Told{To: []string{"u"}, Type: 1101, Data: json.RawMessage(`{}`)}.Event("live", "l", now)
		if _, err := (Messenger{clock}).Encode(test.app, event); (err == nil) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	late := outbox.Told{To: []string{"u"}, Type: 1100, Data: json.RawMessage(`{}`), Until: now}.Event("live", "l", now)
	if _, err := (Messenger{clock}).Encode(cloudApp(), late); !fault.HasCode(err, outbox.CodeLate) {
		t.Errorf("too late: %v", err)
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`{"code":200,"data":{}}`: "", `{"code":"200"}`: "", `{}`: "", ``: "", `ok`: "",
		`{"code":414,"desc":"bad account"}`: "code 414 bad account", `{"code":403,"msg":"no"}`: "code 403 no",
	} {
		for _, judge := range []func(int, []byte) (bool, string){Encoder{}.Judge, Messenger{}.Judge} {
			if ok, why := judge(200, []byte(answer)); ok != (want == "") || why != want {
				t.Errorf("%s is judged %v, %q", answer, ok, why)
			}
		}
	}
}
