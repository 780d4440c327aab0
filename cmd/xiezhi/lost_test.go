package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/tools/proof/link"
)

// TestALostDatabaseIsSaidInEveryProtocol cuts the database off from a server,
// and gives it back: everybody who asks meanwhile is told in his protocol's words
// to come again, and afterwards everything goes on by itself.
func TestALostDatabaseIsSaidInEveryProtocol(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*link.Link){"cut": (*link.Link).Cut, "stalled": (*link.Link).Stall} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, err := url.Parse(storetest.Postgres(t).Address)
			if err != nil {
				t.Fatal(err)
			}
			wire, err := link.Listen(address.Host)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(wire.Close)
			address.Host = wire.Addr()
			s := startServer(t, address.String(), declarationOfAll(t))
			callers := everyProtocol(t, s)
			for _, c := range callers {
				c.wants(t, true)
			}
			lose(wire)
			for _, c := range callers {
				c.wants(t, false)
			}
			wire.Heal()
			for _, c := range callers {
				eventually(t, 60*time.Second, c.name+" goes on", func() bool { return c.is(t, true) == "" })
			}
		})
	}
}

// declarationOfAll has an app for every protocol.
func declarationOfAll(t *testing.T) string {
	t.Helper()
	c := credentials001()[0]
	apps := fmt.Sprintf("    yunjing: [{app_id: %q, key: %q}]\n  - {id: talk, name: 对话, immomo: {appid: %q, cipher: %s, key: \"hex:%s\", scenes: [场景1], labels: [abuse]}}\n  - id: party\n",
		textApp, textKey, c.appid, c.cipher, c.key)
	return strings.Replace(declaration000Party(newReceiver(t).base(), newCloud000(t).base), "  - id: party\n", apps, 1)
}

// caller asks one thing of one protocol.
type caller struct {
	name   string
	http   *http.Client
	make   func() *http.Request
	good   func(status int, body []byte) bool
	lost   func(status int, body []byte) bool // with Retry-After
	silent bool                               // says nothing of when to try again
}

// lostWithin is how long who asks may have to wait for the bad news.
const lostWithin = 30 * time.Second

func (c caller) wants(t *testing.T, good bool) {
	t.Helper()
	if wrong := c.is(t, good); wrong != "" {
		t.Errorf("%s: %s", c.name, wrong)
	}
}

// is says what is wrong with the answer.
func (c caller) is(t *testing.T, good bool) string {
	t.Helper()
	begun := time.Now()
	answer, err := c.http.Do(c.make())
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	took := time.Since(begun)
	expected, retry := c.good, answer.Header.Get("Retry-After")
	if !good {
		expected = c.lost
	}
	if err != nil || !expected(answer.StatusCode, body) || !good && !c.silent && retry == "" || took > lostWithin {
		return fmt.Sprintf("after %s: HTTP %d %s, Retry-After %q, %v", took, answer.StatusCode, body, retry, err)
	}
	return ""
}

func everyProtocol(t *testing.T, s *server) []caller {
	t.Helper()
	plain, reviewer := newClient(t, s.base), newClient(t, s.base)
	plain.http.Timeout, reviewer.http.Timeout = 2*lostWithin, 2*lostWithin
	reviewer.logInPatiently("r1")
	post := func(path, kind, body string) *http.Request {
		r, err := http.NewRequest(http.MethodPost, s.base+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", kind)
		return r
	}
	get := func(path string) func() *http.Request {
		return func() *http.Request {
			r, err := http.NewRequest(http.MethodGet, s.base+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
	}
	status := func(want int, text string) func(int, []byte) bool {
		return func(got int, body []byte) bool { return got == want && strings.Contains(string(body), text) }
	}
	p1, party := &seed001{server: s, listener: newListener001(t)}, &party000{server: s, app: "party"}
	notice := &seed000{server: s}
	nth := 0
	return []caller{
		{name: "readiness", http: plain.http, make: get("/readyz"), good: status(200, "ok"), lost: status(503, "store"), silent: true},
		{name: "uplus reports", http: plain.http, make: func() *http.Request {
			nth++
			body, _ := json.Marshal(hallReport("me", "u1", fmt.Sprint("m", nth)))
			return post("/v/1.0/t/ios/report/reportmsg?uid=me&token="+tokenOf("me"), "application/json", string(body))
		}, good: status(200, `"ret":0`), lost: status(503, `"ret":1`)},
		{name: "uplus console", http: reviewer.http, make: get("/report/remain"), good: status(200, `"ret":0`), lost: status(503, `"ret":1`)},
		{name: "immomo", http: plain.http, make: func() *http.Request {
			nth++
			return post(report001, form001, credentials001()[0].packet(t, p1.talk001(fmt.Sprint("r", nth), "/x")).Encode())
		}, good: status(200, `"ec":0`), lost: status(200, `server error, send again`)},
		{name: "yunjing", http: plain.http, make: func() *http.Request {
			return post("/audit-live", form001, packet003(textApp, textKey, line003("u1", "晚上好")).Encode())
		}, good: status(200, `"code":1001`), lost: status(200, `"code":5000`)},
		{name: "netease", http: plain.http, make: func() *http.Request { return notice.notice("/netease/notify", sample000(t, "video"), time.Now()) },
			good: status(200, ``), lost: status(503, `"code":503`)},
		{name: "party", http: plain.http, make: func() *http.Request {
			nth++
			r := post("/nemo/socialChat/server/user/createUser", "application/json", fmt.Sprintf(`{"userUuid":"p%d","deviceId":"phone","userName":"名","userToken":"t"}`, nth))
			r.Header = party.signed(time.Now())
			return r
		}, good: status(200, `"code":200`), lost: status(200, `"code":500`)},
		{name: "native", http: reviewer.http, make: get("/api/v1/stats/queues"), good: status(200, ``), lost: status(503, `"status":503`)},
	}
}
