package policy

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

func word(want Outcome, sure float64, from, to int) Evidence {
	return Evidence{Source: "base", What: "加微信", Label: verdict.Ad, Want: want, Sure: sure, From: from, To: to}
}

func TestDecide(t *testing.T) {
	t.Parallel()
	weak := word(Deny, 0.95, 0, 9)
	weak.Weak = true
	strict := Defaults()
	strict.Spread, strict.DenyRepeatOffenders = 5, 3
	tests := map[string]struct {
		thresholds Thresholds
		context    Context
		evidence   []Evidence
		outcome    Outcome
		label      verdict.Label
		reason     string // that the first one names
	}{
		"nothing found":            {Defaults(), Context{}, nil, Pass, verdict.Pass, ""},
		"a word to deny":           {Defaults(), Context{}, []Evidence{word(Deny, 1, 0, 9)}, Deny, verdict.Ad, "加微信"},
		"not sure enough":          {Defaults(), Context{}, []Evidence{word(Deny, 0.8, 0, 9)}, Review, verdict.Ad, "not sure enough"},
		"found by likeness":        {Defaults(), Context{}, []Evidence{weak}, Review, verdict.Ad, "not sure enough"},
		"too faint to count":       {Defaults(), Context{}, []Evidence{word(Deny, 0.4, 0, 9)}, Pass, verdict.Pass, ""},
		"a word to mask":           {Defaults(), Context{}, []Evidence{word(Mask, 1, 0, 9)}, Mask, verdict.Ad, "加微信"},
		"masked for others":        {Defaults(), Context{Risk: true}, []Evidence{word(Mask, 1, 0, 9)}, Review, verdict.Ad, "high-risk"},
		"no machine denies him":    {Defaults(), Context{Protected: true}, []Evidence{word(Deny, 1, 0, 9)}, Review, verdict.Ad, "protected"},
		"the heaviest wins":        {Defaults(), Context{}, []Evidence{word(Mask, 1, 0, 9), word(Deny, 0.95, 12, 15)}, Deny, verdict.Ad, "(0.95)"},
		"a system message":         {Defaults(), Context{Type: content.SystemLine}, []Evidence{word(Deny, 1, 0, 9)}, Pass, verdict.Pass, "system"},
		"a fast typist":            {Defaults(), Context{Repeats: 8}, nil, Pass, verdict.Pass, ""},
		"a flood":                  {Defaults(), Context{Repeats: 9}, nil, Deny, verdict.Spam, "9 times"},
		"a flood by the protected": {Defaults(), Context{Repeats: 9, Protected: true}, nil, Review, verdict.Spam, "9 times"},
		"a wave":                   {strict, Context{Spread: 6}, nil, Review, verdict.Spam, "6 senders"},
		"a repeat offender":        {strict, Context{Offences: 3}, []Evidence{word(Review, 0.95, 0, 9)}, Deny, verdict.Ad, "3 times"},
		"not yet one":              {strict, Context{Offences: 2}, []Evidence{word(Review, 0.95, 0, 9)}, Review, verdict.Ad, "加微信"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Decide(test.thresholds, test.context, test.evidence)
			if got.Outcome != test.outcome || got.Label != test.label {
				t.Errorf("%s as %s, because %q", got.Outcome, got.Label, got.Reasons)
			}
			if test.reason != "" && (len(got.Reasons) == 0 || !strings.Contains(got.Reasons[0], test.reason)) {
				t.Errorf("the reasons are %q", got.Reasons)
			}
		})
	}
}

// Whatever is found: the decision is the same twice, its score is a
// probability, it is no heavier than what was asked for, and its masks lie in
// order and apart.
func TestDecisionsAreSound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		outcomes := []Outcome{Pass, Mask, Review, Deny}
		evidence := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Evidence {
			from := rapid.IntRange(0, 40).Draw(t, "from")
			e := word(rapid.SampledFrom(outcomes).Draw(t, "want"), rapid.Float64Range(0, 1).Draw(t, "sure"), from, from+rapid.IntRange(1, 9).Draw(t, "long"))
			e.Weak = rapid.Bool().Draw(t, "weak")
			return e
		}), 0, 6).Draw(t, "evidence")
		c := Context{Risk: rapid.Bool().Draw(t, "risk"), Protected: rapid.Bool().Draw(t, "protected"), Offences: rapid.IntRange(0, 5).Draw(t, "offences")}
		thresholds := Defaults()
		d, again := Decide(thresholds, c, evidence), Decide(thresholds, c, slices.Clone(evidence))
		if d.Outcome != again.Outcome || d.Score != again.Score || !slices.Equal(d.Masks, again.Masks) || !slices.Equal(d.Reasons, again.Reasons) {
			t.Fatalf("%+v, then %+v", d, again)
		}
		if !(d.Score >= 0 && d.Score <= 1) || (d.Outcome == Pass) != (d.Label == verdict.Pass) {
			t.Fatalf("%+v", d)
		}
		if d.Outcome == Deny && (c.Protected || !slices.ContainsFunc(evidence, func(e Evidence) bool { return e.Want == Deny && !e.Weak && e.Sure >= thresholds.Deny })) {
			t.Fatalf("denied for %+v", evidence)
		}
		for i, m := range d.Masks {
			if m.From >= m.To || i > 0 && m.From <= d.Masks[i-1].To {
				t.Fatalf("masks %v", d.Masks)
			}
		}
	})
}

func TestAMaskOfNoPlaceCoversAll(t *testing.T) {
	t.Parallel()
	for _, evidence := range [][]Evidence{{word(Mask, 1, 0, 9), word(Mask, 1, 0, 0)}, {word(Mask, 1, 0, 0), word(Mask, 1, 0, 9)}} {
		if d := Decide(Defaults(), Context{}, evidence); d.Outcome != Mask || len(d.Masks) > 0 {
			t.Errorf("%+v", d)
		}
	}
}

func TestThresholdsAreChecked(t *testing.T) {
	t.Parallel()
	if err := Defaults().Check(); err != nil {
		t.Error(err)
	}
	nan := 0.0
	nan /= nan
	for _, bad := range []Thresholds{{Deny: 1.1}, {Review: -0.1}, {Model: nan}, {Repeats: -1}, {Spread: 2_000_000}} {
		if bad.Check() == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}
