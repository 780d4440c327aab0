package storetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

func TestWhereACaseIsAndWhoHoldsIt(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		ctx, store := context.Background(), open()
		first, second := opened(t, store, complaint(1, "a")), opened(t, store, complaint(2, "b"))
		place := func(caseID int64) string {
			t.Helper()
			app, state, err := store.CasePlace(ctx, caseID)
			must(t, err)
			return app + " " + string(state)
		}
		if got := place(first); got != live+" open" {
			t.Errorf("waiting: %s", got)
		}
		claim := messages(1)
		wantClaim(t, store, claim, at(10), first)
		leases, err := store.LeasesOf(ctx, claim.Reviewer)
		must(t, err)
		want := []review.Case{{ID: first, App: live, Queue: review.MessageQueue, State: review.Leased, Holder: claim.Reviewer, LeaseUntil: at(10).Add(claim.Lease)}}
		if diff := cmp.Diff(want, leases); diff != "" {
			t.Error(diff)
		}
		if leases, err := store.LeasesOf(ctx, claim.Reviewer+1); err != nil || len(leases) != 0 {
			t.Errorf("somebody else holds %v, %v", leases, err)
		}
		must(t, decide(store, first, at(11)))
		if got := place(first) + ", " + place(second); got != live+" decided, "+live+" open" {
			t.Errorf("decided: %s", got)
		}
		if leases, err := store.LeasesOf(ctx, claim.Reviewer); err != nil || len(leases) != 0 {
			t.Errorf("after the decision he holds %v, %v", leases, err)
		}
		if _, _, err := store.CasePlace(ctx, 999); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unknown case: %v", err)
		}
	})
}
