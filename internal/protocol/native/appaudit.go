package native

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/period"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// defaultTimeoutMS is what a detector says that says nothing.
const defaultTimeoutMS = 5000

// appAudit is how an app's live messages are judged and kept.
type appAudit struct {
	Record     string            `json:"record" enum:"durable,async" doc:"durable: a message is kept before its answer leaves. async: soon after, which is faster; what was answered in the second before a crash may be missing."`
	KeepDays   int               `json:"keep_days" doc:"How long messages are kept."`
	Thresholds thresholdsInForce `json:"thresholds" doc:"Those in force."`
	Own        []string          `json:"own" doc:"The names of the thresholds that the app sets; the others follow the defaults."`
	Defaults   thresholdsInForce `json:"defaults"`
	Detector   *detectorBody     `json:"detector,omitempty" doc:"Absent: people look at every picture that no bank knows."`
}

// thresholdsInForce are all of them, where tenant.Thresholds are an app's own.
type thresholdsInForce policy.Thresholds

type detectorBody struct {
	URL       string `json:"url"`
	TimeoutMS int    `json:"timeout_ms" doc:"In milliseconds."`
	HasToken  bool   `json:"has_token"`
}

type putAuditInput struct {
	ID   string `path:"id" maxLength:"128"`
	Body struct {
		Record     string             `json:"record,omitempty" enum:"durable,async" doc:"Absent: durable."`
		KeepDays   int                `json:"keep_days,omitempty" minimum:"0" maximum:"3650" doc:"Absent or 0: as for all apps. It is the app's retention.messages."`
		Thresholds *tenant.Thresholds `json:"thresholds,omitempty" doc:"What is left out follows the defaults."`
		Detector   *struct {
			URL       string        `json:"url" minLength:"1" maxLength:"2048"`
			Token     tenant.Secret `json:"token,omitempty" maxLength:"4096" doc:"Our bearer token there. Absent or empty: as it is."`
			TimeoutMS int           `json:"timeout_ms,omitempty" minimum:"0" maximum:"60000" doc:"In milliseconds; absent or 0: 5000."`
		} `json:"detector,omitempty" doc:"Absent: none."`
	}
}

func (h *Handler) appAuditOperations() {
	tags := []string{"apps"}
	add(h, huma.Operation{OperationID: "get-app-audit", Method: http.MethodGet, Path: "/apps/{id}/audit", Tags: tags,
		Summary: "How an app's live messages are judged and kept"}, h.getAppAudit)
	add(h, huma.Operation{OperationID: "put-app-audit", Method: http.MethodPut, Path: "/apps/{id}/audit", Tags: tags,
		Summary: "Change how an app's live messages are judged and kept", Description: "What is left out is as without it, but for the detector's token. In force within a second on every node."}, h.putAppAudit)
}

func (h *Handler) getAppAudit(ctx context.Context, in *appInput) (*answer[appAudit], error) {
	app, err := h.app(in.ID)
	if who := callerOf(ctx); err == nil && !who.sees(app.ID) {
		_, err = who.within(app.ID)
	}
	return answered(h.judgedBy(app), err)
}

func (h *Handler) putAppAudit(ctx context.Context, in *putAuditInput) (*answer[appAudit], error) {
	_, err := h.deps.Apps.Change(ctx, in.ID, func(app *tenant.App) error {
		before := *app
		app.Audit, app.Retention.Messages = in.audit(), period.Period(in.Body.KeepDays)
		keepSecrets(before, app)
		return nil
	})
	if err != nil {
		return nil, inside("audit.", err)
	}
	app, err := h.app(in.ID)
	return answered(h.judgedBy(app), err)
}

// inside names the field of a fault as it stands in a part of the app.
func inside(part string, err error) error {
	if problem := fault.As(err); problem.Kind == fault.Invalid && strings.HasPrefix(problem.Field, part) {
		within := *problem
		within.Field = strings.TrimPrefix(problem.Field, part)
		return &within
	}
	return err
}

// audit is what was asked for; nil where that is what holds without it.
func (in *putAuditInput) audit() *tenant.Audit {
	a := tenant.Audit{}
	if in.Body.Record != tenant.RecordDurable {
		a.Record = in.Body.Record
	}
	if in.Body.Thresholds != nil {
		a.Thresholds = *in.Body.Thresholds
	}
	if d := in.Body.Detector; d != nil {
		a.Detector = &tenant.Detector{URL: d.URL, Token: d.Token, TimeoutMS: d.TimeoutMS}
	}
	if a == (tenant.Audit{}) {
		return nil
	}
	return &a
}

func (h *Handler) judgedBy(app tenant.App) appAudit {
	shown := appAudit{Record: tenant.RecordDurable, KeepDays: int(h.deps.Keeps(app).Messages), Thresholds: thresholdsInForce(policy.ForApp(app)), Own: []string{}, Defaults: thresholdsInForce(policy.Defaults())}
	if app.Audit == nil {
		return shown
	}
	if app.Audit.Record != "" {
		shown.Record = app.Audit.Record
	}
	shown.Own = app.Audit.Thresholds.Names()
	if d := app.Audit.Detector; d != nil {
		shown.Detector = &detectorBody{URL: d.URL, TimeoutMS: d.TimeoutMS, HasToken: d.Token != ""}
		if d.TimeoutMS == 0 {
			shown.Detector.TimeoutMS = defaultTimeoutMS
		}
	}
	return shown
}
