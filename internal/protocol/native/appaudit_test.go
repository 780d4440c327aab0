package native

import (
	"net/http"
	"testing"
)

func TestAppAudit(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	before := c.call("reviewer", "get-app-audit", given{"id": "live"})
	if c.at(before, "record") != "durable" || c.number(before, "keep_days") != 30 || c.at(before, "thresholds.deny") != 0.9 || c.at(before, "detector") != nil {
		t.Errorf("without one: %v", before)
	}
	detector := map[string]any{"url": "https://model.example/look", "token": "hidden-token"}
	after := c.call("admin", "put-app-audit", given{"id": "live", "record": "async", "keep_days": 7, "detector": detector, "thresholds": map[string]any{"deny": 0.95, "spread": 0, "near": 40}})
	if c.at(after, "record") != "async" || c.at(after, "thresholds.deny") != 0.95 || c.at(after, "thresholds.near") != 40.0 || c.at(after, "thresholds.repeats") != 8.0 ||
		c.at(after, "defaults.deny") != 0.9 || c.at(after, "detector.timeout_ms") != 5000.0 || c.at(after, "detector.has_token") != true || len(c.at(after, "own").([]any)) != 3 {
		t.Errorf("%v", after)
	}
	delete(detector, "token") // stays as it is
	after = c.call("admin", "put-app-audit", given{"id": "live", "detector": detector})
	if c.at(after, "record") != "durable" || c.at(after, "detector.has_token") != true {
		t.Errorf("%v", after)
	}
	for field, body := range map[string]given{
		"thresholds.deny": {"thresholds": map[string]any{"deny": 1.5}}, "thresholds.near": {"thresholds": map[string]any{"near": -1}},
		"detector.url": {"detector": map[string]any{"url": "gopher://x"}},
	} {
		p := w.wantProblem(c.try("admin", "put-app-audit", body.with("id", "live")), http.StatusBadRequest, "invalid")
		if p.Field != field {
			t.Errorf("%s: %+v", field, p)
		}
	}
	w.wantProblem(c.try("supervisor", "put-app-audit", given{"id": "live"}), http.StatusForbidden, "forbidden")
	c.call("admin", "put-app-audit", given{"id": "live"})
	if app, _ := w.deps.Apps.App("live"); app.Audit != nil {
		t.Errorf("%+v", app.Audit)
	}
}
