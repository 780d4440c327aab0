package storetest

import (
	"context"
	"strconv"
	"testing"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// choose claims exactly the cases.
func (d *desk) choose(who review.Reviewer, queue review.Queue, ids ...int64) []review.Case {
	d.t.Helper()
	cases, err := d.Claim(context.Background(), review.ClaimRequest{App: live, Queue: queue, Who: who, IDs: ids})
	must(d.t, err)
	return cases
}

func TestChosenCasesAreLentAsFarAsTheyAreFree(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), byLin()
		list(t, store, review.SpecialList, "sender6")
		d := newDesk(t, store)
		var all []int64
		for i := range 6 {
			all = append(all, opened(t, store, complaint(i+1, "a")))
		}
		album := complaint(8, "a")
		album.Entrance = content.AlbumPicture
		picture := opened(t, store, album)
		foreign := complaint(9, "a")
		foreign.App = "other"
		elsewhere := opened(t, store, foreign)

		mine := d.takeOne(reviewer(1), all[0])
		d.takeOne(reviewer(2), all[1])
		skipped := d.choose(reviewer(1), review.MessageQueue, all[2])[0]
		must(t, d.Skip(ctx, live, all[2], reviewer(1), held(skipped)))
		must(t, decide(store, all[3], at(2)))

		wanted := []int64{elsewhere, picture, all[5], all[4], all[3], all[2], all[1], all[0], all[4], 999_999}
		got := d.choose(reviewer(1), review.MessageQueue, wanted...)
		same(t, []int64{all[0], all[4]}, ids(got))
		same(t, mine, got[0])
		lent := got[1]
		if lent.State != review.Leased || lent.Holder != 1 || lent.LeaseToken == "" || !lent.LeaseUntil.Equal(d.now.Add(d.Lease())) {
			t.Errorf("lent %+v", lent)
		}
		same(t, []int64{all[2], all[5]}, ids(d.choose(supervisor(3), review.MessageQueue, wanted...)))
		same(t, []int64{picture}, ids(d.choose(reviewer(1), review.AlbumQueue, wanted...)))
		same(t, 0, len(d.choose(reviewer(2), review.MessageQueue, all[4])))

		d.now = lent.LeaseUntil // it ran out, and nobody has put it back yet
		same(t, []int64{all[4]}, ids(d.choose(reviewer(2), review.MessageQueue, all[4])))
	})
}

func TestAChosenCaseIsSeen(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, db Database) {
		store := audited(t, db)
		caseID := opened(t, store, complaint(1, "a"))
		claim := messages(7)
		for range 2 { // once, for it is his already
			_, err := store.ClaimChosen(byLin(), claim, []int64{caseID}, at(9))
			must(t, err)
		}
		wantTold(t, store, auditlog.CaseClaim, told1(live, auditlog.ACase, strconv.FormatInt(caseID, 10), `{"queue":"message","reviewer":7}`))
	})
}

func TestChoosingEndsFollowUpsAsAnyClaim(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		d := newDesk(t, store)
		first, next := opened(t, store, complaint(1, "a")), opened(t, store, complaint(2, "a"))
		d.takeOne(reviewer(1), first)
		must(t, rule(store, first, func(c review.Case, _ review.Reports) (*review.Ruling, error) {
			ruling := muting(c, 5)
			ruling.FollowUp = 1
			return ruling, nil
		}))
		if c, _ := look(t, store, first); c.Holder != 1 {
			t.Fatalf("nobody may follow up: %+v", c)
		}
		d.choose(reviewer(1), review.MessageQueue, next)
		if c, _ := look(t, store, first); c.Holder != 0 {
			t.Errorf("%d may still follow up", c.Holder)
		}
	})
}

// Reviewers who choose the same cases at once never get the same one.
func TestChoosersRace(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		stores := []*sqlstore.Store{open(), open()}
		var all []int64
		for i := range 20 {
			all = append(all, opened(t, stores[0], complaint(i, "a")))
		}
		const people = 6
		got := make([][]review.Case, people)
		together(people, stores, func(i int, store *sqlstore.Store) {
			cases, err := store.ClaimChosen(context.Background(), messages(int64(i+1)), all, at(30))
			if err != nil {
				t.Error(err)
			}
			got[i] = cases
		})
		owner := map[int64]int{}
		for i, cases := range got {
			for _, c := range cases {
				if before, twice := owner[c.ID]; twice {
					t.Errorf("case %d was lent to %d and %d", c.ID, before, i)
				}
				owner[c.ID] = i
			}
		}
	})
}

func TestWaitingContents(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		list(t, store, review.RiskList, "sender4")
		list(t, store, review.SpecialList, "sender3")
		d := newDesk(t, store)
		var all []int64
		for i := range 5 {
			all = append(all, opened(t, store, complaint(i+1, "a")))
		}
		c := d.choose(reviewer(1), review.MessageQueue, all[0])[0]
		must(t, d.Skip(ctx, live, all[0], reviewer(1), held(c)))
		waiting := func(f review.WaitingFilter) []int64 {
			t.Helper()
			f.App, f.Queue = live, review.MessageQueue
			cases, err := store.Waiting(ctx, f)
			must(t, err)
			for _, c := range cases {
				if len(c.First.Messages) != 1 || c.State != review.Open {
					t.Errorf("waiting is %+v", c)
				}
			}
			return ids(cases)
		}
		same(t, []int64{all[3], all[1], all[4]}, waiting(review.WaitingFilter{Who: reviewer(1), Limit: 9}))
		same(t, []int64{all[3], all[0], all[1]}, waiting(review.WaitingFilter{Who: reviewer(2), Limit: 3}))
		same(t, []int64{all[3], all[0], all[4], all[2]}, waiting(review.WaitingFilter{Who: supervisor(3), Limit: 9, Besides: all[1]}))
	})
}
