package native

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
)

// lostLease tells somebody that a case that he held is not his any more.
type lostLease struct {
	CaseID  int64        `json:"case_id"`
	App     string       `json:"app"`
	Queue   review.Queue `json:"queue"`
	EndedAt time.Time    `json:"ended_at"`
}

type eventsInput struct {
	App string `query:"app" maxLength:"128" doc:"Only this app's queues."`
}

func (h *Handler) eventOperations() {
	add(h, huma.Operation{OperationID: "events", Method: http.MethodGet, Path: "/events", Tags: []string{"stats"},
		Summary: "Hear of changes as they happen",
		Description: "Server-sent events: queues with the same data as GET /stats/queues, at the beginning and when it changes; " +
			"deliveries with items as of GET /stats/deliveries, those of state dead alone, when that changes; " +
			"lease_lost {case_id, app, queue, ended_at} when the lease of one of your cases ran out. A comment every 15 seconds shows that the stream lives. " +
			"What was missed is not repeated: the first queues event tells how things stand.",
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{
			"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}},
		}}},
	}, h.events)
}

// look is one look for the feed.
func (h *Handler) look(ctx context.Context) (seen view, err error) {
	if seen.queues, err = h.deps.Reader.QueueStats(ctx, "", h.deps.Now()); err != nil {
		return seen, err
	}
	seen.givenUp, err = h.deps.DeliveryBoard.GivenUp(ctx)
	return seen, err
}

func (h *Handler) events(ctx context.Context, in *eventsInput) (*huma.StreamResponse, error) {
	who := callerOf(ctx)
	app, err := who.within(in.App)
	if err != nil {
		return nil, err
	}
	ear, err := h.feed.listen(who.principal())
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(stream huma.Context) {
		defer h.feed.leave(ear)
		stream.SetHeader("Content-Type", "text/event-stream")
		stream.SetHeader("Cache-Control", "no-store")
		stream.SetHeader("X-Accel-Buffering", "no") // else a proxy may hold events back
		stream.SetStatus(http.StatusOK)
		request, _ := humago.Unwrap(stream)
		if request.Method == http.MethodHead {
			return // it asked for no stream
		}
		told := &teller{h: h, who: who, app: app, out: patient(stream)}
		told.run(request, ear)
	}}, nil
}

// teller is one stream.
type teller struct {
	h    *Handler
	who  caller
	app  string // empty for all
	out  *patientWriter
	held map[int64]review.Case // at the last look
	last string                // the queues as they were told

	lastGivenUp string // as it was told; empty: nothing is given up
}

// run tells until the client leaves, the server stops, he who listens may not
// any more, or the stream is old enough for the client to prove himself anew.
func (t *teller) run(request *http.Request, ear *listener) {
	ctx := request.Context()
	look, beat, old := time.NewTicker(lookEvery), time.NewTicker(beatEvery), time.NewTimer(streamFor)
	defer look.Stop()
	defer beat.Stop()
	defer old.Stop()
	for err := t.out.send("retry: 1000\n\n"); err == nil; {
		select {
		case <-ctx.Done():
			return
		case <-old.C:
			return
		case <-t.h.feed.ended:
			return
		case <-ear.news:
			if err = t.queues(); err == nil {
				err = t.deliveries()
			}
		case <-look.C:
			err = t.leases(ctx)
		case <-beat.C:
			if err = t.stillMay(request); err == nil {
				err = t.out.send(": beat\n\n")
			}
		}
	}
}

// stillMay ends the stream of somebody who has lost his account or token since
// it began.
func (t *teller) stillMay(request *http.Request) error {
	_, err := t.h.admit(request, t.h.guards["GET "+Prefix+"/events"])
	if fault.Is(err, fault.Unavailable) {
		return nil // nobody knows: ask again
	}
	return err
}

func (t *teller) queues() error {
	list := []queueStat{}
	for _, stat := range t.h.feed.now().queues {
		if t.app == "" || stat.App == t.app {
			list = append(list, queueStatOf(stat))
		}
	}
	text := t.event("queues", queueStats{Items: list})
	if text == t.last {
		return nil
	}
	t.last = text
	return t.out.send(text)
}

func (t *teller) deliveries() error {
	list := []deliveryStat{}
	for _, stat := range t.h.feed.now().givenUp {
		if t.app == "" || stat.App == t.app {
			list = append(list, deliveryStatOf(stat))
		}
	}
	text := t.event("deliveries", deliveryStats{Items: list})
	if text == t.lastGivenUp || len(list) == 0 && t.lastGivenUp == "" {
		return nil
	}
	t.lastGivenUp = text
	return t.out.send(text)
}

// leases tells of those that ran out since the last look. Cases that were
// decided, released or escalated are gone by the caller's own will.
func (t *teller) leases(ctx context.Context) error {
	if t.who.isApp() {
		return nil
	}
	held, err := t.h.deps.Desk.LeasesOf(ctx, t.who.account.ID)
	if err != nil {
		t.h.log(ctx, "GET "+Prefix+"/events", err)
		return nil // the next look may know
	}
	now, still := t.h.now(), map[int64]review.Case{}
	for _, c := range held {
		if now.Before(c.LeaseUntil) {
			still[c.ID] = c
		}
	}
	before := t.held
	t.held = still
	for id, c := range before {
		if _, holds := still[id]; holds || now.Before(c.LeaseUntil) || t.isDecided(ctx, id) {
			continue
		}
		lost := lostLease{CaseID: id, App: c.App, Queue: c.Queue, EndedAt: c.LeaseUntil.UTC()}
		if err := t.out.send(t.event("lease_lost", lost)); err != nil {
			return err
		}
	}
	return nil
}

func (t *teller) isDecided(ctx context.Context, id int64) bool {
	_, state, err := t.h.deps.Desk.CasePlace(ctx, id)
	return err == nil && state == review.Decided
}

func (*teller) event(name string, data any) string {
	text, _ := json.Marshal(data) // plain fields always marshal
	return fmt.Sprintf("event: %s\ndata: %s\n\n", name, text)
}
