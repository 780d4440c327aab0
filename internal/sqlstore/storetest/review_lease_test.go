package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func TestRenewedLeaseRunsFromNow(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		c := d.takeOne(reviewer(1), caseID) // until 1060
		d.now = at(1059)
		renewed, err := d.Renew(ctx, live, caseID, reviewer(1), held(c))
		must(t, err)
		want := c
		want.LeaseUntil = at(1119)
		same(t, want, renewed)
		must(t, d.ReturnExpired(ctx))
		d.now = at(1118)
		same(t, renewed, d.takeOne(reviewer(1), caseID))
		d.now = at(1119)
		there := wantConflict(t, second(d.Renew(ctx, live, caseID, reviewer(1), held(c))), review.CodeLeaseLost)
		same(t, review.Present{State: review.Open, Version: 2}, there)
	})
}

func second[A any](_ A, err error) error { return err }

// Every act on a lease is refused to all but its holder with its token.
func TestLeaseIsItsHoldersOnly(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		c := d.takeOne(reviewer(1), caseID)
		acts := map[string]func(app string, who review.Reviewer, hold review.Hold) error{
			"renew": func(app string, who review.Reviewer, hold review.Hold) error {
				return second(d.Renew(ctx, app, caseID, who, hold))
			},
			"release": func(app string, who review.Reviewer, hold review.Hold) error {
				return d.Release(ctx, app, caseID, who, hold)
			},
			"skip": func(app string, who review.Reviewer, hold review.Hold) error {
				return d.Skip(ctx, app, caseID, who, hold)
			},
			"escalate": func(app string, who review.Reviewer, hold review.Hold) error {
				return d.Escalate(ctx, app, caseID, who, hold, "")
			},
		}
		for name, act := range acts {
			for _, wrong := range []struct {
				who  review.Reviewer
				hold review.Hold
				code string
			}{
				{reviewer(2), held(c), review.CodeLeaseLost},
				{reviewer(1), review.Hold{Token: strings.Repeat("0", 32)}, review.CodeLeaseLost},
				{reviewer(1), review.Hold{Version: c.Version}, review.CodeLeaseLost},
				{reviewer(1), review.Hold{Token: c.LeaseToken, Version: c.Version - 1}, review.CodeStale},
				{reviewer(1), review.Hold{Token: c.LeaseToken, Version: c.Version + 1}, review.CodeStale},
			} {
				there := wantConflict(t, act(live, wrong.who, wrong.hold), wrong.code)
				same(t, review.Present{State: review.Leased, Version: 2, By: "1", Until: at(1060)}, there)
			}
			wantFault(t, act("other", reviewer(1), held(c)), fault.NotFound)
			found, _ := look(t, store, caseID)
			if found.LeaseToken != c.LeaseToken || found.Version != c.Version {
				t.Fatalf("%s by the wrong one changed the case to %+v", name, found)
			}
		}
		must(t, decide(store, caseID, at(1001)))
		for _, act := range acts {
			there := wantConflict(t, act(live, reviewer(1), review.Hold{Token: c.LeaseToken}), review.CodeLeaseLost)
			same(t, review.Present{State: review.Decided, Version: 3, By: "1", Verdict: verdict.Pass, At: at(1001)}, there)
		}
	})
}

func TestReleasedCaseKeepsItsPlace(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDesk(t, store)
		oldest, next := opened(t, store, complaint(1, "a")), opened(t, store, complaint(2, "a"))
		before, _ := look(t, store, oldest)
		c := d.takeOne(reviewer(1), oldest)
		must(t, d.Release(ctx, live, oldest, reviewer(1), review.Hold{Token: c.LeaseToken}))
		after, _ := look(t, store, oldest)
		before.Version = 3
		same(t, before, after)
		wantConflict(t, d.Release(ctx, live, oldest, reviewer(1), held(c)), review.CodeLeaseLost)
		d.take(reviewer(2), 2, oldest, next)
	})
}

func TestSkippedCaseIsNeverSeenAgain(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDesk(t, store)
		first, next := opened(t, store, complaint(1, "a")), opened(t, store, complaint(2, "a"))
		c := d.takeOne(reviewer(1), first)
		must(t, d.Skip(ctx, live, first, reviewer(1), held(c)))
		c = d.takeOne(reviewer(1), next)
		must(t, d.Release(ctx, live, next, reviewer(1), held(c)))
		wantClaim(t, store, messages(1), at(1000), next) // the older way to claim
		c = d.takeOne(reviewer(2), first)
		must(t, d.Skip(ctx, live, first, reviewer(2), held(c)))
		d.take(reviewer(2), 1)
		d.take(supervisor(1), 9, next)
		d.take(supervisor(3), 9, first)
	})
}

func TestEscalatedCaseIsASupervisorsForGood(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, db Database) {
		store, ctx := db.Open(t, sqlstore.Options{}), context.Background()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		list(t, store, review.SpecialList, "sender1")
		must(t, store.RemoveListed(ctx, review.SpecialList, live, "sender1"))
		c := d.takeOne(reviewer(1), caseID)
		must(t, d.Escalate(ctx, live, caseID, reviewer(1), held(c), "拿不准\x00"))
		list(t, store, review.SpecialList, "sender1") // protects it besides
		must(t, store.RemoveListed(ctx, review.SpecialList, live, "sender1"))
		d.take(reviewer(1), 1)
		d.take(reviewer(2), 1)
		wantClaim(t, store, messages(2), at(1000))
		c = d.takeOne(supervisor(3), caseID)
		if !c.Escalated || c.Protected || !c.Senior() || c.Version != 4 || !c.OpenedAt.Equal(at(1)) {
			t.Fatalf("escalated as %+v", c)
		}
		err := d.Escalate(ctx, live, caseID, supervisor(3), held(c), "")
		if !fault.Is(err, fault.Forbidden) || !fault.HasCode(err, review.CodeNoneAbove) {
			t.Fatalf("a supervisor escalates to %v", err)
		}
		err = d.Pass(ctx, review.Judgement{App: d.app, CaseID: caseID, Who: reviewer(3), Entrance: c.Entrance, Reporter: "a", UserID: "sender1"})
		wantFault(t, err, fault.Forbidden)
		d.decide(c, supervisor(3), verdict.Pass, 0)

		var memo string
		var author, noted int64
		raw := newPlanner(t, db).DB
		must(t, raw.QueryRowContext(ctx, "SELECT memo, author, at FROM case_notes WHERE case_id = $1 AND kind = 'escalation'", caseID).Scan(&memo, &author, &noted))
		if memo != "拿不准\uFFFD" || author != 1 || noted != at(1000).UnixMilli() {
			t.Errorf("noted %q by %d at %d", memo, author, noted)
		}
		for _, change := range []string{"UPDATE case_notes SET memo = 'x'", "DELETE FROM case_notes"} {
			if _, err := raw.ExecContext(ctx, change); err == nil || !strings.Contains(err.Error(), "a note is never changed") {
				t.Errorf("%s ends with %v", change, err)
			}
		}
	})
}

func TestEscalationNeedsAMemoOfBearableLength(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		c := d.takeOne(reviewer(1), caseID)
		wantFault(t, d.Escalate(ctx, live, caseID, reviewer(1), held(c), strings.Repeat("x", review.MaxMemo+1)), fault.Invalid)
		must(t, d.Escalate(ctx, live, caseID, reviewer(1), held(c), strings.Repeat("x", review.MaxMemo)))
	})
}

// A lease that ran out is nobody's at once, and returns to its queue by
// ReturnExpired alone.
func TestExpiredLeaseReturnsByItself(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		c := d.takeOne(reviewer(1), caseID)
		d.now = d.now.Add(time.Minute)
		_, err := d.Decide(ctx, d.request(c, reviewer(1), verdict.Pass, 0))
		same(t, review.Present{State: review.Open, Version: 2}, wantConflict(t, err, review.CodeLeaseLost))
		must(t, d.ReturnExpired(ctx))
		found, _ := look(t, store, caseID)
		if found.State != review.Open || found.Holder != 0 || found.Version != 3 {
			t.Fatalf("returned as %+v", found)
		}
		again := d.takeOne(reviewer(1), caseID)
		_, err = d.Decide(ctx, d.request(c, reviewer(1), verdict.Pass, 0)) // by the token of the lost lease
		wantConflict(t, err, review.CodeLeaseLost)
		d.decide(again, reviewer(1), verdict.Pass, 0)
	})
}

func TestClaimOfBothRisksTakesTheHighRiskFirst(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDesk(t, store)
		list(t, store, review.RiskList, "sender3")
		foreign := complaint(2, "a")
		foreign.App = "other"
		old, elsewhere, risky := opened(t, store, complaint(1, "a")), opened(t, store, foreign), opened(t, store, complaint(3, "a"))
		d.take(reviewer(1), 9, risky, old)
		both, ordinary, high := ids(d.take(reviewer(1), 9, risky, old)), false, true
		same(t, 2, len(both))
		for _, row := range []struct {
			app  string
			risk *bool
			want []int64
		}{
			{live, &ordinary, []int64{old}}, {live, &high, []int64{risky}}, {"other", nil, []int64{elsewhere}},
			{"", nil, []int64{risky, old, elsewhere}}, {"", &high, []int64{risky}},
		} {
			cases, err := d.Claim(ctx, review.ClaimRequest{App: row.app, Queue: review.MessageQueue, Risk: row.risk, Who: reviewer(1), Limit: 9})
			must(t, err)
			same(t, row.want, ids(cases))
		}
	})
}

func TestClaimRefusesWhatIsNoClaim(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		d := newDesk(t, open())
		for _, r := range []review.ClaimRequest{
			{App: live, Queue: "", Who: reviewer(1)}, {App: live, Queue: "messages", Who: reviewer(1)},
			{App: live, Queue: review.MessageQueue, Who: reviewer(1), Limit: -1},
			{App: live, Queue: review.MessageQueue, Who: reviewer(1), Limit: review.MaxClaim + 1},
		} {
			_, err := d.Claim(context.Background(), r)
			wantFault(t, err, fault.Invalid)
		}
		opened(t, d.store, complaint(1, "a"))
		opened(t, d.store, complaint(2, "a"))
		cases, err := d.Claim(context.Background(), review.ClaimRequest{App: live, Queue: review.MessageQueue, Who: reviewer(1)})
		must(t, err)
		same(t, 1, len(cases)) // no limit means one
	})
}
