package native

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/learn"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// heard keeps n live messages that say so, of which reviewers found the label –
// none where it is empty, for nobody looked.
func (w *world) heard(n int, text string, label verdict.Label) {
	w.Helper()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			r := screen.Record{
				App: "live", Policy: policy.Version, Line: content.Line{UserID: "u", RoomID: "r", Text: fmt.Sprint(text, " ", i)},
				Answer: screen.Answer{DataID: fmt.Sprintf("%x-%d", text, i), Outcome: policy.Pass, Checked: true, Label: verdict.Pass, At: w.clock.now()},
			}
			if err := w.keep(r, label); err != nil {
				w.Error(err)
			}
		})
	}
	all.Wait()
}

func (w *world) keep(r screen.Record, label verdict.Label) error {
	ctx := context.Background()
	if label == "" {
		return w.store.RecordLine(ctx, r, nil)
	}
	r.Outcome = policy.Review
	report := &review.Report{
		App: r.App, Entrance: content.ShowMessage, Reporter: screen.Reporter, Accused: r.Line.UserID, FiledAt: r.At,
		Messages: []content.Message{{Type: content.Text, ID: r.DataID, SenderID: r.Line.UserID, Text: r.Line.Text}},
	}
	if err := w.store.RecordLine(ctx, r, report); err != nil {
		return err
	}
	kept, err := w.store.FindLine(ctx, r.App, r.DataID)
	if err != nil {
		return err
	}
	return w.store.RecordRuling(ctx, r.App, kept.CaseID, r.At, func(review.Case, review.Reports) (*review.Ruling, error) {
		return &review.Ruling{Decision: review.Decision{
			App: r.App, CaseID: kept.CaseID, RecordID: kept.CaseID, Author: review.Author{Kind: review.ByStaff, ID: "1"}, At: r.At, Verdict: label,
		}}, nil
	})
}

// last is the last line of an answer.
func last(t testing.TB, r reply) (answer map[string]any, lines int) {
	t.Helper()
	all := strings.Split(strings.TrimSpace(r.body), "\n")
	if err := json.Unmarshal([]byte(all[len(all)-1]), &answer); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
	return answer, len(all)
}

// learning tries what there is about models, replays and curation.
func (c *client) learning() {
	c.heard(60, "加我微信领红包", verdict.Ad)
	c.heard(60, "主播唱得真好听", verdict.Pass)
	c.heard(60, "大家晚上好呀", "")
	var versions []int64
	for range 2 {
		r := c.try(c.token("supervisor", staff.WordsWrite), "train-model", given{"note": "试用"})
		made, lines := last(c, r)
		if r.status != http.StatusOK || lines < 3 || c.text(made, "from") != "decisions" || c.text(made, "state") != "kept" {
			c.Errorf("%d lines, the last %v", lines, made)
		}
		versions = append(versions, c.number(made, "version"))
	}
	c.done["train-model"] = true
	story := c.call("auditor", "get-model", given{"version": versions[0]})
	if c.number(story, "lines") < 100 || len(c.at(story, "report.curve").([]any)) == 0 || c.text(story, "report.warnings.0") == "" || c.text(story, "note") != "试用" {
		c.Errorf("the model is %v", story)
	}
	c.call("supervisor", "install-model", given{"version": versions[0]})
	if installed := c.call("supervisor", "install-model", given{"version": versions[1]}); c.text(installed, "state") != "installed" {
		c.Errorf("installed %v", installed)
	}
	if back := c.call("supervisor", "roll-back-model", nil); c.number(back, "model.version") != versions[0] {
		c.Errorf("back to %v", back)
	}
	if list := c.call("reviewer", "list-models", nil); c.text(list, "items.0.state") != "kept" || c.text(list, "items.1.state") != "installed" {
		c.Errorf("the models are %v", list)
	}
	c.call("supervisor", "roll-back-model", nil)
	c.wantProblem(c.try("supervisor", "roll-back-model", nil), http.StatusConflict, learn.CodeNoModel)

	period := given{"app": "live", "from": c.clock.now().Add(-time.Hour), "to": c.clock.now().Add(time.Hour)}
	change := map[string]any{"terms": map[string]any{"add": []map[string]any{{"text": "唱得真好", "category": "ad", "action": "deny"}}}}
	r := c.try("supervisor", "replay", period.with("change", change))
	result, lines := last(c, r)
	if want := map[string]any{"pass→deny": 60.0}; cmp.Diff(want, result["counts"]) != "" || lines < 2 || c.number(result, "newly.denied") != 60 || c.number(result, "read") != 180 {
		c.Errorf("%d %d lines, the last %v", r.status, lines, result)
	}
	if c.text(result, "examples.0.after") != "deny" || len(result["examples"].([]any)) != 20 {
		c.Errorf("the examples are %v", result["examples"])
	}
	c.done["replay"] = true

	list := c.number(c.call("supervisor", "put-word-list", given{"name": "粗糙"}), "id")
	c.call("supervisor", "add-terms", given{"id": list, "terms": []map[string]any{{"text": "唱得", "category": "ad"}, {"text": "加我微信", "category": "ad"}}})
	curated := c.call("supervisor", "curate-words", given{"list": list, "benign": "他唱得好\n\n就这样"})
	if len(curated["proposals"].([]any)) != 1 || c.text(curated, "proposals.0.term") != "唱得" || c.number(curated, "proposals.0.hits") != 61 || c.number(curated, "benign") != 2 {
		c.Errorf("curated %v", curated)
	}
	c.call("supervisor", "delete-word-list", given{"id": list})
}

// What cannot be begun is refused as any call is, not by the last of its lines.
func TestStreamsThatCannotBegin(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	w.wantProblem(c.try("supervisor", "train-model", nil), http.StatusBadRequest, learn.CodeTooFew)
	at := w.clock.now()
	for field, body := range map[string]given{
		"app":        {"app": "nobody", "from": at, "to": at.Add(1), "change": map[string]any{"model": 0}},
		"to":         {"app": "live", "from": at, "to": at, "change": map[string]any{"model": 0}},
		"change":     {"app": "live", "from": at, "to": at.Add(1), "change": map[string]any{}},
		"expression": {"app": "live", "from": at, "to": at.Add(1), "change": map[string]any{"rule": map[string]any{"name": "x", "expression": "1 +", "effect": map[string]any{"outcome": "deny", "label": "ad"}}}},
	} {
		if p := w.wantProblem(c.try("supervisor", "replay", body), http.StatusBadRequest, "invalid"); p.Field != field {
			t.Errorf("%s: %+v", field, p)
		}
	}
	w.wantProblem(c.try("supervisor", "replay", given{"app": "live", "from": at, "to": at.Add(1), "change": map[string]any{"model": 9}}), http.StatusNotFound, learn.CodeUnknownModel)
}

// A stream that somebody wants to have carried out once is answered again.
func TestAReplayIsAnsweredAgain(t *testing.T) {
	t.Parallel()
	w := small(t)
	w.heard(3, "大家好", "")
	body := `{"app": "live", "from": "2026-01-01T00:00:00Z", "to": "2026-12-01T00:00:00Z", "change": {"terms": {"add": [{"text": "大家", "category": "ad"}]}}}`
	ask := call{who: "supervisor", method: http.MethodPost, path: "/replays", body: body, header: map[string]string{idempotencyHeader: "once"}}
	first, again := w.do(ask), w.do(ask)
	if result, _ := last(t, first); first.status != http.StatusOK || result["read"] != 3.0 || again.body != first.body || again.header.Get(replayedHeader) == "" {
		t.Errorf("%d %s, then %d %s", first.status, first.body, again.status, again.body)
	}
}

// Whoever stops listening stops the work.
func TestAReplayEndsWithItsListener(t *testing.T) {
	t.Parallel()
	w := small(t)
	w.heard(3, "大家好", "")
	ended := make(chan struct{})
	w.deps.Replays = replay.NewService(replay.Options{
		Store: w.store, Apps: w.deps.Apps, Words: w.deps.Words, Rules: w.deps.Rules, Models: w.deps.Learn, Now: w.clock.now,
		Rest: func(ctx context.Context, _ time.Duration) error { <-ctx.Done(); close(ended); return ctx.Err() },
	})
	w.handler.Stop()
	w.handler = NewHandler(w.deps)
	ctx, hangUp := context.WithCancel(t.Context())
	defer hangUp()
	body := `{"app": "live", "from": "2026-01-01T00:00:00Z", "to": "2026-12-01T00:00:00Z", "change": {"terms": {"add": [{"text": "大家", "category": "ad"}]}}}`
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+Prefix+"/replays", strings.NewReader(body))
	w.must(err)
	request.Header.Set("Content-Type", "application/json")
	answer, err := w.as("supervisor").Do(request)
	w.must(err)
	defer answer.Body.Close()
	first, err := bufio.NewReader(answer.Body).ReadString('\n')
	if err != nil || first != `{"read":3,"of":3,"changed":3}`+"\n" || answer.Header.Get("Content-Type") != linesContent {
		t.Errorf("%v: %q", err, first)
	}
	hangUp()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("it goes on")
	}
}
