package rules_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/screen"
)

func TestRulesSayWhatTheyAskFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.node()
	live := w.put(s, rule("live", "a", `message.text.has("微信")`, rules.Live))
	w.put(s, rule("", "b", `message.length > 3`, rules.Shadow))
	w.put(s, rule("live", "c", `true`, rules.Draft))
	ruled := says(s, "live", "加 微-信")
	want := policy.Evidence{Source: "a", Cause: policy.Cause{Kind: policy.Rule, ID: live.ID, Version: 1}, Label: "spam", Want: policy.Deny, Sure: 1}
	if diff := cmp.Diff([]policy.Evidence{want}, ruled.Evidence); diff != "" {
		t.Error(diff)
	}
	if got := told(ruled); got != " a (b)" || ruled.Trace != nil {
		t.Errorf("said %s, traced %v", got, ruled.Trace)
	}
	if got := told(says(s, "other", "加 微-信")); got != " (b)" {
		t.Errorf("to another app: %s", got)
	}
	if got := told(says(s, "other", "嗯")); got != "" {
		t.Errorf("of nothing: %s", got)
	}
}

func TestNeedsAreThoseOfAnAppsRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.node()
	w.put(s, rule("live", "a", `sender.risk`, rules.Live))
	w.put(s, rule("", "b", `same.senders_60s > 3`, rules.Shadow))
	w.put(s, rule("other", "c", `same.near_senders_60s > 3`, rules.Draft))
	for app, want := range map[string]screen.Needs{"live": {Sender: true, Same: true}, "other": {Same: true}, "third": {Same: true}} {
		if diff := cmp.Diff(want, s.Needs(app)); diff != "" {
			t.Errorf("%s:\n%s", app, diff)
		}
	}
}

// Whatever rules there are: each does what its state says, by its condition
// alone, in the same way on a node that followed every change and on a new one.
func TestRulesAreIndependent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	follows := w.node()
	kept := map[string]rules.Rule{}
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 4).Draw(r, "changes") {
			app := rapid.SampledFrom([]string{"", "live", "other"}).Draw(r, "app")
			name := fmt.Sprint(app, rapid.IntRange(1, 4).Draw(r, "name"))
			one := kept[name]
			id, version := one.ID, one.Version
			if id != 0 && rapid.IntRange(0, 4).Draw(r, "delete") == 0 {
				w.must(follows.Delete(t.Context(), id, "7"))
				delete(kept, name)
				continue
			}
			one = rule(app, name, fmt.Sprintf("message.length > %d", rapid.IntRange(0, 5).Draw(r, "length")),
				rapid.SampledFrom([]rules.State{rules.Draft, rules.Shadow, rules.Live}).Draw(r, "state"))
			one.ID, one.Version = id, version
			put, err := follows.Put(t.Context(), one, version)
			w.must(err)
			kept[name] = put.Rule
		}
		w.must(follows.Refresh(t.Context()))
		anew := w.node()
		text := strings.Repeat("好", rapid.IntRange(0, 6).Draw(r, "said"))
		for _, app := range []string{"live", "other", "third"} {
			want := map[string]bool{}
			for name, one := range kept {
				var least int
				_, err := fmt.Sscanf(one.Expression, "message.length > %d", &least)
				w.must(err)
				if (one.App == "" || one.App == app) && len([]rune(text)) > least && one.State != rules.Draft {
					want[name+string(one.State)] = true
				}
			}
			for _, s := range []*rules.Service{follows, anew} {
				got, ruled := map[string]bool{}, says(s, app, text)
				for _, e := range ruled.Evidence {
					got[e.Source+"live"] = true
				}
				for _, e := range ruled.Shadow {
					got[e.Source+"shadow"] = true
				}
				if diff := cmp.Diff(want, got); diff != "" {
					r.Fatalf("%s, %q:\n%s", app, text, diff)
				}
			}
		}
	})
}

func TestARuleThatCannotBeToldIsNoEvidence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.node()
	bad := w.put(s, rule("live", "bad", `int(message.text) > 3`, rules.Live))
	w.put(s, rule("live", "good", `true`, rules.Live))
	for range 3 {
		if got := told(says(s, "live", "好")); got != " good" {
			t.Errorf("said %s", got)
		}
	}
	if got := told(says(s, "live", "4")); got != " bad good" {
		t.Errorf("said %s", got)
	}
	listed, err := s.Find(t.Context(), bad.ID)
	w.must(err)
	if listed.Today.Errors != 3 || listed.Today.Hits != 1 || listed.Problem == "" {
		t.Errorf("the rule is %+v", listed)
	}
	if n := w.logged("a rule cannot be told on a message"); n != 1 {
		t.Errorf("said %d times in the log", n)
	}
	traced := s.Rule("live", content.Line{Text: "好"}, policy.Context{}, nil, true)
	if len(traced.Trace) != 2 || traced.Trace[0].Problem == "" || traced.Trace[0].Met || !traced.Trace[1].Met || traced.Trace[1].Name != "good" {
		t.Errorf("traced %+v", traced.Trace)
	}
	bad.Expression = `message.text == "4"`
	w.put(s, bad)
	if listed, err = s.Find(t.Context(), bad.ID); err != nil || listed.Problem != "" || listed.Today.Errors != 3 {
		t.Errorf("the mended rule is %+v, %v", listed, err)
	}
}

func TestWhoChangesARuleThatWasChangedIsLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.node()
	first := w.put(s, rule("live", "a", `true`, rules.Draft))
	second := first
	second.Note = "changed"
	w.put(s, second)
	if _, err := s.Put(t.Context(), first, first.Version); !fault.HasCode(err, rules.CodeChanged) {
		t.Errorf("a late change: %v", err)
	}
	if _, err := s.SetState(t.Context(), first.ID, rules.Live, first.Version, "7"); !fault.HasCode(err, rules.CodeChanged) {
		t.Errorf("a late state: %v", err)
	}
	put, err := s.SetState(t.Context(), first.ID, rules.Live, 0, "7")
	if err != nil || put.State != rules.Live || put.Note != "changed" || put.UpdatedBy != "7" || put.Version != 3 {
		t.Errorf("%+v, %v", put, err)
	}
	if _, err := s.Versions(t.Context(), 999); !fault.HasCode(err, rules.CodeUnknown) {
		t.Errorf("versions of no rule: %v", err)
	}
}

func TestATrialCountsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.node()
	kept := rule("live", "night", `now.hour == 4`, rules.Live)
	kept.Quota = 1
	kept = w.put(s, kept)
	w.put(s, rule("", "long", `message.length > 3`, rules.Live))
	at := start
	trial := func(change *rules.Rule) screen.Rules {
		made, err := s.Trial(change, func() time.Time { return at })
		w.must(err)
		return made
	}
	changed := kept
	changed.Expression = `now.hour == 23`
	added := rule("", "new", `true`, rules.Live)
	off := kept
	off.State = rules.Draft
	for range 3 { // no quota
		for change, want := range map[*rules.Rule]string{nil: "", &changed: " night", &added: " new", &off: ""} {
			if got := told(says(trial(change), "live", "好")); got != want {
				t.Errorf("%v: said %s, not %s", change, got, want)
			}
		}
	}
	at = start.Add(5 * time.Hour)
	if got := told(says(trial(nil), "live", "12345")); got != " long night" && got != " night long" {
		t.Errorf("later: %s", got)
	}
	if _, err := s.Trial(&rules.Rule{}, w.clock); !fault.Is(err, fault.Invalid) {
		t.Errorf("a trial of no rule: %v", err)
	}
	listed, err := s.List(t.Context())
	w.must(err)
	for _, l := range listed {
		if l.Today.Hits != 0 || l.Tripped {
			t.Errorf("the trial counted: %+v", l)
		}
	}
}
