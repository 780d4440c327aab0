package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func TestReportAndCaseAreStoredWhole(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		r := complaint(1, "reporter1")
		r.Messages = append(r.Messages, content.Message{Type: content.Picture, UUCID: "u", SenderID: "s2", URL: "a/b.png", ThumbURL: "a/t.png"})
		r.Memo, r.ClientVersion, r.ClientType = "第一行\n<b>'\"", "1.0", "ios"
		receipt := file(t, store, r, "group")
		want := *caseOf(r, intake.Standing{}, "group")
		r.ID = receipt.ReportID
		want.ID, want.First, want.Reports, want.State, want.Version = receipt.CaseID, r, 1, review.Open, 1
		if receipt.CaseID != receipt.ReportID || receipt.Duplicate {
			t.Fatalf("a case has its first report's id; got %+v", receipt)
		}
		got, _ := look(t, store, receipt.CaseID)
		same(t, want, got)
	})
}

func TestTextThatNobodyCheckedIsStored(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, r := open(), complaint(1, "reporter1")
		r.Memo, r.ClientVersion, r.Profile = "zero \x00 broken \xff", "\x00", nil
		c, _ := look(t, store, file(t, store, r, "").CaseID)
		if c.First.Memo != "zero \uFFFD broken \uFFFD" || c.First.ClientVersion != "\uFFFD" || c.First.Profile != nil {
			t.Fatalf("stored %q, %q, %v", c.First.Memo, c.First.ClientVersion, c.First.Profile)
		}
	})
}

func TestSameReportIsOnlyCountedWithinTheWindow(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, r := open(), complaint(1, "reporter1")
		send := func(app string, filed, since time.Time, withCase bool) intake.Receipt {
			r := r
			r.App, r.FiledAt = app, filed
			receipt, err := store.FileReport(context.Background(), r, "key", since, func(_ int64, s intake.Standing) intake.Plan {
				if !withCase {
					return intake.Plan{}
				}
				return intake.Plan{Case: caseOf(r, s, "")}
			})
			must(t, err)
			return receipt
		}
		first := send(live, at(0), at(-10), true)
		again := send(live, at(9), at(-1), true)
		same(t, intake.Receipt{ReportID: first.ReportID, CaseID: first.CaseID, Duplicate: true}, again)
		if other := send("other", at(9), at(-1), true); other.Duplicate {
			t.Fatal("a report of another app is no repetition")
		}
		second := send(live, at(10), at(0), false) // the first was filed at the moment since, not after it
		if second.Duplicate || second.ReportID == first.ReportID || second.CaseID != 0 {
			t.Fatalf("after the window got %+v", second)
		}
		third := send(live, at(11), at(1), true)
		same(t, intake.Receipt{ReportID: second.ReportID, Duplicate: true}, third)
		same(t, map[review.Queue]int{review.MessageQueue: 1}, remaining(t, store, live, false))
	})
}

func TestGroupedReportsAddToTheirCase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		first := file(t, store, complaint(1, "reporter1"), "group")
		add := func(list review.List, user string) {
			_, err := store.AddListed(ctx, list, live, review.Listed{UserID: user, AddedBy: "1", AddedAt: start})
			must(t, err)
		}
		add(review.RiskList, "sender2")
		add(review.SpecialList, "sender3")
		second, third := complaint(2, "reporter2"), complaint(3, "reporter1")
		second.Complaints = verdict.ComplaintSet(verdict.ComplaintPorn)
		for _, r := range []review.Report{second, third} {
			if got := file(t, store, r, "group"); got.CaseID != first.CaseID || got.ReportID == first.ReportID {
				t.Fatalf("joined %+v instead of %+v", got, first)
			}
		}
		c, facts := look(t, store, first.CaseID)
		if c.Reports != 3 || !c.Risk || !c.Protected || c.Complaints != verdict.ComplaintSet(verdict.ComplaintAd, verdict.ComplaintPorn) {
			t.Fatalf("the case is %+v", c)
		}
		same(t, "m1", c.First.Messages[0].ID)
		same(t, []string{"reporter1", "reporter2"}, facts.Reporters)
	})
}

func TestGroupsAreOfOneAppAndNeedAKey(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, other := open(), complaint(1, "reporter1")
		other.App = "other"
		cases := map[int64]bool{}
		cases[file(t, store, complaint(1, "reporter1"), "group").CaseID] = true
		cases[file(t, store, other, "group").CaseID] = true
		cases[file(t, store, complaint(1, "reporter1"), "").CaseID] = true
		cases[file(t, store, complaint(1, "reporter1"), "").CaseID] = true
		same(t, 4, len(cases))
	})
}

func TestReportAfterTheDecisionOpensANewCase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		first := file(t, store, complaint(1, "reporter1"), "group")
		must(t, decide(store, first.CaseID, at(2)))
		second := file(t, store, complaint(3, "reporter2"), "group")
		third := file(t, store, complaint(4, "reporter3"), "group")
		if second.CaseID != second.ReportID || third.CaseID != second.CaseID {
			t.Fatalf("after the decision on case %d: %+v, %+v", first.CaseID, second, third)
		}
	})
}

func TestStandingIsOfTheAccusedInTheReportsOwnApp(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		for _, entry := range []struct {
			list review.List
			app  string
			user string
		}{
			{review.RiskList, live, "sender1"}, {review.SpecialList, "other", "sender1"},
			{review.SpecialList, live, "reporter1"}, {review.SpecialList, live, "host1"}, // in it, but not accused
		} {
			_, err := store.AddListed(ctx, entry.list, entry.app, review.Listed{UserID: entry.user, AddedAt: start})
			must(t, err)
		}
		var got intake.Standing
		_, err := store.FileReport(ctx, complaint(1, "reporter1"), "key", start, func(_ int64, standing intake.Standing) intake.Plan {
			got = standing
			return intake.Plan{}
		})
		must(t, err)
		same(t, intake.Standing{Risk: true}, got)
	})
}

func TestAdministratorsOrderIsWrittenWithItsReport(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx, r := open(), context.Background(), complaint(1, "admin1")
		order := enforce.Punishment{App: live, Action: verdict.Mute, Module: content.Show, UserID: "sender1", PlaceID: "show1", Hours: 2, Label: verdict.Ad}
		receipt, err := store.FileReport(ctx, r, "key", start, func(reportID int64, _ intake.Standing) intake.Plan {
			order := order
			order.RecordID = reportID
			return intake.Plan{Ruling: &review.Ruling{
				Decision: review.Decision{App: live, RecordID: reportID, Author: review.Author{Kind: review.ByAdministrator, ID: "admin1"},
					At: at(1), Verdict: verdict.Ad, Actions: []enforce.Punishment{order}},
				Sanctions: []enforce.Sanction{order.Sanction(at(1))},
				Events:    []outbox.Event{order.Event(at(1))},
			}}
		})
		must(t, err)
		same(t, int64(0), receipt.CaseID)
		bound, err := store.SanctionsInForce(ctx, live, "sender1", at(2))
		must(t, err)
		sent, err := store.Deliveries(ctx, delivery.Filter{App: live})
		must(t, err)
		if len(bound) != 1 || len(sent) != 1 || bound[0].DecisionID == 0 || sent[0].DecisionID != bound[0].DecisionID {
			t.Fatalf("wrote %+v and %+v", bound, sent)
		}
		same(t, map[review.Queue]int{}, remaining(t, store, live, false))
	})
}

func remaining(t *testing.T, store *sqlstore.Store, app string, risk bool) map[review.Queue]int {
	t.Helper()
	counts, err := store.RemainingCases(context.Background(), app, risk)
	must(t, err)
	return counts
}
