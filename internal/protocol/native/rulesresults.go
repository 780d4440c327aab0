package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
)

type ruleResultsInput struct {
	ID   int64  `path:"id" minimum:"1"`
	From string `query:"from" format:"date" doc:"The first day, in UTC; absent: 30 days back." example:"2026-03-01"`
	To   string `query:"to" format:"date" doc:"The last day; absent: today."`
}

// ruleResults is what a rule has done.
type ruleResults struct {
	Hits   int64                    `json:"hits" doc:"How often it counted."`
	Shadow int64                    `json:"shadow_hits" doc:"How often it would have, had it been live and its quota not used up."`
	Errors int64                    `json:"errors" doc:"How often it could not be told."`
	ByDay  []ruleDay                `json:"by_day" doc:"Days in UTC, the first first; those on which nothing happened are left out."`
	Would  map[policy.Outcome]int64 `json:"would" doc:"The shadow hits by what the rule asks for now."`
}

type ruleDay struct {
	Day    string `json:"day" format:"date"`
	Hits   int64  `json:"hits"`
	Shadow int64  `json:"shadow"`
	Errors int64  `json:"errors"`
}

// ruleVersion is a rule as it was from one change to the next.
type ruleVersion struct {
	Version    int64       `json:"version"`
	App        string      `json:"app"`
	Name       string      `json:"name"`
	Note       string      `json:"note"`
	Expression string      `json:"expression"`
	Effect     effectBody  `json:"effect"`
	Quota      int         `json:"quota"`
	State      rules.State `json:"state" enum:"draft,shadow,live,deleted"`
	UpdatedAt  time.Time   `json:"updated_at"`
	UpdatedBy  string      `json:"updated_by"`
}

type ruleVersions struct {
	Items []ruleVersion `json:"items" doc:"The newest first."`
}

func (h *Handler) ruleResultOperations() {
	add(h, huma.Operation{OperationID: "rule-results", Method: http.MethodGet, Path: "/rules/{id}/results", Tags: ruleTags,
		Summary: "What a rule has done, day by day"}, h.ruleResults)
	add(h, huma.Operation{OperationID: "rule-versions", Method: http.MethodGet, Path: "/rules/{id}/versions", Tags: ruleTags,
		Summary: "What a rule was", Description: "Also of a deleted rule."}, h.ruleVersions)
}

// resultDays is how far back results go where nobody says.
const resultDays = 30

func (h *Handler) ruleResults(ctx context.Context, in *ruleResultsInput) (*answer[ruleResults], error) {
	today := rules.DayOf(h.deps.Now())
	from, err := dayOf("from", in.From, today-resultDays)
	if err != nil {
		return nil, err
	}
	to, err := dayOf("to", in.To, today)
	if err != nil {
		return nil, err
	}
	rule, counts, err := h.deps.Rules.Results(ctx, in.ID, from, to)
	if err != nil {
		return nil, err
	}
	results := ruleResults{ByDay: []ruleDay{}}
	for _, c := range counts {
		results.Hits += c.Hits
		results.Shadow += c.Shadow
		results.Errors += c.Errors
		results.ByDay = append(results.ByDay, ruleDay{Day: dayName(c.Day), Hits: c.Hits, Shadow: c.Shadow, Errors: c.Errors})
	}
	results.Would = map[policy.Outcome]int64{rule.Effect.Outcome: results.Shadow}
	return answered(results, nil)
}

func (h *Handler) ruleVersions(ctx context.Context, in *ruleInput) (*answer[ruleVersions], error) {
	versions, err := h.deps.Rules.Versions(ctx, in.ID)
	return answered(ruleVersions{Items: mapped(versions, func(r rules.Rule) ruleVersion {
		return ruleVersion{
			Version: r.Version, App: r.App, Name: r.Name, Note: r.Note, Expression: r.Expression, Effect: effectBody(r.Effect), Quota: r.Quota,
			State: r.State, UpdatedAt: r.UpdatedAt.UTC(), UpdatedBy: r.UpdatedBy,
		}
	})}, err)
}

// dayOf reads a day, in UTC.
func dayOf(name, text string, absent int64) (int64, error) {
	if text == "" {
		return absent, nil
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fault.Field(name, "must be a day, as 2026-03-01")
	}
	return rules.DayOf(at), nil
}

func dayName(day int64) string { return time.Unix(day*24*60*60, 0).UTC().Format(time.DateOnly) }
