package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// accuracy asks what a reporter's next report would be judged by.
func accuracy(t *testing.T, store *sqlstore.Store, app, reporter string) (found review.Accuracy) {
	t.Helper()
	r := complaint(0, reporter)
	r.App = app
	_, err := store.FileReport(context.Background(), r, id.NewKey(), start, func(_ int64, standing intake.Standing) intake.Plan {
		found = standing.Reporter
		return intake.Plan{}
	})
	must(t, err)
	return found
}

// judged rules on a case as somebody.
func judged(t *testing.T, store *sqlstore.Store, caseID int64, kind review.AuthorKind, label verdict.Label, second int) {
	t.Helper()
	must(t, rule(store, caseID, func(c review.Case, _ review.Reports) (*review.Ruling, error) {
		return &review.Ruling{Decision: review.Decision{App: live, CaseID: c.ID, RecordID: c.ID, At: at(second), Verdict: label,
			Author: review.Author{Kind: kind, ID: "1"}}}, nil
	}))
}

func TestFirstDecisionJudgesEveryReporterOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		same(t, review.Accuracy{}, accuracy(t, store, live, "a"))
		group := file(t, store, complaint(1, "a"), "group").CaseID
		file(t, store, complaint(1, "b"), "group")
		again := complaint(1, "a")
		again.Complaints = verdict.ComplaintSet(verdict.ComplaintPorn)
		file(t, store, again, "group")
		judged(t, store, group, review.ByStaff, verdict.Ad, 2)
		judged(t, store, group, review.ByStaff, verdict.Porn, 3) // a further punishment
		judged(t, store, opened(t, store, complaint(2, "a")), review.ByStaff, verdict.Pass, 4)
		judged(t, store, opened(t, store, complaint(3, "a")), review.BySystem, review.Gone, 5)
		same(t, review.Accuracy{Agreed: 1, Disagreed: 1}, accuracy(t, store, live, "a"))
		same(t, review.Accuracy{Agreed: 1}, accuracy(t, store, live, "b"))
		same(t, review.Accuracy{}, accuracy(t, store, "other", "a"))
	})
}

// A grouped case has the best of its reports' ranks; a crowd ends the doubt.
func TestRankOfAGroupedCase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		const u, o, d = review.Urgent, review.Ordinary, review.Doubtful
		for i, row := range []struct{ ranks, want []review.Rank }{
			{[]review.Rank{d, d, d, d}, []review.Rank{d, d, o, o}},
			{[]review.Rank{d, o, d, u, d}, []review.Rank{d, o, o, u, u}},
			{[]review.Rank{o, d, d, d}, []review.Rank{o, o, o, o}},
			{[]review.Rank{u, d, d, d}, []review.Rank{u, u, u, u}},
			{[]review.Rank{d, d, u}, []review.Rank{d, d, u}},
		} {
			for n, rank := range row.ranks {
				receipt, err := store.FileReport(context.Background(), complaint(i, "a"), id.NewKey(), start, func(_ int64, s intake.Standing) intake.Plan {
					c := caseOf(complaint(i, "a"), s, fmt.Sprint("group", i))
					c.Rank = rank
					return intake.Plan{Case: c}
				})
				must(t, err)
				c, _ := look(t, store, receipt.CaseID)
				if c.Rank != row.want[n] || c.Reports != n+1 {
					t.Errorf("after %v: rank %d, want %d, with %d reports", row.ranks[:n+1], c.Rank, row.want[n], c.Reports)
				}
			}
		}
	})
}

// ranked opens a case of a rank, filed a number of seconds after the start.
func ranked(t *testing.T, store *sqlstore.Store, rank review.Rank, second int) int64 {
	t.Helper()
	r := complaint(second, "a")
	receipt, err := store.FileReport(context.Background(), r, id.NewKey(), start, func(_ int64, s intake.Standing) intake.Plan {
		c := caseOf(r, s, "")
		c.Rank = rank
		return intake.Plan{Case: c}
	})
	must(t, err)
	return receipt.CaseID
}

func TestDoubtfulCasesWaitAnHourAtMost(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		const hour = int(review.DoubtEnds / time.Second)
		doubtful, fresh := ranked(t, store, review.Doubtful, 1), ranked(t, store, review.Doubtful, hour)
		ordinary, later := ranked(t, store, review.Ordinary, 2), ranked(t, store, review.Ordinary, 3)
		urgent := ranked(t, store, review.Urgent, 9)
		c := messages(1)
		c.Limit = 4
		wantClaim(t, store, c, at(hour), urgent, ordinary, later, doubtful)
		must(t, second(store.ReturnExpired(context.Background(), at(hour+60), 9)))
		c.Reviewer = 2
		wantClaim(t, store, c, at(hour+1), urgent, doubtful, ordinary, later) // the doubt has just ended
		c.Reviewer = 3
		wantClaim(t, store, c, at(hour+1), fresh)
	})
}

func TestContentThatPassedTwiceOpensNoCaseAgain(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		report := func(reporter, contentKey string, always bool) intake.Receipt {
			r := complaint(1, reporter)
			receipt, err := store.FileReport(context.Background(), r, id.NewKey(), start, func(_ int64, s intake.Standing) intake.Plan {
				c := caseOf(r, s, "group")
				c.ContentKey = contentKey
				return intake.Plan{Case: c, Always: always}
			})
			must(t, err)
			return receipt
		}
		opens := func(contentKey string, always bool) int64 {
			t.Helper()
			receipt := report("a", contentKey, always)
			if receipt.CaseID != receipt.ReportID {
				t.Fatalf("want a new case, got %+v", receipt)
			}
			return receipt.CaseID
		}
		judged(t, store, opens("k", false), review.ByStaff, verdict.Pass, 2)
		judged(t, store, opens("k", false), review.BySystem, review.Gone, 3) // nobody's opinion
		last := opens("k", false)
		judged(t, store, last, review.ByStaff, verdict.Pass, 4)
		late := report("late", "k", false)
		if late.CaseID != last || late.ReportID == last || late.Duplicate {
			t.Fatalf("the third report of what passed twice went to %+v, not to case %d", late, last)
		}
		c, facts := look(t, store, last)
		if c.State != review.Decided || c.Reports != 2 || c.Version != 2 {
			t.Fatalf("the passed case is %+v", c)
		}
		same(t, []string{"a", "late"}, facts.Reporters)
		same(t, review.Accuracy{}, accuracy(t, store, live, "late")) // nobody looked at his report

		judged(t, store, opens("changed", false), review.ByStaff, verdict.Pass, 5)
		same(t, last, report("b", "k", false).CaseID)
		judged(t, store, opens("k", true), review.ByStaff, verdict.Ad, 6)
		judged(t, store, opens("k", false), review.ByStaff, verdict.Pass, 7) // once since the punishment
		opens("k", false)
	})
}

func TestContentWithoutAKeyNeverPassesForGood(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		for i := range 4 {
			caseID := opened(t, store, complaint(1, "a"))
			judged(t, store, caseID, review.ByStaff, verdict.Pass, i)
			same(t, i+1, accuracy(t, store, live, "a").Disagreed)
		}
	})
}
