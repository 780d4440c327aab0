package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/xiezhi/xiezhi/internal/learn"
	"github.com/xiezhi/xiezhi/internal/operator"
)

type modelCommand struct {
	Train    modelTrain    `cmd:"" help:"Train a model from what reviewers decided, or from a file, and report on lines that were kept out."`
	List     modelList     `cmd:"" help:"List the models."`
	Show     modelShow     `cmd:"" help:"One model's report."`
	Install  modelInstall  `cmd:"" help:"Put a model in use, on every server within a second."`
	Rollback modelRollback `cmd:"" help:"Put what was in use before in use again."`
}

type modelTrain struct {
	toolFlags `embed:""`

	From    string `required:"" placeholder:"decisions|FILE" help:"decisions, or a file of labelled lines: CSV, or columns apart by tabs; label (0 or pass, 1 or the name of a violation) and text, perhaps scene."`
	Install bool   `help:"Put it in use, too."`
	Note    string `placeholder:"TEXT" help:"What to remember of it."`
	Seed    uint64 `placeholder:"N" help:"The order in which the lines are looked at; the same makes the same model of the same lines."`
	Curve   string `placeholder:"FILE" help:"Draw precision over recall to a new file, as SVG."`
}

// Run trains a model.
func (c modelTrain) Run(out io.Writer) error {
	order := operator.ModelOrder{Note: c.Note, Install: c.Install, Seed: c.Seed}
	if c.From != learn.Decisions {
		var err error
		if order.Text, err = readText(c.From); err != nil {
			return err
		}
		order.File = filepath.Base(c.From)
	}
	return c.operate("model train", func(ctx context.Context, o *operator.Operator) error {
		made, err := o.TrainModel(ctx, order, func(p learn.Progress) { fmt.Fprintf(os.Stderr, "%s: %d lines\n", p.Stage, p.Lines) })
		if err != nil {
			return err
		}
		return c.tell(out, made, c.Curve)
	})
}

// tell shows a model with its report, and draws its curve where one is wanted.
func (f toolFlags) tell(out io.Writer, m operator.Model, curve string) error {
	if curve != "" {
		err := exportTo(curve, io.Discard, func(out, _ io.Writer) error {
			_, err := io.WriteString(out, m.Report.Draw())
			return err
		})
		if err != nil {
			return err
		}
	}
	return f.show(out, m, func(t *table) { tellModel(t, m) })
}

func tellModel(t *table, m operator.Model) {
	r := m.Report
	t.line("model %d, %s, of %s: learned from %d lines, %d violations", m.Version, m.State, oneLine(m.From), m.Lines, m.Violations)
	t.line("on %d lines that were kept out, %d violations: right on %.1f %%", r.Lines, r.Violations, 100*r.Accuracy)
	for _, warning := range r.Warnings {
		t.line("warning: %s", warning)
	}
	t.row("SCENE", "LINES", "VIOLATIONS", "HARMLESS FLAGGED", "THRESHOLD", "PRECISION", "RECALL")
	tellThresholds(t, "all", r.Lines, r.Violations, r.Thresholds)
	for _, name := range slices.Sorted(maps.Keys(r.Scenes)) {
		scene := r.Scenes[name]
		tellThresholds(t, name, scene.Lines, scene.Violations, scene.Thresholds)
	}
}

func tellThresholds(t *table, scene string, lines, violations int, thresholds []learn.Threshold) {
	for _, at := range thresholds {
		if at.Recall == 0 {
			t.row(scene, lines, violations, percent(at.AtMost), "none")
			continue
		}
		t.row(scene, lines, violations, percent(at.AtMost), fmt.Sprintf("%.3f", at.Threshold), percent(at.Precision), percent(at.Recall))
	}
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

type modelList struct {
	toolFlags `embed:""`
}

// Run lists the models.
func (c modelList) Run(out io.Writer) error {
	return c.operate("model list", func(ctx context.Context, o *operator.Operator) error {
		models, err := o.Models(ctx)
		if err != nil {
			return err
		}
		return c.show(out, models, func(t *table) {
			t.row("VERSION", "STATE", "TRAINED", "FROM", "LINES", "VIOLATIONS", "RIGHT", "BY", "NOTE")
			for _, m := range models {
				t.row(m.Version, m.State, m.TrainedAt, m.From, m.Lines, m.Violations, percent(m.Accuracy), m.By, m.Note)
			}
		})
	})
}

type modelShow struct {
	toolFlags `embed:""`

	Version int64  `arg:"" help:"The model's number."`
	Curve   string `placeholder:"FILE" help:"Draw precision over recall to a new file, as SVG."`
}

// Run shows a model.
func (c modelShow) Run(out io.Writer) error {
	return c.operate("model show", func(ctx context.Context, o *operator.Operator) error {
		m, err := o.ShowModel(ctx, c.Version)
		if err != nil {
			return err
		}
		return c.tell(out, m, c.Curve)
	})
}

type modelInstall struct {
	toolFlags `embed:""`

	Version int64 `arg:"" help:"The model's number."`
}

// Run installs a model.
func (c modelInstall) Run(out io.Writer) error {
	return c.operate("model install", func(ctx context.Context, o *operator.Operator) error {
		m, err := o.InstallModel(ctx, c.Version)
		if err != nil {
			return err
		}
		return c.show(out, m, func(t *table) { t.line("model %d is in use", m.Version) })
	})
}

type modelRollback struct {
	toolFlags `embed:""`
}

// Run takes the model in use back.
func (c modelRollback) Run(out io.Writer) error {
	return c.operate("model rollback", func(ctx context.Context, o *operator.Operator) error {
		m, err := o.RollBackModel(ctx)
		if err != nil {
			return err
		}
		return c.show(out, m, func(t *table) {
			if m.Version == 0 {
				t.line("no model is in use")
				return
			}
			t.line("model %d is in use again", m.Version)
		})
	})
}
