package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// mute is a mute of a user in a show from second 0 until a second, 0 for ever.
func mute(user, show string, until int) enforce.Sanction {
	s := enforce.Sanction{
		App: live, Subject: content.Subject{Kind: content.AUser, ID: user}, Action: verdict.Mute, Module: content.Show,
		UserID: user, PlaceID: show, Label: verdict.Ad, StartsAt: start, Author: "1",
	}
	if until != 0 {
		s.EndsAt = at(until)
	}
	return s
}

// impose writes sanctions by a ruling.
func impose(t *testing.T, store *sqlstore.Store, sanctions ...enforce.Sanction) {
	t.Helper()
	caseID := opened(t, store, complaint(1, "a"))
	must(t, rule(store, caseID, func(c review.Case, _ review.Reports) (*review.Ruling, error) {
		return &review.Ruling{Decision: review.Decision{App: live, CaseID: c.ID, At: start}, Sanctions: sanctions}, nil
	}))
}

func inForce(t *testing.T, store *sqlstore.Store, user string, second int) []string {
	t.Helper()
	list, err := store.SanctionsInForce(context.Background(), live, user, at(second))
	must(t, err)
	return places(list)
}

func places(list []enforce.Sanction) []string {
	var names []string
	for _, s := range list {
		names = append(names, fmt.Sprint(s.Action, " ", s.UserID, " in ", s.PlaceID))
	}
	return names
}

func TestSanctionsAreInForceUntilTheirEnd(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		foreign := mute("u1", "s9", 0)
		foreign.App = "other"
		impose(t, store, mute("u1", "s1", 10), mute("u1", "s2", 0), mute("u2", "s3", 0), foreign)
		same(t, []string{"mute u1 in s1", "mute u1 in s2"}, inForce(t, store, "u1", 9))
		same(t, []string{"mute u1 in s2"}, inForce(t, store, "u1", 10))
	})
}

func TestLiftTakesWhatMatchesAndIsInForce(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]struct {
		match enforce.Match
		want  []string
	}{
		"user":      {enforce.Match{UserID: "u1", Action: verdict.Mute}, []string{"mute u1 in s1", "mute u1 in s2", "mute u1 in "}},
		"module":    {enforce.Match{UserID: "u1", Action: verdict.Mute, Module: content.Hall}, []string{"mute u1 in "}},
		"place":     {enforce.Match{PlaceID: "s1", Action: verdict.Mute, Module: content.Show}, []string{"mute u1 in s1", "mute u2 in s1"}},
		"both":      {enforce.Match{UserID: "u1", PlaceID: "s1", Action: verdict.Mute}, []string{"mute u1 in s1"}},
		"anybody":   {enforce.Match{Action: verdict.Mute, Module: content.Show}, []string{"mute u1 in s1", "mute u1 in s2", "mute u2 in s1"}},
		"action":    {enforce.Match{UserID: "u1", Action: verdict.LoginLimit}, []string{"login_limit u1 in "}},
		"otherwise": {enforce.Match{UserID: "u3", Action: verdict.Mute}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
				store, hall, login := open(), mute("u1", "", 0), mute("u1", "", 0)
				hall.Module, login.Module, login.Action = content.Hall, content.User, verdict.LoginLimit
				impose(t, store, mute("u1", "s1", 99), mute("u1", "s2", 0), mute("u2", "s1", 0), mute("u1", "s1", 5), hall, login)
				match := step.match
				match.App = live
				same(t, step.want, places(lift(t, store, match)))
				same(t, nil, places(lift(t, store, match))) // what was lifted is not lifted again
			})
		})
	}
}

// lift lifts at second 6 with one event for each sanction.
func lift(t *testing.T, store *sqlstore.Store, match enforce.Match) []enforce.Sanction {
	t.Helper()
	lifted, err := store.LiftSanctions(context.Background(), match, "7", "误判\x00", at(6), func(list []enforce.Sanction) []outbox.Event {
		var events []outbox.Event
		for range list {
			events = append(events, event("user:u", "lift", at(6)))
		}
		return events
	})
	must(t, err)
	for _, s := range lifted {
		if !s.LiftedAt.Equal(at(6)) || s.LiftedBy != "7" || s.LiftMemo != "误判\uFFFD" {
			t.Fatalf("lifted %+v", s)
		}
	}
	return lifted
}

func TestLiftWritesItsEventsAlsoWhereNothingWasInForce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store := open()
		impose(t, store, mute("u1", "s1", 0))
		lift(t, store, enforce.Match{App: live, UserID: "u1", Action: verdict.Mute})
		write(t, store, event("user:u", "again", at(7)))
		sent, err := store.Deliveries(context.Background(), delivery.Filter{})
		must(t, err)
		same(t, 2, len(sent))
		same(t, nil, inForce(t, store, "u1", 7))
	})
}

func TestSanctionsThatRanOutAreAnnouncedOnce(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		store, ctx := open(), context.Background()
		other := mute("u3", "s2", 0) // same person as below, another show
		impose(t, store, mute("u1", "s1", 10), mute("u2", "s1", 11), mute("u2", "s1", 99), mute("u3", "s1", 12), other, mute("u4", "s1", 200))
		impose(t, store, mute("u5", "s1", 13))
		lift(t, store, enforce.Match{App: live, UserID: "u5", Action: verdict.Mute})
		covered := map[string]bool{}
		end := func(limit int) int {
			n, err := store.EndSanctions(ctx, at(50), limit, func(s enforce.Sanction, is bool) []outbox.Event {
				covered[s.UserID] = is
				if !s.EndedAt.Equal(at(50)) {
					t.Errorf("ended at %s", s.EndedAt)
				}
				if is {
					return nil
				}
				return []outbox.Event{event("user:"+s.UserID, "lift", at(50))}
			})
			must(t, err)
			return n
		}
		same(t, []int{1, 2, 0}, []int{end(1), end(9), end(9)})
		same(t, map[string]bool{"u1": false, "u2": true, "u3": false}, covered)
		sent, err := store.Deliveries(ctx, delivery.Filter{})
		must(t, err)
		same(t, []string{"user:u3", "user:u1"}, []string{sent[0].Lane, sent[1].Lane})
	})
}
