package storetest

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// heads claims at a second for a minute.
func heads(t *testing.T, store *sqlstore.Store, limit, second int) []outbox.Claim {
	t.Helper()
	claims, err := store.ClaimHeads(context.Background(), live, limit, at(second), at(second+60))
	if err != nil {
		t.Error(err)
	}
	return claims
}

func kinds(claims []outbox.Claim) []string {
	var list []string
	for _, c := range claims {
		list = append(list, c.Kind)
	}
	return list
}

// tried records an attempt at a second that took 250 ms.
func tried(store *sqlstore.Store, c outbox.Claim, outcome outbox.Outcome, second int, retryAt time.Time) error {
	a := outbox.Attempt{EventID: c.ID, At: at(second), Took: 250 * time.Millisecond, Status: 200, Answer: `{"ret":0}`, Outcome: outcome}
	if outcome != outbox.Done {
		a.Status, a.Error = 503, "HTTP 503"
	}
	return store.RecordAttempt(context.Background(), c, a, retryAt)
}

// stored reads an event again.
func stored(t *testing.T, store *sqlstore.Store, eventID int64) outbox.Record {
	t.Helper()
	list, err := store.Deliveries(context.Background(), delivery.Filter{Before: eventID + 1, Limit: 1})
	must(t, err)
	return list[0]
}

func TestHeadsAreLentInOrder(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		early, foreign := event("user:3", "c1", at(5)), event("user:1", "x", at(1))
		early.DueAt, foreign.App = time.Time{}, "other" // at once: since it was made
		late := event("user:2", "b1", at(1))
		late.DueAt = at(30)
		write(t, store, event("user:1", "a1", at(10)), event("user:1", "a2", at(1)), late, event("user:2", "b2", at(1)), early, foreign)

		for second, want := range map[int][]string{0: nil, 1: {"other"}, 5: {live, "other"}} {
			apps, err := store.DueApps(ctx, at(second))
			must(t, err)
			same(t, want, apps)
		}
		same(t, []string{"c1"}, kinds(heads(t, store, 1, 10)))
		got := heads(t, store, 9, 10)
		same(t, []string{"a1"}, kinds(got))
		if got[0].Token == "" || got[0].State != outbox.Pending || !got[0].DueAt.Equal(at(10)) {
			t.Fatalf("lent %+v", got[0])
		}
		same(t, nil, kinds(heads(t, store, 9, 10)))
		apps, err := store.DueApps(ctx, at(10))
		must(t, err)
		same(t, []string{"other"}, apps)
		must(t, tried(store, got[0], outbox.Done, 11, time.Time{}))
		same(t, []string{"a2"}, kinds(heads(t, store, 9, 11)))
		same(t, []string{"b1"}, kinds(heads(t, store, 9, 30)))
	})
}

func TestAttemptsSettleTheirEvent(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		first, second := event("user:1", "mute", at(0)), event("user:1", "lift", at(0))
		write(t, store, first, second)

		must(t, tried(store, heads(t, store, 9, 1)[0], outbox.Failed, 1, at(5)))
		same(t, 0, len(heads(t, store, 9, 4))) // a retry holds its lane
		c := heads(t, store, 9, 5)[0]
		same(t, "mute", c.Kind)
		same(t, []int{1, 0}, []int{c.Attempts, c.Refusals})
		if !c.FirstAt.Equal(at(1)) || !c.DoneAt.IsZero() || c.LastError != "HTTP 503" || !c.DueAt.Equal(at(5)) {
			t.Fatalf("after a failure it is %+v", c.Record)
		}
		must(t, tried(store, c, outbox.Refused, 6, time.Time{}))
		dead := stored(t, store, c.ID)
		if dead.State != outbox.Dead || dead.Attempts != 2 || dead.Refusals != 1 || !dead.FirstAt.Equal(at(1)) || !dead.DoneAt.Equal(at(6).Add(250*time.Millisecond)) {
			t.Fatalf("given up as %+v", dead)
		}
		next := heads(t, store, 9, 6)[0]
		must(t, tried(store, next, outbox.Done, 7, at(99)))
		done := stored(t, store, next.ID)
		if done.State != outbox.Delivered || done.Attempts != 1 || done.LastError != "" || !done.DoneAt.Equal(at(7).Add(250*time.Millisecond)) {
			t.Fatalf("delivered as %+v", done)
		}
		same(t, second.Key, done.Key)
		same(t, 0, len(heads(t, store, 9, 1000)))

		list, err := store.Attempts(context.Background(), c.ID)
		must(t, err)
		same(t, []outbox.Attempt{
			{EventID: c.ID, At: at(1), Took: 250 * time.Millisecond, Status: 503, Answer: `{"ret":0}`, Error: "HTTP 503", Outcome: outbox.Failed},
			{EventID: c.ID, At: at(6), Took: 250 * time.Millisecond, Status: 503, Answer: `{"ret":0}`, Error: "HTTP 503", Outcome: outbox.Refused},
		}, list)
	})
}

func TestAnswersAreKeptUpToTheirLimit(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		write(t, store, event("user:1", "mute", at(0)))
		c := heads(t, store, 1, 0)[0]
		long := "ab\x00\xff" + strings.Repeat("禁", outbox.AnswerLimit)
		must(t, store.RecordAttempt(context.Background(), c, outbox.Attempt{At: at(1), Answer: long, Outcome: outbox.Done}, time.Time{}))
		list, err := store.Attempts(context.Background(), c.ID)
		must(t, err)
		got := list[0].Answer
		if !utf8.ValidString(got) || len(got) > outbox.AnswerLimit || len(got) < outbox.AnswerLimit-2 || !strings.HasPrefix(got, "ab\uFFFD\uFFFD禁") {
			t.Fatalf("kept %d bytes: %.20q", len(got), got)
		}
	})
}

func TestResendPutsADeadEventAtTheEnd(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		write(t, store, event("user:1", "mute", at(0)))
		c := heads(t, store, 1, 0)[0]
		wantFault(t, store.Resend(ctx, c.ID+1, true, at(1)), fault.NotFound)
		wantFault(t, store.Resend(ctx, c.ID, true, at(1)), fault.Conflict)
		must(t, tried(store, c, outbox.Refused, 1, time.Time{}))
		must(t, store.Resend(ctx, c.ID, false, at(2)))

		again := heads(t, store, 1, 2)[0]
		want := outbox.Record{Event: c.Event, State: outbox.Pending}
		want.DueAt = at(2)
		same(t, want, again.Record)
		must(t, tried(store, again, outbox.Refused, 3, time.Time{}))
		write(t, store, event("user:1", "lift", at(3)), event("user:2", "mute", at(3)))
		err := store.Resend(ctx, c.ID, false, at(4))
		wantFault(t, err, fault.Conflict)
		if !fault.HasCode(err, delivery.CodeOvertaken) {
			t.Fatalf("overtaken, but the code is %v", err)
		}
		must(t, store.Resend(ctx, c.ID, true, at(4)))
		same(t, []string{"lift", "mute"}, kinds(heads(t, store, 9, 4)))
		lanes, err := store.Deliveries(ctx, delivery.Filter{App: live, Lane: "user:1", State: outbox.Pending})
		must(t, err)
		same(t, 2, len(lanes))
	})
}

func TestDeliveriesAreFilteredAndPaged(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		foreign, ofCase := event("user:1", "a", at(0)), event("user:2", "b", at(0))
		foreign.App, ofCase.CaseID, ofCase.DueAt = "other", 77, at(-1)
		write(t, store, foreign, ofCase, event("user:1", "c", at(0)), event("user:1", "d", at(0)))
		must(t, tried(store, heads(t, store, 1, 0)[0], outbox.Refused, 1, time.Time{})) // b, due before the others
		newest := func(f delivery.Filter) string {
			list, err := store.Deliveries(context.Background(), f)
			must(t, err)
			names := ""
			for _, r := range list {
				names += r.Kind
			}
			return names
		}
		for _, step := range []struct {
			filter delivery.Filter
			want   string
		}{
			{delivery.Filter{}, "dcba"},
			{delivery.Filter{App: live}, "dcb"},
			{delivery.Filter{Lane: "user:1"}, "dca"},
			{delivery.Filter{App: live, Lane: "user:1"}, "dc"},
			{delivery.Filter{App: live, Lane: "user:2", State: outbox.Pending}, ""},
			{delivery.Filter{CaseID: 77}, "b"},
			{delivery.Filter{CaseID: 77, App: "other"}, ""},
			{delivery.Filter{State: outbox.Pending}, "dca"},
			{delivery.Filter{State: outbox.Dead}, "b"},
			{delivery.Filter{State: outbox.Dead, App: "other"}, ""},
			{delivery.Filter{State: outbox.Delivered}, ""},
			{delivery.Filter{Limit: 2}, "dc"},
			{delivery.Filter{Before: 3, Limit: 500}, "ba"},
		} {
			if got := newest(step.filter); got != step.want {
				t.Errorf("%+v gives %q, want %q", step.filter, got, step.want)
			}
		}
	})
}

func TestPagesOfDeliveriesHaveALimit(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		events := make([]outbox.Event, 501)
		for i := range events {
			events[i] = event("user:1", "mute", at(0))
		}
		write(t, store, events...)
		for limit, want := range map[int]int{0: 100, 7: 7, 500: 500, 501: 500} {
			list, err := store.Deliveries(context.Background(), delivery.Filter{Limit: limit})
			must(t, err)
			same(t, want, len(list))
		}
	})
}
