package native

import (
	"net/http"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// rules tries what there is about rules.
func (c *client) rules() {
	effect := map[string]any{"outcome": "deny", "label": "ad"}
	said := given{"name": "引流", "app": "live", "expression": `sender.risk && message.text.has("加微信")`, "effect": effect, "quota": 10}
	made := c.call("supervisor", "create-rule", said)
	if c.text(made, "state") != "draft" || c.number(made, "version") != 1 || c.text(made, "effect.outcome") != "deny" {
		c.Errorf("made %v", made)
	}
	rule := given{"id": c.number(made, "id")}
	changed := c.call(c.token("supervisor", staff.WordsWrite), "change-rule", said.with("id", rule["id"]).with("version", 1).with("expression", "true").with("note", "试用"))
	if c.number(changed, "version") != 2 || c.text(changed, "state") != "draft" || c.text(changed, "note") != "试用" {
		c.Errorf("changed %v", changed)
	}
	if shadow := c.call("supervisor", "set-rule-state", rule.with("state", "shadow")); c.text(shadow, "state") != "shadow" || c.number(shadow, "version") != 3 {
		c.Errorf("in the shadow: %v", shadow)
	}
	c.must(c.deps.Rules.Refresh(c.Context()))
	for range 3 {
		ruled := c.deps.Rules.Rule("live", content.Line{Text: "x"}, policy.Context{}, nil, false)
		if len(ruled.Shadow) != 1 {
			c.Fatalf("ruled %+v", ruled)
		}
	}
	if kept := c.call("auditor", "get-rule", rule); c.number(kept, "shadow_today") != 3 || c.number(kept, "hits_today") != 0 {
		c.Errorf("the rule is %v", kept)
	}
	results := c.call("reviewer", "rule-results", rule)
	if c.number(results, "shadow_hits") != 3 || c.number(results, "would.deny") != 3 || c.number(results, "by_day.0.shadow") != 3 {
		c.Errorf("the results are %v", results)
	}
	c.call("reviewer", "rule-results", rule.with("from", "2026-01-01").with("to", "2026-01-02"))
	if list := c.call("reviewer", "list-rules", nil); c.text(list, "items.0.name") != "引流" {
		c.Errorf("the list is %v", list)
	}
	if versions := c.call("auditor", "rule-versions", rule); c.number(versions, "items.0.version") != 3 || c.text(versions, "items.1.state") != "draft" {
		c.Errorf("the versions are %v", versions)
	}
	if help := c.call("reviewer", "rule-vocabulary", nil); c.text(help, "words.0.name") != "message.text" {
		c.Errorf("the vocabulary is %v", help)
	}
	checked := c.call("reviewer", "check-rule", given{"expression": `"😀" == message.txt`})
	if c.at(checked, "ok") != false || c.number(checked, "problems.0.from") != 16 || c.number(checked, "problems.0.to") != 19 {
		c.Errorf("checked %v", checked)
	}
	c.call("supervisor", "delete-rule", rule)
	c.wantProblem(c.try("reviewer", "get-rule", rule), http.StatusNotFound, rules.CodeUnknown)
	c.must(c.deps.Rules.Refresh(c.Context()))
}

func TestBadRules(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	effect := map[string]any{"outcome": "review", "label": "ad"}
	good := given{"name": "a", "expression": "true", "effect": effect}
	for name, bad := range map[string]given{
		"expression": good.with("expression", "message.text"), "app": good.with("app", "nowhere"), "state": good.with("state", "deleted"),
		"effect.outcome": good.with("effect", map[string]any{"outcome": "pass", "label": "ad"}), "effect.label": good.with("effect", map[string]any{"outcome": "deny", "label": "pass"}),
	} {
		if p := w.wantProblem(c.try("admin", "create-rule", bad), http.StatusBadRequest, "invalid"); p.Field != name && p.Field != "body."+name {
			t.Errorf("%s: %+v", name, p)
		}
	}
	id := c.number(c.call("admin", "create-rule", good), "id")
	w.wantProblem(c.try("admin", "create-rule", good), http.StatusConflict, rules.CodeTaken)
	change := good.with("id", id).with("version", 1)
	c.call("admin", "change-rule", change.with("note", "one"))
	w.wantProblem(c.try("admin", "change-rule", change.with("note", "two")), http.StatusConflict, rules.CodeChanged)
	w.wantProblem(c.try("admin", "set-rule-state", given{"id": id, "state": "live", "version": 1}), http.StatusConflict, rules.CodeChanged)
	w.wantProblem(c.try("admin", "rule-results", given{"id": id, "from": "2026-99-01"}), http.StatusBadRequest, "invalid")
}
