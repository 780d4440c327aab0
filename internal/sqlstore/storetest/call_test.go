package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func TestACallFromEndToEnd(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		x, ctx := newSwitchboard(t, open()), context.Background()
		c, err := x.Invite(ctx, x.app, "a", "b", call.Video)
		must(t, err)
		same(t, call.Call{
			ID: c.ID, App: live, Caller: "a", Callee: "b", Kind: call.Video, State: call.Ringing, InvitedAt: start, RingUntil: at(10),
		}, c)
		x.pass(4 * time.Second)
		accepted, err := x.Accept(ctx, x.app, "b", c.ID)
		must(t, err)
		found, err := x.Get(ctx, x.app, "a", c.ID)
		must(t, err)
		same(t, accepted, found)
		same(t, call.InCall, found.State)
		same(t, at(4), found.AnsweredAt)
		busy := x.invite("c", "a")
		same(t, call.Busy, busy.Reason)
		x.pass(61500 * time.Millisecond)
		c, err = x.Hangup(ctx, x.app, "a", c.ID)
		must(t, err)
		same(t, call.Completed, c.Reason)
		same(t, []call.Ticket{
			{ID: 2, CallID: c.ID, Caller: "a", Callee: "b", Kind: call.Video, Start: at(4), End: at(65).Add(500 * time.Millisecond),
				Status: call.StatusComplete, Talked: 61500 * time.Millisecond, Reason: call.Completed},
			{ID: 1, CallID: busy.ID, Caller: "c", Callee: "a", Kind: call.Audio, Start: at(4), End: at(4), Status: call.StatusBusy, Reason: call.Busy},
		}, x.tickets("a"))
		same(t, 1, len(x.tickets("b")))
		same(t, 2, len(x.tickets("")))
		same(t, 0, len(x.tickets("d")))
		_, err = x.store.StandingCall(ctx, live, "b")
		refused(t, call.CodeNoCall, call.Call{}, err)
		x.invite("b", "a") // both are free again
	})
}

func TestDevicesHearOfEachChange(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		x, ctx := newSwitchboard(t, open()), context.Background()
		c := x.invite("a", "b")
		busy := x.invite("c", "b")
		_, err := x.Reject(ctx, x.app, "b", c.ID)
		must(t, err)
		rejected, err := x.Get(ctx, x.app, "b", c.ID)
		must(t, err)
		same(t, []call.View{c.View(), busy.View(), rejected.View()}, x.heard())
		records, err := x.store.Deliveries(ctx, delivery.Filter{App: live})
		must(t, err)
		var told []outbox.Told
		for _, r := range records {
			var what outbox.Told
			must(t, json.Unmarshal(r.Payload, &what))
			what.Data = nil
			told = append(told, what)
		}
		var want []outbox.Told // newest first
		for _, user := range []string{"b", "a", "c", "b", "a"} {
			want = append(want, outbox.Told{To: []string{user}, Type: 1100})
		}
		want[3].Until, want[4].Until = at(10), at(10)
		same(t, want, told)
		same(t, "call:"+c.ID, records[0].Lane)
	})
}

func TestWhoCannotBeInvited(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		x, ctx := newSwitchboard(t, open()), context.Background()
		x.strangers.Store("nobody", true)
		for _, callee := range []string{"", "a"} {
			if _, err := x.Invite(ctx, x.app, "a", callee, call.Audio); !fault.Is(err, fault.Invalid) || fault.As(err).Field != "callee" {
				t.Errorf("%q: %v", callee, err)
			}
		}
		for _, kind := range []call.Kind{0, 3, -1} {
			if _, err := x.Invite(ctx, x.app, "a", "b", kind); !fault.Is(err, fault.Invalid) || fault.As(err).Field != "callType" {
				t.Errorf("%d: %v", kind, err)
			}
		}
		if _, err := x.Invite(ctx, x.app, "a", "nobody", call.Audio); !errors.Is(err, errStranger) {
			t.Error(err)
		}
		same(t, 0, len(x.heard()))
		c := x.invite("a", "b")
		for _, callee := range []string{"b", "c"} {
			_, err := x.Invite(ctx, x.app, "a", callee, call.Audio)
			refused(t, call.CodeInCall, call.Call{}, err)
			same(t, any(c.View()), fault.As(err).Detail)
		}
		_, err := x.Invite(ctx, x.app, "b", "c", call.Audio) // it rings at his
		refused(t, call.CodeInCall, call.Call{}, err)
		same(t, 0, len(x.tickets("")))
	})
}

func TestWhoHasNoPartInACall(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		x, ctx := newSwitchboard(t, open()), context.Background()
		c := x.invite("a", "b")
		for what, do := range map[string]func(context.Context, tenant.App, string, string) (call.Call, error){
			"accept": x.Accept, "reject": x.Reject, "cancel": x.Cancel, "hang up": x.Hangup, "get": x.Get,
		} {
			for _, of := range []struct {
				app        tenant.App
				user, call string
			}{{x.app, "c", c.ID}, {callApp("other"), "a", c.ID}, {x.app, "a", "none"}, {x.app, "a", ""}} {
				if _, err := do(ctx, of.app, of.user, of.call); !fault.HasCode(err, call.CodeNoCall) || !fault.Is(err, fault.NotFound) {
					t.Errorf("%s by %+v: %v", what, of, err)
				}
			}
		}
		must(t, x.EndOf(ctx, x.app, "c", call.Kicked))
		must(t, x.EndOf(ctx, callApp("other"), "a", call.Kicked))
		if err := x.EndOf(ctx, x.app, "a", call.Cancelled); !fault.Is(err, fault.Internal) {
			t.Error(err)
		}
		same(t, []call.View{c.View()}, x.heard())
	})
}

func TestPunishedUsersDoNotCall(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		x, ctx := newSwitchboard(t, open()), context.Background()
		x.barred.Store("p", true)
		_, err := x.Invite(ctx, x.app, "p", "b", call.Audio)
		refused(t, "punished", call.Call{}, err)
		same(t, 0, len(x.heard()))
		away := x.invite("a", "p") // and a is not told why
		same(t, call.Busy, away.Reason)
		x.barred.Delete("p")

		for _, late := range []struct {
			who, code string
			callee    string // he who accepts
		}{{"b", "punished", "b"}, {"a", call.CodeGone, "b"}} {
			c := x.invite("a", late.callee)
			x.barred.Store(late.who, true)
			_, err = x.Accept(ctx, x.app, "b", c.ID)
			refused(t, late.code, call.Call{}, err)
			c, err = x.Get(ctx, x.app, "a", c.ID)
			must(t, err)
			same(t, call.Kicked, c.Reason)
			x.barred.Delete(late.who)
		}

		c := x.invite("a", "b")
		x.barred.Store("a", true) // b's invitation meets a's, which the guard has not let stand
		crossed, err := x.Invite(ctx, x.app, "b", "a", call.Audio)
		must(t, err)
		same(t, call.Busy, crossed.Reason)
		if c, err = x.Get(ctx, x.app, "a", c.ID); err != nil || c.Reason != call.Kicked {
			t.Errorf("%+v %v", c, err)
		}
		x.barred.Delete("a")
		x.broken.Store(true)
		if _, err := x.Invite(ctx, x.app, "a", "b", call.Audio); !fault.Is(err, fault.Unavailable) {
			t.Error(err)
		}
		x.broken.Store(false)
		c = x.invite("a", "b")
		x.broken.Store(true)
		if _, err := x.Accept(ctx, x.app, "b", c.ID); !fault.Is(err, fault.Unavailable) {
			t.Error(err)
		}
		x.broken.Store(false)
		_, err = x.Accept(ctx, x.app, "b", c.ID) // nothing was lost by it
		must(t, err)
	})
}

func TestARingingCallOutlivesItsNode(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		x, ctx := newSwitchboard(t, store), context.Background()
		for i := range 450 { // more than two batches
			x.invite(fmt.Sprint("a", i), fmt.Sprint("b", i))
		}
		must(t, x.EndDue(ctx))
		same(t, 0, len(x.tickets("")))
		must(t, store.Close())
		nodes := []*sqlstore.Store{open(), open()}
		x.pass(10 * time.Second)
		together(4, nodes, func(_ int, store *sqlstore.Store) {
			mustNot(t, beside(t, store, x.society, x.app, x.now).EndDue(ctx))
		})
		x = beside(t, nodes[0], x.society, x.app, x.now)
		tickets, views := x.tickets(""), x.heard()
		same(t, []int{450, 900}, []int{len(tickets), len(views)})
		for _, ticket := range tickets {
			if ticket.Status != call.StatusTimeout || !ticket.End.Equal(at(10)) || ticket.Talked != 0 {
				t.Fatalf("%+v", ticket)
			}
		}
	})
}

// What has run out is gone whether or not the clock's loop has come by.
func TestTheMomentDecidesNotTheLoop(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		x, ctx := newSwitchboard(t, open()), context.Background()
		c := x.invite("a", "b")
		x.pass(9999 * time.Millisecond)
		same(t, call.Busy, x.invite("c", "b").Reason)
		x.pass(time.Millisecond)
		found, err := x.Get(ctx, x.app, "b", c.ID)
		must(t, err)
		same(t, call.TimedOut, found.Reason)
		_, err = x.Accept(ctx, x.app, "b", c.ID)
		refused(t, call.CodeGone, call.Call{}, err)
		x.invite("a", "b")
		x.pass(10 * time.Second)
		same(t, call.Ringing, x.invite("d", "b").State) // b's had run out
		x.pass(10 * time.Second)
		same(t, call.Ringing, x.invite("d", "b").State) // both had
		same(t, 4, len(x.tickets("")))
		x.pass(time.Minute)
		must(t, x.EndOf(ctx, x.app, "d", call.Kicked))
		last := x.tickets("d")[0]
		same(t, call.TimedOut, last.Reason)
		same(t, at(40), last.End)
	})
}

func TestWhoIsGoneIsLost(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		x, ctx := newSwitchboard(t, open()), context.Background()
		look := func(after time.Duration) int {
			x.pass(after)
			must(t, x.EndLost(ctx))
			return len(x.tickets(""))
		}
		rung := x.invite("a", "b")
		x.away.Store("b", true)
		must(t, x.EndOf(ctx, x.app, "b", call.Disconnected)) // who is not there is rung all the same
		must(t, x.EndOf(ctx, x.app, "a", call.Disconnected))
		same(t, call.StatusCancelled, x.tickets("a")[0].Status)
		same(t, rung.ID, x.tickets("a")[0].CallID)
		for i := range 3 {
			c := x.invite(fmt.Sprint("x", i), fmt.Sprint("y", i))
			_, err := x.Accept(ctx, x.app, c.Callee, c.ID)
			must(t, err)
		}
		same(t, 1, look(time.Minute))
		x.away.Store("y0", true)
		x.away.Store("x1", true)
		x.away.Store("y1", true)
		same(t, 1, look(10*time.Second))
		same(t, 1, look(29*time.Second))
		x.away.Delete("y0")
		same(t, 2, look(time.Second)) // y0 was back in time
		x.away.Store("y0", true)
		same(t, 2, look(time.Second))
		same(t, 3, look(30*time.Second))
		for _, ticket := range x.tickets("")[:2] {
			if ticket.Reason != call.Disconnected || ticket.Status != call.StatusComplete || ticket.Talked < time.Minute {
				t.Errorf("%+v", ticket)
			}
		}
	})
}

func TestOldCallsAreForgotten(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		x, ctx := newSwitchboard(t, open()), context.Background()
		standing := x.invite("a", "b")
		_, err := x.Accept(ctx, x.app, "b", standing.ID)
		must(t, err)
		for range 1001 {
			x.invite("c", "a")
		}
		x.pass(180 * 24 * time.Hour)
		young := x.invite("c", "a")
		forget := func() {
			must(t, x.store.DropCalls(ctx, x.app.ID, time.UnixMilli(x.now.Load()).Add(-180*24*time.Hour)))
		}
		forget()
		same(t, 1002, len(x.tickets("c")))
		x.pass(time.Millisecond)
		must(t, x.store.DropCalls(ctx, "other", at(1<<30)))
		forget()
		same(t, 1, len(x.tickets("c")))
		for _, c := range []call.Call{standing, young} {
			_, err := x.Get(ctx, x.app, "a", c.ID)
			must(t, err)
		}
	})
}
