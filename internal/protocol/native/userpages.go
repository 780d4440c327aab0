package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/review"
)

// listEntry is a list that a user is on.
type listEntry struct {
	List    review.List `json:"list" enum:"risk,special"`
	AddedBy string      `json:"added_by" doc:"A staff id, or who else did it."`
	AddedAt time.Time   `json:"added_at"`
}

type userPageInput struct {
	Paging
	ID  string `path:"id" maxLength:"128"`
	App string `query:"app" maxLength:"128" doc:"May be left out where there is one app, or with an app's token."`
}

func (h *Handler) userPageOperations() {
	tags := []string{"cases"}
	add(h, huma.Operation{OperationID: "list-user-reports", Method: http.MethodGet, Path: "/users/{id}/reports", Tags: tags,
		Summary: "Reports against a user, the newest first", Description: "Of his newest 10000 cases."},
		turning(h, "reports", h.deps.Board.ReportsAgainst, func(r review.FiledReport) int64 { return r.ID }, userReportOf))
	add(h, huma.Operation{OperationID: "list-user-filed", Method: http.MethodGet, Path: "/users/{id}/filed", Tags: tags,
		Summary: "Reports that a user filed, the newest first"},
		turning(h, "filed", h.deps.Board.ReportsBy, func(r review.FiledReport) int64 { return r.ID }, userReportOf))
	add(h, huma.Operation{OperationID: "list-user-decisions", Method: http.MethodGet, Path: "/users/{id}/decisions", Tags: tags,
		Summary: "Decisions about a user, the newest first", Description: "Of his newest 10000 cases. His sanctions are at /sanctions?user_id=…&in_force=false."},
		turning(h, "decisions", h.deps.Board.DecisionsAbout, func(d review.Decision) int64 { return d.ID }, decisionOf))
}

// turning serves one page of what is known of a user.
func turning[F, T any](h *Handler, what string, find func(ctx context.Context, app, userID string, before int64, limit int) ([]F, error),
	id func(F) int64, show func(F) T) func(context.Context, *userPageInput) (*answer[page[T]], error) {
	return func(ctx context.Context, in *userPageInput) (*answer[page[T]], error) {
		before, err := in.before()
		if err != nil {
			return nil, err
		}
		app, err := h.oneApp(ctx, in.App)
		if err != nil {
			return nil, err
		}
		found, err := find(ctx, app.ID, in.ID, before, in.Limit+1)
		if err != nil {
			return nil, err
		}
		return answered(pageOf(found, in.Limit, id, show), h.recordUserView(ctx, app.ID, in.ID, what))
	}
}

// recordUserView writes who looked at what is known of a user.
func (h *Handler) recordUserView(ctx context.Context, app, userID, what string) error {
	return h.deps.Audit.RecordAudit(auditlog.WithDetail(ctx, map[string]any{"of": what}), auditlog.Entry{
		Action: auditlog.UserView, App: app, Object: auditlog.Object{Kind: auditlog.AUser, ID: userID},
	})
}

// appsKnowing are the apps that know of the user's id, as far as the caller sees
// them.
func (h *Handler) appsKnowing(ctx context.Context, userID string) ([]string, error) {
	known := []string{}
	for _, app := range h.deps.Apps.All() {
		if !callerOf(ctx).sees(app.ID) {
			continue
		}
		knows, err := h.deps.Board.KnowsUser(ctx, app.ID, userID)
		if err != nil {
			return nil, err
		}
		if knows {
			known = append(known, app.ID)
		}
	}
	return known, nil
}
