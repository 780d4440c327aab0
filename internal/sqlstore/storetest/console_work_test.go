package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func TestFindings(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDesk(t, store)
		var taken []review.Case
		for i := range 4 {
			r := complaint(i+1, "a")
			r.Messages[0].SenderID, r.Accused = "guilty", "guilty"
			caseID := opened(t, store, r)
			taken = append(taken, d.choose(reviewer(1), review.MessageQueue, caseID)...)
		}
		d.decide(taken[0], reviewer(1), verdict.Ad, 0)
		d.decide(taken[1], reviewer(1), verdict.Ad, time.Minute)
		d.decide(taken[2], reviewer(1), verdict.Porn, 0)
		d.decide(taken[3], reviewer(1), verdict.Pass, 0)
		_, err := d.Undo(ctx, live, taken[1].ID, reviewer(1))
		must(t, err)
		counts, err := review.OffencesOf(ctx, store, live, "guilty")
		must(t, err)
		same(t, map[verdict.Label]int{verdict.Ad: 1, verdict.Porn: 1}, counts)
		counts, err = review.OffencesOf(ctx, store, "other", "guilty")
		must(t, err)
		same(t, map[verdict.Label]int{}, counts)
	})
}

func TestWork(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		hired := map[string]int64{}
		for _, name := range []string{"zhou", "an"} {
			id, err := store.CreateAccount(ctx, staff.Account{Username: name, Role: staff.Reviewer})
			must(t, err)
			hired[name] = id
		}
		who := reviewer(hired["zhou"])
		d := newDesk(t, store)
		take := func(number int, entrance content.Entrance) review.Case {
			r := complaint(number, "a")
			r.Entrance = entrance
			return d.choose(who, review.QueueOf(entrance), opened(t, store, r))[0]
		}
		d.now = at(100)
		d.decide(take(1, content.HallMessage), who, verdict.Ad, 0) // before the span
		d.now = at(200)
		d.decide(take(2, content.HallMessage), who, verdict.Ad, 0)
		back := take(3, content.HallMessage)
		d.decide(back, who, verdict.Ad, time.Minute)
		_, err := d.Undo(ctx, live, back.ID, who)
		must(t, err)
		d.now = at(300)
		d.decide(take(4, content.UserProfile), who, verdict.Pass, 0)

		span := review.Span{Since: at(150), Recent: at(250)}
		work, err := store.WorkOf(ctx, who.ID, span)
		must(t, err)
		same(t, review.Work{Decided: 2, Recent: 1, Undone: 1, Queues: []review.QueueWork{{Queue: "message", Decided: 1}, {Queue: "profile", Decided: 1}}}, work)
		work, err = store.WorkOf(ctx, who.ID, review.Span{Since: at(250), Recent: at(150)}) // the day is young
		must(t, err)
		same(t, review.Work{Decided: 1, Recent: 2, Queues: []review.QueueWork{{Queue: "profile", Decided: 1}}}, work)
		work, err = store.WorkOf(ctx, hired["an"], span)
		must(t, err)
		same(t, review.Work{}, work)

		team, err := store.TeamWork(ctx, span)
		must(t, err)
		same(t, []review.MemberWork{
			{StaffID: hired["an"], Username: "an", Role: "reviewer"},
			{StaffID: who.ID, Username: "zhou", Role: "reviewer", Work: review.Work{Decided: 2, Recent: 1, Undone: 1}},
		}, team)
	})
}

func TestPace(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		// Opened at 0, 59, 60, 150, 179 and 180; the first is decided at 60.
		var all []int64
		for _, second := range []int{0, 59, 60, 150, 179, 180} {
			r := complaint(second, "a")
			if second == 150 {
				r.Entrance = content.UserProfile
			}
			all = append(all, opened(t, store, r))
		}
		must(t, decide(store, all[0], at(60)))
		foreign := complaint(100, "a")
		foreign.App = "other"
		opened(t, store, foreign)
		pace := func(f review.PaceFilter) (list []string) {
			t.Helper()
			f.Step = time.Minute
			steps, err := store.Pace(ctx, f)
			must(t, err)
			for _, s := range steps {
				list = append(list, fmt.Sprintf("%d %d/%d", int(s.At.Sub(start).Seconds()), s.Arrived, s.Decided))
			}
			return list
		}
		same(t, []string{"0 2/0", "60 1/1", "120 2/0"}, pace(review.PaceFilter{App: live, Since: at(0), Steps: 3}))
		same(t, []string{"0 2/0", "60 2/1", "120 2/0", "180 1/0"}, pace(review.PaceFilter{Since: at(0), Steps: 4}))
		same(t, []string{"60 0/0", "120 1/0"}, pace(review.PaceFilter{Queue: review.ProfileQueue, Since: at(60), Steps: 2}))
		same(t, review.MaxSteps, len(pace(review.PaceFilter{Since: at(0), Steps: review.MaxSteps + 1})))
	})
}

func TestAUsersPages(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDesk(t, store)
		known := func(app, user string, want bool) {
			t.Helper()
			knows, err := store.KnowsUser(ctx, app, user)
			must(t, err)
			same(t, want, knows)
		}
		known(live, "x", false)
		var reports []int64
		for i := range 5 {
			r := complaint(i+1, "a")
			r.Messages[0].SenderID, r.Accused = "x", "x"
			caseID := opened(t, store, r)
			reports = append([]int64{caseID}, reports...)
			d.decide(d.choose(reviewer(1), review.MessageQueue, caseID)[0], reviewer(1), verdict.Pass, 0)
		}
		known(live, "x", true)
		known(live, "a", true)
		known("other", "x", false)
		list(t, store, review.RiskList, "listed")
		known(live, "listed", true)

		turn := func(find func(context.Context, string, string, int64, int) ([]review.FiledReport, error), user string) (seen []int64) {
			t.Helper()
			for before := int64(0); ; before = seen[len(seen)-1] {
				found, err := find(ctx, live, user, before, 2)
				must(t, err)
				for _, r := range found {
					if seen = append(seen, r.ID); r.Outcome.State != review.Decided || r.Accuracy.Disagreed != 5 {
						t.Errorf("found %+v", r)
					}
				}
				if len(found) < 2 {
					return seen
				}
			}
		}
		same(t, reports, turn(store.ReportsAgainst, "x"))
		same(t, reports, turn(store.ReportsBy, "a"))

		all, err := store.DecisionsAbout(ctx, live, "x", 0, 9)
		must(t, err)
		same(t, 5, len(all))
		rest, err := store.DecisionsAbout(ctx, live, "x", all[1].ID, 2)
		must(t, err)
		same(t, all[2:4], rest)
	})
}
