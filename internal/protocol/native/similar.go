package native

import (
	"context"
	"math"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// maxSimilar bounds how many similar cases are shown.
const maxSimilar = 50

// similarCase is a waiting case that is like another.
type similarCase struct {
	Case     caseItem `json:"case"`
	Likeness float64  `json:"likeness" minimum:"0" maximum:"1" doc:"1: it shows the same."`
}

type similarCases struct {
	Items  []similarCase `json:"items" doc:"The most alike first, at most 50."`
	Looked int           `json:"looked" doc:"How many waiting cases were compared, at most 500."`
}

func (h *Handler) similarOperations() {
	add(h, huma.Operation{OperationID: "similar-cases", Method: http.MethodGet, Path: "/cases/{id}/similar", Tags: []string{"cases"},
		Summary: "Waiting cases that are nearly the same",
		Description: "Of the same app, queue and module, among the first 500 that wait there and that the caller might claim – by claim-cases with their ids. " +
			"Texts are compared without signs, widths and capitals; pictures by their address. Which ones were shown goes into the audit log."}, h.similarTo)
}

func (h *Handler) similarTo(ctx context.Context, in *caseInput) (*answer[similarCases], error) {
	app, err := h.appOfCase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	story, err := h.deps.Reader.Story(ctx, app.ID, in.ID)
	if err != nil {
		return nil, err
	}
	who := callerOf(ctx).reviewer()
	if !callerOf(ctx).may(staff.Decide) { // who only looks may see all
		who.Senior = true
	}
	waiting, err := h.deps.Board.Waiting(ctx, review.WaitingFilter{
		App: app.ID, Queue: story.Case.Queue, Besides: in.ID, Who: who, Limit: review.MaxCompared,
	})
	if err != nil {
		return nil, err
	}
	likes := review.Alike(story.Case, waiting)
	shown := similarCases{Items: mapped(likes[:min(len(likes), maxSimilar)], similarOf), Looked: len(waiting)}
	seen := mapped(shown.Items, func(s similarCase) caseItem { return s.Case })
	return answered(shown, h.recordViews(ctx, map[string]any{"by": "similar"}, seen...))
}

func similarOf(l review.LikeCase) similarCase {
	return similarCase{Case: caseOf(l.Case), Likeness: math.Round(l.Likeness*1000) / 1000}
}
