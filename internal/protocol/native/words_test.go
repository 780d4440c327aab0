package native

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/words"
)

// words tries what there is about words.
func (c *client) words() {
	c.call("supervisor", "import-starter", nil)
	id := c.number(c.call("supervisor", "put-word-list", given{"name": "活动", "app": "live", "note": "试用"}), "id")
	list := given{"id": id}
	c.call("supervisor", "change-word-list", list.with("name", "双十一").with("app", "live").with("enabled", true))
	token := c.token("supervisor", staff.WordsWrite)
	said := []map[string]any{{"text": "全场五折", "category": "ad", "action": "mask", "scenes": []string{"live"}, "until": "2026-11-12T00:00:00Z"}, {"text": "清仓甩卖", "category": "ad"}}
	if counts := c.call(token, "add-terms", list.with("terms", said)); c.number(counts, "added") != 2 {
		c.Errorf("added %v", counts)
	}
	if counts := c.call("supervisor", "import-terms", list.with("text", "全场 五折\n骨折价\n").with("defaults", map[string]any{"category": "ad"})); c.number(counts, "added") != 1 || c.number(counts, "updated") != 1 {
		c.Errorf("imported %v", counts)
	}
	first := c.call("reviewer", "list-terms", list.with("limit", 1))
	rest := c.call("auditor", "list-terms", list.with("cursor", c.text(first, "next")))
	if c.text(first, "items.0.text") != "骨折价" || c.text(rest, "items.0.text") != "清仓甩卖" || len(rest["items"].([]any)) != 2 {
		c.Errorf("the terms are %v and %v", first, rest)
	}
	if kept := c.call("reviewer", "get-word-list", list); c.number(kept, "terms") != 3 || c.text(kept, "name") != "双十一" {
		c.Errorf("the list is %v", kept)
	}
	c.call("reviewer", "export-terms", list)
	trial := c.call("reviewer", "try-words", given{"app": "live", "text": "😀骨折价"})
	if c.number(trial, "hits.0.from") != 2 || c.number(trial, "hits.0.to") != 5 || c.text(trial, "decision.outcome") != "review" || c.text(trial, "shown") != "" {
		c.Errorf("the trial is %v", trial)
	}
	c.call("supervisor", "remove-terms", list.with("ids", c.number(first, "items.0.id")))
	c.call("supervisor", "delete-word-list", list)
	if lists := c.call("auditor", "list-word-lists", nil); len(lists["items"].([]any)) != 1 || c.text(lists, "items.0.name") != "starter" {
		c.Errorf("the lists are %v", lists)
	}
}

// What a reviewer reads has marks where the lists have something to say.
func TestCasesShowHits(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	list := c.number(c.call("supervisor", "put-word-list", given{"name": "base"}), "id")
	c.call("supervisor", "add-terms", given{"id": list, "terms": []map[string]any{{"text": "加微信", "category": "ad", "action": "deny"}}})
	w.must(w.deps.Words.Refresh(t.Context()))
	app := c.token("app live", staff.ReportsWrite)
	said := "😀 快加-微信," + strings.Repeat("加微信 ", 60)
	c.call(app, "submit-report", given{"mod": 11, "reporter": "1", "accused": "2", "messages": []map[string]any{{"type": "text", "id": "m", "sender_id": "2", "text": said}}})
	want := map[string]any{"from": 4.0, "to": 8.0, "term": "加微信", "list": "base", "lane": "", "label": "ad", "action": "deny"}
	work := c.call("reviewer", "claim-cases", given{"queue": "message"})
	story := c.call("reviewer", "get-case", given{"id": c.number(work, "cases.0.id")})
	for _, hits := range []any{c.at(work, "cases.0.content.messages.0.hits"), c.at(story, "case.content.messages.0.hits")} {
		all, _ := hits.([]any)
		if len(all) != words.MaxMarks {
			t.Fatalf("%d hits", len(all))
		}
		if diff := cmp.Diff(want, all[0]); diff != "" {
			t.Error(diff)
		}
	}
}

func TestBadFilesOfWords(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	list := given{"id": c.number(c.call("supervisor", "put-word-list", given{"name": "base"}), "id")}
	p := w.wantProblem(c.try("supervisor", "import-terms", list.with("text", "加微信\n,,\n").with("defaults", map[string]any{"category": "ad"})), http.StatusBadRequest, words.CodeBadLines)
	if !strings.Contains(p.Detail, "line 2") {
		t.Errorf("it says %s", p.Detail)
	}
	long := strings.Repeat("# "+strings.Repeat("x", 1000)+"\n", 2000) // more than others' bodies may have
	c.call("supervisor", "import-terms", list.with("text", long+"加微信").with("defaults", map[string]any{"category": "ad"}))
	r := c.try("supervisor", "import-terms", list.with("text", strings.Repeat(long, 5)))
	w.wantProblem(r, http.StatusRequestEntityTooLarge, "too_large")
}
