package native

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
)

// deliveryItem is one call to a business platform.
type deliveryItem struct {
	ID             int64           `json:"id"`
	IdempotencyKey string          `json:"idempotency_key" doc:"The same on every attempt."`
	App            string          `json:"app"`
	Channel        string          `json:"channel" example:"uplus"`
	Lane           string          `json:"lane" doc:"The subject, whose deliveries arrive in order." example:"user:10001"`
	Kind           string          `json:"kind" doc:"What it asks the platform to do." example:"mute"`
	Payload        json.RawMessage `json:"payload" doc:"What it says, as JSON."`
	CaseID         int64           `json:"case_id,omitempty"`
	DecisionID     int64           `json:"decision_id,omitempty"`
	State          outbox.State    `json:"state" doc:"dead: given up, until somebody resends it."`
	Attempts       int             `json:"attempts" doc:"Since it was written or last resent."`
	Refusals       int             `json:"refusals" doc:"Definite refusals among them."`
	LastError      string          `json:"last_error,omitempty"`
	CreatedAt      time.Time       `json:"created_at"`
	DueAt          time.Time       `json:"due_at"`
	DoneAt         *time.Time      `json:"done_at,omitempty" doc:"When it was delivered or given up."`
}

// attemptItem is one try.
type attemptItem struct {
	At      time.Time      `json:"at"`
	TookMS  int64          `json:"took_ms"`
	Status  int            `json:"status" doc:"The HTTP status; 0 where no answer came."`
	Outcome outbox.Outcome `json:"outcome"`
	Answer  string         `json:"answer,omitempty"`
	Error   string         `json:"error,omitempty"`
}

// deliveryStory is a delivery with what was tried.
type deliveryStory struct {
	Delivery deliveryItem  `json:"delivery"`
	Attempts []attemptItem `json:"attempts" doc:"The oldest first."`
}

// DeliveryFilter picks deliveries; empty fields match everything.
type DeliveryFilter struct {
	App    string       `query:"app" json:"app,omitempty" maxLength:"128"`
	Lane   string       `query:"lane" json:"lane,omitempty" maxLength:"300"`
	CaseID int64        `query:"case_id" json:"case_id,omitempty" minimum:"0"`
	State  outbox.State `query:"state" json:"state,omitempty" enum:"pending,delivered,dead,cancelled"`
}

type deliveriesInput struct {
	Paging
	DeliveryFilter
}

type deliveryInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type resendInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body *struct {
		Overtaken bool `json:"overtaken,omitempty" doc:"Resend it although a later decision about the subject was written."`
	}
}

func (h *Handler) deliveryOperations() {
	tags := []string{"deliveries"}
	add(h, huma.Operation{OperationID: "list-deliveries", Method: http.MethodGet, Path: "/deliveries", Tags: tags,
		Summary: "List deliveries, the newest first"}, h.listDeliveries)
	add(h, huma.Operation{OperationID: "get-delivery", Method: http.MethodGet, Path: "/deliveries/{id}", Tags: tags,
		Summary: "A delivery and its attempts"}, h.getDelivery)
	add(h, huma.Operation{OperationID: "resend-delivery", Method: http.MethodPost, Path: "/deliveries/{id}/resend", Tags: tags,
		Summary:     "Resend a delivery that was given up",
		Description: "One that a later decision has overtaken is resent only where the body says so; otherwise that is a 409 with the code overtaken.",
	}, h.resendDelivery)
}

func (f DeliveryFilter) filter(app string) delivery.Filter {
	return delivery.Filter{App: app, Lane: f.Lane, CaseID: f.CaseID, State: f.State}
}

func (h *Handler) listDeliveries(ctx context.Context, in *deliveriesInput) (*answer[page[deliveryItem]], error) {
	before, err := in.before()
	if err != nil {
		return nil, err
	}
	app, err := callerOf(ctx).within(in.App)
	if err != nil {
		return nil, err
	}
	filter := in.filter(app)
	filter.Before, filter.Limit = before, in.Limit+1
	records, err := h.deps.Deliveries.Deliveries(ctx, filter)
	if err != nil {
		return nil, err
	}
	return answered(pageOf(records, in.Limit, func(r outbox.Record) int64 { return r.ID }, deliveryOf), nil)
}

// delivery is one that the caller may know of.
func (h *Handler) delivery(ctx context.Context, id int64) (outbox.Record, error) {
	records, err := h.deps.Deliveries.Deliveries(ctx, delivery.Filter{Before: id + 1, Limit: 1})
	if err != nil {
		return outbox.Record{}, err
	}
	if len(records) == 0 || records[0].ID != id || !callerOf(ctx).sees(records[0].App) {
		return outbox.Record{}, fault.New(fault.NotFound, "", "there is no delivery %d", id)
	}
	return records[0], nil
}

func (h *Handler) getDelivery(ctx context.Context, in *deliveryInput) (*answer[deliveryStory], error) {
	record, err := h.delivery(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	attempts, err := h.deps.Deliveries.Attempts(ctx, in.ID)
	return answered(deliveryStory{Delivery: deliveryOf(record), Attempts: mapped(attempts, attemptOf)}, err)
}

func (h *Handler) resendDelivery(ctx context.Context, in *resendInput) (*answer[deliveryItem], error) {
	if _, err := h.delivery(ctx, in.ID); err != nil {
		return nil, err
	}
	overtaken := in.Body != nil && in.Body.Overtaken
	if err := h.deps.Deliveries.Resend(ctx, in.ID, overtaken, h.now()); err != nil {
		return nil, err
	}
	h.deps.Wake()
	record, err := h.delivery(ctx, in.ID)
	return answered(deliveryOf(record), err)
}

func deliveryOf(r outbox.Record) deliveryItem {
	return deliveryItem{
		ID: r.ID, IdempotencyKey: r.Key, App: r.App, Channel: r.Channel, Lane: r.Lane, Kind: r.Kind, Payload: r.Payload,
		CaseID: r.CaseID, DecisionID: r.DecisionID, State: r.State, Attempts: r.Attempts, Refusals: r.Refusals,
		LastError: r.LastError, CreatedAt: r.CreatedAt.UTC(), DueAt: r.DueAt.UTC(), DoneAt: stamp(r.DoneAt),
	}
}

func attemptOf(a outbox.Attempt) attemptItem {
	return attemptItem{
		At: a.At.UTC(), TookMS: a.Took.Milliseconds(), Status: a.Status, Outcome: a.Outcome, Answer: a.Answer, Error: a.Error,
	}
}
