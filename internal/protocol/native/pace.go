package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// maxSince is how far back a day may begin: whatever the page's time zone, and
// one shift more.
const maxSince = 48 * time.Hour

// sinceInput says when the caller's day began.
type sinceInput struct {
	Since time.Time `query:"since" doc:"When today began, where you are: at most 48 hours ago. Absent: at midnight of the server's time zone."`
}

// myWork is what the caller did today.
type myWork struct {
	DecidedToday   int         `json:"decided_today" doc:"Cases, each once, without what was taken back."`
	DecidedLast15m int         `json:"decided_last_15m"`
	UndoneToday    int         `json:"undone_today"`
	PerQueue       []queueWork `json:"per_queue"`
	Since          time.Time   `json:"since"`
}

type queueWork struct {
	Queue        review.Queue `json:"queue"`
	DecidedToday int          `json:"decided_today"`
}

// memberWork is what one of the staff did today.
type memberWork struct {
	StaffID        int64  `json:"staff_id"`
	Username       string `json:"username"`
	DecidedToday   int    `json:"decided_today" doc:"Cases, each once, without what was taken back."`
	DecidedLast60m int    `json:"decided_last_60m"`
	UndoneToday    int    `json:"undone_today"`
}

type teamWork struct {
	Items []memberWork `json:"items" doc:"By username: who may decide, and who did."`
	Since time.Time    `json:"since"`
}

type paceInput struct {
	App     string       `query:"app" maxLength:"128" doc:"Absent: all."`
	Queue   review.Queue `query:"queue" enum:"message,album,live,dialogue,evidence,profile" doc:"Absent: all."`
	Minutes int          `query:"minutes" minimum:"1" maximum:"1440" default:"60" doc:"How far back."`
	Step    int          `query:"step" minimum:"1" maximum:"1440" default:"5" doc:"Minutes of one item; at most 288 items."`
}

// paceStep is what happened in one step.
type paceStep struct {
	At      time.Time `json:"at" doc:"Its beginning: a whole number of steps of the clock."`
	Arrived int       `json:"arrived" doc:"Cases opened."`
	Decided int       `json:"decided" doc:"Cases decided, and not taken back."`
}

type pace struct {
	Items []paceStep `json:"items" doc:"The oldest first; the last one is not over yet."`
}

func (h *Handler) paceOperations() {
	tags := []string{"stats"}
	add(h, huma.Operation{OperationID: "my-stats", Method: http.MethodGet, Path: "/stats/me", Tags: tags, Summary: "What I did today"}, h.myStats)
	add(h, huma.Operation{OperationID: "team-stats", Method: http.MethodGet, Path: "/stats/team", Tags: tags, Summary: "What each of the staff did today"}, h.teamStats)
	add(h, huma.Operation{OperationID: "pace", Method: http.MethodGet, Path: "/stats/pace", Tags: tags, Summary: "What arrived and what was decided, over time"}, h.pace)
}

// span is the caller's day so far, and the latest part of it.
func (h *Handler) span(in *sinceInput, recent time.Duration) (review.Span, error) {
	now := h.deps.Now()
	since := in.Since
	if since.IsZero() {
		year, month, day := now.Date()
		since = time.Date(year, month, day, 0, 0, 0, 0, now.Location())
	}
	if since.After(now) || now.Sub(since) > maxSince {
		return review.Span{}, fault.Field("since", "must be in the last %d hours", int(maxSince.Hours()))
	}
	return review.Span{Since: since.UTC(), Recent: now.Add(-recent).UTC()}, nil
}

func (h *Handler) myStats(ctx context.Context, in *sinceInput) (*answer[myWork], error) {
	span, err := h.span(in, 15*time.Minute)
	if err != nil {
		return nil, err
	}
	did, err := h.deps.Board.WorkOf(ctx, callerOf(ctx).account.ID, span)
	return answered(myWork{
		DecidedToday: did.Decided, DecidedLast15m: did.Recent, UndoneToday: did.Undone, Since: span.Since,
		PerQueue: mapped(did.Queues, func(q review.QueueWork) queueWork { return queueWork{q.Queue, q.Decided} }),
	}, err)
}

func (h *Handler) teamStats(ctx context.Context, in *sinceInput) (*answer[teamWork], error) {
	span, err := h.span(in, time.Hour)
	if err != nil {
		return nil, err
	}
	team, err := h.deps.Board.TeamWork(ctx, span)
	shown := teamWork{Items: []memberWork{}, Since: span.Since}
	for _, one := range team {
		did := one.Decided+one.Recent+one.Undone > 0
		if may := !one.Disabled && staff.Role(one.Role).May(staff.Decide); did || may {
			shown.Items = append(shown.Items, memberWork{
				StaffID: one.StaffID, Username: one.Username,
				DecidedToday: one.Decided, DecidedLast60m: one.Recent, UndoneToday: one.Undone,
			})
		}
	}
	return answered(shown, err)
}

// pace counts by steps that begin at the same moments for everybody who asks.
func (h *Handler) pace(ctx context.Context, in *paceInput) (*answer[pace], error) {
	app, err := callerOf(ctx).within(in.App)
	if err != nil {
		return nil, err
	}
	steps := (in.Minutes + in.Step - 1) / in.Step
	if steps > review.MaxSteps {
		return nil, fault.Field("step", "is too short for %d minutes: at most %d items", in.Minutes, review.MaxSteps)
	}
	step := time.Duration(in.Step) * time.Minute
	since := h.now().Truncate(step).Add(-time.Duration(steps-1) * step)
	counted, err := h.deps.Board.Pace(ctx, review.PaceFilter{App: app, Queue: in.Queue, Since: since, Step: step, Steps: steps})
	return answered(pace{Items: mapped(counted, func(s review.Step) paceStep {
		return paceStep{At: s.At.UTC(), Arrived: s.Arrived, Decided: s.Decided}
	})}, err)
}
