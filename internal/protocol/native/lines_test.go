package native

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// denied is a live message that rule 5 denied.
func (w *world) denied(app string, number int, text string) screen.Record {
	w.Helper()
	r := screen.Record{
		App: app, Credential: "2016", Policy: policy.Version,
		Line: content.Line{Type: content.UserLine, RoomID: "r1", AnchorID: "host", UserID: fmt.Sprint("u", number), Text: text, SentAt: "2026-03-01 12:00:00"},
		Answer: screen.Answer{
			DataID: fmt.Sprintf("%032x", number), Outcome: policy.Deny, Checked: true, Label: verdict.Ad, Score: 1, Reasons: []string{"a rule"}, At: w.clock.now(),
		},
		Evidence: []policy.Evidence{{
			Source: "strict", Cause: policy.Cause{Kind: policy.Rule, ID: 5, Version: 2}, What: "𠮷", Label: verdict.Ad, Want: policy.Deny, Sure: 1, From: 3, To: 7, Led: true,
		}},
		Context: policy.Context{Type: content.UserLine, Repeats: 3},
	}
	w.must(w.store.RecordLine(w.Context(), r, nil))
	return r
}

func TestLinesAreSearched(t *testing.T) {
	t.Parallel()
	w := small(t)
	w.denied("live", 1, "快𠮷信")
	w.denied("live", 2, "加 V 信")
	w.denied("other", 3, "加v信")
	found := func(who, query string) []string {
		t.Helper()
		var page linePage
		w.want(w.get(who, "/lines?"+query), http.StatusOK, &page)
		ids := []string{}
		for _, line := range page.Items {
			ids = append(ids, line.DataID[31:])
		}
		return ids
	}
	app := w.token("app live", staff.CasesRead)
	for query, want := range map[string][]string{
		"": {"3", "2", "1"}, "app=live": {"2", "1"}, "text=加V信": {"3", "2"}, "user_id=u1": {"1"}, "room_id=r2": {}, "outcome=deny&app=other": {"3"},
		"cause=rule:5&version=2": {"3", "2", "1"}, "cause=rule:5&version=1": {}, "cause=model": {}, "to=2001-01-01T00:00:00Z": {},
		"data_id=" + strings.Repeat("0", 31) + "2": {"2"}, "data_id=" + strings.Repeat("0", 31) + "2&cause=list:1": {}, "data_id=nothing": {},
	} {
		if got := found("reviewer", query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
		want = slices.DeleteFunc(slices.Clone(want), func(id string) bool { return id == "3" })
		if strings.Contains(query, "app=other") {
			continue
		}
		if got := found(app, query); !slices.Equal(got, want) {
			t.Errorf("%s for the app: %v, want %v", query, got, want)
		}
	}
	for _, query := range []string{"cause=rule", "cause=x:1", "outcome=no", "from=yesterday", "cursor=x", "limit=0"} {
		if r := w.get("reviewer", "/lines?"+query); r.status != http.StatusBadRequest && r.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", query, r.status, r.body)
		}
	}
	w.wantProblem(w.get(app, "/lines?app=other"), http.StatusForbidden, "forbidden")
	var first, second linePage
	w.want(w.get("reviewer", "/lines?limit=2"), http.StatusOK, &first)
	w.want(w.get("reviewer", "/lines?limit=2&cursor="+first.Next), http.StatusOK, &second)
	if len(first.Items) != 2 || len(second.Items) != 1 || second.Next != "" || second.Looked != 1 {
		t.Errorf("%+v, then %+v", first, second)
	}
}

// A message is told whole, its places counted as browsers count; who saw it is
// in the audit log.
func TestALine(t *testing.T) {
	t.Parallel()
	w := small(t)
	r := w.denied("live", 1, "快𠮷信")
	var line map[string]any
	w.want(w.get("reviewer", "/lines/"+r.DataID), http.StatusOK, &line)
	evidence := map[string]any{
		"source": "strict", "what": "𠮷", "label": "ad", "want": "deny", "sure": 1.0, "weak": false, "lane": "", "from": 1.0, "to": 3.0, "led": true,
		"cause": map[string]any{"kind": "rule", "id": 5.0, "version": 2.0},
	}
	for field, want := range map[string]any{
		"data_id": r.DataID, "app": "live", "credential": "2016", "type": 0.0, "room_id": "r1", "anchor_id": "host", "user_id": "u1", "text": "快𠮷信", "shown": "",
		"outcome": "deny", "checked": true, "label": "ad", "score": 1.0, "reasons": []any{"a rule"}, "evidence": []any{evidence}, "shadow": []any{},
		"case_id": nil, "reversed_at": nil, "policy": float64(policy.Version), "context": map[string]any{
			"risk": false, "protected": false, "offences": 0.0, "repeats": 3.0, "spread": 0.0, "near": 0.0, "lines_10s": 0.0, "lines_60s": 0.0,
		},
	} {
		got, _ := json.Marshal(line[field])
		wanted, _ := json.Marshal(want)
		if string(got) != string(wanted) {
			t.Errorf("%s: %s, want %s", field, got, wanted)
		}
	}
	w.wantProblem(w.get("reviewer", "/lines/nothing"), http.StatusNotFound, "not_found")
	w.wantProblem(w.get(w.token("app other", staff.CasesRead), "/lines/"+r.DataID), http.StatusNotFound, "not_found")
	w.want(w.get("reviewer", "/lines?user_id=u1&text=secret"), http.StatusOK, nil)
	entries, err := w.store.AuditEntries(t.Context(), auditlog.Filter{Action: "line.", Limit: 10})
	w.must(err)
	if len(entries) != 2 || entries[1].Action != auditlog.LineView || entries[1].Object.ID != r.DataID || entries[1].App != "live" ||
		entries[0].Action != auditlog.LineSearch || !strings.Contains(string(entries[0].Detail), `"user":"u1"`) || strings.Contains(string(entries[0].Detail), "secret") {
		t.Errorf("%+v", entries)
	}
}

func TestReversals(t *testing.T) {
	t.Parallel()
	w := small(t)
	for i := range 150 {
		w.denied("live", i, "加v信")
	}
	var counts reversalCounts
	w.want(w.get("supervisor", "/reversals/preview?app=live&cause=rule:5"), http.StatusOK, &counts)
	if counts != (reversalCounts{Lines: 150, Denied: 150, Reversible: 150}) {
		t.Errorf("%+v", counts)
	}
	for _, body := range []string{`{"app":"live","cause":"rule"}`, `{"app":"nobody","cause":"rule:5"}`, `{"cause":"rule:5"}`, `{"app":"live","cause":"rule:5","from":"2026-01-02T00:00:00Z","to":"2026-01-01T00:00:00Z"}`} {
		if r := w.post("supervisor", "/reversals", body); r.status != http.StatusBadRequest && r.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", body, r.status, r.body)
		}
	}
	r := w.post("supervisor", "/reversals", `{"app":"live","cause":"rule:5","version":2,"note":"a slip"}`)
	w.want(r, http.StatusOK, nil)
	lines := strings.Split(strings.TrimSpace(r.body), "\n")
	if last := lines[len(lines)-1]; len(lines) != 3 || r.header.Get("Content-Type") != linesContent ||
		last != `{"done":150,"total":150,"lifted":0,"called_back":150,"closed":0,"skipped":0}` {
		t.Errorf("%d lines, the last %s", len(lines), last)
	}
	w.want(w.get("supervisor", "/reversals/preview?app=live&cause=rule:5"), http.StatusOK, &counts)
	if counts.Reversible != 0 {
		t.Errorf("%+v", counts)
	}
	var page linePage
	w.want(w.get("reviewer", "/lines?cause=rule:5&limit=1"), http.StatusOK, &page)
	if page.Items[0].ReversedAt == nil {
		t.Errorf("%+v", page.Items[0])
	}
}

// undoing searches messages, and undoes what a rule did to them.
func (c *client) undoing() {
	r := c.denied("live", 7, "加v信")
	if page := c.call("reviewer", "search-lines", given{"user_id": "u7"}); c.text(page, "items.0.data_id") != r.DataID {
		c.Errorf("found %v", page)
	}
	if line := c.call("auditor", "get-line", given{"data_id": r.DataID}); c.at(line, "reversed_at") != nil {
		c.Errorf("the message is %v", line)
	}
	what := given{"app": "live", "cause": "rule:5", "note": "a slip"}
	if counts := c.call("supervisor", "preview-reversal", what); c.number(counts, "denied") != 1 {
		c.Errorf("would undo %v", counts)
	}
	reply := c.try("supervisor", "reverse", what)
	if end, lines := last(c, reply); lines != 2 || c.number(end, "called_back") != 1 {
		c.Errorf("undone %s", reply.body)
	}
	c.done["reverse"] = true
}
