package classify

import (
	"cmp"
	"slices"

	"github.com/xiezhi/xiezhi/internal/detect/normalize"
)

// Point is what flagging all lines from a threshold on would have meant.
type Point struct {
	Threshold float64 `json:"threshold"`
	Precision float64 `json:"precision"` // of the flagged, how many are violations
	Recall    float64 `json:"recall"`    // of the violations, how many are flagged
	Flagged   float64 `json:"flagged"`   // of the harmless lines, how many are flagged
}

// Report is how a model does on lines that it has not learned from.
type Report struct {
	Lines      int     `json:"lines"`
	Violations int     `json:"violations"`
	Accuracy   float64 `json:"accuracy"` // with 0.5 as the threshold
	Curve      []Point `json:"curve"`    // by falling threshold
}

// curvePoints is about how many points a curve has. Up to finelyUpTo of the
// harmless lines flagged, where thresholds lie, it has one before each such line.
const (
	curvePoints = 200
	finelyUpTo  = 0.01
)

// Evaluate scores the examples and compares.
func (m *Model) Evaluate(examples []Example) Report {
	type scored struct {
		score     float64
		violation bool
	}
	all := make([]scored, len(examples))
	r := Report{Lines: len(examples)}
	var f normalize.Folded
	right := 0
	for i, e := range examples {
		f.Set(e.Text)
		all[i] = scored{m.Score(f.Codes()), e.Violation}
		if e.Violation {
			r.Violations++
		}
		if e.Violation == (all[i].score >= 0.5) {
			right++
		}
	}
	r.Accuracy = ratio(right, len(all))
	slices.SortFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	hits := 0
	for i, s := range all {
		if s.violation {
			hits++
		}
		if i+1 == len(all) || all[i+1].score != s.score {
			r.Curve = append(r.Curve, Point{s.score, ratio(hits, i+1), ratio(hits, r.Violations), ratio(i+1-hits, len(all)-r.Violations)})
		}
	}
	r.Curve = thinned(r.Curve)
	return r
}

func thinned(curve []Point) []Point {
	var kept []Point
	step := max(1, len(curve)/curvePoints)
	for i, p := range curve {
		last := i+1 == len(curve)
		if last || i%step == 0 || p.Flagged <= finelyUpTo && curve[i+1].Flagged > p.Flagged {
			kept = append(kept, p)
		}
	}
	return kept
}

// Threshold is the lowest of the curve's thresholds at which at most that share of harmless
// lines is flagged; 1 if there is none.
func (r Report) Threshold(flagged float64) Point {
	best := Point{Threshold: 1, Precision: 1}
	for _, p := range r.Curve {
		if p.Flagged <= flagged {
			best = p
		}
	}
	return best
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
