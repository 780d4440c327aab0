package policy

import (
	"slices"
	"testing"
)

// What asks for less, and what is too faint to count, led to nothing; what was
// turned into the outcome by the circumstances did.
func TestLed(t *testing.T) {
	t.Parallel()
	none, mask, deny, faint := word(Pass, 1, 0, 9), word(Mask, 1, 0, 9), word(Deny, 1, 0, 9), word(Deny, 0.4, 0, 9)
	score := Evidence{Source: "model", Cause: Cause{Kind: Model}, Want: Review, Sure: 0.6, Weak: true}
	for name, test := range map[string]struct {
		context  Context
		evidence []Evidence
		led      []bool
	}{
		"the heaviest":    {Context{}, []Evidence{mask, deny, faint, none}, []bool{false, true, false, false}},
		"of the same":     {Context{}, []Evidence{mask, mask}, []bool{true, true}},
		"raised":          {Context{Risk: true}, []Evidence{mask, score}, []bool{true, false}},
		"lowered":         {Context{Protected: true}, []Evidence{deny, mask}, []bool{true, false}},
		"the conduct":     {Context{Repeats: 9}, []Evidence{mask}, []bool{false, true}},
		"nothing counted": {Context{}, []Evidence{faint}, []bool{false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := Decide(Defaults(), test.context, test.evidence)
			var led []bool
			for _, e := range Led(Defaults(), test.context, d.Outcome, test.evidence) {
				led = append(led, e.Led)
			}
			if !slices.Equal(led, test.led) {
				t.Errorf("%s: %v", d.Outcome, led)
			}
			if slices.ContainsFunc(test.evidence, func(e Evidence) bool { return e.Led }) {
				t.Error("the evidence given was changed")
			}
		})
	}
}
