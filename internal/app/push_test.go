package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/websocket"

	"github.com/xiezhi/xiezhi/internal/protocol/netease"
	"github.com/xiezhi/xiezhi/internal/protocol/party"
	"github.com/xiezhi/xiezhi/internal/push"
)

const declaredParty = `
apps:
  - id: duo
    name: Duo
    party: {app_key: pk, app_secret: ps}
`

// partyUser makes a user and has him be here.
func partyUser(t *testing.T, a *App, user string) {
	t.Helper()
	curTime := strconv.FormatInt(time.Now().Unix(), 10)
	signed := []string{"AppKey", "pk", "Nonce", "n", "CurTime", curTime, "CheckSum", netease.Checksum("ps", "n", curTime)}
	body := fmt.Sprintf(`{"userUuid":%q,"deviceId":"d","userName":%q,"userToken":"token of %s"}`, user, user, user)
	if got := send(t, http.MethodPost, a.URL()+party.Prefix+"server/user/createUser", body, signed); !strings.Contains(got.body, `"code":200`) {
		t.Fatal(got.body)
	}
	asUser(t, a, user, "user/reporter", "{}")
}

func asUser(t *testing.T, a *App, user, what, body string) string {
	t.Helper()
	headers := []string{"appkey", "pk", "user", user, "token", "token of " + user, "deviceId", "d"}
	got := send(t, http.MethodPost, a.URL()+party.Prefix+what, body, headers)
	if !strings.Contains(got.body, `"code":200`) {
		t.Fatalf("%s: %s", what, got.body)
	}
	return got.body
}

// phone connects a user's device, with what it says of its messages so far. Line
// is what comes next.
func phone(t *testing.T, a *App, user, token, subs string) (line func() string) {
	t.Helper()
	conn, err := websocket.Dial("ws"+strings.TrimPrefix(a.URL(), "http")+push.Path, "", "https://page.example")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(15 * time.Second)) // what does not come is missed below
	connect := fmt.Sprintf(`{"id":1,"connect":{"data":{"appkey":"pk","user":%q,"token":%q,"deviceId":"d"},"subs":{%s}}}`, user, token, subs)
	if err := websocket.Message.Send(conn, connect); err != nil {
		t.Fatal(err)
	}
	return func() string {
		var text string
		_ = websocket.Message.Receive(conn, &text) // empty where nothing comes
		return text
	}
}

// TestACallReachesDevices: through the outbox, also after a restart, by our own
// channel.
func TestACallReachesDevices(t *testing.T) {
	t.Parallel()
	settings := testSettings(t)
	settings.AdminListen = "127.0.0.1:0"
	a, stop := startApp(t, Config{Settings: settings, Declare: []*File{parse(t, declaredParty)}})
	partyUser(t, a, "u1")
	partyUser(t, a, "u2")
	if got := phone(t, a, "u2", "wrong", "")(); got != "" {
		t.Errorf("a wrong token reads %s", got)
	}
	line := phone(t, a, "u2", "token of u2", "")
	if got := line(); !strings.Contains(got, `"inbox":"inbox:duo/u2"`) {
		t.Fatalf("connected: %q", got)
	}
	asUser(t, a, "u1", "call/invite", `{"callee":"u2","callType":1}`)
	if got := line(); !strings.Contains(got, `"type":1100`) || !strings.Contains(got, `"state":"ringing"`) || !strings.Contains(got, `"offset":1`) {
		t.Errorf("invited: %q", got)
	}
	if got := a.parlour.push.Counters(); got.Users != 1 || got.Kept != 2 || got.Refused != 1 {
		t.Errorf("Counters = %+v", got)
	}
	stop()
	again, _ := startApp(t, Config{Settings: settings})
	got := phone(t, again, "u2", "token of u2", `"inbox:duo/u2":{"recover":true,"offset":0,"epoch":""}`)()
	var answer struct {
		Connect struct {
			Subs map[string]struct {
				Recovered    bool
				Publications []struct{ Data json.RawMessage }
			}
		}
	}
	if err := json.Unmarshal([]byte(got), &answer); err != nil {
		t.Fatal(err, got)
	}
	if inbox := answer.Connect.Subs["inbox:duo/u2"]; !inbox.Recovered || len(inbox.Publications) == 0 {
		t.Errorf("resumed: %s", got)
	}
}
