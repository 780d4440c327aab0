package storetest

import (
	"context"
	"testing"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func TestPreferences(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, db Database) {
		store := audited(t, db)
		want := func(account int64, value string) {
			t.Helper()
			kept, err := store.Preferences(context.Background(), account)
			must(t, err)
			same(t, value, kept)
		}
		want(1, "")
		for _, value := range []string{`{"a":1}`, `{"a":1}`, `{"林":"<&>"}`} {
			must(t, store.PutPreferences(byLin(), 1, value))
			want(1, value)
		}
		want(2, "")
		entry := told1("", auditlog.AStaff, "1", `{}`)
		wantTold(t, store, auditlog.StaffPreferences, entry, entry) // what stays so is no change
	})
}

func TestUndelivered(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		none, err := store.Undelivered(ctx, "")
		must(t, err)
		same(t, 0, len(none))
		die(t, store, event("user:1", "mute", at(1)), event("user:2", "mute", at(2)))
		foreign := event("user:3", "mute", at(3))
		foreign.App = "other"
		write(t, store, event("user:4", "mute", at(5)), event("user:4", "unmute", at(4)), foreign)
		dead := delivery.Stat{App: live, State: outbox.Dead, Number: 2, Oldest: at(1)}
		waits := delivery.Stat{App: live, State: outbox.Pending, Number: 2, Oldest: at(4)}
		his := delivery.Stat{App: "other", State: outbox.Pending, Number: 1, Oldest: at(3)}
		for app, want := range map[string][]delivery.Stat{"": {waits, dead, his}, live: {waits, dead}, "other": {his}, "third": nil} {
			got, err := store.Undelivered(ctx, app)
			must(t, err)
			same(t, want, got)
		}
		got, err := store.GivenUp(ctx)
		must(t, err)
		same(t, []delivery.Stat{dead}, got)
	})
}

func TestTheLogIsVerifiedInParts(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, db Database) {
		store, ctx := logged(t, db, 5), context.Background()
		head := head(t, store)
		for from, checked := range map[int64]int64{1: head.Position, 3: head.Position - 2, head.Position + 1: 0} {
			span, err := auditlog.VerifySpan(ctx, store, from)
			must(t, err)
			same(t, auditlog.Span{From: from, Checked: checked, Head: head}, span)
		}
		_, err := auditlog.VerifySpan(ctx, store, head.Position+2)
		wantFault(t, err, fault.Invalid)
	})
}
