package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/review"
)

// queueStat is how one queue of an app stands.
type queueStat struct {
	App      string       `json:"app"`
	Queue    review.Queue `json:"queue"`
	Risk     bool         `json:"risk" doc:"The high-risk part of the queue."`
	Waiting  int          `json:"waiting" doc:"All that wait; like the other counts but held it ends at 10,000, which means as many or more."`
	Held     int          `json:"held" doc:"Lent to reviewers."`
	Senior   int          `json:"senior" doc:"Those that wait for a supervisor."`
	OldestAt *time.Time   `json:"oldest_at,omitempty" doc:"Since when the oldest waits."`
	Arrived  int          `json:"arrived" doc:"Opened in the last hour."`
	Decided  int          `json:"decided" doc:"Decided in the last hour."`
}

type queueStats struct {
	Items []queueStat `json:"items"`
}

type statsInput struct {
	App string `query:"app" maxLength:"128"`
}

func (h *Handler) statOperations() {
	add(h, huma.Operation{OperationID: "queue-stats", Method: http.MethodGet, Path: "/stats/queues", Tags: []string{"stats"},
		Summary: "How the queues stand", Description: "A queue in which nothing waits or moves is left out."}, h.queueStats)
}

func (h *Handler) queueStats(ctx context.Context, in *statsInput) (*answer[queueStats], error) {
	app, err := callerOf(ctx).within(in.App)
	if err != nil {
		return nil, err
	}
	stats, err := h.deps.Reader.QueueStats(ctx, app, h.now())
	return answered(queueStats{Items: mapped(stats, queueStatOf)}, err)
}

func queueStatOf(s review.QueueStat) queueStat {
	return queueStat{
		App: s.App, Queue: s.Queue, Risk: s.Risk, Waiting: s.Waiting, Held: s.Held, Senior: s.Senior, OldestAt: stamp(s.Oldest),
		Arrived: s.Arrived, Decided: s.Decided,
	}
}
