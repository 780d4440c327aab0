package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// giftBody is something that users may give each other.
type giftBody struct {
	ID    int64  `json:"id" minimum:"1" doc:"Your own; the contract's giftId."`
	Name  string `json:"name" minLength:"1" maxLength:"64"`
	Price int64  `json:"price" minimum:"1" doc:"In coins."`
	Off   bool   `json:"off,omitempty" doc:"Not offered now."`
}

// giftCatalogue is what users of an app may give each other.
type giftCatalogue struct {
	Version   int64      `json:"version" doc:"Goes up with every change; 0: the app has set none, and these are those of every such app."`
	Gifts     []giftBody `json:"gifts" doc:"In the order in which they are shown."`
	UpdatedAt *time.Time `json:"updated_at,omitempty"`
	UpdatedBy string     `json:"updated_by,omitempty" doc:"A staff id, or who else did it."`
}

type putGiftsInput struct {
	ID   string `path:"id" maxLength:"128"`
	Body struct {
		Version int64      `json:"version" minimum:"0" doc:"The one that the change is of; a conflict where the catalogue was changed since."`
		Gifts   []giftBody `json:"gifts" maxItems:"200" doc:"All of them, in the order in which they are shown."`
	}
}

var giftTags = []string{"gifts"}

func (h *Handler) giftOperations() {
	add(h, huma.Operation{OperationID: "get-gifts", Method: http.MethodGet, Path: "/apps/{id}/gifts", Tags: giftTags,
		Summary: "What users of an app may give each other"}, h.getGifts)
	add(h, huma.Operation{OperationID: "put-gifts", Method: http.MethodPut, Path: "/apps/{id}/gifts", Tags: giftTags,
		Summary: "Change what users of an app may give each other", Description: "In force at once. What was given keeps the price that it had."}, h.putGifts)
}

func (h *Handler) getGifts(ctx context.Context, in *appInput) (*answer[giftCatalogue], error) {
	app, err := h.appSeen(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return giftsAnswered(h.deps.Gifts.Catalogue(ctx, app.ID))
}

func (h *Handler) putGifts(ctx context.Context, in *putGiftsInput) (*answer[giftCatalogue], error) {
	app, err := h.app(in.ID)
	if err != nil {
		return nil, err
	}
	gifts := mapped(in.Body.Gifts, func(g giftBody) gift.Gift { return gift.Gift(g) })
	return giftsAnswered(h.deps.Gifts.SetCatalogue(ctx, app.ID, gifts, in.Body.Version, callerOf(ctx).by()))
}

func giftsAnswered(c gift.Catalogue, err error) (*answer[giftCatalogue], error) {
	return answered(giftCatalogue{
		Version: c.Version, Gifts: mapped(c.Gifts, func(g gift.Gift) giftBody { return giftBody(g) }),
		UpdatedAt: stamp(c.UpdatedAt), UpdatedBy: c.UpdatedBy,
	}, err)
}

// appSeen is an app that the caller may know of.
func (h *Handler) appSeen(ctx context.Context, id string) (tenant.App, error) {
	app, err := h.app(id)
	if err == nil {
		_, err = callerOf(ctx).within(app.ID)
	}
	return app, err
}
