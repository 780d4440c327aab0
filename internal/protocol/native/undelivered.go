package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/outbox"
)

// deliveryStat is how much of an app's has not arrived.
type deliveryStat struct {
	App      string       `json:"app"`
	State    outbox.State `json:"state" enum:"pending,dead" doc:"pending: waits or is tried again; dead: given up."`
	Number   int          `json:"number" maximum:"10000" doc:"10000: that many or more."`
	OldestAt time.Time    `json:"oldest_at" doc:"When the oldest of those counted was written."`
}

type deliveryStats struct {
	Items []deliveryStat `json:"items" doc:"By app. What has nothing is left out."`
}

func (h *Handler) undeliveredOperations() {
	add(h, huma.Operation{OperationID: "delivery-stats", Method: http.MethodGet, Path: "/stats/deliveries", Tags: []string{"stats"},
		Summary: "What has not arrived"}, h.deliveryStats)
}

func (h *Handler) deliveryStats(ctx context.Context, in *statsInput) (*answer[deliveryStats], error) {
	app, err := callerOf(ctx).within(in.App)
	if err != nil {
		return nil, err
	}
	stats, err := h.deps.DeliveryBoard.Undelivered(ctx, app)
	return answered(deliveryStats{Items: mapped(stats, deliveryStatOf)}, err)
}

func deliveryStatOf(s delivery.Stat) deliveryStat {
	return deliveryStat{App: s.App, State: s.State, Number: s.Number, OldestAt: s.Oldest.UTC()}
}
