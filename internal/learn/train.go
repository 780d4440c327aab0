package learn

import (
	"context"
	"math/rand/v2"

	"github.com/xiezhi/xiezhi/internal/detect/classify"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// Order is a training to be done.
type Order struct {
	Examples []Example // of a file; nil: what reviewers decided
	Source   string    // the file's name
	Note     string
	By       string // a staff id, or cli
	Install  bool   // and put it in use
	Seed     uint64 // of the order of the examples; the same makes the same model of the same lines
}

// Stage is what a training is at.
type Stage string

// The stages, in order.
const (
	Reading   Stage = "reading"
	Training  Stage = "training"
	Measuring Stage = "measuring"
	Done      Stage = "done"
)

// Progress is how far a training is.
type Progress struct {
	Stage Stage
	Lines int // so far, of this stage
}

// keepOut is every which example is kept out of a training for its report.
const keepOut = 5

// Train makes a new version. One training at a time is done by a process;
// another is refused. Tell is called at each step; nil for nobody.
func (s *Service) Train(ctx context.Context, o Order, tell func(Progress)) (Version, error) {
	if len(o.Note) > MaxNote {
		return Version{}, fault.Field("note", "is longer than %d bytes", MaxNote)
	}
	if !s.training.TryLock() {
		return Version{}, fault.New(fault.TooMany, CodeTraining, "a model is being trained already")
	}
	defer s.training.Unlock()
	ctx, done := s.untilStop(ctx)
	defer done()
	if tell == nil {
		tell = func(Progress) {}
	}
	if o.Examples == nil {
		var err error
		if o.Examples, err = s.decided(ctx, tell); err != nil {
			return Version{}, err
		}
		o.Source = Decisions
	}
	model, version, err := train(ctx, o, tell)
	if err != nil {
		return Version{}, err
	}
	version.TrainedAt = s.now()
	return s.keep(ctx, o, version, model)
}

// train learns from most examples and reports on the others.
func train(ctx context.Context, o Order, tell func(Progress)) (*classify.Model, Version, error) {
	examples := distinct(o.Examples)
	order := rand.New(rand.NewPCG(o.Seed, 1))
	order.Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
	learned, kept := classify.Split(examples, keepOut)
	if violations := violationsIn(learned); min(violations, len(learned)-violations) < classify.MinExamples {
		return nil, Version{}, fault.New(fault.Invalid, CodeTooFew,
			"there must be at least %d different lines of each kind to learn from, beside one in %d for the report: there are %d violations among %d lines",
			classify.MinExamples, keepOut, violations, len(learned))
	}
	tell(Progress{Stage: Training, Lines: len(learned)})
	model, err := classify.Train(ctx, plain(learned), classify.Settings{Seed: o.Seed})
	if err != nil {
		return nil, Version{}, err
	}
	tell(Progress{Stage: Measuring, Lines: len(kept)})
	report := measure(model, kept, learned)
	tell(Progress{Stage: Done, Lines: len(examples)})
	return model, Version{
		By: o.By, Source: o.Source, Note: o.Note, Lines: len(learned), Violations: violationsIn(learned), Accuracy: report.Accuracy, Report: report,
	}, nil
}

func (s *Service) keep(ctx context.Context, o Order, v Version, model *classify.Model) (Version, error) {
	file, err := model.MarshalBinary()
	if err != nil {
		return Version{}, err
	}
	if v.Number, err = s.store.KeepModel(ctx, v, file); err != nil {
		return Version{}, err
	}
	if o.Install {
		return s.Install(ctx, v.Number)
	}
	return v, nil
}
