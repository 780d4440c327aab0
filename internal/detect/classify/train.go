package classify

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/xiezhi/xiezhi/internal/detect/normalize"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// Example is a line that people have judged.
type Example struct {
	Text      string
	Violation bool
}

// Settings of a training; the zero value means the defaults.
type Settings struct {
	Epochs int     // how often all examples are looked at; 0 means 8
	Rate   float64 // how far an example moves the weights; 0 means 0.3
	Decay  float64 // how much of a weight an example takes away; 0 means 0.001
	Seed   uint64  // of the order; the same makes the same model
}

func (s Settings) orDefaults() Settings {
	if s.Epochs == 0 {
		s.Epochs = 8
	}
	if s.Rate == 0 {
		s.Rate = 0.3
	}
	if s.Decay == 0 {
		s.Decay = 1e-3
	}
	return s
}

// MinExamples of each kind are the least to learn from, in different lines.
const MinExamples = 20

// Split keeps every nth example out, for Evaluate: the order of the examples
// must say nothing about them.
func Split[E any](examples []E, nth int) (learn, keep []E) {
	for i, e := range examples {
		if i%nth == nth-1 {
			keep = append(keep, e)
		} else {
			learn = append(learn, e)
		}
	}
	return learn, keep
}

// Train learns a model from examples: logistic regression by stochastic
// descent, each weight with a rate of its own (AdaGrad). Too few examples of a
// kind are an Invalid fault.
func Train(ctx context.Context, examples []Example, settings Settings) (*Model, error) {
	settings = settings.orDefaults()
	t := newTrainer(examples)
	if min(t.violations, len(examples)-t.violations) < MinExamples {
		return nil, fault.Field("examples", "there must be at least %d lines of each kind: there are %d violations among %d lines", MinExamples, t.violations, len(examples))
	}
	random := rand.New(rand.NewPCG(settings.Seed, 0))
	for range settings.Epochs {
		for _, i := range random.Perm(len(t.lines)) {
			t.learn(t.lines[i], settings)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return t.model(), nil
}

// line is an example's features: the weights they hash to.
type line struct {
	features  []uint32
	letters   int
	violation bool
}

type trainer struct {
	lines      []line
	violations int
	weights    []float32
	moved      []float32 // sums of squared gradients
	bias       float64
}

func newTrainer(examples []Example) *trainer {
	t := &trainer{weights: make([]float32, weights), moved: make([]float32, weights)}
	var f normalize.Folded
	for _, e := range examples {
		f.Set(e.Text)
		if len(f.Codes()) == 0 {
			continue
		}
		t.lines = append(t.lines, line{features(f.Codes()), len(f.Codes()), e.Violation})
		if e.Violation {
			t.violations++
		}
	}
	return t
}

// features are what Score sums up.
func features(codes []uint16) []uint32 {
	out := make([]uint32, 0, perLetter*len(codes))
	w := uint64(0)
	for _, code := range codes {
		w = w<<16 | uint64(code)
		out = append(out, mix(w&single), mix(w&pair), mix(w&triple))
	}
	return out
}

func (t *trainer) learn(l line, s Settings) {
	per := perFeature(l.letters)
	sum := 0.0
	for _, f := range l.features {
		sum += float64(t.weights[f])
	}
	wrong := sigmoid(t.bias + per*sum)
	if l.violation {
		wrong--
	}
	t.bias -= 0.01 * s.Rate * wrong
	for _, f := range l.features {
		gradient := float32(wrong*per) + float32(s.Decay)*t.weights[f]
		t.moved[f] += gradient * gradient
		t.weights[f] -= float32(s.Rate) * gradient / (1e-3 + float32(math.Sqrt(float64(t.moved[f]))))
	}
}

// model rounds the weights to a byte each. The few largest are cut, so that the
// others keep their differences.
func (t *trainer) model() *Model {
	sum := 0.0
	used := 0
	for _, w := range t.weights {
		if w != 0 {
			sum += float64(w) * float64(w)
			used++
		}
	}
	largest := 4 * math.Sqrt(sum/float64(max(used, 1)))
	m := &Model{scale: float32(largest / math.MaxInt8), bias: float32(t.bias)}
	for i, w := range t.weights {
		m.weights[i] = int8(math.Round(min(max(float64(w)/float64(m.scale), -math.MaxInt8), math.MaxInt8)))
	}
	return m.ready()
}
