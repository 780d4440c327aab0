package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// accusing is a case of an entrance that names somebody, with all that its
// contract asks for.
func accusing(entrance content.Entrance) Case {
	said := content.Message{Type: content.Text, ID: "m", SenderID: "1", Text: "x"}
	r := Report{Entrance: entrance, Reporter: "1002", Accused: "1", Messages: []content.Message{said}}
	if rule, _ := entrance.Rule(); rule.Profile {
		r.Profile = &content.Profile{PlaceID: "p-9", OwnerID: "1"}
	}
	return Case{ID: 1, App: "live", Entrance: entrance, First: r}
}

func inWords(s Suggestion) string {
	words := []string{fmt.Sprint(s.Offence)}
	for _, a := range s.Actions {
		words = append(words, fmt.Sprintf("%s/%d/%d", a.Action, a.Module, a.Hours))
	}
	return strings.Join(words, " ")
}

func TestTheLadder(t *testing.T) {
	t.Parallel()
	placeless := accusing(content.ShowMessage)
	placeless.First.Profile = nil
	for _, row := range []struct {
		name string
		c    Case
		ad   [4]string // by how often he was found guilty before
	}{
		{"hall", accusing(content.HallMessage), [4]string{"delete/1/0 mute/1/24", "delete/1/0 mute/1/168", "delete/1/0 login_limit/4/-1", "delete/1/0 login_limit/4/-1"}},
		{"show", accusing(content.ShowMessage), [4]string{"delete/2/0 mute/2/24", "delete/2/0 mute/2/168", "delete/2/0 login_limit/2/-1", "delete/2/0 login_limit/2/-1"}},
		{"show that is not named", placeless, [4]string{"delete/2/0 login_limit/2/24", "delete/2/0 login_limit/2/168", "delete/2/0 login_limit/2/-1", "delete/2/0 login_limit/2/-1"}},
		{"group", accusing(content.GroupMessage), [4]string{"delete/3/0", "delete/3/0 kick_out/3/0", "delete/3/0 login_limit/4/-1", "delete/3/0 login_limit/4/-1"}},
		{"user", accusing(content.AlbumPicture), [4]string{"delete/4/0 login_limit/4/24", "delete/4/0 login_limit/4/168", "delete/4/0 login_limit/4/-1", "delete/4/0 login_limit/4/-1"}},
	} {
		for before, want := range row.ad {
			mild, _ := Suggest(row.c, verdict.Ad, before)
			if got := inWords(mild); got != fmt.Sprint(before+1)+" "+want {
				t.Errorf("%s, offence %d: %s, want %s", row.name, before+1, got, want)
			}
			for _, label := range []verdict.Label{verdict.Porn, verdict.Politics, verdict.Illegal} {
				worse, _ := Suggest(row.c, label, before)
				next, _ := Suggest(row.c, verdict.Ad, before+1)
				if worse.Offence != before+1 || cmp.Diff(worse.Actions, next.Actions) != "" {
					t.Errorf("%s, %s, offence %d: %s", row.name, label, before+1, inWords(worse))
				}
			}
		}
	}
}

func TestWhereNobodyIsNamedTheLadderHasNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []Case{groupCase(), nameless()} {
		if s, ok := Suggest(c, verdict.Ad, 0); ok {
			t.Errorf("%s for %d", inWords(s), c.Entrance)
		}
	}
}

// TestWhatIsSuggestedCanBeDecided takes every suggestion at its word.
func TestWhatIsSuggestedCanBeDecided(t *testing.T) {
	t.Parallel()
	for _, rule := range content.Entrances() {
		if rule.Accused == content.AccusedMustBeAbsent {
			continue
		}
		c := accusing(rule.Entrance)
		for _, label := range append(Reasons(nil), "own") {
			for before := range 5 {
				s, ok := Suggest(c, label, before)
				if !ok {
					t.Errorf("%s, %s: nothing", rule.Name, label)
				}
				var actions []ActionRequest
				for _, a := range s.Actions {
					actions = append(actions, ActionRequest{Type: a.Action, Module: a.Module, Hours: a.Hours})
					timed := slices.Contains(verdict.Allowed(a.Module), verdict.Punish{Action: a.Action, Timed: true})
					if timed != (a.Hours != 0) {
						t.Errorf("%s, %s: %s", rule.Name, label, inWords(s))
					}
				}
				punishments, err := decision(actions...).punishments(c)
				if err != nil || len(punishments) < len(actions) {
					t.Errorf("%s, %s: %s became %v, %v", rule.Name, label, inWords(s), punishments, err)
				}
			}
		}
	}
}

func TestReasonsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	want := []verdict.Label{"porn", "ad", "abuse", "spam", "illegal", "politics", "violation"}
	if got := Reasons(nil); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if got := Reasons([]string{"cult", "ad", "pass", "cult"}); !slices.Equal(got, append(want, "cult")) {
		t.Errorf("got %v", got)
	}
}

func TestOffences(t *testing.T) {
	t.Parallel()
	against := func(users ...string) (list []enforce.Punishment) {
		for _, user := range users {
			list = append(list, enforce.Punishment{UserID: user})
		}
		return list
	}
	got := Offences([]Decision{
		{CaseID: 1, Verdict: "ad", Actions: against("1")},
		{CaseID: 1, Verdict: "ad", Actions: against("1")}, // more of the same case
		{CaseID: 1, Verdict: "porn"},
		{CaseID: 2, Verdict: "ad"},
		{CaseID: 3, Verdict: "pass"},
		{CaseID: 4, Verdict: Gone},
		{CaseID: 5, Verdict: "ad", Actions: against("2")}, // it was another one
		{CaseID: 6, Verdict: "ad", Actions: against("2", "1")},
		{CaseID: 7, Verdict: "ad", Actions: against("")}, // the group, for all who are accused
		{CaseID: 8, Verdict: "ad", UndoneAt: time.Unix(1, 0)},
		{CaseID: 9, Verdict: "ad", Users: map[string]verdict.Label{"1": "abuse", "2": "ad"}},
		{CaseID: 10, Verdict: "ad", Users: map[string]verdict.Label{"1": "pass", "2": "ad"}},
	}, "1")
	if diff := cmp.Diff(map[verdict.Label]int{"ad": 4, "porn": 1, "abuse": 1}, got); diff != "" {
		t.Error("want - and got +:", diff)
	}
}
