package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// asking is a complaint whose sender waits for the verdict.
func asking(number int, reporter string) review.Report {
	r := complaint(number, reporter)
	r.Asked = &review.Asked{Channel: "immomo", Data: json.RawMessage(fmt.Sprintf(`{"ticket":%d}`, number))}
	return r
}

// Everybody who asked about a case that gathers several reports is known to
// the ruling, also who asks after passes that stand.
func TestAskersOfACase(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		first := file(t, store, complaint(1, "reporter1"), "group")
		second, third := file(t, store, asking(2, "reporter2"), "group"), file(t, store, asking(3, "reporter3"), "group")
		_, facts := look(t, store, first.CaseID)
		same(t, []review.Asker{
			{ReportID: second.ReportID, Asked: *asking(2, "").Asked}, {ReportID: third.ReportID, Asked: *asking(3, "").Asked},
		}, facts.Askers)
		if c, facts := look(t, store, file(t, store, asking(4, "reporter4"), "").CaseID); len(facts.Askers) != 1 || c.First.Asked == nil {
			t.Fatalf("%+v %+v", c.First, facts)
		}
		plainly, _ := look(t, store, first.CaseID)
		if plainly.First.Asked != nil || slices.Contains([]int64{second.CaseID, third.CaseID}, second.ReportID) {
			t.Fatalf("%+v", plainly.First)
		}
	})
}

// The first decision is the answer to everybody who asked; it leaves after the
// undo window, and what was taken back never does.
func TestWhoAskedHearsTheFirstDecisionThatStands(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDesk(t, store)
		first := file(t, store, asking(1, "a"), "group")
		second := file(t, store, asking(2, "b"), "group")
		c := d.takeOne(reviewer(7), first.CaseID)
		d.decide(c, reviewer(7), verdict.Ad, window)
		undone, err := d.Undo(ctx, live, c.ID, reviewer(7))
		must(t, err)
		d.decide(undone, reviewer(7), verdict.Pass, window)
		lanes := map[string]bool{fmt.Sprint("asked:", first.ReportID): true, fmt.Sprint("asked:", second.ReportID): true}
		tickets := map[string]int{}
		list, err := store.Deliveries(ctx, delivery.Filter{CaseID: c.ID})
		must(t, err)
		for _, event := range list {
			if event.Kind == string(verdict.Mute) {
				continue // the platform's own
			}
			var reply review.Reply
			must(t, json.Unmarshal(event.Payload, &reply))
			want := outbox.Pending
			if reply.Verdict == verdict.Ad {
				want = outbox.Cancelled
			}
			if event.Channel != "immomo" || event.Kind != review.KindVerdict || !lanes[event.Lane] || event.State != want || !event.DueAt.Equal(at(1010)) || reply.Author != "7" {
				t.Errorf("%+v says %+v", event, reply)
			}
			tickets[string(reply.Asked)+string(reply.Verdict)]++
		}
		same(t, map[string]int{`{"ticket":1}ad`: 1, `{"ticket":2}ad`: 1, `{"ticket":1}pass`: 1, `{"ticket":2}pass`: 1}, tickets)
	})
}

// Further punishments of a case are no further answers.
func TestFollowUpsAreNotTold(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d, r := newDesk(t, store), asking(1, "a")
		caseID := opened(t, store, r)
		d.takeOne(reviewer(7), caseID)
		for _, hours := range []int{24, 48} {
			j := review.Judgement{App: d.app, CaseID: caseID, Who: reviewer(7), Entrance: r.Entrance, Reporter: "a", UserID: r.Accused}
			must(t, d.Punish(ctx, j, review.Sentence{Action: verdict.Mute, Module: r.Entrance.Module(), Label: verdict.Ad, Hours: hours}))
		}
		list, err := store.Deliveries(ctx, delivery.Filter{CaseID: caseID})
		must(t, err)
		told := map[string]int{}
		for _, event := range list {
			told[event.Channel]++
		}
		same(t, map[string]int{"immomo": 1, "uplus": 2}, told)
	})
}
