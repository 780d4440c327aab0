package native

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/period"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// evidenceRule is what becomes of evidence with a label.
type evidenceRule struct {
	Label   int    `json:"label" minimum:"1" doc:"The cloud's." example:"100"`
	Level   int    `json:"level,omitempty" minimum:"0" maximum:"2" doc:"1 suspicious, 2 certain; absent or 0: either. What names the level goes before what does not."`
	Do      string `json:"do" enum:"ask,warn,kick,close" doc:"ask: a reviewer. The others are done at once, the gravest of all that fit: warn tells everybody in the call, kick puts him out, close ends the call. Lifting a kick undoes it; warn and close are done once and cannot be undone."`
	Hours   int    `json:"hours,omitempty" minimum:"-1" doc:"Of a kick, with minutes; both absent, or -1: for ever."`
	Minutes int    `json:"minutes,omitempty" minimum:"0"`
}

// appEvidence is what becomes of an app's evidence.
type appEvidence struct {
	CallCloud   bool           `json:"call_cloud" doc:"The app has a section netease; without one nothing here can be changed."`
	SubmitAudit bool           `json:"submit_audit" doc:"Each call is handed in for audit when it starts, and taken out when it ends."`
	KeepDays    int            `json:"keep_days" doc:"How long evidence and its pictures are kept."`
	Actions     []evidenceRule `json:"actions" doc:"What has none here is left to a reviewer."`
	KickMinutes []int          `json:"kick_minutes" doc:"The lengths to offer for a kick, in minutes; -1: for ever." example:"[10,30,60,1440,10080,-1]"`
	Labels      []labelBody    `json:"labels" doc:"All labels that the contract names."`
}

// labelBody is a label of the cloud's.
type labelBody struct {
	Label   int           `json:"label" example:"100"`
	Name    string        `json:"name" example:"porn"`
	Verdict verdict.Label `json:"verdict" doc:"What somebody is found guilty of by it." example:"porn"`
	Urgent  bool          `json:"urgent" doc:"It goes before the others in the queue."`
}

type putEvidenceInput struct {
	ID   string `path:"id" maxLength:"128"`
	Body struct {
		Actions     []evidenceRule `json:"actions" maxItems:"200"`
		SubmitAudit *bool          `json:"submit_audit,omitempty" doc:"Absent: as it is."`
		KeepDays    *int           `json:"keep_days,omitempty" minimum:"0" maximum:"3650" doc:"Absent: as it is; 0: as for all apps. It is the app's retention.evidence."`
	}
}

func (h *Handler) appEvidenceOperations() {
	tags := []string{"apps"}
	add(h, huma.Operation{OperationID: "get-app-evidence", Method: http.MethodGet, Path: "/apps/{id}/evidence", Tags: tags,
		Summary: "What becomes of evidence from an app's calls"}, h.getAppEvidence)
	add(h, huma.Operation{OperationID: "put-app-evidence", Method: http.MethodPut, Path: "/apps/{id}/evidence", Tags: tags,
		Summary: "Change what becomes of evidence from an app's calls", Description: "In force within a second on every node."}, h.putAppEvidence)
}

func (h *Handler) getAppEvidence(ctx context.Context, in *appInput) (*answer[appEvidence], error) {
	app, err := h.app(in.ID)
	if who := callerOf(ctx); err == nil && !who.sees(app.ID) {
		_, err = who.within(app.ID)
	}
	return answered(h.actedOn(app), err)
}

func (h *Handler) putAppEvidence(ctx context.Context, in *putEvidenceInput) (*answer[appEvidence], error) {
	_, err := h.deps.Apps.Change(ctx, in.ID, func(app *tenant.App) error {
		if app.Netease == nil {
			return fault.New(fault.Conflict, "no_call_cloud", "the app has no section netease: it has no call cloud")
		}
		own := *app.Netease
		own.Actions = nil
		for _, rule := range in.Body.Actions {
			own.Actions = append(own.Actions, tenant.EvidenceAction(rule))
		}
		if in.Body.SubmitAudit != nil {
			own.SubmitAudit = *in.Body.SubmitAudit
		}
		if in.Body.KeepDays != nil {
			own.KeepDays, app.Retention.Evidence = 0, period.Period(*in.Body.KeepDays)
		}
		app.Netease = &own
		return nil
	})
	if err != nil {
		return nil, inside("netease.", err)
	}
	app, err := h.app(in.ID)
	return answered(h.actedOn(app), err)
}

func (h *Handler) actedOn(app tenant.App) appEvidence {
	shown := appEvidence{CallCloud: app.Netease != nil, KeepDays: int(h.deps.Keeps(app).Evidence), KickMinutes: review.KickMinutes(), Actions: []evidenceRule{}, Labels: mapped(evidence.Labels(), func(l evidence.Label) labelBody {
		return labelBody{l.Number, l.Name, l.Verdict, l.Rank == 0}
	})}
	if app.Netease != nil {
		shown.SubmitAudit = app.Netease.SubmitAudit
		shown.Actions = mapped(slices.Clone(app.Netease.Actions), func(a tenant.EvidenceAction) evidenceRule { return evidenceRule(a) })
	}
	return shown
}
