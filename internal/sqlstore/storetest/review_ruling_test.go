package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// muting is a ruling that mutes the case's sender in its show.
func muting(c review.Case, second int) *review.Ruling {
	p := enforce.Punishment{
		App: c.App, Action: verdict.Mute, Module: content.Show, Entrance: c.Entrance, Label: verdict.Ad, Hours: 1,
		UserID: c.First.Accused, PlaceID: "show1", RecordID: c.ID, CaseID: c.ID, AuthorID: "7", Reporter: c.First.Reporter,
	}
	return &review.Ruling{
		Decision: review.Decision{App: c.App, CaseID: c.ID, RecordID: c.ID, Author: review.Author{Kind: review.ByStaff, ID: "7"},
			At: at(second), Verdict: verdict.Ad, Actions: []enforce.Punishment{p}, Memo: "广告"},
		Sanctions: []enforce.Sanction{p.Sanction(at(second))},
		Events:    []outbox.Event{p.Event(at(second))},
	}
}

func rule(store *sqlstore.Store, caseID int64, do func(c review.Case, facts review.Reports) (*review.Ruling, error)) error {
	return store.RecordRuling(context.Background(), live, caseID, start, do)
}

func TestRulingIsWrittenWhole(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		caseID := opened(t, store, complaint(1, "a"))
		claim(t, store, messages(7), at(2))
		var ruling *review.Ruling
		must(t, rule(store, caseID, func(c review.Case, facts review.Reports) (*review.Ruling, error) {
			same(t, 0, len(facts.Decisions))
			ruling = muting(c, 3)
			ruling.FollowUp, ruling.FollowUntil = 7, at(50)
			return ruling, nil
		}))
		c, facts := look(t, store, caseID)
		if c.State != review.Decided || c.DecidedBy.ID != "7" || c.DecidedBy.Kind != review.ByStaff || !c.DecidedAt.Equal(at(3)) || c.Verdict != verdict.Ad {
			t.Fatalf("decided as %+v", c)
		}
		if c.Holder != 7 || !c.LeaseUntil.Equal(at(50)) || c.LeaseToken != "" || c.Version != 3 {
			t.Fatalf("left as %+v", c)
		}
		want := ruling.Decision
		want.ID = facts.Decisions[0].ID
		same(t, []review.Decision{want}, facts.Decisions)

		sanction := ruling.Sanctions[0]
		bound, err := store.SanctionsInForce(ctx, live, "sender1", at(4))
		must(t, err)
		sanction.ID, sanction.DecisionID = bound[0].ID, want.ID
		same(t, []enforce.Sanction{sanction}, bound)

		event := ruling.Events[0]
		sent, err := store.Deliveries(ctx, delivery.Filter{CaseID: caseID})
		must(t, err)
		event.ID, event.DecisionID = sent[0].ID, want.ID
		same(t, []outbox.Record{{Event: event, State: outbox.Pending}}, sent)
	})
}

func TestRulingThatIsNoneChangesNothing(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		caseID := opened(t, store, complaint(1, "a"))
		before, _ := look(t, store, caseID) // which is itself a ruling of nothing
		refusal := fault.New(fault.Conflict, review.CodeHeld, "another reviewer holds this case")
		if err := rule(store, caseID, func(c review.Case, _ review.Reports) (*review.Ruling, error) {
			return muting(c, 2), refusal
		}); !errors.Is(err, refusal) {
			t.Fatalf("the refusal became %v", err)
		}
		key := event("user:1", "mute", at(1))
		write(t, store, key)
		wantFault(t, rule(store, caseID, func(c review.Case, _ review.Reports) (*review.Ruling, error) {
			r := muting(c, 2)
			r.Events[0].Key = key.Key // cannot be written twice
			return r, nil
		}), fault.Internal)
		after, facts := look(t, store, caseID)
		same(t, before, after)
		same(t, 0, len(facts.Decisions))
		bound, err := store.SanctionsInForce(ctx, live, "sender1", at(3))
		must(t, err)
		same(t, 0, len(bound))
	})
}

func TestRulingOnAForeignCaseIsNotFound(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		foreign := complaint(1, "a")
		foreign.App = "other"
		caseID := opened(t, store, foreign)
		for _, id := range []int64{caseID, caseID + 1, 0, -1} {
			wantFault(t, rule(store, id, func(review.Case, review.Reports) (*review.Ruling, error) {
				t.Error("rule was asked about a case of another app")
				return nil, nil
			}), fault.NotFound)
		}
	})
}

func TestFirstDecisionStaysTheCasesOwn(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		caseID := opened(t, store, complaint(1, "a"))
		for i, label := range []verdict.Label{verdict.Ad, verdict.Porn} {
			must(t, rule(store, caseID, func(c review.Case, _ review.Reports) (*review.Ruling, error) {
				r := muting(c, 3+i)
				r.Decision.Verdict, r.Decision.Author.ID, r.FollowUp = label, []string{"7", "8"}[i], int64(7+i)
				return r, nil
			}))
		}
		c, facts := look(t, store, caseID)
		if c.Verdict != verdict.Ad || c.DecidedBy.ID != "7" || !c.DecidedAt.Equal(at(3)) || c.Holder != 8 || !c.LeaseUntil.IsZero() || c.Version != 3 {
			t.Fatalf("the case is %+v", c)
		}
		same(t, 2, len(facts.Decisions))
		same(t, verdict.Porn, facts.Decisions[1].Verdict)
	})
}

func TestFollowUpRightEndsWithTheNextClaim(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		caseID := opened(t, store, complaint(1, "a"))
		must(t, rule(store, caseID, func(c review.Case, _ review.Reports) (*review.Ruling, error) {
			r := muting(c, 3)
			r.FollowUp, r.FollowUntil = 7, at(99)
			return r, nil
		}))
		holder := func(c review.Claim) int64 {
			claim(t, store, c, at(5))
			found, _ := look(t, store, caseID)
			return found.Holder
		}
		kept, album := messages(7), messages(7)
		kept.KeepFollowUps, album.Queues = true, []review.Queue{review.AlbumQueue}
		for _, c := range []review.Claim{kept, album, messages(8)} {
			same(t, int64(7), holder(c))
		}
		same(t, int64(0), holder(messages(7)))
		c, _ := look(t, store, caseID)
		if !c.LeaseUntil.IsZero() || c.State != review.Decided {
			t.Fatalf("the case is %+v", c)
		}
	})
}

func TestDecisionsNeverChange(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, d Database) {
		store := d.Open(t, sqlstore.Options{})
		caseID := opened(t, store, complaint(1, "a"))
		must(t, decide(store, caseID, at(2)))
		db := newPlanner(t, d).DB
		for _, change := range []string{"UPDATE decisions SET memo = 'x'", "DELETE FROM decisions"} {
			if _, err := db.ExecContext(context.Background(), change); err == nil || !strings.Contains(err.Error(), "a decision is never changed") {
				t.Errorf("%s ends with %v", change, err)
			}
		}
		_, facts := look(t, store, caseID)
		same(t, 1, len(facts.Decisions))
	})
}
