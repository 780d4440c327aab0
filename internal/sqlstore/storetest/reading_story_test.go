package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// bench is the reviewers' real service on a store, with a clock.
type bench struct {
	*review.Service
	app tenant.App
	now time.Time
}

func newBench(store *sqlstore.Store, now time.Time) *bench {
	d := &bench{app: tenant.App{ID: live, Uplus: &tenant.Uplus{BaseURL: "http://127.0.0.1/api"}}, now: now}
	d.Service = review.NewService(review.Options{Store: store, Lists: store, Lease: time.Minute, Now: func() time.Time { return d.now }, Apps: d})
	return d
}

// App implements review.Apps.
func (d *bench) App(id string) (tenant.App, bool) { return d.app, id == d.app.ID }

// muteCase claims the first case and mutes whom it accuses, with an undo window.
func (d *bench) muteCase(t *testing.T, who review.Reviewer) review.Case {
	t.Helper()
	cases, err := d.Claim(context.Background(), review.ClaimRequest{App: live, Queue: review.MessageQueue, Who: who, Limit: 1})
	must(t, err)
	c := cases[0]
	_, err = d.Decide(context.Background(), review.DecideRequest{
		App: d.app, CaseID: c.ID, Who: who, Hold: review.Hold{Token: c.LeaseToken, Version: c.Version}, Verdict: verdict.Ad,
		Actions: []review.ActionRequest{{Type: verdict.Mute, Module: content.Show, Hours: 24}}, Memo: "广告", Undo: 10 * time.Second,
	})
	must(t, err)
	return c
}

func TestStoryTellsAllOfACase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		first, second := complaint(1, "a"), complaint(1, "b")
		first.Memo = "刷屏"
		caseID := file(t, store, first, "g").CaseID
		file(t, store, second, "g")
		opened(t, store, complaint(2, "c")) // another's

		d := newBench(store, at(100))
		junior, senior := review.Reviewer{ID: 7}, review.Reviewer{ID: 8, Senior: true}
		held, err := d.Claim(ctx, review.ClaimRequest{App: live, Queue: review.MessageQueue, Who: junior, Limit: 1})
		must(t, err)
		must(t, d.Escalate(ctx, live, caseID, junior, review.Hold{Token: held[0].LeaseToken}, "请主管看"))
		same(t, caseID, d.muteCase(t, senior).ID)
		_, err = d.Undo(ctx, live, caseID, senior)
		must(t, err)
		d.now = at(200)
		d.muteCase(t, senior)

		story, err := store.Story(ctx, live, caseID)
		must(t, err)
		same(t, review.Decided, story.Case.State)
		same(t, 2, len(story.Reports))
		same(t, "刷屏", story.Reports[0].Memo)
		same(t, review.Accuracy{Agreed: 1}, story.Reports[1].Accuracy)
		same(t, review.Outcome{CaseID: caseID, State: review.Decided, DecidedBy: review.Author{Kind: review.ByStaff, ID: "8"},
			DecidedAt: at(200), Verdict: verdict.Ad}, story.Reports[1].Outcome)
		same(t, 2, len(story.Decisions))
		same(t, []time.Time{at(100), {}}, []time.Time{story.Decisions[0].UndoneAt, story.Decisions[1].UndoneAt})
		same(t, "广告", story.Decisions[1].Memo)
		same(t, []review.Note{{Kind: story.Notes[0].Kind, Author: 7, At: at(100), Memo: "请主管看"}}, story.Notes)
		same(t, 1, len(story.Sanctions))
		same(t, story.Decisions[1].ID, story.Sanctions[0].DecisionID)
		same(t, []outbox.State{outbox.Cancelled, outbox.Pending}, []outbox.State{story.Events[0].State, story.Events[1].State})

		_, err = store.Story(ctx, "other", caseID)
		wantFault(t, err, fault.NotFound)
		_, err = store.Story(ctx, live, 99)
		wantFault(t, err, fault.NotFound)
	})
}

func TestHistoryTellsAllOfAUser(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		against := file(t, store, complaint(1, "a"), "g").CaseID
		file(t, store, complaint(1, "b"), "g")
		his := complaint(2, "sender1") // he reports, too
		filed := opened(t, store, his)
		foreign := complaint(1, "a")
		foreign.App = "other"
		opened(t, store, foreign)
		ordered := ordersAgainst(t, store, "sender1")

		d := newBench(store, at(100))
		same(t, against, d.muteCase(t, review.Reviewer{ID: 7}).ID)
		decidedBy(t, store, live, filed, "7") // a pass: he was wrong

		got, err := store.History(ctx, live, "sender1", 0)
		must(t, err)
		same(t, []string{"b", "a"}, []string{got.Reports[0].Reporter, got.Reports[1].Reporter})
		same(t, review.Outcome{CaseID: against, State: review.Decided, DecidedBy: review.Author{Kind: review.ByStaff, ID: "7"},
			DecidedAt: at(100), Verdict: verdict.Ad}, got.Reports[0].Outcome)
		same(t, review.Accuracy{Agreed: 1}, got.Reports[0].Accuracy)
		same(t, 2, len(got.Decisions))
		same(t, []int64{0, against}, []int64{min(got.Decisions[0].CaseID, got.Decisions[1].CaseID), max(got.Decisions[0].CaseID, got.Decisions[1].CaseID)})
		same(t, 2, len(got.Sanctions))
		same(t, []int64{filed}, []int64{got.Filed[0].ID})
		same(t, verdict.Pass, got.Filed[0].Outcome.Verdict)
		same(t, review.Accuracy{Disagreed: 1}, got.Accuracy)
		same(t, ordered, got.Sanctions[1].ID)

		few, err := store.History(ctx, live, "sender1", 1)
		must(t, err)
		same(t, []int{1, 1, 1, 1}, []int{len(few.Reports), len(few.Decisions), len(few.Sanctions), len(few.Filed)})
		nobody, err := store.History(ctx, live, "nobody", 0)
		must(t, err)
		same(t, review.UserHistory{}, nobody)
	})
}

// ordersAgainst is an administrator's order, which opens no case, and returns
// its sanction's id.
func ordersAgainst(t *testing.T, store *sqlstore.Store, user string) int64 {
	t.Helper()
	ruling := review.Ruling{
		Decision:  review.Decision{App: live, RecordID: 1, Author: review.Author{Kind: review.ByAdministrator, ID: "boss"}, At: at(50), Verdict: verdict.Ad},
		Sanctions: []enforce.Sanction{mute(user, "s9", 0)},
	}
	_, err := store.FileReport(context.Background(), complaint(50, "boss"), "order", start, func(int64, intake.Standing) intake.Plan {
		return intake.Plan{Ruling: &ruling}
	})
	must(t, err)
	list, err := store.ListSanctions(context.Background(), enforce.SanctionFilter{App: live, UserID: user})
	must(t, err)
	return list[0].ID
}

func TestAccuracyOfManyReporters(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		for i, reporter := range []string{"a", "a", "b"} {
			decidedBy(t, store, live, opened(t, store, complaint(i, reporter)), "7") // passes
		}
		got, err := store.ReporterAccuracy(context.Background(), live, []string{"a", "b", "c", "a"})
		must(t, err)
		same(t, map[string]review.Accuracy{"a": {Disagreed: 2}, "b": {Disagreed: 1}, "c": {}}, got)
	})
}

// A lift that was withheld because of a decision in its undo window is told
// when that decision is taken back.
func TestUndoneDecisionCoversNothingAnyMore(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		impose(t, store, mute("sender1", "show1", 0))
		opened(t, store, complaint(1, "a"))
		e, d, who := newEnforcer(t, store, false), newBench(store, at(20)), review.Reviewer{ID: 7}
		again := d.muteCase(t, who)
		e.now = at(21)
		must(t, e.liftOne(1))
		same(t, []string{"mute"}, e.sent(21))
		d.now = at(22)
		_, err := d.Undo(context.Background(), live, again.ID, who)
		must(t, err)
		same(t, []string{"mute", liftShow}, e.sent(23)) // the first is cancelled
		same(t, nil, inForce(t, store, "sender1", 60))
	})
}
