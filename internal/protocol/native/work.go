package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

type claimInput struct {
	Body struct {
		Queue review.Queue `json:"queue" enum:"message,album,live,dialogue,evidence,profile"`
		App   string       `json:"app,omitempty" maxLength:"128" doc:"Only this app's; absent: any."`
		Risk  *bool        `json:"risk,omitempty" doc:"Only high-risk cases, or only ordinary ones; absent: both, the high-risk first."`
		Limit int          `json:"limit,omitempty" minimum:"1" maximum:"100" default:"1"`
		IDs   []int64      `json:"ids,omitempty" maxItems:"100" doc:"Exactly these of the queue, as far as they are free or yours; what is not is left out. Risk and limit mean nothing then."`
	}
}

type claimed struct {
	Cases []workCase `json:"cases" doc:"Those that you hold first, then those that waited. Empty where nothing waits."`
}

// hold is what the caller saw of a case that he claimed.
type hold struct {
	LeaseToken string `json:"lease_token" minLength:"1" maxLength:"128" doc:"From the claim."`
	Version    int64  `json:"version,omitempty" minimum:"0" doc:"As you saw it; absent or 0: the token alone counts."`
}

func (h hold) hold() review.Hold { return review.Hold{Token: h.LeaseToken, Version: h.Version} }

type holdInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body hold
}

type escalateInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		LeaseToken string `json:"lease_token" minLength:"1" maxLength:"128"`
		Version    int64  `json:"version,omitempty" minimum:"0"`
		Memo       string `json:"memo,omitempty" maxLength:"4096" doc:"Why, for the supervisor."`
	}
}

// leaseBody is a lease as it stands.
type leaseBody struct {
	LeaseToken     string    `json:"lease_token"`
	LeaseExpiresAt time.Time `json:"lease_expires_at"`
	Version        int64     `json:"version"`
}

// actionBody is one thing to do about a violation.
type actionBody struct {
	Type       verdict.Action `json:"type" enum:"mute,close_show,delete,login_limit,dismiss_group,kick_out,kick_room,close_room,warn"`
	ModuleType int            `json:"module_type,omitempty" minimum:"0" maximum:"100" doc:"1 hall, 2 show, 3 group, 4 user, 100 the call; absent: where the content stood, or what the action is about."`
	Hours      int            `json:"hours,omitempty" minimum:"-1" doc:"Absent and -1: for ever."`
	Minutes    int            `json:"minutes,omitempty" minimum:"0" doc:"Of kick_room: added to hours."`
	Subject    string         `json:"subject,omitempty" maxLength:"128" doc:"The user; absent: the accused. In a dialogue by key, and never absent."`
	MessageID  string         `json:"message_id,omitempty" maxLength:"128" doc:"The message, where it is about one of several."`
}

type decisionInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		LeaseToken  string                   `json:"lease_token" minLength:"1" maxLength:"128"`
		Version     int64                    `json:"version,omitempty" minimum:"0"`
		Verdict     verdict.Label            `json:"verdict" minLength:"1" maxLength:"64" doc:"Of a dialogue the dialogue's own, one of its labels. Otherwise pass, or a label: ad, porn, politics, illegal, abuse, spam, violation, or one of your own." example:"ad"`
		Actions     []actionBody             `json:"actions,omitempty" maxItems:"20"`
		Users       map[string]verdict.Label `json:"users,omitempty" doc:"For a dialogue, and only there: the label of each of its users, by key; nobody may be missing."`
		Memo        string                   `json:"memo,omitempty" maxLength:"4096"`
		UndoSeconds int                      `json:"undo_seconds,omitempty" minimum:"0" maximum:"300" doc:"How long it can be taken back. Nothing takes effect or leaves before."`
	}
}

// decided is what became of a decision.
type decided struct {
	DecisionID int64      `json:"decision_id"`
	UndoUntil  *time.Time `json:"undo_until,omitempty" doc:"Until then it can be taken back; absent without a window."`
	Version    int64      `json:"version"`
}

type caseInput struct {
	ID int64 `path:"id" minimum:"1"`
}

func (h *Handler) workOperations() {
	tags := []string{"work"}
	add(h, huma.Operation{OperationID: "claim-cases", Method: http.MethodPost, Path: "/cases/claim", Tags: tags,
		Summary: "Take cases to decide", Description: "They are yours until the lease ends, and nobody else gets them meanwhile."}, h.claim)
	add(h, huma.Operation{OperationID: "renew-case", Method: http.MethodPost, Path: "/cases/{id}/renew", Tags: tags,
		Summary: "Hold a case for another lease"}, h.renew)
	add(h, huma.Operation{OperationID: "release-case", Method: http.MethodPost, Path: releasePath, Tags: tags,
		Summary:     "Give a case back",
		Description: "The JSON may be sent as text/plain, as navigator.sendBeacon does when a page closes.",
	}, h.release)
	add(h, huma.Operation{OperationID: "skip-case", Method: http.MethodPost, Path: "/cases/{id}/skip", Tags: tags,
		Summary: "Give a case back and never see it again"}, h.skip)
	add(h, huma.Operation{OperationID: "escalate-case", Method: http.MethodPost, Path: "/cases/{id}/escalate", Tags: tags,
		Summary: "Leave a case to a supervisor"}, h.escalate)
	add(h, huma.Operation{OperationID: "decide-case", Method: http.MethodPost, Path: "/cases/{id}/decision", Tags: tags,
		Summary: "Decide a case", Description: "A conflict names who decided or holds it, and when."}, h.decide)
	add(h, huma.Operation{OperationID: "undo-decision", Method: http.MethodDelete, Path: "/cases/{id}/decision", Tags: tags,
		Summary: "Take my decision back inside its undo window", Description: "The case is mine again, as if nothing had followed from the decision."}, h.undo)
}

func (h *Handler) claim(ctx context.Context, in *claimInput) (*answer[claimed], error) {
	if in.Body.App != "" {
		if _, err := h.app(in.Body.App); err != nil {
			return nil, err
		}
	}
	cases, err := h.deps.Review.Claim(ctx, review.ClaimRequest{
		App: in.Body.App, Queue: in.Body.Queue, Risk: in.Body.Risk, Who: callerOf(ctx).reviewer(), Limit: in.Body.Limit, IDs: in.Body.IDs,
	})
	if err != nil {
		return nil, err
	}
	list := claimed{Cases: []workCase{}}
	for _, c := range cases {
		one, err := h.workCase(ctx, c)
		if err != nil {
			return nil, err
		}
		list.Cases = append(list.Cases, one)
	}
	return answered(list, nil)
}

// appOfCase is the app of a case that the caller may know of.
func (h *Handler) appOfCase(ctx context.Context, id int64) (tenant.App, error) {
	name, _, err := h.deps.Desk.CasePlace(ctx, id)
	if err != nil {
		return tenant.App{}, err
	}
	if !callerOf(ctx).sees(name) {
		return tenant.App{}, noCase(id)
	}
	app, found := h.deps.Apps.App(name)
	if !found { // it is gone from the settings; the case is there all the same
		app.ID = name
	}
	return app, nil
}

func (h *Handler) renew(ctx context.Context, in *holdInput) (*answer[leaseBody], error) {
	app, err := h.appOfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	c, err := h.deps.Review.Renew(ctx, app.ID, in.ID, callerOf(ctx).reviewer(), in.Body.hold())
	return answered(leaseBody{LeaseToken: c.LeaseToken, LeaseExpiresAt: c.LeaseUntil.UTC(), Version: c.Version}, err)
}

func (h *Handler) release(ctx context.Context, in *holdInput) (*none, error) {
	app, err := h.appOfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return done(h.deps.Review.Release(ctx, app.ID, in.ID, callerOf(ctx).reviewer(), in.Body.hold()))
}

func (h *Handler) skip(ctx context.Context, in *holdInput) (*none, error) {
	app, err := h.appOfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return done(h.deps.Review.Skip(ctx, app.ID, in.ID, callerOf(ctx).reviewer(), in.Body.hold()))
}

func (h *Handler) escalate(ctx context.Context, in *escalateInput) (*none, error) {
	app, err := h.appOfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	seen := review.Hold{Token: in.Body.LeaseToken, Version: in.Body.Version}
	return done(h.deps.Review.Escalate(ctx, app.ID, in.ID, callerOf(ctx).reviewer(), seen, in.Body.Memo))
}

func (h *Handler) decide(ctx context.Context, in *decisionInput) (*answer[decided], error) {
	app, err := h.appOfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	result, err := h.deps.Review.Decide(ctx, review.DecideRequest{
		App: app, CaseID: in.ID, Who: callerOf(ctx).reviewer(),
		Hold:    review.Hold{Token: in.Body.LeaseToken, Version: in.Body.Version},
		Verdict: verdict.Meant(in.Body.Verdict), Actions: actionsOf(in.Body.Actions), Users: labelsOf(in.Body.Users),
		Memo: in.Body.Memo, Undo: time.Duration(in.Body.UndoSeconds) * time.Second,
	})
	if err != nil {
		return nil, renamed(err, decisionFields)
	}
	return answered(decided{DecisionID: result.DecisionID, UndoUntil: stamp(result.UndoUntil), Version: result.Version}, nil)
}

// decisionFields are the names of this room for what the features call as the
// uplus contract does.
var decisionFields = map[string]string{
	"punish_type": "actions.type", "minutes": "actions.minutes", "timedelta": "actions.hours", "u_id": "actions.subject", "msg_id": "actions.message_id",
	"module_type": "actions.module_type", "subject": "actions.subject", "message_id": "actions.message_id",
}

func actionsOf(bodies []actionBody) []review.ActionRequest {
	return mapped(bodies, func(a actionBody) review.ActionRequest {
		return review.ActionRequest{
			Type: a.Type, Module: content.Module(a.ModuleType), Hours: a.Hours, Minutes: a.Minutes, UserID: a.Subject, MessageID: a.MessageID,
		}
	})
}

func labelsOf(said map[string]verdict.Label) map[string]verdict.Label {
	if len(said) == 0 {
		return nil
	}
	labels := make(map[string]verdict.Label, len(said))
	for user, label := range said {
		labels[user] = verdict.Meant(label)
	}
	return labels
}

func (h *Handler) undo(ctx context.Context, in *caseInput) (*answer[workCase], error) {
	app, err := h.appOfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	c, err := h.deps.Review.Undo(ctx, app.ID, in.ID, callerOf(ctx).reviewer())
	if err != nil {
		return nil, err
	}
	return answered(h.workCase(ctx, c))
}
