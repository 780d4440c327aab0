package storetest

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func TestDecisionTakesEffectAfterItsWindow(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		result := d.decide(d.takeOne(reviewer(7), caseID), reviewer(7), verdict.Ad, 10*time.Second)
		c, facts := look(t, store, caseID)
		if c.State != review.Decided || c.DecidedBy != (review.Author{Kind: review.ByStaff, ID: "7"}) || !c.DecidedAt.Equal(at(1000)) ||
			!c.UndoUntil.Equal(at(1010)) || c.Holder != 0 || c.LeaseToken != "" || c.Verdict != verdict.Ad {
			t.Fatalf("decided as %+v", c)
		}
		same(t, review.DecideResult{DecisionID: facts.Decisions[0].ID, UndoUntil: at(1010), Version: c.Version}, result)
		same(t, 0, len(inForce(t, store, "sender1", 1009)))
		same(t, []string{"mute sender1 in show1"}, inForce(t, store, "sender1", 1010))
		same(t, 1, len(inForce(t, store, "sender1", 1009+2*3600)))
		same(t, 0, len(inForce(t, store, "sender1", 1010+2*3600)))
		same(t, 0, len(heads(t, store, 9, 1009)))
		same(t, []string{"mute"}, kinds(heads(t, store, 9, 1010)))
		sent, err := store.Deliveries(ctx, delivery.Filter{CaseID: caseID})
		must(t, err)
		if sent[0].DecisionID != result.DecisionID || !sent[0].CreatedAt.Equal(at(1000)) || !sent[0].DueAt.Equal(at(1010)) {
			t.Fatalf("the call is %+v", sent[0])
		}
	})
}

func TestDecisionWithoutAWindowTakesEffectAtOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		d := newDesk(t, store)
		punished, passed := opened(t, store, complaint(1, "a")), opened(t, store, complaint(2, "a"))
		result := d.decide(d.takeOne(reviewer(7), punished), reviewer(7), verdict.Ad, 0)
		same(t, true, result.UndoUntil.IsZero())
		same(t, 1, len(inForce(t, store, "sender1", 1000)))
		d.decide(d.takeOne(reviewer(7), passed), reviewer(7), verdict.Pass, 0)
		same(t, []string{"mute", "pass"}, kinds(heads(t, store, 9, 1000)))
		wantConflict(t, second(d.Undo(context.Background(), live, punished, reviewer(7))), review.CodeUndoOver)
	})
}

// Of many cases that are lent at once, and decided at the same time, each has the
// version that its reviewer was told.
func TestManyAreLentAndDecidedAtOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, many := open(), messages(7)
		d := newDesk(t, store)
		for number := range 19 {
			opened(t, store, complaint(number, "a"))
		}
		many.Limit, many.Lease = review.MaxClaim, time.Hour
		cases := claim(t, store, many, at(1000))
		same(t, 19, len(cases))
		var all sync.WaitGroup
		for _, c := range cases {
			all.Go(func() {
				stored, err := store.Story(context.Background(), live, c.ID)
				if err != nil || stored.Case.Version != c.Version || stored.Case.LeaseToken != c.LeaseToken || !stored.Case.LeaseUntil.Equal(c.LeaseUntil) {
					t.Errorf("lent as %+v, stored as %+v, %v", c, stored.Case, err)
				}
				if result := d.decide(c, reviewer(7), verdict.Ad, 0); result.Version != c.Version+1 {
					t.Errorf("decided as version %d after %d", result.Version, c.Version)
				}
				if stored, err = store.Story(context.Background(), live, c.ID); err != nil || stored.Case.Version != c.Version+1 || len(stored.Decisions) != 1 ||
					len(stored.Sanctions) != 1 || len(stored.Events) != 1 || stored.Events[0].DecisionID != stored.Decisions[0].ID {
					t.Errorf("stored as %+v, %v", stored, err)
				}
			})
		}
		all.Wait()
		accuracy, err := store.ReporterAccuracy(context.Background(), live, []string{"a"})
		must(t, err)
		same(t, review.Accuracy{Agreed: 19}, accuracy["a"])
	})
}

func TestLateDecisionsHearWhatIsThere(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		free, _ := look(t, store, caseID)
		for _, hold := range []review.Hold{{}, {Version: 1}} { // never without a lease
			r := d.request(free, reviewer(1), verdict.Pass, 0)
			r.Hold = hold
			same(t, review.Present{State: review.Open, Version: 1}, wantConflict(t, second(d.Decide(ctx, r)), review.CodeLeaseLost))
		}
		c := d.takeOne(reviewer(1), caseID)
		lent := review.Present{State: review.Leased, Version: 2, By: "1", Until: at(1060)}
		same(t, lent, wantConflict(t, second(d.Decide(ctx, d.request(c, reviewer(2), verdict.Pass, 0))), review.CodeHeld))
		stale := d.request(c, reviewer(1), verdict.Pass, 0)
		stale.Hold.Version = 1
		same(t, lent, wantConflict(t, second(d.Decide(ctx, stale)), review.CodeStale))
		forged := d.request(c, reviewer(1), verdict.Pass, 0)
		forged.Hold.Token = strings.Repeat("0", len(forged.Hold.Token))
		same(t, lent, wantConflict(t, second(d.Decide(ctx, forged)), review.CodeLeaseLost))
		foreign := d.request(c, reviewer(1), verdict.Pass, 0)
		foreign.App.ID = "other"
		wantFault(t, second(d.Decide(ctx, foreign)), fault.NotFound)

		d.decide(c, reviewer(1), verdict.Ad, 10*time.Second)
		for _, who := range []int64{1, 2} {
			there := wantConflict(t, second(d.Decide(ctx, d.request(c, reviewer(who), verdict.Pass, 0))), review.CodeDecided)
			same(t, review.Present{State: review.Decided, Version: 3, By: "1", Verdict: verdict.Ad, At: at(1000), Until: at(1010)}, there)
		}
		_, facts := look(t, store, caseID)
		same(t, 1, len(facts.Decisions))
	})
}

func TestOnlySupervisorsDecideAboutTheProtected(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		list(t, store, review.SpecialList, "host1") // in the case, though not accused
		c := d.takeOne(reviewer(1), caseID)
		r := d.request(c, reviewer(1), verdict.Ad, 0)
		r.Actions[0] = review.ActionRequest{Type: verdict.LoginLimit, UserID: "host1"}
		wantFault(t, second(d.Decide(ctx, r)), fault.Forbidden)
		list(t, store, review.SpecialList, "sender1") // while he holds it
		wantFault(t, second(d.Decide(ctx, d.request(c, reviewer(1), verdict.Pass, 0))), fault.Forbidden)
		must(t, d.Release(ctx, live, caseID, reviewer(1), held(c)))
		c = d.takeOne(supervisor(2), caseID)
		r = d.request(c, supervisor(2), verdict.Ad, 0)
		r.Actions = append(r.Actions, review.ActionRequest{Type: verdict.LoginLimit, UserID: "host1"})
		must(t, second(d.Decide(ctx, r)))
	})
}

// Pictures that are gone are closed, app by app, also in a claim over all.
func TestClaimClosesPicturesThatAreGone(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		var list []int64
		for i, app := range []string{live, live, "other"} {
			r := complaint(i, "a")
			r.App, r.Entrance, r.Messages[0].URL = app, content.AlbumPicture, "album/gone.png"
			if i == 1 {
				r.Messages[0].URL = "album/there.png"
			}
			list = append(list, opened(t, store, r))
		}
		d := newDesk(t, store)
		d.app.Uplus.CheckBeforeReview = true
		d.Service = review.NewService(review.Options{
			Store: store, Lists: store, Lease: time.Minute, Now: func() time.Time { return d.now }, Apps: d, Check: goneByName,
		})
		cases, err := d.Claim(context.Background(), review.ClaimRequest{Queue: review.AlbumQueue, Who: reviewer(1), Limit: 9})
		must(t, err)
		same(t, list[1:], ids(cases)) // the other app does not ask
		gone, facts := look(t, store, list[0])
		if gone.Verdict != review.Gone || facts.Decisions[0].Author.Kind != review.BySystem {
			t.Fatalf("the picture that is gone is %+v", gone)
		}
		same(t, outbox.State(""), stateOf(t, store, list[0]))
	})
}
