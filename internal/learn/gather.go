package learn

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/words"
)

// How many lines are learned from.
const (
	readAtOnce  = 1000
	maxJudged   = 200_000 // the newest of them count
	perOffence  = 4       // harmless lines for each violation
	minHarmless = 5000    // where there are so many: one in five is for the report
	maxHarmless = 100_000
)

// decided are the lines that reviewers decided, and a sample of those that
// passed: without these a model would know only what looked bad to somebody.
func (s *Service) decided(ctx context.Context, tell func(Progress)) ([]Example, error) {
	var examples []Example
	after := int64(0)
	for {
		lines, err := s.store.JudgedLines(ctx, after, readAtOnce, s.now())
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			examples = append(examples, exampleOf(line))
			after = line.ID
		}
		if len(lines) < readAtOnce {
			break
		}
		tell(Progress{Stage: Reading, Lines: len(examples)})
	}
	examples = examples[max(0, len(examples)-maxJudged):]
	harmless, err := s.store.PassedLines(ctx, min(max(perOffence*violationsIn(examples), minHarmless), maxHarmless), true)
	if err != nil {
		return nil, err
	}
	passed := make([]Example, 0, len(harmless)+len(examples))
	for _, line := range harmless {
		passed = append(passed, exampleOf(line))
	}
	return append(passed, examples...), nil // a person's word comes last and counts
}

func exampleOf(line verdict.Judged) Example {
	return Example{
		Example: classify.Example{Text: line.Line.Text, Violation: line.Verdict != verdict.Pass},
		Scene:   words.SceneOf(line.Line.Type),
	}
}
