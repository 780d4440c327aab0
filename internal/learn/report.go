package learn

import (
	"fmt"
	"slices"

	"github.com/xiezhi/xiezhi/internal/detect/classify"
)

// Report is how a model does on lines that were kept out of its training.
type Report struct {
	classify.Report
	Thresholds []Threshold      `json:"thresholds"`
	Scenes     map[string]Scene `json:"scenes"`   // by the kind of line, where more than one is known
	Warnings   []string         `json:"warnings"` // why not to believe all of it
}

// Scene is how it does on one kind of lines.
type Scene struct {
	Lines      int         `json:"lines"`
	Violations int         `json:"violations"`
	Accuracy   float64     `json:"accuracy"`
	Thresholds []Threshold `json:"thresholds"`
}

// Threshold is what flagging from a score on means, with at most a share of
// harmless lines flagged.
type Threshold struct {
	AtMost float64 `json:"at_most"` // that share
	classify.Point
}

// shares of harmless lines for which a threshold is told.
var shares = []float64{0.001, 0.005, 0.01}

// What a report rests on that is to be believed.
const (
	enoughViolations = 500
	enoughHarmless   = 1000 // one of a thousand can be told
)

// measure reports on a model by examples that it has not seen.
func measure(m *classify.Model, kept []Example, learned []Example) Report {
	r := Report{Report: m.Evaluate(plain(kept)), Scenes: map[string]Scene{}}
	r.Thresholds = thresholdsOf(r.Report)
	for scene, examples := range byScene(kept) {
		own := m.Evaluate(plain(examples))
		r.Scenes[scene] = Scene{Lines: own.Lines, Violations: own.Violations, Accuracy: own.Accuracy, Thresholds: thresholdsOf(own)}
	}
	r.Warnings = r.warnings(violationsIn(learned))
	return r
}

func thresholdsOf(r classify.Report) []Threshold {
	all := make([]Threshold, len(shares))
	for i, share := range shares {
		all[i] = Threshold{share, r.Threshold(share)}
	}
	return all
}

// byScene is empty where all are of one kind.
func byScene(examples []Example) map[string][]Example {
	scenes := map[string][]Example{}
	for _, e := range examples {
		scenes[e.Scene] = append(scenes[e.Scene], e)
	}
	if len(scenes) < 2 {
		return nil
	}
	if nameless, some := scenes[""]; some {
		scenes["other"] = append(scenes["other"], nameless...)
		delete(scenes, "")
	}
	return scenes
}

func (r Report) warnings(learned int) []string {
	said := []string{}
	if learned < enoughViolations {
		said = append(said, fmt.Sprintf("there were only %d violations to learn from: a model of fewer than %d knows little", learned, enoughViolations))
	}
	harmless := r.Lines - r.Violations
	if harmless < enoughHarmless {
		said = append(said, fmt.Sprintf("the report rests on only %d harmless lines: what is said of one in a thousand is a guess", harmless))
	}
	if r.Violations < enoughViolations/5 {
		said = append(said, fmt.Sprintf("the report rests on only %d violations", r.Violations))
	}
	if r.Lines > 0 && r.Accuracy <= float64(max(harmless, r.Violations))/float64(r.Lines) {
		said = append(said, "it is right no more often than who says the same of every line")
	}
	return slices.Clip(said)
}
