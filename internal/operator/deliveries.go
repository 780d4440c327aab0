package operator

import (
	"context"
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
)

// Delivery is one call to a business platform.
type Delivery struct {
	ID             int64           `json:"id"`
	IdempotencyKey string          `json:"idempotency_key"`
	App            string          `json:"app"`
	Lane           string          `json:"lane"`
	Kind           string          `json:"kind"`
	State          outbox.State    `json:"state"`
	CaseID         int64           `json:"case_id,omitempty"`
	Attempts       int             `json:"attempts"`
	LastError      string          `json:"last_error,omitempty"`
	CreatedAt      time.Time       `json:"created_at"`
	DueAt          time.Time       `json:"due_at"`
	DoneAt         *time.Time      `json:"done_at"`
	Payload        json.RawMessage `json:"payload"`
}

// DeliveryStory is a delivery with everything that was tried.
type DeliveryStory struct {
	Delivery
	Tries []Try `json:"tries"`
}

// Try is one attempt.
type Try struct {
	At      time.Time      `json:"at"`
	TookMS  int64          `json:"took_ms"`
	Status  int            `json:"status"`
	Outcome outbox.Outcome `json:"outcome"`
	Answer  string         `json:"answer"`
	Error   string         `json:"error"`
}

// DeliveryFilter picks deliveries; zero fields match everything.
type DeliveryFilter struct {
	App    string
	Lane   string
	Kind   string
	CaseID int64
	State  string
	Since  time.Duration // written at most so long ago
	Before int64         // only ids below it
	Limit  int
}

func (o *Operator) filter(f DeliveryFilter) delivery.Filter {
	filter := delivery.Filter{
		App: f.App, Lane: f.Lane, Kind: f.Kind, CaseID: f.CaseID, State: outbox.State(f.State), Before: f.Before, Limit: f.Limit,
	}
	if f.Since > 0 {
		filter.From = o.Now().Add(-f.Since)
	}
	return filter
}

// Deliveries lists those that match, the newest first.
func (o *Operator) Deliveries(ctx context.Context, f DeliveryFilter) ([]Delivery, error) {
	records, err := o.Store.Deliveries(ctx, o.filter(f))
	list := make([]Delivery, len(records))
	for i, record := range records {
		list[i] = deliveryOf(record)
	}
	return list, err
}

// ShowDelivery shows one with its attempts, or returns a NotFound fault.
func (o *Operator) ShowDelivery(ctx context.Context, id int64) (DeliveryStory, error) {
	records, err := o.Store.Deliveries(ctx, delivery.Filter{Before: id + 1, Limit: 1})
	if err != nil {
		return DeliveryStory{}, err
	}
	if len(records) == 0 || records[0].ID != id {
		return DeliveryStory{}, fault.New(fault.NotFound, "", "there is no delivery %d", id)
	}
	attempts, err := o.Store.Attempts(ctx, id)
	story := DeliveryStory{Delivery: deliveryOf(records[0]), Tries: make([]Try, len(attempts))}
	for i, a := range attempts {
		story.Tries[i] = Try{At: a.At.UTC(), TookMS: a.Took.Milliseconds(), Status: a.Status, Outcome: a.Outcome, Answer: a.Answer, Error: a.Error}
	}
	return story, err
}

func deliveryOf(r outbox.Record) Delivery {
	return Delivery{
		ID: r.ID, IdempotencyKey: r.Key, App: r.App, Lane: r.Lane, Kind: r.Kind, State: r.State, CaseID: r.CaseID,
		Attempts: r.Attempts, LastError: r.LastError, CreatedAt: r.CreatedAt.UTC(), DueAt: r.DueAt.UTC(),
		DoneAt: moment(r.DoneAt), Payload: r.Payload,
	}
}

// Resent is what a resend did or, not Done, would look at.
type Resent struct {
	Done      bool `json:"done"`
	Matching  int  `json:"matching"` // dead ones that matched before
	Resent    int  `json:"resent"`
	Overtaken int  `json:"overtaken"` // passed over: a later decision about the subject was written
}

// ResendOne resends a dead delivery; one that a later decision has overtaken
// only where overtaken is set.
func (o *Operator) ResendOne(ctx context.Context, id int64, overtaken bool) (Resent, error) {
	if err := o.Store.Resend(ctx, id, overtaken, o.Now()); err != nil {
		return Resent{}, err
	}
	return Resent{Done: true, Matching: 1, Resent: 1}, nil
}

// ResendMatching counts the dead deliveries that match and, where do is set,
// resends them.
func (o *Operator) ResendMatching(ctx context.Context, f DeliveryFilter, overtaken, do bool) (resent Resent, err error) {
	f.State = string(outbox.Dead)
	filter := o.filter(f)
	if resent.Matching, err = o.Store.CountDeliveries(ctx, filter); err != nil || !do {
		return resent, err
	}
	for {
		part, err := o.Store.ResendMatching(ctx, filter, overtaken, o.Now(), 500)
		resent.Resent += part.Resent
		resent.Overtaken += part.Overtaken
		if err != nil || part.After == 0 {
			resent.Done = err == nil
			return resent, err
		}
		filter.After = part.After
	}
}
