package policy

import "slices"

// Led returns the evidence of a decision, with what the circumstances
// themselves were evidence of, each piece marked whether by itself it would
// have led to the outcome. What passed is owed to nothing. The evidence that
// was given stays as it is.
func Led(t Thresholds, c Context, outcome Outcome, evidence []Evidence) []Evidence {
	if outcome == Pass {
		return evidence
	}
	all := slices.Concat(evidence, t.conduct(c))
	for i, e := range all {
		alone, _ := t.weigh(e, c)
		all[i].Led = alone == outcome
	}
	return all
}
