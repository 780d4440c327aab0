package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// everybody is a call.Users and a call.Guard that knows no harm of anybody.
type everybody struct{}

func (everybody) MustExist(context.Context, string, string) error   { return nil }
func (everybody) MayCall(context.Context, tenant.App, string) error { return nil }

// partyApp rings for ten seconds.
var partyApp = tenant.App{ID: live, Party: &tenant.Party{AppKey: "k", AppSecret: "s", Ring: "10s"}}

// callNode is a node's service whose clock is the test's.
func callNode(store *sqlstore.Store, now func() time.Time) *call.Service {
	return call.NewService(call.Options{Store: store, Users: everybody{}, Guard: everybody{}, Now: now})
}

func TestACallFromEndToEnd(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx, now := open(), context.Background(), start
		calls := callNode(store, func() time.Time { return now })
		c, err := calls.Invite(ctx, partyApp, "a", "b", call.Video)
		must(t, err)
		now = now.Add(4 * time.Second)
		_, err = calls.Accept(ctx, partyApp, "b", c.ID)
		must(t, err)
		busy, err := calls.Invite(ctx, partyApp, "c", "a", call.Audio)
		must(t, err)
		same(t, call.Busy, busy.Reason)
		now = now.Add(61 * time.Second)
		c, err = calls.Hangup(ctx, partyApp, "a", c.ID)
		must(t, err)
		same(t, call.Completed, c.Reason)
		tickets, err := calls.Tickets(ctx, live, "a", 0, 0)
		must(t, err)
		same(t, 2, len(tickets))
		same(t, 61*time.Second, tickets[0].Talked)
	})
}
