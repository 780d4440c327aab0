package native

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	partycall "github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// MayCall and MustExist: everybody is there, and may call.
func (everybody) MayCall(context.Context, tenant.App, string) error { return nil }
func (everybody) MustExist(context.Context, string, string) error   { return nil }

// talk has two users of the app live talk for a while.
func (w *world) talk(caller, callee string, length time.Duration) partycall.Call {
	w.Helper()
	calls := partycall.NewService(partycall.Options{Store: w.store, Users: everybody{}, Guard: everybody{}, Now: w.clock.now})
	ctx, app := context.Background(), tenant.App{ID: "live"}
	c, err := calls.Invite(ctx, app, caller, callee, partycall.Video)
	w.must(err)
	_, err = calls.Accept(ctx, app, callee, c.ID)
	w.must(err)
	w.clock.move(length)
	c, err = calls.Hangup(ctx, app, callee, c.ID)
	w.must(err)
	return c
}

// partyCalls is the part of the party's calls in TestEveryOperation.
func (c *client) partyCalls() {
	done := c.talk("ann", "bob", 90*time.Second)
	all := c.call("auditor", "list-calls", given{"id": "live"})
	if c.text(all, "items.0.call_id") != done.ID || c.number(all, "items.0.seconds") != 90 || c.number(all, "items.0.status") != 1 ||
		c.number(all, "items.0.type") != 2 || c.text(all, "items.0.reason") != "completed" {
		c.Errorf("%v", all)
	}
}

func TestCallsAreListedToWhomTheyConcern(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	for _, callee := range []string{"bob", "cid", "bob"} {
		w.talk("ann", callee, time.Minute)
	}
	w.talk("dan", "ann", time.Minute)
	w.talk("dan", "cid", time.Minute)
	first := c.call("supervisor", "list-calls", given{"id": "live", "user_id": "ann", "limit": 3})
	if c.text(first, "items.0.caller") != "dan" || c.text(first, "items.1.callee") != "bob" || c.text(first, "items.2.callee") != "cid" {
		t.Errorf("%v", first)
	}
	rest := c.call("admin", "list-calls", given{"id": "live", "user_id": "ann", "limit": 3, "cursor": first["next"]})
	if len(c.at(rest, "items").([]any)) != 1 || rest["next"] != nil {
		t.Errorf("%v", rest)
	}
	own := c.call(w.token("app live", staff.CasesRead), "list-calls", given{"id": "live"})
	if len(c.at(own, "items").([]any)) != 5 {
		t.Errorf("%v", own)
	}
	w.wantProblem(c.try(w.token("app other", staff.CasesRead), "list-calls", given{"id": "live"}), http.StatusForbidden, "forbidden")
	w.wantProblem(c.try("reviewer", "list-calls", given{"id": "live"}), http.StatusForbidden, "forbidden")
	w.wantProblem(c.try("admin", "list-calls", given{"id": "live", "cursor": "1"}), http.StatusBadRequest, "invalid")
	entries, err := w.store.AuditEntries(t.Context(), auditlog.Filter{Action: string(auditlog.UserView)})
	w.must(err)
	if len(entries) != 2 || entries[0].Object.ID != "ann" || string(entries[0].Detail) != `{"of":"calls"}` {
		t.Errorf("%+v", entries)
	}
}
