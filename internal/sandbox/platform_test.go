package sandbox

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// caller is a client written by hand from seed 002.
type caller struct {
	t    *testing.T
	base string
}

type envelope struct {
	Ret  *int    `json:"ret"`
	Code *string `json:"code"`
	Info *string `json:"info"`
}

func (c caller) send(method, path, key string) (int, envelope) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	request.Close = true // a connection kept from before a Down would be dead
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	var got envelope
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		c.t.Fatalf("%s: %v", path, err)
	}
	if got.Ret == nil || got.Code == nil || got.Info == nil {
		c.t.Fatalf("%s: the envelope lacks a field: %+v", path, got)
	}
	return response.StatusCode, got
}

// wants calls and demands success (an empty code) or a refusal with a code.
func (c caller) wants(path, code string) {
	c.t.Helper()
	status, got := c.send(http.MethodPost, path, "")
	ret := 1
	if code == "" {
		ret = 0
	}
	if status != http.StatusOK || *got.Ret != ret || *got.Code != code {
		c.t.Errorf("POST %s: status %d ret %d code %q (%s), want 200 %d %q", path, status, *got.Ret, *got.Code, *got.Info, ret, code)
	}
}

func startPlatform(t *testing.T, options PlatformOptions) (*Platform, caller) {
	t.Helper()
	platform := NewPlatform(options)
	server := httptest.NewServer(platform)
	t.Cleanup(server.Close)
	return platform, caller{t, server.URL + DefaultBasePath}
}

// fakeClock is a clock that only the test moves.
type fakeClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *fakeClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *fakeClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

const rest = "&mod=11&reason=1&timedelta=48&rid=22&cid=1&reporter=1002"

// TestEveryAddress walks through seed 002, address by address, and looks at
// what the platform then holds.
func TestEveryAddress(t *testing.T) {
	t.Parallel()
	p, c := startPlatform(t, PlatformOptions{})
	steps := []struct {
		path  string
		holds func() bool
	}{
		{"/silence/mt/1/uid/10000?mid=" + rest, func() bool { _, ok := p.Muted(Hall, "", "10000"); return ok }},
		{"/silence/mt/2/uid/10000?mid=s1" + rest, func() bool { _, ok := p.Muted(Show, "s1", "10000"); return ok }},
		{"/close/mt/2/uid/10000?mid=s1" + rest, func() bool { _, ok := p.Closed("s1"); return ok }},
		{"/close/mt/4/uid/10000?mid=" + rest, func() bool { _, ok := p.LoginLimited("10000"); return ok }},
		{"/dismiss?uid=10000&mid=g1" + rest, func() bool { _, ok := p.Dismissed("g1"); return ok }},
		{"/kickout?uid=10000&mid=g2&owner=1001" + rest, func() bool { _, ok := p.Kicked("g2", "10000"); return ok }},
		{"/res/del?uid=10000&reason=1&mod=11&url=xxx%2Fxx.png&thumb_url=xxx%2Fx.png&msgId=11&cid=1213", func() bool {
			return p.Deleted("xxx/xx.png") && p.Deleted("xxx/x.png") && p.Deleted("11")
		}},
		{"/pass?rid=1&cid=1111112&reporter=100", func() bool { return p.Passed("1") }},
		{"/openmouth/hall?uid=10000&cid=10002", func() bool { _, ok := p.Muted(Hall, "", "10000"); return !ok }},
		{"/openmouth/show/s1?uid=&cid=10002", func() bool { _, ok := p.Muted(Show, "s1", "10000"); return !ok }},
		{"/unlock/show/s1?cid=10002", func() bool { _, ok := p.Closed("s1"); return !ok }},
		{"/unlock/user/10000?cid=10002", func() bool { _, ok := p.LoginLimited("10000"); return !ok }},
	}
	for _, step := range steps {
		if step.holds() {
			t.Errorf("%s: held before the call", step.path)
		}
		c.wants(step.path, "")
		if !step.holds() {
			t.Errorf("%s: not held after the call", step.path)
		}
	}
	if got := len(p.Calls()); got != len(steps) {
		t.Errorf("%d calls in the log, want %d", got, len(steps))
	}
}

func TestGetIsTakenToo(t *testing.T) {
	t.Parallel()
	p, c := startPlatform(t, PlatformOptions{})
	if _, got := c.send(http.MethodGet, "/pass?rid=7&cid=1&reporter=", ""); *got.Ret != 0 || !p.Passed("7") {
		t.Errorf("GET was refused: %s", *got.Info)
	}
}

// TestEveryParameterIsWanted leaves one out at a time.
func TestEveryParameterIsWanted(t *testing.T) {
	t.Parallel()
	p, c := startPlatform(t, PlatformOptions{})
	for _, rt := range routes {
		path := strings.NewReplacer("{mt}", "2", "{uid}", "10000", "{showId}", "s1").Replace(rt.pattern)
		full := url.Values{
			"uid": {"10000"}, "mid": {"s1"}, "mod": {"14"}, "reason": {"2"}, "timedelta": {"1"}, "rid": {"3"}, "cid": {"9"},
			"reporter": {""}, "owner": {""}, "url": {"a.png"}, "thumb_url": {""}, "msgId": {""},
		}
		for _, name := range rt.params {
			lacking := url.Values{}
			for _, other := range rt.params {
				if other != name {
					lacking[other] = full[other]
				}
			}
			c.wants(path+"?"+lacking.Encode(), "missing_"+name)
		}
	}
	wantNothingDone(t, p)
}

func wantNothingDone(t *testing.T, p *Platform) {
	t.Helper()
	for _, call := range p.Calls() {
		if call.Applied || call.Ret != 1 {
			t.Errorf("%s %v was carried out", call.Path, call.Query)
		}
	}
}

// TestStrict breaks one thing at a time.
func TestStrict(t *testing.T) {
	t.Parallel()
	p, c := startPlatform(t, PlatformOptions{})
	cases := []struct{ path, code string }{
		{"/silence/mt/5/uid/1?mid=" + rest, "wrong_mt"},
		{"/silence/mt/x/uid/1?mid=" + rest, "wrong_mt"},
		{"/silence/mt/3/uid/1?mid=g" + rest, "wrong_mt"},
		{"/close/mt/1/uid/1?mid=" + rest, "wrong_mt"},
		{"/silence/mt/2/uid/1?mid=" + rest, "wrong_mid"},
		{"/close/mt/2/uid/1?mid=" + rest, "wrong_mid"},
		{"/dismiss?uid=1&mid=" + rest, "wrong_mid"},
		{"/dismiss?uid=&mid=g" + rest, "wrong_uid"},
		{"/silence/mt/1/uid/1?mid=&mod=17&reason=1&timedelta=1&rid=1&cid=1&reporter=", "wrong_mod"},
		{"/silence/mt/1/uid/1?mid=&mod=11&reason=4&timedelta=1&rid=1&cid=1&reporter=", "wrong_reason"},
		{"/silence/mt/1/uid/1?mid=&mod=11&reason=&timedelta=1&rid=1&cid=1&reporter=", "wrong_reason"},
		{"/silence/mt/1/uid/1?mid=&mod=11&reason=1&timedelta=0&rid=1&cid=1&reporter=", "wrong_timedelta"},
		{"/silence/mt/1/uid/1?mid=&mod=11&reason=1&timedelta=-2&rid=1&cid=1&reporter=", "wrong_timedelta"},
		{"/silence/mt/1/uid/1?mid=&mod=11&reason=1&timedelta=1.5&rid=1&cid=1&reporter=", "wrong_timedelta"},
		{"/silence/mt/1/uid/1?mid=&mod=11&reason=1&timedelta=99999999&rid=1&cid=1&reporter=", "wrong_timedelta"},
		{"/silence/mt/1/uid/1?mid=&mod=11&reason=1&timedelta=1&rid=x&cid=1&reporter=", "wrong_rid"},
		{"/silence/mt/1/uid/1?mid=&mod=11&reason=1&timedelta=1&rid=1&cid=&reporter=", "wrong_cid"},
		{"/pass?rid=&cid=1&reporter=", "wrong_rid"},
		{"/pass?rid=1&rid=2&cid=1&reporter=", "wrong_rid"},
		{"/pass?rid=1&cid=1&reporter=%zz", "bad_query"},
		{"/res/check?uid=1&url=", "wrong_url"},
	}
	for _, test := range cases {
		c.wants(test.path, test.code)
	}
	wantNothingDone(t, p)
}

func TestUnknownAddressAndMethod(t *testing.T) {
	t.Parallel()
	_, c := startPlatform(t, PlatformOptions{})
	if status, got := c.send(http.MethodPost, "/nowhere", ""); status != 404 || *got.Code != "unknown_path" {
		t.Errorf("unknown path: %d %s", status, *got.Code)
	}
	if status, got := c.send(http.MethodDelete, "/pass?rid=1&cid=1&reporter=", ""); status != 405 || *got.Code != "wrong_method" {
		t.Errorf("wrong method: %d %s", status, *got.Code)
	}
}

func TestKeyIsHonoured(t *testing.T) {
	t.Parallel()
	p, c := startPlatform(t, PlatformOptions{})
	mute := "/silence/mt/1/uid/10000?mid=" + rest
	c.send(http.MethodPost, mute, "k1")
	c.send(http.MethodPost, "/openmouth/hall?uid=10000&cid=1", "k2")
	if _, got := c.send(http.MethodPost, mute, "k1"); *got.Ret != 0 {
		t.Errorf("a repetition was answered otherwise: %s", *got.Info)
	}
	if _, ok := p.Muted(Hall, "", "10000"); ok {
		t.Error("the repeated mute overtook its lift")
	}
	if _, got := c.send(http.MethodPost, "/pass?rid=1&cid=1&reporter=", "k1"); *got.Code != "key_reused" {
		t.Errorf("a reused key was taken: %q", *got.Code)
	}
	calls := p.Calls()
	if !calls[0].Applied || calls[0].Repeat || calls[2].Applied || !calls[2].Repeat {
		t.Errorf("the log tells repetitions wrongly: %+v", calls)
	}
}

func TestPenaltiesRunOut(t *testing.T) {
	t.Parallel()
	clock := &fakeClock{at: time.Unix(1_700_000_000, 0)}
	p, c := startPlatform(t, PlatformOptions{Now: clock.now})
	c.wants("/silence/mt/1/uid/1?mid="+rest, "")
	c.wants("/silence/mt/1/uid/1?mid=&mod=11&reason=1&timedelta=1&rid=1&cid=1&reporter=", "") // the longer one stays
	clock.pass(47 * time.Hour)
	if _, ok := p.Muted(Hall, "", "1"); !ok {
		t.Error("the mute ended early")
	}
	clock.pass(time.Hour)
	if _, ok := p.Muted(Hall, "", "1"); ok {
		t.Error("the mute did not end")
	}
	c.wants("/close/mt/4/uid/1?mid=&mod=23&reason=1&timedelta=-1&rid=1&cid=1&reporter=", "")
	clock.pass(100_000 * time.Hour)
	if penalty, ok := p.LoginLimited("1"); !ok || !penalty.Until.IsZero() {
		t.Error("for ever ended")
	}
}

func TestCheckResource(t *testing.T) {
	t.Parallel()
	_, c := startPlatform(t, PlatformOptions{Exists: func(url string) bool { return url == "a.png" }})
	c.wants("/res/check?uid=1&url=a.png", "")
	c.wants("/res/check?uid=1&url=never.png", "gone")
	c.wants("/res/del?uid=1&reason=2&mod=15&url=a.png&thumb_url=&msgId=&cid=1", "")
	c.wants("/res/check?uid=1&url=a.png", "gone")
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	log := newCallLog(10)
	for i := range 100 {
		call := Call{Key: time.Duration(i).String()}
		log.remember(call, reply{})
		log.add(call, reply{})
	}
	if len(log.calls) > 10 || len(log.known) != 10 || len(log.keys) != 10 {
		t.Errorf("%d calls, %d keys are kept, want 10", len(log.calls), len(log.known))
	}
	if _, ok := log.recall(Call{Key: time.Duration(99).String()}); !ok {
		t.Error("the newest key is forgotten")
	}
}
