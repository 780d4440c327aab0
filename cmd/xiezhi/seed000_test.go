package main

import (
	"crypto/md5"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the cloud below knows comes from seed 000 and PROTOCOLS §6 and §7 alone.

const (
	key000    = "app-key-000"
	secret000 = "app-secret-000"
)

// client000 keeps its connections, as the cloud does.
var client000 = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 512}}

// burstSize is how many notices a burst has. XIEZHI_TEST_BURST asks for another
// number: 2000 is what PROTOCOLS §6 is held to, on a machine of one's own.
func burstSize(t *testing.T) int {
	t.Helper()
	text := os.Getenv("XIEZHI_TEST_BURST")
	if text == "" {
		return 200
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("XIEZHI_TEST_BURST=%s is no number", text)
	}
	return n
}

// TestSeed000 is the evidence of calls as their cloud sends it.
func TestSeed000(t *testing.T) {
	t.Parallel()
	var clouds sync.Map // by the test's name
	onEngines(t, func(t *testing.T) string {
		cloud := newCloud000(t)
		clouds.Store(t.Name(), cloud)
		return declaration000(newReceiver(t).base(), cloud.base)
	}, func(t *testing.T, s *server) {
		cloud, _ := clouds.Load(t.Name())
		p := &seed000{server: s, cloud: cloud.(*cloud000)}
		t.Run("who may tell", p.proof)
		t.Run("a call", p.call)
		t.Run("a policy", p.policy)
		t.Run("a burst", func(t *testing.T) { p.burst(t, burstSize(t)) })
	})
}

type seed000 struct {
	server *server
	cloud  *cloud000
}

func declaration000(platform, cloud string) string {
	apps := fmt.Sprintf(`  - id: party
    name: 派对
    netease: {app_key: %s, app_secret: %s, rtc_base_url: %q, im_base_url: %q, submit_audit: true, assistant_account: helper, notify_path: /hooks/netease,
      actions: [{label: 100, level: 2, do: kick, minutes: 30}]}
    party: {app_key: party-key, app_secret: party-secret}
`, key000, secret000, cloud, cloud)
	return strings.Replace(declaration(platform, 2), "egress:", apps+"egress:", 1)
}

// cloud000 plays the call cloud and its IM.
type cloud000 struct {
	base string
	mu   sync.Mutex
	got  []asked000
}

// asked000 is one thing that the product asked the cloud for.
type asked000 struct {
	what   string // method, path and query
	body   string
	signed bool
}

func newCloud000(t *testing.T) *cloud000 {
	t.Helper()
	c := &cloud000{}
	s := httptest.NewServer(c)
	t.Cleanup(s.Close)
	c.base = s.URL
	return c
}

func (c *cloud000) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, ".png") {
		_ = png.Encode(w, image.NewGray(image.Rect(0, 0, 40, 40)))
		return
	}
	body, _ := io.ReadAll(r.Body)
	sum := sha1.Sum([]byte(secret000 + r.Header.Get("Nonce") + r.Header.Get("CurTime")))
	seconds, err := strconv.ParseInt(r.Header.Get("CurTime"), 10, 64)
	signed := err == nil && r.Header.Get("AppKey") == key000 && r.Header.Get("Nonce") != "" &&
		r.Header.Get("CheckSum") == hex.EncodeToString(sum[:]) && time.Since(time.Unix(seconds, 0)).Abs() < time.Minute
	c.mu.Lock()
	c.got = append(c.got, asked000{r.Method + " " + r.URL.RequestURI(), string(body), signed})
	c.mu.Unlock()
	fmt.Fprint(w, `{"code":200}`)
}

// hears waits until the product has asked for exactly n such things.
func (c *cloud000) hears(t *testing.T, n int, what string) []asked000 {
	t.Helper()
	var found []asked000
	eventually(t, 20*time.Second, what, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		found = nil
		for _, a := range c.got {
			if strings.HasPrefix(a.what, what) {
				found = append(found, a)
			}
		}
		return len(found) >= n
	})
	for _, a := range found {
		if !a.signed {
			t.Errorf("%s is not signed", a.what)
		}
	}
	if len(found) != n {
		t.Errorf("%s: %d times, want %d", what, len(found), n)
	}
	return found
}

// told are the messages of a type that were sent to users.
func (c *cloud000) told(t *testing.T, n int, kind float64) []url.Values {
	t.Helper()
	var found []url.Values
	eventually(t, 20*time.Second, fmt.Sprint("messages of type ", kind), func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		found = nil
		for _, a := range c.got {
			form, _ := url.ParseQuery(a.body)
			var said struct {
				Type float64 `json:"type"`
			}
			if a.what == "POST /nimserver/msg/sendBatchAttachMsg.action" && a.signed && json.Unmarshal([]byte(form.Get("attach")), &said) == nil && said.Type == kind {
				found = append(found, form)
			}
		}
		return len(found) >= n
	})
	return found
}

// notice is one as the cloud sends it.
func (p *seed000) notice(path, body string, at time.Time) *http.Request {
	digest := md5.Sum([]byte(body))
	curTime := strconv.FormatInt(at.UnixMilli(), 10)
	sum := sha1.Sum([]byte(secret000 + hex.EncodeToString(digest[:]) + curTime))
	r, err := http.NewRequest(http.MethodPost, p.server.base+path, strings.NewReader(body))
	if err != nil {
		panic(err) // the address is ours
	}
	r.Header = http.Header{"Appkey": {key000}, "Curtime": {curTime}, "Md5": {hex.EncodeToString(digest[:])}, "Checksum": {hex.EncodeToString(sum[:])}, "Content-Type": {"application/json"}}
	return r
}

// send delivers a notice as the cloud does.
func (p *seed000) send(path, body string, at time.Time, spoil bool) (int, error) {
	r := p.notice(path, body, at)
	if spoil {
		r.Header.Set("CheckSum", strings.Repeat("0", 40))
	}
	answer, err := client000.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, err
}

func (p *seed000) tell(t *testing.T, kind int, data any) {
	t.Helper()
	body, err := json.Marshal(object{"eventType": kind, "data": data})
	if err != nil {
		t.Fatal(err)
	}
	if status, err := p.send("/netease/notify", string(body), time.Now(), false); err != nil || status != http.StatusOK {
		t.Fatalf("%s: %d %v", body, status, err)
	}
}

func sample000(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../internal/protocol/netease/testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (p *seed000) proof(t *testing.T) {
	body := sample000(t, "video")
	for name, row := range map[string]struct {
		age   time.Duration
		spoil bool
		body  string
		want  int
	}{
		"a wrong checksum": {0, true, body, 401}, "25 hours old": {25 * time.Hour, false, body, 401}, "a probe": {0, true, "{}", 200},
		"no notice": {0, false, "[]", 400},
	} {
		if status, err := p.send("/netease/notify", row.body, time.Now().Add(-row.age), row.spoil); err != nil || status != row.want {
			t.Errorf("%s: %d %v", name, status, err)
		}
	}
}

// member has the party's server make a user and returns the number of his device.
func (p *seed000) member(t *testing.T, user string) int64 {
	t.Helper()
	curTime := strconv.FormatInt(time.Now().Unix(), 10)
	sum := sha1.Sum([]byte("party-secretnonce" + curTime))
	body := fmt.Sprintf(`{"userUuid":%q,"deviceId":"d1","userName":"连舟","userToken":"t"}`, user)
	r, err := http.NewRequest(http.MethodPost, p.server.base+"/nemo/socialChat/server/user/createUser", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{"Appkey": {"party-key"}, "Nonce": {"nonce"}, "Curtime": {curTime}, "Checksum": {hex.EncodeToString(sum[:])}}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var got struct {
		Code int
		Data struct{ RTCUid int64 }
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil || got.Code != 200 || got.Data.RTCUid == 0 {
		t.Fatalf("%+v %v", got, err)
	}
	return got.Data.RTCUid
}

// waiting000 claims what waits in the queue of evidence.
func (c *client) waiting000() []any {
	c.t.Helper()
	return c.api("/cases/claim", object{"queue": "evidence", "app": "party", "limit": 100}, http.StatusOK)["cases"].([]any)
}

// call is the seed's samples from the call's start to the lifting of the kick.
func (p *seed000) call(t *testing.T) {
	r1 := p.reviewer(t)
	const channel, name = 43677571680222, "bq032604"
	seat := func(uid any, more object) object {
		data := object{"channelId": channel, "channelName": name, "timestamp": 1616764300000}
		if uid != nil {
			data["uid"] = uid
		}
		for k, v := range more {
			data[k] = v
		}
		return data
	}
	for range 2 {
		p.tell(t, 1, seat(nil, nil))
	}
	p.cloud.hears(t, 1, "POST /livewallsolution/submit")
	audio, video := sample000(t, "audio"), strings.Replace(sample000(t, "video"), "https://****.jpg", p.cloud.base+"/shot.png", 1)
	for _, body := range []string{audio, video, strings.Replace(audio, `"type": 400`, `"eventType": 400`, 1), audio} {
		if status, err := p.send("/hooks/netease", body, time.Now(), false); err != nil || status != http.StatusOK {
			t.Fatal(status, err)
		}
	}
	if list := r1.waiting000(); len(list) != 0 {
		t.Errorf("evidence of nobody is a case: %v", list)
	}
	p.tell(t, 4, seat(1111, object{"user": "u-caller"}))
	p.tell(t, 4, seat(2222, object{"user": "u-callee"}))
	var held object
	eventually(t, 20*time.Second, "two cases wait", func() bool {
		list := r1.waiting000()
		for _, c := range list {
			if c.(object)["subject"].(object)["id"] == "u-caller" {
				held = c.(object)
			}
		}
		return len(list) == 2
	})
	shown := held["evidence"].(object)
	items := shown["items"].([]any)
	said := items[0].(object)["audio"].(object)
	if len(items) != 1 || said["text"] != "控告广告" || said["asr"] != "running" || said["action"] != "reject" || len(said["hits"].([]any)) == 0 ||
		len(shown["people"].([]any)) != 2 || shown["room"].(object)["channel_name"] != name {
		t.Errorf("%v", shown)
	}
	p.picture(t, r1)

	id := fmt.Sprintf("%.0f", held["id"])
	r1.api("/cases/"+id+"/decision", object{"lease_token": held["lease_token"], "verdict": "ad", "actions": []object{{"type": "kick_room", "minutes": 30}}}, http.StatusOK)
	query := "kicklist/members?cname=" + name + "&uid=1111"
	p.cloud.hears(t, 1, "POST /v3/api/"+query)
	told := p.cloud.told(t, 1, 400)[0]
	if told.Get("fromAccid") != "helper" || told.Get("toAccids") != `["u-callee","u-caller"]` || !strings.Contains(told.Get("attach"), "控告广告") {
		t.Errorf("%v", told)
	}
	p.tell(t, 3000, object{"channelId": strconv.Itoa(channel), "channelName": "", "uid": 1111})
	p.cloud.hears(t, 1, "DELETE /v3/api/"+query)
	if lifted := p.cloud.told(t, 1, 3000)[0]; lifted.Get("toAccids") != `["u-caller"]` {
		t.Errorf("%v", lifted)
	}
	for range 2 {
		p.tell(t, 2, seat(nil, nil))
	}
	p.cloud.hears(t, 1, "POST /livewallsolution/feedback")
}

func (p *seed000) reviewer(t *testing.T) *client {
	t.Helper()
	c := newClient(t, p.server.base)
	c.logIn("r1")
	return c
}

// picture is the copy of what the seed's picture shows.
func (p *seed000) picture(t *testing.T, r1 *client) {
	t.Helper()
	address := ""
	eventually(t, 20*time.Second, "the picture is copied", func() bool {
		for _, c := range r1.waiting000() {
			for _, item := range c.(object)["evidence"].(object)["items"].([]any) {
				if shown, is := item.(object)["picture"].(object); is && shown["state"] == "kept" {
					address = shown["media"].(string)
				}
			}
		}
		return address != ""
	})
	for _, form := range []string{"veil", "full"} {
		answer, err := r1.http.Get(p.server.base + address + "/" + form)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK || len(body) == 0 {
			t.Errorf("%s: %d %s", form, answer.StatusCode, body)
		}
	}
}

// policy kicks a user whom only his account names, and it is undone by hand.
func (p *seed000) policy(t *testing.T) {
	uid := p.member(t, "u-member")
	if again := p.member(t, "u-member"); again != uid {
		t.Errorf("the number changes: %d, %d", uid, again)
	}
	p.tell(t, 400, evidence000(uid, "room-p", 100, 2, time.Now().UnixMilli()))
	query := fmt.Sprintf("kicklist/members?cname=room-p&uid=%d", uid)
	p.cloud.hears(t, 1, "POST /v3/api/"+query)
	r1 := p.reviewer(t)
	kicks := p.get(t, r1, "/sanctions?app=party&user_id=u-member")["items"].([]any)
	if len(kicks) != 1 || kicks[0].(object)["action"] != "kick_room" || kicks[0].(object)["in_force"] != true {
		t.Fatalf("%v", kicks)
	}
	story := p.get(t, r1, fmt.Sprintf("/cases/%.0f", kicks[0].(object)["case_id"]))
	if by := story["case"].(object)["decided_by"].(object); by["kind"] != "system" || by["id"] != "policy" {
		t.Errorf("%v", by)
	}
	r1.api(fmt.Sprintf("/sanctions/%.0f/lift", kicks[0].(object)["id"]), object{"memo": "误判"}, http.StatusOK)
	p.cloud.hears(t, 1, "DELETE /v3/api/"+query)
}

func (p *seed000) get(t *testing.T, c *client, path string) object {
	t.Helper()
	answer, err := c.http.Get(c.base + "/api/v1" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var got object
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	return got
}

func evidence000(uid any, room string, label, level int, at int64) object {
	return object{
		"taskId": "task-" + room, "dataId": "same", "channelId": "id-" + room, "channelName": room, "censorSource": 2, "status": 101,
		"evidences": object{"audio": object{"uid": uid, "action": 2, "startTime": at, "endTime": at, "asrStatus": 3, "content": "加微信",
			"segments": []object{{"label": label, "level": level}}}},
	}
}

// burst sends n notices in a second, kills the server, and finds all of them.
func (p *seed000) burst(t *testing.T, n int) {
	p.tell(t, 4, object{"channelId": "id-burst", "channelName": "burst", "timestamp": time.Now().UnixMilli(), "uid": 7, "user": "u-burst"})
	took := make([]time.Duration, n)
	var all sync.WaitGroup
	began := time.Now()
	pace := time.NewTicker(time.Second / time.Duration(n))
	defer pace.Stop()
	for i := range n {
		body, err := json.Marshal(object{"type": 400, "data": evidence000(7, "burst", 200, 1, began.UnixMilli()-int64(i))})
		if err != nil {
			t.Fatal(err)
		}
		<-pace.C // the cloud's own
		all.Go(func() {
			start := time.Now()
			if status, err := p.send("/netease/notify", string(body), start, false); err != nil || status != http.StatusOK {
				t.Errorf("%d %v", status, err)
			}
			took[i] = time.Since(start)
		})
	}
	all.Wait()
	sent := time.Since(began)
	p.server.kill()
	p.server.start()
	slices.Sort(took)
	t.Logf("%d notices in %s: p50 %s, p99 %s, slowest %s", n, sent.Round(time.Millisecond), took[n/2], took[n*99/100], took[n-1])
	r1 := p.reviewer(t)
	reports := 0.0
	eventually(t, 120*time.Second, "all evidence is in one case", func() bool {
		reports = 0
		for _, c := range p.get(t, r1, "/cases?queue=evidence&app=party&user_id=u-burst")["items"].([]any) {
			reports += c.(object)["report_count"].(float64)
		}
		return reports >= float64(n)
	})
	if reports != float64(n) {
		t.Errorf("%v reports of %d", reports, n)
	}
}
