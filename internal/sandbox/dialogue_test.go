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

const talkKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

// confidant takes dialogue reports and keeps what was in them.
type confidant struct {
	*httptest.Server
	open func(string) ([]byte, error)

	mu    sync.Mutex
	heard []map[string]any
}

func newConfidant(t *testing.T) *confidant {
	t.Helper()
	m, err := newSpokesman(Options{DialogueApp: "1001", DialogueKey: talkKey}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &confidant{open: m.open}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		plain, err := c.open(r.FormValue("content"))
		var body map[string]any
		if r.URL.Path != "/api/report/multiDialogue" || err != nil || json.Unmarshal(plain, &body) != nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.heard = append(c.heard, body)
		_, _ = w.Write([]byte(`{"ec":0,"em":"success","data":{"ticket_id":"35"}}`))
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *confidant) reports() []map[string]any {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.heard
}

func TestDialoguesAreReportedAndTheirVerdictTold(t *testing.T) {
	t.Parallel()
	c, told := newConfidant(t), &heard{}
	l := New(Options{Target: c.URL, DialogueApp: "1001", DialogueKey: talkKey, Users: 120, Pace: time.Millisecond, Seed: 7, Narrate: told.tell})
	if err := l.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Stop(t.Context()) }) // it stopped or will with the test
	until(t, "dialogues are reported", func() bool {
		return len(c.reports()) >= openingTalks+1 && told.has("〔对话举报〕", "→ 工单 #35")
	})
	for _, body := range c.reports() {
		checkDialogue(t, l, body)
	}
	sealed := l.spokesman.seal([]byte(`{"ticket_id":"35","result":{"dialogue_result":"pron","user_result":{"id_10003":"normal","id_10001":"pron","id_x":"minor"}}}`))
	if got := l.tellVerdict(t, url.Values{"appid": {"1001"}, "content": {sealed}}); got != http.StatusOK || !told.has("〔对话判定〕工单 #35：整段色情；", "（10001）色情、", "用户 x minor、", "（10003）正常") {
		t.Errorf("%d, %q", got, told.lines)
	}
	for _, form := range []url.Values{{"appid": {"1001"}, "content": {sealed[:20]}}, {"appid": {"2"}, "content": {sealed}}, {}} {
		if got := l.tellVerdict(t, form); got != http.StatusBadRequest {
			t.Errorf("%v: %d", form, got)
		}
	}
}

func (l *Live) tellVerdict(t *testing.T, form url.Values) int {
	t.Helper()
	answer, err := http.PostForm(l.URL()+"/verdict", form)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close() // nothing is in it
	return answer.StatusCode
}

// checkDialogue holds a report to the contract.
func checkDialogue(t *testing.T, l *Live, body map[string]any) {
	t.Helper()
	users, infos := body["users"].(map[string]any), body["infos"].([]any)
	if len(users) < 2 || len(infos) < 5 || body["category"] != "chat" || body["redirect"] != l.URL()+"/verdict" || body["timestamp"] == nil || body["report_id"] == "" {
		t.Errorf("%v", body)
	}
	for _, each := range infos {
		info := each.(map[string]any)
		content := info["content"].(string)
		if users[info["id"].(string)] == nil || strings.ContainsAny(content, "{}[]") || (info["type"] != "text" && !strings.HasPrefix(content, l.URL()+"/media/")) {
			t.Errorf("%v", info)
		}
	}
}

func TestADialogueKeyMustFit(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"", "zz", "0001"} {
		l := New(Options{Target: "http://127.0.0.1:1", DialogueApp: "1", DialogueKey: key})
		if err := l.Start(t.Context()); err == nil {
			t.Errorf("%q was taken", key)
		}
	}
}
