package native

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// reasonBody is one label that a case can be decided for.
type reasonBody struct {
	Label      verdict.Label   `json:"label" example:"porn"`
	Key        int             `json:"key,omitempty" minimum:"1" maximum:"9" doc:"Its place on the keyboard; absent after the ninth."`
	Complaints int             `json:"complaints" doc:"How many of the reports shown name it."`
	Suggestion *suggestionBody `json:"suggestion,omitempty" doc:"What the ladder has for it; absent where the case accuses nobody by name."`
}

// suggestionBody is what the accused's next offence asks for.
type suggestionBody struct {
	Offence int                   `json:"offence" doc:"1: his first of this label." example:"1"`
	Actions []suggestedActionBody `json:"actions" doc:"All allowed here."`
}

type suggestedActionBody struct {
	Type       verdict.Action `json:"type" enum:"mute,close_show,delete,login_limit,dismiss_group,kick_out,kick_room,close_room,warn"`
	ModuleType int            `json:"module_type" minimum:"1" maximum:"100"`
	Hours      int            `json:"hours" minimum:"-1" doc:"-1: for ever; 0: it lasts for no time, as a deletion."`
}

// maxReasonKey is the last key that picks a reason.
const maxReasonKey = 9

// reasonsOf are the reasons of a case, in the fixed order of their keys.
func (h *Handler) reasonsOf(ctx context.Context, c review.Case, reports []reportBody) ([]reasonBody, error) {
	before := map[verdict.Label]int{}
	if c.First.Accused != "" {
		var err error
		if before, err = review.OffencesOf(ctx, h.deps.Board, c.App, c.First.Accused); err != nil {
			return nil, err
		}
	}
	app, _ := h.deps.Apps.App(c.App)
	list := []reasonBody{}
	for i, label := range review.Reasons(h.ownLabels(c.App)) {
		if !reasonFits(c, app, label) {
			continue // the keys of the others stay
		}
		reason := reasonBody{Label: label, Complaints: complaintsOf(label, reports)}
		if i < maxReasonKey {
			reason.Key = i + 1
		}
		if suggested, ok := review.Suggest(c, label, before[label]); ok {
			reason.Suggestion = suggestionOf(suggested)
		}
		list = append(list, reason)
	}
	return list, nil
}

// ownLabels are those that the app has besides everybody's.
func (h *Handler) ownLabels(appID string) []string {
	app, known := h.deps.Apps.App(appID)
	if !known || app.Immomo == nil {
		return nil
	}
	return mapped(app.Immomo.Labels, func(label string) string { return string(verdict.Meant(verdict.Label(label))) })
}

func complaintsOf(label verdict.Label, reports []reportBody) (number int) {
	for _, report := range reports {
		for _, complaint := range report.Complaints {
			if complaint == string(label) {
				number++
			}
		}
	}
	return number
}

func suggestionOf(s review.Suggestion) *suggestionBody {
	return &suggestionBody{Offence: s.Offence, Actions: mapped(s.Actions, func(a review.SuggestedAction) suggestedActionBody {
		return suggestedActionBody{Type: a.Action, ModuleType: int(a.Module), Hours: a.Hours}
	})}
}
