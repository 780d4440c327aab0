package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
)

// listedUser is one entry of the risk or the special list.
type listedUser struct {
	App     string    `json:"app"`
	UserID  string    `json:"user_id"`
	AddedBy string    `json:"added_by" doc:"A staff id, or who else did it."`
	AddedAt time.Time `json:"added_at"`
}

type listInput struct {
	Paging
	App string `query:"app" maxLength:"128" doc:"An app's id; may be left out where there is one app, or with an app's token."`
}

type listAddInput struct {
	Body struct {
		App    string `json:"app,omitempty" maxLength:"128"`
		UserID string `json:"user_id" minLength:"1" maxLength:"128"`
	}
}

type listEntryInput struct {
	UserID string `path:"user_id" maxLength:"128"`
	App    string `query:"app" maxLength:"128"`
}

// listOperations are the same for both lists.
func (h *Handler) listOperations(list review.List, noun, name string) {
	path := "/" + noun
	add(h, huma.Operation{OperationID: "list-" + string(list) + "-users", Method: http.MethodGet, Path: path, Tags: []string{"lists"},
		Summary: "List the " + name},
		func(ctx context.Context, in *listInput) (*answer[page[listedUser]], error) {
			return answered(h.listed(ctx, list, in))
		})
	add(h, huma.Operation{OperationID: "add-" + string(list) + "-user", Method: http.MethodPost, Path: path, Tags: []string{"lists"},
		Summary: "Add one of the " + name, Description: "One who is on the list already stays as he was."},
		func(ctx context.Context, in *listAddInput) (*answer[listedUser], error) {
			return answered(h.addListed(ctx, list, in.Body.App, in.Body.UserID))
		})
	add(h, huma.Operation{OperationID: "get-" + string(list) + "-user", Method: http.MethodGet, Path: path + "/{user_id}", Tags: []string{"lists"},
		Summary: "Look one of the " + name + " up"},
		func(ctx context.Context, in *listEntryInput) (*answer[listedUser], error) {
			return answered(h.findListed(ctx, list, in.App, in.UserID))
		})
	add(h, huma.Operation{OperationID: "remove-" + string(list) + "-user", Method: http.MethodDelete, Path: path + "/{user_id}", Tags: []string{"lists"},
		Summary: "Remove one of the " + name},
		func(ctx context.Context, in *listEntryInput) (*none, error) {
			app, err := h.oneApp(ctx, in.App)
			if err != nil {
				return nil, err
			}
			return done(h.deps.Review.Lists().RemoveListed(ctx, list, app.ID, in.UserID))
		})
}

// listed is a page of a list.
func (h *Handler) listed(ctx context.Context, list review.List, in *listInput) (page[listedUser], error) {
	before, err := in.before()
	if err != nil {
		return page[listedUser]{}, err
	}
	app, err := h.oneApp(ctx, in.App)
	if err != nil {
		return page[listedUser]{}, err
	}
	entries, err := h.deps.Review.Lists().AllListed(ctx, list, app.ID, before, in.Limit+1)
	if err != nil {
		return page[listedUser]{}, err
	}
	return pageOf(entries, in.Limit, func(e review.Listed) int64 { return e.ID },
		func(e review.Listed) listedUser { return listedOf(app.ID, e) }), nil
}

func (h *Handler) addListed(ctx context.Context, list review.List, appID, userID string) (listedUser, error) {
	app, err := h.oneApp(ctx, appID)
	if err != nil {
		return listedUser{}, err
	}
	if err := checkID("user_id", userID); err != nil {
		return listedUser{}, err
	}
	entry := review.Listed{UserID: userID, AddedBy: callerOf(ctx).by(), AddedAt: h.now()}
	added, err := h.deps.Review.Lists().AddListed(ctx, list, app.ID, entry)
	if err != nil || added {
		return listedOf(app.ID, entry), err
	}
	return h.findListed(ctx, list, app.ID, userID)
}

func (h *Handler) findListed(ctx context.Context, list review.List, appID, userID string) (listedUser, error) {
	app, err := h.oneApp(ctx, appID)
	if err != nil {
		return listedUser{}, err
	}
	entry, err := h.deps.Review.Lists().FindListed(ctx, list, app.ID, userID)
	return listedOf(app.ID, entry), err
}

func listedOf(app string, entry review.Listed) listedUser {
	return listedUser{App: app, UserID: entry.UserID, AddedBy: entry.AddedBy, AddedAt: entry.AddedAt.UTC()}
}

// checkID refuses what no platform calls a user.
func checkID(field, id string) error {
	for _, letter := range id {
		if letter < ' ' || letter == 0x7f {
			return fault.Field(field, "holds control characters")
		}
	}
	return nil
}
