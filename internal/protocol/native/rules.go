package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// effectBody is what a rule asks for.
type effectBody struct {
	Outcome policy.Outcome `json:"outcome" enum:"mask,review,deny" doc:"mask covers all of the text."`
	Label   verdict.Label  `json:"label" minLength:"1" maxLength:"64" doc:"What the message would be: ad, porn, politics, abuse, spam, illegal, violation, or a label of your own."`
}

// RuleSaid is what is said of a rule, and what one that comes may leave out.
type RuleSaid struct {
	App        string      `json:"app,omitempty" maxLength:"128" doc:"Absent: for all apps."`
	Name       string      `json:"name" minLength:"1" maxLength:"64" doc:"Of the app's rules, one has it. It is the source of the evidence."`
	Note       string      `json:"note,omitempty" maxLength:"500"`
	Expression string      `json:"expression" minLength:"1" maxLength:"4096" doc:"The condition; see /rules/vocabulary." example:"sender.risk && message.text.has(\"加微信\")"`
	Effect     effectBody  `json:"effect"`
	Quota      int         `json:"quota,omitempty" minimum:"0" maximum:"1000000000" doc:"How often a day, in UTC, it may count; after that it is in the shadow until midnight. 0: always."`
	State      rules.State `json:"state,omitempty" enum:"draft,shadow,live" doc:"draft (a new rule's, if absent): it is not looked at; shadow: what it would do is recorded; live: it counts. Absent from a change: as it was."`
}

// ruleBody is a rule.
type ruleBody struct {
	ID         int64       `json:"id"`
	App        string      `json:"app" doc:"Empty: for all apps."`
	Name       string      `json:"name"`
	Note       string      `json:"note"`
	Expression string      `json:"expression"`
	Effect     effectBody  `json:"effect"`
	Quota      int         `json:"quota" doc:"How often a day, in UTC, it may count; 0: always."`
	State      rules.State `json:"state" enum:"draft,shadow,live"`
	Version    int64       `json:"version" doc:"Goes up with every change."`
	Tripped    bool        `json:"tripped" doc:"Its quota is used up: it is in the shadow until midnight, UTC."`
	HitsToday  int64       `json:"hits_today" doc:"How often it counted since midnight, UTC."`
	Shadow     int64       `json:"shadow_today" doc:"How often it would have."`
	Errors     int64       `json:"errors_today" doc:"How often it could not be told."`
	Problem    string      `json:"problem" doc:"Why it could last not be told, or cannot be used at all; empty where all is well."`
	UpdatedAt  time.Time   `json:"updated_at"`
	UpdatedBy  string      `json:"updated_by" doc:"A staff id, or who else did it."`
}

type ruleList struct {
	Items []ruleBody `json:"items" doc:"The shared ones first, then by app and name."`
}

type ruleInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type createRuleInput struct {
	Body RuleSaid
}

type changeRuleInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		RuleSaid
		Version int64 `json:"version" minimum:"1" doc:"The one that the change is of; a conflict where the rule was changed since."`
	}
}

type ruleStateInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		State   rules.State `json:"state" enum:"draft,shadow,live"`
		Version int64       `json:"version,omitempty" minimum:"0" doc:"As of a change; absent: whatever it is."`
	}
}

var ruleTags = []string{"rules"}

func (h *Handler) ruleOperations() {
	add(h, huma.Operation{OperationID: "list-rules", Method: http.MethodGet, Path: "/rules", Tags: ruleTags,
		Summary: "List the rules", Description: "With what each has done today."}, h.listRules)
	add(h, huma.Operation{OperationID: "create-rule", Method: http.MethodPost, Path: "/rules", Tags: ruleTags,
		Summary: "Make a rule", Description: "It counts everywhere within a second, as every change of rules does."}, h.createRule)
	add(h, huma.Operation{OperationID: "get-rule", Method: http.MethodGet, Path: "/rules/{id}", Tags: ruleTags,
		Summary: "One rule"}, func(ctx context.Context, in *ruleInput) (*answer[ruleBody], error) {
		return ruleAnswered(h.deps.Rules.Find(ctx, in.ID))
	})
	add(h, huma.Operation{OperationID: "change-rule", Method: http.MethodPut, Path: "/rules/{id}", Tags: ruleTags,
		Summary: "Change a rule", Description: "What it was is kept as a version."}, h.changeRule)
	add(h, huma.Operation{OperationID: "delete-rule", Method: http.MethodDelete, Path: "/rules/{id}", Tags: ruleTags,
		Summary: "Delete a rule", Description: "Its versions stay."}, func(ctx context.Context, in *ruleInput) (*none, error) {
		return done(h.deps.Rules.Delete(ctx, in.ID, callerOf(ctx).by()))
	})
	add(h, huma.Operation{OperationID: "set-rule-state", Method: http.MethodPost, Path: "/rules/{id}/state", Tags: ruleTags,
		Summary: "Put a rule in force, into the shadow, or out of force"}, func(ctx context.Context, in *ruleStateInput) (*answer[ruleBody], error) {
		return ruleAnswered(h.deps.Rules.SetState(ctx, in.ID, in.Body.State, in.Body.Version, callerOf(ctx).by()))
	})
	h.ruleHelpOperations()
	h.ruleResultOperations()
}

func (h *Handler) listRules(ctx context.Context, _ *none) (*answer[ruleList], error) {
	all, err := h.deps.Rules.List(ctx)
	return answered(ruleList{Items: mapped(all, ruleOf)}, err)
}

func (h *Handler) createRule(ctx context.Context, in *createRuleInput) (*answer[ruleBody], error) {
	rule := in.Body.rule(ctx, 0)
	if rule.State == "" {
		rule.State = rules.Draft
	}
	return ruleAnswered(h.deps.Rules.Put(ctx, rule, 0))
}

func (h *Handler) changeRule(ctx context.Context, in *changeRuleInput) (*answer[ruleBody], error) {
	rule := in.Body.rule(ctx, in.ID)
	if rule.State == "" {
		before, err := h.deps.Rules.Find(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		rule.State = before.State
	}
	return ruleAnswered(h.deps.Rules.Put(ctx, rule, in.Body.Version))
}

func (s RuleSaid) rule(ctx context.Context, id int64) rules.Rule {
	return rules.Rule{
		ID: id, App: s.App, Name: s.Name, Note: s.Note, Expression: s.Expression, Effect: rules.Effect(s.Effect), Quota: s.Quota, State: s.State,
		UpdatedBy: callerOf(ctx).by(),
	}
}

func ruleAnswered(rule rules.Listed, err error) (*answer[ruleBody], error) {
	return answered(ruleOf(rule), err)
}

func ruleOf(r rules.Listed) ruleBody {
	return ruleBody{
		ID: r.ID, App: r.App, Name: r.Name, Note: r.Note, Expression: r.Expression, Effect: effectBody(r.Effect), Quota: r.Quota, State: r.State,
		Version: r.Version, Tripped: r.Tripped, HitsToday: r.Today.Hits, Shadow: r.Today.Shadow, Errors: r.Today.Errors, Problem: r.Problem,
		UpdatedAt: r.UpdatedAt.UTC(), UpdatedBy: r.UpdatedBy,
	}
}
