package app

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
)

// The page's examples are a declared file.
func TestTheRulesOfThePageAreDeclared(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	text, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("docs/rules.md has no declared file")
	}
	settings := testSettings(t)
	if lines := applied(t, settings, text); len(lines) != len(rules.Examples()) || !strings.HasSuffix(lines[0], ": created") {
		t.Errorf("applied: %q", lines)
	}
	if lines := applied(t, settings, text); len(lines) != 1 {
		t.Errorf("again: %q", lines)
	}
}

const ruledApp = `apps: [{id: live, yunjing: [{app_id: "2016", key: k}]}]
rules:
  - {name: greeting, expression: 'message.text.has("唱得真好听")', effect: {outcome: deny, label: spam}, quota: 1, state: live}
  - {name: anybody, app: live, expression: 'sender.id.startsWith("u")', effect: {outcome: review, label: ad}, state: shadow}
`

// A message comes in over HTTP, the rules have their say, and it is kept.
func TestRulesJudgeLiveMessages(t *testing.T) {
	t.Parallel()
	settings := config.Default()
	settings.Listen, settings.Data = "127.0.0.1:0", t.TempDir()
	file, err := ParseFile("declared.yaml", []byte(ruledApp))
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(t.Context(), Config{Settings: settings, Declare: []*File{file}}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ask := func(number int64) string {
		answer, err := http.Post(a.URL()+"/audit-live", "application/x-www-form-urlencoded", strings.NewReader(auditPacket(number)))
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	if body := ask(1); !strings.Contains(body, `"code":1002`) {
		t.Errorf("the first: %s", body)
	}
	if body := ask(2); !strings.Contains(body, `"code":1001`) { // the quota is used up
		t.Errorf("the second: %s", body)
	}
	all, err := a.rules.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	day := rules.DayOf(time.Now())
	if err := a.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	again, err := openCore(t.Context(), settings, false, nil, quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.close() }()
	counts, err := again.store.RuleCounts(t.Context(), all[0].ID, day, day)
	if err != nil || len(counts) != 1 || counts[0].Hits != 1 || counts[0].Shadow != 1 {
		t.Errorf("written down: %+v, %v", counts, err)
	}
	if err := again.rules.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if ruled := again.rules.Rule("live", content.Line{UserID: "u1", Text: "唱得真好听"}, policy.Context{}, nil, false); len(ruled.Evidence) > 0 || len(ruled.Shadow) != 2 {
		t.Errorf("after a restart: %+v", ruled)
	}
}
