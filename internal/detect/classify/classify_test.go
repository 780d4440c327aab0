package classify

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/xiezhi/xiezhi/internal/detect/detecttest"
	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// judged are as many offensive as harmless lines, in turn.
func judged() []Example {
	var out []Example
	benign := detecttest.Benign()
	for i, text := range detecttest.Offensive() {
		out = append(out, Example{text, true}, Example{benign[i], false})
	}
	return out
}

func trained(t testing.TB, examples []Example) *Model {
	t.Helper()
	m, err := Train(context.Background(), examples, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTrainingGeneralises(t *testing.T) {
	t.Parallel()
	learn, keep := Split(judged(), 5)
	report := trained(t, learn).Evaluate(keep)
	t.Logf("accuracy %.3f on %d lines kept out, %d learnt from; at 2 %% of harmless lines flagged: %+v", report.Accuracy, len(keep), len(learn), report.Threshold(0.02))
	if report.Accuracy < 0.70 { // 0.5 is guessing; 25,000 lines instead of 1,600 make it 0.86
		t.Errorf("accuracy %.3f", report.Accuracy)
	}
	if report.Lines != len(keep) || report.Violations == 0 {
		t.Errorf("report of %d lines, %d violations", report.Lines, report.Violations)
	}
}

func TestCurve(t *testing.T) {
	t.Parallel()
	learn, keep := Split(judged(), 5)
	report := trained(t, learn).Evaluate(keep)
	last := Point{Threshold: 2}
	for _, p := range report.Curve {
		if p.Threshold >= last.Threshold || p.Recall < last.Recall || p.Flagged < last.Flagged || p.Precision < 0 || p.Precision > 1 {
			t.Fatalf("%+v after %+v", p, last)
		}
		last = p
	}
	if last.Recall != 1 || last.Flagged != 1 {
		t.Errorf("the curve ends at %+v", last)
	}
	if none := (Report{}).Threshold(0.1); none.Threshold != 1 || none.Recall != 0 {
		t.Errorf("without a curve the threshold is %+v", none)
	}
	for _, share := range []float64{0, 0.01, 0.1, 1} {
		if p := report.Threshold(share); p.Flagged > share {
			t.Errorf("at most %v: %+v", share, p)
		}
	}
}

func TestSameSeedSameModel(t *testing.T) {
	t.Parallel()
	examples := judged()[:400]
	a, b := trained(t, examples), trained(t, examples)
	if *a != *b {
		t.Error("two trainings with one seed differ")
	}
	other, err := Train(context.Background(), examples, Settings{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if *other == *a {
		t.Error("the seed makes no difference")
	}
}

func TestScore(t *testing.T) {
	t.Parallel()
	m := trained(t, judged()[:400])
	var f normalize.Folded
	for _, text := range []string{"a", "法", "普通的一句话", "ａｂｃ 😂"} {
		f.Set(text)
		if s := m.Score(f.Codes()); !(s > 0 && s < 1) || math.IsNaN(s) {
			t.Errorf("%q scores %v", text, s)
		}
	}
	f.Set("。。。")
	if s := m.Score(f.Codes()); s != 0 {
		t.Errorf("nothing scores %v", s)
	}
	f.Set("習近")
	traditional := m.Score(f.Codes())
	f.Set("习　近")
	if s := m.Score(f.Codes()); s != traditional {
		t.Errorf("forms of one text score %v and %v", traditional, s)
	}
}

func TestScoreAllocatesNothing(t *testing.T) {
	m := trained(t, judged()[:400])
	var f normalize.Folded
	f.Set("普通的一句话")
	if allocs := testing.AllocsPerRun(100, func() { m.Score(f.Codes()) }); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func TestFile(t *testing.T) {
	t.Parallel()
	m := trained(t, judged()[:400])
	file, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back Model
	if err := back.UnmarshalBinary(file); err != nil || back != *m {
		t.Errorf("the model does not come back: %v", err)
	}
	for name, damage := range map[string]func([]byte) []byte{
		"empty":   func([]byte) []byte { return nil },
		"short":   func(f []byte) []byte { return f[:len(f)-1] },
		"version": func(f []byte) []byte { f[len(magic)-1]++; return f },
		"weight":  func(f []byte) []byte { f[1000] ^= 1; return f },
	} {
		var known *fault.Error
		if err := back.UnmarshalBinary(damage(append([]byte(nil), file...))); !errors.As(err, &known) || known.Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTooLittleToLearnFrom(t *testing.T) {
	t.Parallel()
	var known *fault.Error
	examples := make([]Example, 100)
	for i := range examples {
		examples[i] = Example{"一句话", i < MinExamples-1}
	}
	if _, err := Train(context.Background(), examples, Settings{}); !errors.As(err, &known) || known.Kind != fault.Invalid {
		t.Errorf("too few violations: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Train(ctx, judged(), Settings{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled training: %v", err)
	}
}

func BenchmarkScore(b *testing.B) {
	m := trained(b, judged())
	messages := detecttest.Chat(2000, 1)
	folded := make([]normalize.Folded, len(messages))
	for i, text := range messages {
		folded[i].Set(text)
	}
	i := 0
	for b.Loop() {
		i++
		m.Score(folded[i%len(folded)].Codes())
	}
}
