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

// How long one resend by filter goes on, and how many it takes at once.
const (
	resendFor    = 20 * time.Second
	resendAtOnce = 200
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
	App    string    `query:"app" json:"app,omitempty" maxLength:"128"`
	Lane   string    `query:"lane" json:"lane,omitempty" maxLength:"300"`
	Kind   string    `query:"kind" json:"kind,omitempty" maxLength:"64"`
	CaseID int64     `query:"case_id" json:"case_id,omitempty" minimum:"0"`
	From   time.Time `query:"from" json:"from,omitzero" doc:"Written at it or later."`
	To     time.Time `query:"to" json:"to,omitzero" doc:"Written before it."`
}

type deliveriesInput struct {
	Paging
	DeliveryFilter
	State outbox.State `query:"state" enum:"pending,delivered,dead,cancelled"`
}

type resendManyInput struct {
	Body struct {
		Filter    DeliveryFilter `json:"filter"`
		DryRun    bool           `json:"dry_run,omitempty" doc:"Only count."`
		Overtaken bool           `json:"overtaken,omitempty" doc:"Also those that a later decision about their subject has overtaken."`
	}
}

// resentMany is what a resend by filter did, or would do.
type resentMany struct {
	Count     int  `json:"count" doc:"How many dead deliveries match, up to 100000: that many means that many or more."`
	Resent    int  `json:"resent"`
	Overtaken int  `json:"overtaken" doc:"Passed over, because a later delivery about the subject was written."`
	More      bool `json:"more" doc:"Not all were looked at: send it again."`
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
	add(h, huma.Operation{OperationID: "resend-deliveries", Method: http.MethodPost, Path: "/deliveries/resend", Tags: tags,
		Summary: "Resend what was given up, by filter", Description: "Ask with dry_run first how many that are."}, h.resendDeliveries)
}

// filter is what the caller may see of it.
func (f DeliveryFilter) filter(who caller) (delivery.Filter, error) {
	app, err := who.within(f.App)
	return delivery.Filter{App: app, Lane: f.Lane, Kind: f.Kind, CaseID: f.CaseID, From: f.From, To: f.To}, err
}

func (h *Handler) listDeliveries(ctx context.Context, in *deliveriesInput) (*answer[page[deliveryItem]], error) {
	before, err := in.before()
	if err != nil {
		return nil, err
	}
	filter, err := in.filter(callerOf(ctx))
	if err != nil {
		return nil, err
	}
	filter.State, filter.Before, filter.Limit = in.State, before, in.Limit+1
	records, err := h.deps.Deliveries.Deliveries(ctx, filter)
	if err != nil {
		return nil, err
	}
	return answered(pageOf(records, in.Limit, func(r outbox.Record) int64 { return r.ID }, deliveryOf), nil)
}

// delivery is one that the caller may know of.
func (h *Handler) delivery(ctx context.Context, id int64) (outbox.Record, error) {
	records, err := h.deps.Deliveries.Deliveries(ctx, delivery.Filter{After: id - 1, Before: id + 1, Limit: 1})
	if err != nil {
		return outbox.Record{}, err
	}
	if len(records) == 0 || !callerOf(ctx).sees(records[0].App) {
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

// resendDeliveries goes on for resendFor; who wants the rest asks again.
func (h *Handler) resendDeliveries(ctx context.Context, in *resendManyInput) (*answer[resentMany], error) {
	filter, err := in.Body.Filter.filter(callerOf(ctx))
	if err != nil {
		return nil, err
	}
	filter.State = outbox.Dead
	count, err := h.deps.Deliveries.CountDeliveries(ctx, filter)
	result := resentMany{Count: count}
	if err != nil || in.Body.DryRun {
		return answered(result, err)
	}
	defer h.deps.Wake() // also for those before an error
	for until := time.Now().Add(resendFor); ; {
		some, err := h.deps.Deliveries.ResendMatching(ctx, filter, in.Body.Overtaken, h.now(), resendAtOnce)
		if err != nil {
			return nil, err
		}
		result.Resent, result.Overtaken = result.Resent+some.Resent, result.Overtaken+some.Overtaken
		if filter.After = some.After; some.After == 0 {
			return answered(result, nil)
		}
		if result.More = time.Now().After(until); result.More {
			return answered(result, nil)
		}
	}
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
