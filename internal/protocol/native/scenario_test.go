package native

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// hallReport is a report of one message in the hall.
func hallReport(message, accused, reporter string) given {
	return given{"mod": 11, "reporter": reporter, "accused": accused, "complaints": []string{"ad"}, "messages": []map[string]any{
		{"type": "text", "id": message, "sender_id": accused, "text": "加微信 xz123"},
	}}
}

// number reads a number out of an answer, by its path.
func (c *client) number(answer map[string]any, path string) int64 {
	c.Helper()
	value, is := c.at(answer, path).(float64)
	if !is {
		c.Fatalf("%s is no number in %v", path, answer)
	}
	return int64(value)
}

func (c *client) text(answer map[string]any, path string) string {
	c.Helper()
	value, is := c.at(answer, path).(string)
	if !is {
		c.Fatalf("%s is no text in %v", path, answer)
	}
	return value
}

// at finds a value by a path such as cases.0.id.
func (c *client) at(value any, path string) any {
	c.Helper()
	for step := range strings.SplitSeq(path, ".") {
		switch inner := value.(type) {
		case map[string]any:
			value = inner[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(inner) {
				c.Fatalf("%s: there is no %s in %v", path, step, value)
			}
			value = inner[i]
		default:
			c.Fatalf("%s: there is no %s in %v", path, step, value)
		}
	}
	return value
}

// held claims the next message case for the reviewer.
func (c *client) held(who string) (id int64, hold given) {
	c.Helper()
	answer := c.call(who, "claim-cases", given{"queue": "message"})
	id = c.number(answer, "cases.0.id")
	return id, given{"id": id, "lease_token": c.text(answer, "cases.0.lease_token"), "version": c.number(answer, "cases.0.version")}
}

func (g given) with(name string, value any) given {
	more := given{name: value}
	for name, value := range g {
		more[name] = value
	}
	more[name] = value
	return more
}

// TestEveryOperation calls every operation of the document with requests made
// of the document, and holds every answer to it.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		c := newClient(w)
		c.reportsAndCases()
		c.sanctionsAndDeliveries()
		c.lists()
		c.words()
		c.pictures()
		c.rules()
		c.learning()
		c.undoing()
		c.settings()
		c.people()
		c.oneself()
		c.stream()
		c.comingAndGoing()
		c.calls()
		c.gifts()
		c.partyCalls()
		c.wantAllDone()
		if log := w.log.String(); strings.Contains(log, "level=ERROR") {
			t.Error(log)
		}
	})
}

func (c *client) reportsAndCases() {
	app := c.token("app live", staff.ReportsWrite, staff.CasesRead)
	for i := range 6 {
		c.call(app, "submit-report", hallReport(fmt.Sprint("m", i), "10001", "10086"))
	}
	c.call(app, "submit-report", hallReport("m1", "10001", "10087"))
	_, hold := c.held("reviewer")
	c.call("reviewer", "renew-case", hold)
	c.call("reviewer", "release-case", hold)
	_, hold = c.held("reviewer")
	c.call("reviewer", "skip-case", hold)
	id, hold := c.held("reviewer")
	c.call("reviewer", "escalate-case", hold.with("memo", "难判"))
	if got := c.number(c.call("supervisor", "get-case", given{"id": id}), "notes.0.author"); got != c.ids["reviewer"] {
		c.Errorf("the note's author is %d", got)
	}
	id, hold = c.held("reviewer")
	decision := hold.with("verdict", "ad").with("actions", []map[string]any{{"type": "mute", "hours": 24}}).with("undo_seconds", 60)
	c.text(c.call("reviewer", "decide-case", decision), "undo_until")
	back := c.call("reviewer", "undo-decision", given{"id": id})
	decision["lease_token"], decision["version"], decision["undo_seconds"] = c.text(back, "lease_token"), c.number(back, "version"), 0
	c.call("reviewer", "decide-case", decision)
	story := c.call("auditor", "get-case", given{"id": id})
	if c.text(story, "decisions.0.undone_at") == "" || c.text(story, "case.verdict") != "ad" {
		c.Errorf("the story is %v", story)
	}
	if found := c.call(app, "search-cases", given{"user_id": "10001", "state": "decided"}); c.number(found, "items.0.id") != id {
		c.Errorf("found %v", found)
	}
	if similar := c.call("reviewer", "similar-cases", given{"id": id}); len(similar["items"].([]any)) == 0 {
		c.Errorf("nothing is like the case: %v", similar)
	}
	c.pages(app)
	c.boards(id)
	user := c.call(app, "get-user", given{"id": "10001"})
	if c.text(user, "in_force.0.action") != "mute" || c.number(user, "reports.0.report.accuracy.agreed") == 0 {
		c.Errorf("the user is %v", user)
	}
}

// pages turns the pages of the user.
func (c *client) pages(who string) {
	for operation, total := range map[string]int{"list-user-reports": 7, "list-user-decisions": 2} {
		seen, ask := 0, given{"id": "10001", "limit": 2}
		for range 10 {
			answer := c.call(who, operation, ask)
			seen += len(answer["items"].([]any))
			if answer["next"] == nil {
				break
			}
			ask = ask.with("cursor", answer["next"])
		}
		if seen != total {
			c.Errorf("%s: %d, want %d", operation, seen, total)
		}
	}
	filed := c.call(who, "list-user-filed", given{"id": "10087"})
	if c.text(filed, "items.0.report.reporter") != "10087" || len(filed["items"].([]any)) != 1 {
		c.Errorf("filed %v", filed)
	}
}

// boards looks at what the decision of the case made of the figures.
func (c *client) boards(id int64) {
	mine := c.call("reviewer", "my-stats", nil)
	if c.number(mine, "decided_today") != 1 || c.number(mine, "decided_last_15m") != 1 || c.number(mine, "undone_today") != 1 || c.text(mine, "per_queue.0.queue") != "message" {
		c.Errorf("I did %v in case %d", mine, id)
	}
	team := c.call("supervisor", "team-stats", nil)
	for _, one := range team["items"].([]any) {
		if decided := c.number(one.(map[string]any), "decided_today"); (decided == 1) != (c.text(one.(map[string]any), "username") == "reviewer") {
			c.Errorf("the team did %v", team)
		}
	}
	paced := c.call("auditor", "pace", given{"app": "live", "queue": "message", "minutes": 10, "step": 5})
	if len(paced["items"].([]any)) != 2 || c.number(paced, "items.1.arrived") != 6 || c.number(paced, "items.1.decided") != 1 || c.number(paced, "items.0.arrived") != 0 {
		c.Errorf("the pace is %v", paced)
	}
	if waiting := c.call("auditor", "delivery-stats", nil); c.text(waiting, "items.0.state") != "pending" || c.number(waiting, "items.0.number") == 0 {
		c.Errorf("undelivered is %v", waiting)
	}
}

func (c *client) sanctionsAndDeliveries() {
	sanction := c.number(c.call("auditor", "list-sanctions", given{"user_id": "10001", "in_force": true}), "items.0.id")
	c.call("reviewer", "lift-sanction", given{"id": sanction, "memo": "误判"})
	id := c.number(c.call("auditor", "list-deliveries", given{"kind": "mute"}), "items.0.id")
	c.kill(id)
	delivery := c.call("auditor", "get-delivery", given{"id": id})
	if c.text(delivery, "attempts.0.outcome") != "refused" || c.text(delivery, "delivery.state") != "dead" {
		c.Errorf("the delivery is %v", delivery)
	}
	c.call("supervisor", "resend-delivery", given{"id": id, "overtaken": true})
	c.kill(id)
	many := given{"filter": map[string]any{"kind": "mute"}, "overtaken": true, "dry_run": true}
	if counted := c.call("supervisor", "resend-deliveries", many); c.number(counted, "count") != 1 || c.number(counted, "resent") != 0 {
		c.Errorf("counted %v", counted)
	}
	if resent := c.call("supervisor", "resend-deliveries", many.with("dry_run", false)); c.number(resent, "resent") != 1 {
		c.Errorf("resent %v", resent)
	}
}

// kill makes a pending delivery a dead one, as refusals do. What stands before
// it in its lane is delivered.
func (c *client) kill(id int64) {
	c.Helper()
	ctx := context.Background()
	for range 10 {
		now := c.clock.now()
		claims, err := c.store.ClaimHeads(ctx, "live", 10, now, now.Add(time.Minute))
		c.must(err)
		for _, claim := range claims {
			attempt := outbox.Attempt{EventID: claim.ID, At: now, Took: time.Second, Status: 200, Outcome: outbox.Done}
			if claim.ID == id {
				attempt.Status, attempt.Answer, attempt.Error, attempt.Outcome = 403, "no", "HTTP 403", outbox.Refused
			}
			c.must(c.store.RecordAttempt(ctx, claim, attempt, time.Time{}))
		}
		record, err := c.handler.delivery(withCaller(ctx, caller{}), id)
		c.must(err)
		if record.State == outbox.Dead {
			return
		}
	}
	c.Fatalf("delivery %d does not die", id)
}

func (c *client) lists() {
	app := c.token("app live", staff.ListsWrite, staff.CasesRead)
	for _, list := range []string{"risk", "special"} {
		for _, user := range []string{"20001", "20002", "20003"} {
			c.call("reviewer", "add-"+list+"-user", given{"app": "live", "user_id": user})
		}
		first := c.call(app, "list-"+list+"-users", given{"limit": 2})
		rest := c.call(app, "list-"+list+"-users", given{"limit": 2, "cursor": c.text(first, "next")})
		if c.text(first, "items.0.user_id") != "20003" || c.text(rest, "items.0.user_id") != "20001" || rest["next"] != nil {
			c.Errorf("the list is %v and %v", first, rest)
		}
		c.call("auditor", "get-"+list+"-user", given{"app": "live", "user_id": "20002"})
		c.call(app, "remove-"+list+"-user", given{"user_id": "20002"})
	}
}

func (c *client) settings() {
	c.call("auditor", "list-apps", nil)
	app := c.call("admin", "get-app", given{"id": "live"})["app"].(map[string]any)
	app["name"] = "新名字"
	c.call("admin", "put-app", given(app))
	c.call("admin", "patch-app", given{"id": "live", "media_base_url": "http://media.example/"})
	c.call("admin", "put-app-audit", given{"id": "live", "thresholds": map[string]any{"spread": 30}})
	c.call("reviewer", "get-app-audit", given{"id": "live"})
	c.call("reviewer", "get-app-evidence", given{"id": "live"})
	c.call("admin", "patch-app", given{"id": "live", "netease": map[string]any{"app_key": "k", "app_secret": "s"}})
	c.call("admin", "put-app-evidence", given{"id": "live", "actions": []map[string]any{{"label": 100, "level": 2, "do": "kick", "minutes": 30}}})
	c.call("admin", "rotate-secret", given{"id": "live", "secret": "uplus.server_token"})
	c.call("admin", "erase-user", given{"id": "live", "user_id": "nobody-at-all", "dry_run": true})
	c.call("auditor", "queue-stats", given{"app": "live"})
	c.call("admin", "patch-settings", given{"callback_url": "https://callback.example/", "lease_seconds": 300})
	if kept := c.call("admin", "get-settings", nil); c.text(kept, "callback_url") != "https://callback.example/" || c.number(kept, "lease_seconds") != 300 {
		c.Errorf("the settings are %v", kept)
	}
}

func (c *client) people() {
	id := c.number(c.call("admin", "create-staff", given{"username": "reviewer9"}), "id")
	c.call("admin", "patch-staff", given{"id": id, "role": "supervisor", "disabled": true, "reset_totp": true})
	c.call("auditor", "list-staff", nil)
	c.call("reviewer", "list-staff-names", nil)
	if one := c.call("auditor", "get-staff", given{"id": id}); one["disabled"] != true || one["role"] != "supervisor" {
		c.Errorf("the member is %v", one)
	}
	made := c.call("admin", "create-token", given{"app": "live", "scopes": []string{"cases:read"}})
	c.call("admin", "list-tokens", given{"app": "live"})
	c.call(c.text(made, "plaintext"), "search-cases", nil)
	c.call("admin", "revoke-token", given{"id": c.number(made, "token.id")})
	if gone := c.try(c.text(made, "plaintext"), "search-cases", nil); gone.status != http.StatusUnauthorized {
		c.Errorf("a revoked token: %d", gone.status)
	}
	c.call("auditor", "list-audit", given{"action": "case."})
	c.must(c.store.LinkAudit(c.Context()))
	if span := c.call("auditor", "verify-audit", nil); c.number(span, "checked") != c.number(span, "head.position") || span["finding"] != nil {
		c.Errorf("verified %v", span)
	}
	c.call("auditor", "export-audit", nil)
	c.call("auditor", "export-audit", given{"format": "csv"})
}

func (c *client) oneself() {
	c.hire("somebody", staff.Reviewer)
	c.call("somebody", "get-me", nil)
	if none := c.call("somebody", "get-preferences", nil); len(none) != 0 {
		c.Errorf("somebody has set %v", none)
	}
	c.want(c.do(call{who: "somebody", method: http.MethodPut, path: "/staff/me/preferences", body: `{"theme":"dark"}`}), http.StatusOK, nil)
	c.call("somebody", "put-preferences", nil)
	code := c.enrolled("somebody")
	c.call("somebody", "renew-recovery-codes", given{"password": password, "code": code()})
	c.call("somebody", "disable-totp", given{"password": password, "code": code()})
	c.call("somebody", "change-password", given{"old": password, "new": "another-password"})
	sessions := c.call("somebody", "list-sessions", nil)
	c.call("somebody", "revoke-sessions", nil)
	c.call("somebody", "revoke-session", given{"id": c.text(sessions, "items.0.id")})
	if gone := c.try("somebody", "get-me", nil); gone.status != http.StatusUnauthorized {
		c.Errorf("a revoked session: %d", gone.status)
	}
}

// enrolled gives somebody a second factor, and returns how to get its next code.
func (c *client) enrolled(who string) (code func() string) {
	c.Helper()
	secret := c.text(c.call(who, "enrol-totp", nil), "secret")
	code = func() string {
		c.clock.move(time.Minute)
		code, err := totp.GenerateCode(secret, c.clock.now())
		c.must(err)
		return code
	}
	c.call(who, "confirm-totp", given{"code": code()})
	return code
}
