package native

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
)

// mostKnown is of how many in a call more is told than who they are.
const mostKnown = 12

// knownBody is what is known of somebody in a call.
type knownBody struct {
	Risk      bool           `json:"risk" doc:"On the list of high-risk users."`
	Protected bool           `json:"protected" doc:"On the list of protected users."`
	History   verdictsBody   `json:"history"`
	InForce   []sanctionItem `json:"in_force" doc:"What binds him now."`
}

// introduce tells what is known of the people of a call.
func (h *Handler) introduce(ctx context.Context, c review.Case, shown *callBody) error {
	told := 0
	for i := range shown.People {
		person := &shown.People[i]
		if told < mostKnown && person.UserID != "" || person.Accused {
			known, err := h.knownOf(ctx, c, *person)
			if err != nil {
				return err
			}
			person.Known = known
			told++
		}
		if person.Accused {
			shown.Accused = *person
		}
	}
	return nil
}

func (h *Handler) knownOf(ctx context.Context, c review.Case, person personBody) (*knownBody, error) {
	user := person.UserID
	if user == "" {
		user = enforce.NobodyKnown(person.UID)
	}
	found, err := h.deps.Board.Findings(ctx, c.App, user)
	if err != nil {
		return nil, err
	}
	binding, err := h.deps.Enforce.SanctionsInForce(ctx, c.App, user)
	if err != nil {
		return nil, err
	}
	known := &knownBody{History: verdictsOf(found, c.ID, user), InForce: mapped(binding, h.sanctionOf)}
	lists, err := h.listsOf(ctx, c.App, user)
	for _, entry := range lists {
		known.Risk = known.Risk || entry.List == review.RiskList
		known.Protected = known.Protected || entry.List == review.SpecialList
	}
	return known, err
}

func (h *Handler) callOperations() {
	add(h, huma.Operation{OperationID: "case-evidence", Method: http.MethodGet, Path: "/cases/{id}/evidence", Tags: []string{"work"},
		Summary: "The call of a case that you hold, as it is now", Description: "Evidence joins a case as long as it is not decided. That changes no version, and reading it no lease."}, h.caseEvidence)
}

// caseEvidence is for who works on the case and has seen the rest of it.
func (h *Handler) caseEvidence(ctx context.Context, in *caseInput) (*answer[callBody], error) {
	held, err := h.deps.Desk.LeasesOf(ctx, callerOf(ctx).account.ID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(held, func(c review.Case) bool { return c.ID == in.ID && h.now().Before(c.LeaseUntil) })
	if i < 0 {
		return nil, fault.New(fault.Conflict, review.CodeLeaseLost, "you do not hold case %d", in.ID)
	}
	story, err := h.deps.Reader.Story(ctx, held[i].App, in.ID)
	if err != nil {
		return nil, err
	}
	shown, err := h.callIn(ctx, story.Case)
	if err == nil && shown == nil {
		err = fault.New(fault.NotFound, "", "case %d is about no call", in.ID)
	}
	if err != nil {
		return nil, err
	}
	return answered(*shown, nil)
}
