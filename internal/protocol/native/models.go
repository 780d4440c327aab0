package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/learn"
)

// TrainedModel is one version, in use or not.
type TrainedModel struct {
	Version    int64     `json:"version"`
	TrainedAt  time.Time `json:"trained_at"`
	By         string    `json:"by" doc:"A staff id, or who else did it."`
	From       string    `json:"from" doc:"decisions, or a file's name."`
	Lines      int       `json:"lines" doc:"How many it learned from."`
	Violations int       `json:"violations" doc:"Of these."`
	Accuracy   float64   `json:"accuracy" doc:"How often it is right on lines that were kept out, with 0.5 as the threshold."`
	State      string    `json:"state" enum:"installed,kept" doc:"installed: it is in use."`
	Note       string    `json:"note"`
}

type modelList struct {
	Items []TrainedModel `json:"items" doc:"The newest first."`
}

// modelStory is a model with its report.
type modelStory struct {
	TrainedModel
	Report ModelReport `json:"report" doc:"How it does on lines that were kept out of its training."`
}

// ModelReport names the report in the document.
type ModelReport learn.Report

type modelInput struct {
	Version int64 `path:"version" minimum:"1"`
}

type trainInput struct {
	Body struct {
		From    string `json:"from" enum:"decisions" doc:"decisions: what reviewers decided, and lines in which nothing was found. Files are learned from by xiezhi model train."`
		Note    string `json:"note,omitempty" maxLength:"500"`
		Install bool   `json:"install,omitempty" doc:"Put it in use, too."`
	}
}

type trainProgress struct {
	Stage learn.Stage `json:"stage" enum:"reading,training,measuring,done"`
	Lines int         `json:"lines" doc:"Of this stage."`
}

type modelInUse struct {
	Model *TrainedModel `json:"model,omitempty" doc:"What is in use now; absent: none."`
}

func (h *Handler) modelOperations() {
	tags := []string{"models"}
	add(h, huma.Operation{OperationID: "list-models", Method: http.MethodGet, Path: "/models", Tags: tags,
		Summary: "List the trained models"}, func(ctx context.Context, _ *none) (*answer[modelList], error) {
		all, err := h.deps.Learn.Models(ctx)
		return answered(modelList{Items: mapped(all, modelOf)}, err)
	})
	add(h, huma.Operation{OperationID: "get-model", Method: http.MethodGet, Path: "/models/{version}", Tags: tags,
		Summary: "One model with its report"}, func(ctx context.Context, in *modelInput) (*answer[modelStory], error) {
		return modelAnswered(h.deps.Learn.Version(ctx, in.Version))
	})
	add(h, huma.Operation{OperationID: "train-model", Method: http.MethodPost, Path: "/models", Tags: tags,
		Summary:     "Train a model",
		Description: "Each line says how far it is; the last is the model, or a problem. One training at a time on a server.",
		Responses:   h.inLines("Progress, and the model as the last line.", trainProgress{}, TrainedModel{}),
	}, h.trainModel)
	add(h, huma.Operation{OperationID: "install-model", Method: http.MethodPost, Path: "/models/{version}/install", Tags: tags,
		Summary: "Put a model in use", Description: "On every node within a second."}, func(ctx context.Context, in *modelInput) (*answer[TrainedModel], error) {
		installed, err := h.deps.Learn.Install(ctx, in.Version)
		return answered(modelOf(installed), err)
	})
	add(h, huma.Operation{OperationID: "roll-back-model", Method: http.MethodPost, Path: "/models/rollback", Tags: tags,
		Summary: "Put what was in use before in use again"}, h.rollBackModel)
}

func (h *Handler) trainModel(ctx context.Context, in *trainInput) (*huma.StreamResponse, error) {
	order := learn.Order{Note: in.Body.Note, Install: in.Body.Install, By: callerOf(ctx).by()}
	return h.lines(ctx, "POST "+Prefix+"/models", func(line func(any) error) error {
		made, err := h.deps.Learn.Train(ctx, order, func(p learn.Progress) {
			_ = line(trainProgress(p)) // who stops listening ends the context
		})
		if err != nil {
			return err
		}
		return line(modelOf(made))
	}), nil
}

func (h *Handler) rollBackModel(ctx context.Context, _ *none) (*answer[modelInUse], error) {
	back, err := h.deps.Learn.RollBack(ctx)
	if err != nil || back.Number == 0 {
		return answered(modelInUse{}, err)
	}
	model := modelOf(back)
	return answered(modelInUse{&model}, nil)
}

func modelAnswered(v learn.Version, err error) (*answer[modelStory], error) {
	return answered(modelStory{modelOf(v), ModelReport(v.Report)}, err)
}

func modelOf(v learn.Version) TrainedModel {
	return TrainedModel{
		Version: v.Number, TrainedAt: v.TrainedAt.UTC(), By: v.By, From: v.Source, Lines: v.Lines, Violations: v.Violations,
		Accuracy: v.Accuracy, State: v.State(), Note: v.Note,
	}
}
