package native

import (
	"net/http"
	"testing"
)

func TestAppEvidence(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	before := c.call("reviewer", "get-app-evidence", given{"id": "live"})
	if len(c.at(before, "actions").([]any)) != 0 || len(c.at(before, "labels").([]any)) != 15 || c.at(before, "labels.0.name") != "porn" || c.at(before, "labels.0.urgent") != true ||
		before["call_cloud"] != false || before["keep_days"] != 180.0 || before["submit_audit"] != false {
		t.Errorf("without a call cloud: %v", before)
	}
	actions := func(list ...map[string]any) given {
		return given{"id": "live", "actions": append([]map[string]any{}, list...)}
	}
	w.wantProblem(c.try("admin", "put-app-evidence", actions()), http.StatusConflict, "no_call_cloud")
	c.call("admin", "patch-app", given{"id": "live", "netease": map[string]any{"app_key": "k", "app_secret": "hidden"}})
	after := c.call("admin", "put-app-evidence", actions(
		map[string]any{"label": 100, "level": 2, "do": "kick", "minutes": 30}, map[string]any{"label": 9999, "do": "warn"},
	))
	if c.at(after, "actions.0.do") != "kick" || c.at(after, "actions.0.minutes") != 30.0 || c.at(after, "actions.1.label") != 9999.0 {
		t.Errorf("%v", after)
	}
	if after["call_cloud"] != true || after["keep_days"] != 180.0 {
		t.Errorf("%v", after)
	}
	for _, given := range []given{{"id": "live", "actions": []any{}, "keep_days": 30, "submit_audit": true}, {"id": "live", "actions": after["actions"]}} {
		if kept := c.call("admin", "put-app-evidence", given); kept["keep_days"] != 30.0 || kept["submit_audit"] != true {
			t.Errorf("what is not said stays: %v", kept)
		}
	}
	for field, action := range map[string]map[string]any{
		"actions[0].hours":   {"label": 100, "do": "close", "hours": 1},
		"actions[0].minutes": {"label": 100, "do": "kick", "hours": -1, "minutes": 1},
	} {
		p := w.wantProblem(c.try("admin", "put-app-evidence", actions(action)), http.StatusBadRequest, "invalid")
		if p.Field != field {
			t.Errorf("%v: the field is %s", action, p.Field)
		}
	}
	w.wantProblem(c.try("supervisor", "put-app-evidence", actions()), http.StatusForbidden, "forbidden")
	if kept, _ := w.handler.deps.Apps.App("live"); kept.Netease.AppSecret != "hidden" || len(kept.Netease.Actions) != 2 {
		t.Errorf("%+v", kept.Netease.Actions)
	}
}
