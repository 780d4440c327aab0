package operator

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/learn"
)

// Model is a trained model.
type Model struct {
	Version    int64         `json:"version"`
	TrainedAt  time.Time     `json:"trained_at"`
	By         string        `json:"by"`
	From       string        `json:"from"`
	Lines      int           `json:"lines"` // learned from
	Violations int           `json:"violations"`
	Accuracy   float64       `json:"accuracy"`
	State      string        `json:"state"` // installed or kept
	Note       string        `json:"note"`
	Report     *learn.Report `json:"report,omitempty"`
}

// ModelOrder is a model to be trained from a file's text, or from what
// reviewers decided.
type ModelOrder struct {
	File, Text string // without a file's name, the decisions
	Note       string
	Install    bool
	Seed       uint64
}

// TrainModel trains a model. Tell is called at each step.
func (o *Operator) TrainModel(ctx context.Context, order ModelOrder, tell func(learn.Progress)) (Model, error) {
	training := learn.Order{Source: order.File, Note: order.Note, By: byCLI, Install: order.Install, Seed: order.Seed}
	if order.File != "" {
		examples, err := learn.ReadFile(order.Text)
		if err != nil {
			return Model{}, err
		}
		training.Examples = append([]learn.Example{}, examples...) // an empty file is not the decisions
	}
	made, err := o.Learn.Train(ctx, training, tell)
	return modelWithReport(made), err
}

// Models lists the models, the newest first.
func (o *Operator) Models(ctx context.Context) ([]Model, error) {
	versions, err := o.Learn.Models(ctx)
	models := make([]Model, len(versions))
	for i, v := range versions {
		models[i] = modelOf(v)
	}
	return models, err
}

// ShowModel is one model with its report.
func (o *Operator) ShowModel(ctx context.Context, version int64) (Model, error) {
	v, err := o.Learn.Version(ctx, version)
	return modelWithReport(v), err
}

// InstallModel puts a model in use: on every server within a second.
func (o *Operator) InstallModel(ctx context.Context, version int64) (Model, error) {
	v, err := o.Learn.Install(ctx, version)
	return modelOf(v), err
}

// RollBackModel puts what was in use before in use again; a zero Model where
// that was none.
func (o *Operator) RollBackModel(ctx context.Context) (Model, error) {
	v, err := o.Learn.RollBack(ctx)
	if err != nil || v.Number == 0 {
		return Model{}, err
	}
	return modelOf(v), nil
}

func modelOf(v learn.Version) Model {
	return Model{
		Version: v.Number, TrainedAt: v.TrainedAt.UTC(), By: v.By, From: v.Source, Lines: v.Lines, Violations: v.Violations,
		Accuracy: v.Accuracy, State: v.State(), Note: v.Note,
	}
}

func modelWithReport(v learn.Version) Model {
	m := modelOf(v)
	m.Report = &v.Report
	return m
}
