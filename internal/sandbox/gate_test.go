package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeAudit rules on lines as the test says and remembers them.
type fakeAudit struct {
	mu     sync.Mutex
	rule   func(text string) ruling
	asked  []url.Values
	faults []string
}

func (f *fakeAudit) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/audit-live" {
		_, _ = io.WriteString(w, `{"ret":0,"code":"","info":"","data":[]}`)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := r.ParseForm(); err != nil {
		f.faults = append(f.faults, err.Error())
	}
	var line struct {
		Anchor  string `json:"anchor_id"`
		Live    string `json:"live_id"`
		User    string `json:"user_id"`
		Address string `json:"ip_address"`
		Time    string `json:"msg_time"`
		Type    *int   `json:"message_type"`
		Content string `json:"msg_content"`
	}
	err := json.Unmarshal([]byte(r.PostForm.Get("json_data")), &line)
	if err != nil || line.Anchor == "" || line.Live == "" || line.User == "" || line.Address == "" || line.Time == "" || line.Type == nil || line.Content == "" ||
		r.PostForm.Get("app_id") != "2016" || r.PostForm.Get("version") != "1.1" || r.PostForm.Get("sign") == "" {
		f.faults = append(f.faults, fmt.Sprint(r.PostForm, err))
	}
	f.asked = append(f.asked, r.PostForm)
	got := f.rule(line.Content)
	got.DataID = fmt.Sprintf("%032x", len(f.asked))
	body, _ := json.Marshal(map[string]ruling{"json": got})
	_, _ = w.Write(body)
}

func startAudited(t *testing.T, rule func(text string) ruling) (*Live, *heard, *fakeAudit) {
	t.Helper()
	f, h := &fakeAudit{rule: rule}, &heard{}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	l := New(Options{Target: server.URL, App: "live", TokenKey: tokenKey, AuditApp: "2016", AuditKey: "k", Users: 120, Pace: time.Millisecond, Seed: 7, Narrate: h.tell})
	if err := l.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = l.Stop(t.Context()) // a second Stop is harmless
		if f.mu.Lock(); len(f.faults) > 0 {
			t.Errorf("%d packets break the contract, first: %s", len(f.faults), f.faults[0])
		}
		f.mu.Unlock()
	})
	return l, h, f
}

// shown counts the lines of the shows that hold a text.
func shown(l *Live, part string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, v := range l.scene.shows {
		for _, line := range v.recent {
			if strings.Contains(line.text, part) {
				n++
			}
		}
	}
	return n
}

func TestShowChatIsAudited(t *testing.T) {
	t.Parallel()
	l, h, _ := startAudited(t, func(text string) ruling {
		if strings.HasPrefix(text, "http://") {
			return ruling{Code: codeProcessing}
		}
		return ruling{Code: codePassed, Category: 4, Content: "**" + text}
	})
	until(t, "masked lines are shown", func() bool { return shown(l, "**") > 3 && h.has("〔打码〕") })
	until(t, "a picture waits", func() bool { return h.has("〔待审〕", "等待人工审核") })
	until(t, "somebody floods a show", func() bool { return h.has("〔刷屏〕") })
}

func TestWhatIsDeniedIsNotSeen(t *testing.T) {
	t.Parallel()
	l, h, f := startAudited(t, func(string) ruling { return ruling{Code: codeDenied, Category: 2} })
	until(t, "it is told", func() bool { return h.has("〔拦截〕", "（色情）") })
	l.mu.Lock()
	before := l.denied
	l.mu.Unlock()
	until(t, "more is denied", func() bool { l.mu.Lock(); defer l.mu.Unlock(); return l.denied > before+5 })
	f.mu.Lock()
	defer f.mu.Unlock()
	last := f.asked[len(f.asked)-1].Get("json_data")
	var line struct {
		Content string `json:"msg_content"`
	}
	if err := json.Unmarshal([]byte(last), &line); err != nil || line.Content == "" {
		t.Fatal(last, err)
	}
}

func TestWhileNobodyAnswersLinesAreShown(t *testing.T) {
	t.Parallel()
	_, h, _ := startAudited(t, func(string) ruling { return ruling{Code: 5000, Msg: "server error"} })
	until(t, "it is told", func() bool { return h.has("〔审核〕", "先放行（5000 server error）") })
	if n := h.count("〔审核〕"); n != 1 {
		t.Errorf("told %d times", n)
	}
}

func TestCallbacks(t *testing.T) {
	t.Parallel()
	l, h, _ := startAudited(t, func(string) ruling { return ruling{Code: codeManual} })
	waiting := func() []string {
		l.mu.Lock()
		defer l.mu.Unlock()
		var ids []string
		for id := range l.held {
			ids = append(ids, id)
		}
		return ids
	}
	until(t, "two lines wait", func() bool { return len(waiting()) >= 2 })
	ids := waiting()
	tell := func(app, id, result string) int {
		answer, err := http.PostForm(l.URL()+"/callback", url.Values{"appId": {app}, "dataId": {id}, "type": {"1"}, "content": {"x"}, "msgTime": {"2026-01-01 00:00:00"}, "result": {result}})
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	for _, wrong := range [][2]string{{"2017", ids[0]}, {"2016", ""}} {
		if got := tell(wrong[0], wrong[1], "1"); got != http.StatusBadRequest {
			t.Errorf("%v: %d", wrong, got)
		}
	}
	for _, told := range [][2]string{{ids[0], "1"}, {ids[1], "0"}, {ids[0], "0"}, {"of an earlier run", "1"}} {
		if got := tell("2016", told[0], told[1]); got != http.StatusOK {
			t.Errorf("%v: %d", told, got)
		}
	}
	if h.count("〔人工审核〕", "通过") != 1 || h.count("〔人工审核〕", "被删除") != 1 {
		t.Error("the verdicts are not told, each once")
	}
}
