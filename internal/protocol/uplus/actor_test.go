package uplus

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/auditlog"
)

// lastActor is who is told to have done the last thing of the kind, without
// the port of his address.
func (w *world) lastActor(action auditlog.Action) auditlog.Actor {
	w.t.Helper()
	list, err := w.store.AuditEntries(context.Background(), auditlog.Filter{Action: string(action), Limit: 1})
	if err != nil || len(list) != 1 {
		w.t.Fatalf("%s is told %d times, %v", action, len(list), err)
	}
	actor := list[0].Actor
	actor.Address, _, _ = strings.Cut(actor.Address, ":")
	return actor
}

func TestEveryDoorSaysWhoActs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 3 {
		report := valid(11)
		message(report)["msgid"] = fmt.Sprint(i)
		w.file(report)
	}
	reviewer := fmt.Sprint(w.cids["reviewer1"])
	byReviewer := func(via string) auditlog.Actor {
		return auditlog.Actor{Kind: auditlog.Staff, ID: reviewer, Name: "reviewer1", Address: "127.0.0.1", Via: via}
	}
	for _, step := range []struct {
		act    func() reply
		action auditlog.Action
		want   auditlog.Actor
	}{
		{func() reply { return w.call("reviewer1", "GET", "/report/message/next?risk=0", nil) }, auditlog.StaffLogin, byReviewer("POST /login")},
		{func() reply { return reply{} }, auditlog.CaseClaim, byReviewer("GET /report/message/next")},
		{func() reply {
			return w.call("reviewer1", "POST", "/app/live/user/risk", url.Values{"user_id": {"5"}})
		}, auditlog.ListAdd, byReviewer("POST /user/risk")},
		{func() reply {
			return w.asServer(serverToken, "GET", "/uplus-report/api/get_next_report?risk=0&csid=supervisor1")
		}, auditlog.CaseClaim, auditlog.Actor{Kind: auditlog.App, ID: "live", Name: "supervisor1", Address: "127.0.0.1", Via: "GET /uplus-report/api/get_next_report"}},
		{func() reply {
			return w.call("", "POST", "/login", url.Values{"username": {"reviewer1"}, "password": {"wrong"}})
		}, auditlog.StaffLoginFailed, auditlog.Actor{Kind: auditlog.Visitor, Address: "127.0.0.1", Via: "POST /login"}},
		{func() reply { return w.call("reviewer1", "POST", "/logout", nil) }, auditlog.StaffLogout, byReviewer("POST /logout")},
		{func() reply {
			order := valid(11)
			order["type"], order["reporter"] = []int{4}, "9001"
			return w.report("admin:9001", "9001", encode(t, order))
		}, auditlog.ReportOrder, auditlog.Actor{Kind: auditlog.Administrator, ID: "9001", Address: "127.0.0.1", Via: "POST /v/{client_version}/t/{client_type}/report/reportmsg"}},
	} {
		answer := step.act()
		if got := w.lastActor(step.action); got != step.want {
			t.Errorf("%s: told %+v, want %+v, after %d %s", step.action, got, step.want, answer.status, answer.body)
		}
	}
}
