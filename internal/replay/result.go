package replay

import (
	"slices"

	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
)

// Progress is how far a replay is.
type Progress struct {
	Read    int `json:"read"`
	Of      int `json:"of"` // about how many there are, known the better the longer it reads
	Changed int `json:"changed"`
}

// Result is what a change would do.
type Result struct {
	Read     int            `json:"read"`
	Changed  int            `json:"changed"`
	Counts   map[string]int `json:"counts"` // by "pass→deny"
	Newly    Newly          `json:"newly"`
	Examples []Example      `json:"examples"` // at most MaxExamples of each kind, of different texts
}

// Newly is how many messages would come to what they have not come to.
type Newly struct {
	Denied int `json:"denied"`
	Masked int `json:"masked"`
	Asked  int `json:"asked"`
	Passed int `json:"passed"`
}

// Example is a message of which something else would become.
type Example struct {
	DataID  string         `json:"data_id"`
	Text    string         `json:"text"`
	Before  policy.Outcome `json:"before"`
	After   policy.Outcome `json:"after"`
	Reasons []string       `json:"reasons"` // of the change's outcome; of the one before where it would pass
}

// MaxExamples is of how many messages of a kind a Result tells.
const MaxExamples = 20

// maxReasons bounds an example's reasons.
const maxReasons = 5

// kind names a change of outcomes.
func kind(before, after policy.Outcome) string { return string(before) + "→" + string(after) }

func newResult() Result { return Result{Counts: map[string]int{}, Examples: []Example{}} }

// note counts a message.
func (r *Result) note(line screen.Record, before, after policy.Decision) {
	r.Read++
	if before.Outcome == after.Outcome {
		return
	}
	r.Changed++
	r.Counts[kind(before.Outcome, after.Outcome)]++
	switch after.Outcome {
	case policy.Deny:
		r.Newly.Denied++
	case policy.Mask:
		r.Newly.Masked++
	case policy.Review:
		r.Newly.Asked++
	case policy.Pass:
		r.Newly.Passed++
	}
	r.show(line, before, after)
}

// show keeps an example, where it is another than those that there are.
func (r *Result) show(line screen.Record, before, after policy.Decision) {
	alike := 0
	for _, e := range r.Examples {
		if e.Before != before.Outcome || e.After != after.Outcome {
			continue
		}
		if alike++; alike == MaxExamples || e.Text == line.Line.Text {
			return
		}
	}
	reasons := after.Reasons
	if after.Outcome == policy.Pass {
		reasons = before.Reasons
	}
	r.Examples = append(r.Examples, Example{
		DataID: line.DataID, Text: line.Line.Text, Before: before.Outcome, After: after.Outcome,
		Reasons: append([]string{}, reasons[:min(len(reasons), maxReasons)]...),
	})
}

// sorted puts the examples of a kind together, the commonest kind first.
func (r *Result) sorted() {
	slices.SortStableFunc(r.Examples, func(a, b Example) int {
		ka, kb := kind(a.Before, a.After), kind(b.Before, b.After)
		if ka == kb {
			return 0
		}
		if r.Counts[ka] != r.Counts[kb] {
			return r.Counts[kb] - r.Counts[ka]
		}
		if ka < kb {
			return -1
		}
		return 1
	})
}
