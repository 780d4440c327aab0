package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

const window = 10 * time.Second

func TestUndoneDecisionNeverWas(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		c := d.takeOne(reviewer(7), caseID)
		result := d.decide(c, reviewer(7), verdict.Ad, window)
		same(t, review.Accuracy{Agreed: 1}, accuracy(t, store, live, "a"))
		d.now = at(1009)
		undone, err := d.Undo(ctx, live, caseID, reviewer(7))
		must(t, err)
		want := c
		want.Version, want.LeaseToken, want.LeaseUntil = result.Version+1, undone.LeaseToken, at(1069)
		same(t, want, undone)
		if undone.LeaseToken == c.LeaseToken || len(undone.LeaseToken) != 32 {
			t.Fatalf("lent anew by %q after %q", undone.LeaseToken, c.LeaseToken)
		}
		same(t, review.Accuracy{}, accuracy(t, store, live, "a"))
		same(t, outbox.Cancelled, stateOf(t, store, caseID))
		for _, s := range []int{1009, 1010, 9000} {
			same(t, 0, len(inForce(t, store, "sender1", s)))
			due, err := store.DueApps(ctx, at(s))
			must(t, err)
			same(t, 0, len(due))
		}
		_, facts := look(t, store, caseID)
		if len(facts.Decisions) != 1 || !facts.Decisions[0].UndoneAt.Equal(at(1009)) || facts.Decisions[0].ID != result.DecisionID {
			t.Fatalf("the decisions are %+v", facts.Decisions)
		}
		wantConflict(t, second(d.Decide(ctx, d.request(c, reviewer(7), verdict.Pass, window))), review.CodeLeaseLost)

		again := d.decide(undone, reviewer(7), verdict.Pass, window)
		same(t, undone.Version+1, again.Version)
		same(t, review.Accuracy{Disagreed: 1}, accuracy(t, store, live, "a"))
		same(t, []string{"pass"}, kinds(heads(t, store, 9, 1019)))
		_, facts = look(t, store, caseID)
		same(t, []bool{false, true}, []bool{facts.Decisions[0].UndoneAt.IsZero(), facts.Decisions[1].UndoneAt.IsZero()})
	})
}

func TestUndoIsItsAuthorsAndOfItsWindow(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		undo := func(who int64) error { return second(d.Undo(ctx, live, caseID, reviewer(who))) }
		same(t, review.Present{State: review.Open, Version: 1}, wantConflict(t, undo(7), review.CodeUndoOver))
		c := d.takeOne(reviewer(7), caseID)
		wantConflict(t, undo(7), review.CodeUndoOver)
		d.decide(c, reviewer(7), verdict.Ad, window)
		decided := review.Present{State: review.Decided, Version: 3, By: "7", Verdict: verdict.Ad, At: at(1000), Until: at(1010)}
		same(t, decided, wantConflict(t, undo(8), review.CodeDecided))
		must(t, undo(7))
		wantConflict(t, undo(7), review.CodeUndoOver) // there is none any more
		d.decide(d.takeOne(reviewer(7), caseID), reviewer(7), verdict.Ad, window)
		d.now = at(1010)
		decided.Version = 5
		same(t, decided, wantConflict(t, undo(7), review.CodeUndoOver))
		same(t, outbox.Pending, newest(t, store, caseID).State)
	})
}

// newest is the case's last event.
func newest(t *testing.T, store *sqlstore.Store, caseID int64) outbox.Record {
	t.Helper()
	sent, err := store.Deliveries(context.Background(), delivery.Filter{CaseID: caseID, Limit: 1})
	must(t, err)
	return sent[0]
}

// A clock that is ahead may have lent or delivered an event already.
func TestUndoOfWhatMayHaveLeftIsTooLate(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDesk(t, store)
		for i, spoil := range []func(outbox.Claim){
			func(outbox.Claim) {},
			func(c outbox.Claim) { must(t, tried(store, c, outbox.Failed, 1010, at(1100))) },
			func(c outbox.Claim) { must(t, tried(store, c, outbox.Done, 1010, time.Time{})) },
			func(c outbox.Claim) { must(t, tried(store, c, outbox.Refused, 1010, time.Time{})) },
		} {
			caseID := opened(t, store, complaint(i, "a"))
			d.decide(d.takeOne(reviewer(7), caseID), reviewer(7), verdict.Ad, window)
			lent := heads(t, store, 1, 1010)
			spoil(lent[0])
			before := newest(t, store, caseID)
			if code := codeOf(second(d.Undo(ctx, live, caseID, reviewer(7)))); code != review.CodeUndoOver {
				t.Fatalf("undone although its event is %+v: %q", before, code)
			}
			same(t, before, newest(t, store, caseID))
			_, facts := look(t, store, caseID)
			same(t, true, facts.Decisions[0].UndoneAt.IsZero())
			same(t, i+1, accuracy(t, store, live, "a").Agreed)
		}
	})
}

// An undo takes its events out of the head, the middle and the end of a lane,
// and the others leave as if it had never been there.
func TestUndoLeavesTheLaneInOrder(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDesk(t, store)
		for number, row := range []struct{ before, after, want []string }{
			{nil, nil, nil},
			{nil, []string{"b"}, []string{"b"}},
			{[]string{"a"}, []string{"b"}, []string{"a", "b"}},
			{[]string{"a"}, nil, []string{"a"}},
		} {
			caseID, lane := opened(t, store, complaint(number, "a")), laneOf(number)
			wrote := func(kinds []string) {
				for _, kind := range kinds {
					write(t, store, event(lane, kind, at(1000)))
				}
			}
			wrote(row.before)
			d.decide(d.takeOne(reviewer(int64(number+1)), caseID), reviewer(int64(number+1)), verdict.Ad, window)
			wrote(row.after)
			must(t, second(d.Undo(ctx, live, caseID, reviewer(int64(number+1)))))
			same(t, row.want, drained(t, store, 1100))
		}
	})
}

func laneOf(number int) string { return fmt.Sprint("user:sender", number) }

// drained delivers all there is, one after the other, and returns the kinds.
func drained(t *testing.T, store *sqlstore.Store, second int) (sent []string) {
	t.Helper()
	for {
		claims := heads(t, store, 9, second)
		if len(claims) == 0 {
			return sent
		}
		for _, c := range claims {
			must(t, tried(store, c, outbox.Done, second, time.Time{}))
			sent = append(sent, c.Kind)
		}
	}
}

// Another event's loan survives an undo behind it, and its report counts.
func TestUndoBehindALentHeadLeavesTheLoan(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		write(t, store, event(laneOf(1), "first", at(1000)))
		d.decide(d.takeOne(reviewer(7), caseID), reviewer(7), verdict.Ad, window)
		lent := heads(t, store, 9, 1000)
		same(t, []string{"first"}, kinds(lent))
		must(t, second(d.Undo(context.Background(), live, caseID, reviewer(7))))
		same(t, 0, len(heads(t, store, 9, 1001)))
		must(t, tried(store, lent[0], outbox.Done, 1001, time.Time{}))
		same(t, 0, len(drained(t, store, 2000)))
	})
}

// What happens to the content inside the window: reports open a new case, or
// are counted late; an undo keeps both cases going.
func TestReportsInsideTheWindow(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		d := newDesk(t, store)
		keyed := func(reporter string) int64 {
			r := complaint(1, reporter)
			receipt, err := store.FileReport(ctx, r, id.NewKey(), start, func(_ int64, s intake.Standing) intake.Plan {
				c := caseOf(r, s, "group")
				c.ContentKey = "k"
				return intake.Plan{Case: c}
			})
			must(t, err)
			return receipt.CaseID
		}
		first := keyed("a")
		d.decide(d.takeOne(reviewer(1), first), reviewer(1), verdict.Pass, window)
		next := keyed("b")
		must(t, second(d.Undo(ctx, live, first, reviewer(1)))) // while the next of its content is open
		same(t, next, keyed("c"))
		d.decide(d.takeOne(reviewer(2), next), reviewer(2), verdict.Pass, window)
		d.now = at(1001)
		d.decide(d.takeOne(reviewer(1), first), reviewer(1), verdict.Pass, window)
		same(t, first, keyed("late")) // passed twice: the last is the first's second decision
		must(t, second(d.Undo(ctx, live, first, reviewer(1))))
		c, _ := look(t, store, first)
		same(t, 2, c.Reports)
		third := keyed("d") // passed but once now
		same(t, true, third != first && third != next)
		d.decide(d.takeOne(reviewer(1), first), reviewer(1), verdict.Ad, 0)
		same(t, review.Accuracy{Agreed: 1}, accuracy(t, store, live, "a"))
		same(t, review.Accuracy{Agreed: 1}, accuracy(t, store, live, "late")) // judged by who looked at it then
		same(t, review.Accuracy{Disagreed: 1}, accuracy(t, store, live, "b"))
	})
}

func TestUndosNeverChange(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, db Database) {
		store := db.Open(t, sqlstore.Options{})
		d, caseID := newDesk(t, store), opened(t, store, complaint(1, "a"))
		d.decide(d.takeOne(reviewer(7), caseID), reviewer(7), verdict.Ad, window)
		must(t, second(d.Undo(context.Background(), live, caseID, reviewer(7))))
		raw := newPlanner(t, db).DB
		for _, change := range []string{"UPDATE decision_undos SET at = 1", "DELETE FROM decision_undos"} {
			if _, err := raw.ExecContext(context.Background(), change); err == nil || !strings.Contains(err.Error(), "an undo is never changed") {
				t.Errorf("%s ends with %v", change, err)
			}
		}
	})
}

// However an undo and the delivery race, either the platform is told or the
// decision is taken back.
func TestUndoRacingWithTheDelivery(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		const n = 24
		stores := []*sqlstore.Store{open(), open()}
		d := newDesk(t, stores[0])
		list := make([]int64, n)
		for i := range n {
			list[i] = opened(t, stores[0], complaint(i, "a"))
			d.decide(d.takeOne(reviewer(int64(i+1)), list[i]), reviewer(int64(i+1)), verdict.Ad, window)
		}
		var lent sync.Map
		undone := make([]bool, n)
		together(2*n, stores, func(i int, store *sqlstore.Store) {
			if i%2 == 0 {
				for _, c := range heads(t, store, 1, 1010) {
					lent.Store(c.CaseID, true)
				}
				return
			}
			late := newDesk(t, store) // whose clock is behind the delivery's
			err := second(late.Undo(context.Background(), live, list[i/2], reviewer(int64(i/2+1))))
			if undone[i/2] = err == nil; err != nil && codeOf(err) != review.CodeUndoOver {
				t.Error(err)
			}
		})
		for i, caseID := range list {
			c, _ := look(t, stores[0], caseID)
			if _, left := lent.Load(caseID); undone[i] && (left || c.State != review.Leased) || !undone[i] && c.State != review.Decided {
				t.Errorf("case %d: undone %v, lent %v, %s", caseID, undone[i], left, c.State)
			}
		}
	})
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).StableCode()
}
