package native

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// userPage is what is known of one of an app's users.
type userPage struct {
	App       string         `json:"app"`
	Apps      []string       `json:"apps" doc:"Those that know of this id; it may be another person's there."`
	UserID    string         `json:"user_id"`
	Risk      bool           `json:"risk" doc:"On the list of high-risk users."`
	Protected bool           `json:"protected" doc:"On the list of protected users."`
	Lists     []listEntry    `json:"lists" doc:"Those that he is on, and who put him there."`
	Accuracy  accuracyBody   `json:"accuracy" doc:"As a reporter."`
	InForce   []sanctionItem `json:"in_force" doc:"What binds him now."`
	Reports   []userReport   `json:"reports" doc:"Against him, the newest first."`
	Filed     []userReport   `json:"filed" doc:"By him, the newest first."`
	Decisions []decisionBody `json:"decisions" doc:"About him, the newest first."`
	Sanctions []sanctionItem `json:"sanctions" doc:"Also the past ones, the newest first."`
}

// userReport is a report with what became of it.
type userReport struct {
	Report  reportBody    `json:"report"`
	CaseID  int64         `json:"case_id,omitempty"`
	State   review.State  `json:"state,omitempty" doc:"Of its case."`
	Verdict verdict.Label `json:"verdict,omitempty"`
}

type userInput struct {
	ID    string `path:"id" maxLength:"128"`
	App   string `query:"app" maxLength:"128" doc:"May be left out where there is one app, or with an app's token."`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"Of each list."`
}

func (h *Handler) userOperations() {
	add(h, huma.Operation{OperationID: "get-user", Method: http.MethodGet, Path: "/users/{id}", Tags: []string{"cases"},
		Summary: "What is known of a user", Description: "One of whom nothing is known has empty lists. Who looked goes into the audit log."}, h.getUser)
}

func (h *Handler) getUser(ctx context.Context, in *userInput) (*answer[userPage], error) {
	app, err := h.oneApp(ctx, in.App)
	if err != nil {
		return nil, err
	}
	known, err := h.deps.Reader.History(ctx, app.ID, in.ID, in.Limit)
	if err != nil {
		return nil, err
	}
	binding, err := h.deps.Enforce.SanctionsInForce(ctx, app.ID, in.ID)
	if err != nil {
		return nil, err
	}
	shown := userPage{
		App: app.ID, UserID: in.ID, Accuracy: accuracyBody(known.Accuracy), InForce: mapped(binding, h.sanctionOf),
		Reports: mapped(known.Reports, userReportOf), Filed: mapped(known.Filed, userReportOf),
		Decisions: mapped(known.Decisions, decisionOf), Sanctions: mapped(known.Sanctions, h.sanctionOf),
	}
	if shown.Lists, err = h.listsOf(ctx, app.ID, in.ID); err != nil {
		return nil, err
	}
	for _, entry := range shown.Lists {
		shown.Risk = shown.Risk || entry.List == review.RiskList
		shown.Protected = shown.Protected || entry.List == review.SpecialList
	}
	if shown.Apps, err = h.appsKnowing(ctx, in.ID); err != nil {
		return nil, err
	}
	return answered(shown, h.recordUserView(ctx, app.ID, in.ID, "all"))
}

func (h *Handler) listsOf(ctx context.Context, app, userID string) ([]listEntry, error) {
	on := []listEntry{}
	for _, list := range []review.List{review.RiskList, review.SpecialList} {
		entry, err := h.deps.Review.Lists().FindListed(ctx, list, app, userID)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		on = append(on, listEntry{List: list, AddedBy: entry.AddedBy, AddedAt: entry.AddedAt.UTC()})
	}
	return on, nil
}

func userReportOf(r review.FiledReport) userReport {
	return userReport{Report: reportOf(r), CaseID: r.Outcome.CaseID, State: r.Outcome.State, Verdict: r.Outcome.Verdict}
}
