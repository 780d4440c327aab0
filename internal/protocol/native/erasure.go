package native

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/erasure"
)

// erased is what an erasure did, or would do.
type erased struct {
	ID        int64            `json:"id,omitempty" doc:"Absent: it was only counted."`
	Pseudonym string           `json:"pseudonym,omitempty" doc:"What he is called everywhere from now on."`
	State     erasure.State    `json:"state,omitempty" enum:"running,resting,ended" doc:"resting: what remains goes by itself when it is over."`
	Counts    map[string]int64 `json:"counts" doc:"Rows by table."`
	Remains   map[string]int64 `json:"remains" doc:"What has to stay yet: undecided cases, deliveries to be made, sanctions in force."`
}

type eraseInput struct {
	ID     string `path:"id" maxLength:"128" doc:"The app."`
	UserID string `path:"user_id" maxLength:"128"`
	DryRun bool   `query:"dry_run" doc:"Only count."`
	Reason string `query:"reason" maxLength:"500" doc:"For your own records; do not name the user in it."`
}

func (h *Handler) erasureOperations() {
	add(h, huma.Operation{OperationID: "erase-user", Method: http.MethodPost, Path: "/apps/{id}/users/{user_id}/erasure", Tags: []string{"apps"},
		Summary: "Forget all that is kept of a user", Description: "It cannot be undone. Ask with dry_run first. What comes in about him later is new and is kept. Broken off, it goes on by itself within an hour."}, h.eraseUser)
}

func (h *Handler) eraseUser(ctx context.Context, in *eraseInput) (*answer[erased], error) {
	app, err := h.app(in.ID)
	if err != nil {
		return nil, err
	}
	if in.DryRun {
		counts, remains, err := h.deps.Erasure.Count(ctx, app.ID, in.UserID)
		return answered(erased{Counts: counts, Remains: remains}, err)
	}
	e, err := h.deps.Erasure.Erase(ctx, app.ID, in.UserID, in.Reason)
	return answered(erased{ID: e.ID, Pseudonym: e.Pseudonym, State: e.State, Counts: e.Counts, Remains: e.Remains}, err)
}
