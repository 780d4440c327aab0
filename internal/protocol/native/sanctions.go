package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// sanctionItem is one punishment as we hold it.
type sanctionItem struct {
	ID         int64          `json:"id"`
	App        string         `json:"app"`
	Subject    subjectBody    `json:"subject"`
	Action     verdict.Action `json:"action"`
	ModuleType int            `json:"module_type"`
	UserID     string         `json:"user_id,omitempty"`
	PlaceID    string         `json:"place_id,omitempty"`
	Label      verdict.Label  `json:"label" doc:"Why."`
	InForce    bool           `json:"in_force" doc:"Whether it binds now. What is done once, as a deletion, never does."`
	Final      bool           `json:"final" doc:"It is an act, done once: a warning, the end of a call, a deletion. Once it has begun it can neither be lifted nor undone."`
	StartsAt   time.Time      `json:"starts_at"`
	EndsAt     *time.Time     `json:"ends_at,omitempty" doc:"Absent: for ever."`
	CaseID     int64          `json:"case_id,omitempty"`
	DecisionID int64          `json:"decision_id,omitempty"`
	Author     string         `json:"author"`
	LiftedAt   *time.Time     `json:"lifted_at,omitempty"`
	LiftedBy   string         `json:"lifted_by,omitempty"`
	LiftMemo   string         `json:"lift_memo,omitempty"`
}

// subjectBody is whom or what something is about.
type subjectBody struct {
	Kind content.SubjectKind `json:"kind" enum:"user,show,group,content,call"`
	ID   string              `json:"id"`
}

type sanctionsInput struct {
	Paging
	App     string         `query:"app" maxLength:"128"`
	UserID  string         `query:"user_id" maxLength:"128"`
	PlaceID string         `query:"place_id" maxLength:"128"`
	Action  verdict.Action `query:"action" maxLength:"32"`
	InForce bool           `query:"in_force" default:"true" doc:"Only what binds now; false: what was, too."`
}

type liftInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body *struct {
		Memo string `json:"memo,omitempty" maxLength:"4096"`
	}
}

func (h *Handler) sanctionOperations() {
	tags := []string{"sanctions"}
	add(h, huma.Operation{OperationID: "list-sanctions", Method: http.MethodGet, Path: "/sanctions", Tags: tags,
		Summary: "List sanctions, the newest first"}, h.listSanctions)
	add(h, huma.Operation{OperationID: "lift-sanction", Method: http.MethodPost, Path: "/sanctions/{id}/lift", Tags: tags,
		Summary:     "Lift one sanction",
		Description: "Where another of the same kind on the same subject stays in force, the platform is told only when that ends, too."}, h.liftSanction)
}

func (h *Handler) listSanctions(ctx context.Context, in *sanctionsInput) (*answer[page[sanctionItem]], error) {
	before, err := in.before()
	if err != nil {
		return nil, err
	}
	app, err := callerOf(ctx).within(in.App)
	if err != nil {
		return nil, err
	}
	filter := enforce.SanctionFilter{App: app, UserID: in.UserID, PlaceID: in.PlaceID, Action: in.Action, Before: before, Limit: in.Limit + 1}
	if in.InForce {
		filter.InForceAt = h.now()
	}
	found, err := h.deps.Enforce.ListSanctions(ctx, filter)
	if err != nil {
		return nil, err
	}
	return answered(pageOf(found, in.Limit, func(s enforce.Sanction) int64 { return s.ID }, h.sanctionOf), nil)
}

func (h *Handler) liftSanction(ctx context.Context, in *liftInput) (*answer[sanctionItem], error) {
	found, err := h.deps.Enforce.ListSanctions(ctx, enforce.SanctionFilter{Before: in.ID + 1, Limit: 1})
	if err != nil {
		return nil, err
	}
	who := callerOf(ctx)
	if len(found) == 0 || found[0].ID != in.ID || !who.sees(found[0].App) {
		return nil, fault.New(fault.NotFound, "", "there is no sanction %d", in.ID)
	}
	app, known := h.deps.Apps.App(found[0].App)
	if !known { // it is gone from the settings; what it punished is not
		app.ID = found[0].App
	}
	memo := ""
	if in.Body != nil {
		memo = in.Body.Memo
	}
	lifted, err := h.deps.Enforce.LiftOne(ctx, app, in.ID, who.by(), memo)
	if err != nil {
		return nil, err
	}
	return answered(h.sanctionOf(lifted), nil)
}

func (h *Handler) sanctionOf(s enforce.Sanction) sanctionItem {
	return sanctionItem{
		ID: s.ID, App: s.App, Subject: subjectBody(s.Subject), Action: s.Action, ModuleType: int(s.Module),
		UserID: s.UserID, PlaceID: s.PlaceID, Label: s.Label, InForce: s.InForce(h.now()), Final: !enforce.Binding(s.Action),
		StartsAt: s.StartsAt.UTC(), EndsAt: stamp(s.EndsAt), CaseID: s.CaseID, DecisionID: s.DecisionID, Author: s.Author,
		LiftedAt: stamp(s.LiftedAt), LiftedBy: s.LiftedBy, LiftMemo: s.LiftMemo,
	}
}
