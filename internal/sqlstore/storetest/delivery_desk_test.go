package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// die writes events and gives all of them up, the heads of their lanes first.
func die(t *testing.T, store *sqlstore.Store, events ...outbox.Event) {
	t.Helper()
	write(t, store, events...)
	for range events {
		c := heads(t, store, 1, 100)
		if len(c) == 0 {
			return // another app's
		}
		must(t, tried(store, c[0], outbox.Refused, 100, time.Time{}))
	}
}

func TestDeliveriesAreCountedAsTheyAreListed(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		ofCase, foreign := event("user:2", "b", at(10)), event("user:1", "a", at(40))
		ofCase.CaseID, foreign.App = 77, "other"
		die(t, store, event("user:1", "a", at(0)), ofCase, event("user:1", "a", at(20)))
		write(t, store, event("user:3", "c", at(30)), foreign)
		for _, step := range []struct {
			filter delivery.Filter
			want   []int64
		}{
			{delivery.Filter{}, []int64{5, 4, 3, 2, 1}},
			{delivery.Filter{Kind: "a"}, []int64{5, 3, 1}},
			{delivery.Filter{App: live, Kind: "a"}, []int64{3, 1}},
			{delivery.Filter{App: live, Lane: "user:1", Kind: "a", To: at(20)}, []int64{1}},
			{delivery.Filter{CaseID: 77, Kind: "b"}, []int64{2}},
			{delivery.Filter{CaseID: 77, Kind: "a"}, nil},
			{delivery.Filter{CaseID: 77, From: at(11)}, nil},
			{delivery.Filter{From: at(10), To: at(30)}, []int64{3, 2}},
			{delivery.Filter{State: outbox.Dead, From: at(10)}, []int64{3, 2}},
			{delivery.Filter{State: outbox.Dead, To: at(10)}, []int64{1}},
			{delivery.Filter{State: outbox.Dead, Kind: "b", CaseID: 77}, []int64{2}},
			{delivery.Filter{State: outbox.Pending, Lane: "user:3"}, []int64{4}},
			{delivery.Filter{After: 2, Before: 5}, []int64{4, 3}},
		} {
			list, err := store.Deliveries(context.Background(), step.filter)
			must(t, err)
			var got []int64
			for _, r := range list {
				got = append(got, r.ID)
			}
			t.Logf("%+v", step.filter)
			same(t, step.want, got)
			step.filter.Limit = 1 // a count knows no pages
			number, err := store.CountDeliveries(context.Background(), step.filter)
			must(t, err)
			same(t, len(step.want), number)
		}
	})
}

func TestResendMatchingGoesThroughTheDeadInTheirOrder(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		die(t, store,
			event("user:1", "a1", at(0)), event("user:1", "a2", at(1)), event("user:2", "b1", at(2)),
			event("user:3", "c1", at(3)), event("user:3", "c2", at(4)))
		resend := func(f delivery.Filter, overtaken bool) delivery.Resent {
			done, err := store.ResendMatching(context.Background(), f, overtaken, at(200), 2)
			must(t, err)
			return done
		}
		upTo := delivery.Filter{App: live, To: at(3)} // without user:3
		first := resend(upTo, false)
		same(t, delivery.Resent{Resent: 1, Overtaken: 1, After: 2}, first)
		upTo.After = first.After
		same(t, delivery.Resent{Resent: 1}, resend(upTo, false))
		same(t, delivery.Resent{}, resend(delivery.Filter{App: "other"}, true))
		same(t, delivery.Resent{Resent: 2, After: 5}, resend(delivery.Filter{Lane: "user:3"}, true))
		same(t, []string{"a2", "b1", "c1"}, kinds(heads(t, store, 9, 200)))
		number, err := store.CountDeliveries(context.Background(), delivery.Filter{State: outbox.Dead})
		must(t, err)
		same(t, 1, number) // a1, overtaken
	})
}
