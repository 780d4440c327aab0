package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/words"
)

type replayInput struct {
	Body struct {
		App    string     `json:"app" minLength:"1" maxLength:"128"`
		From   time.Time  `json:"from" doc:"The messages that came from then on."`
		To     time.Time  `json:"to" doc:"Not included."`
		Change changeBody `json:"change"`
	}
}

// changeBody is what would be otherwise.
type changeBody struct {
	Terms      *termsChange       `json:"terms,omitempty"`
	Rule       *ruleChange        `json:"rule,omitempty" doc:"As if it were live, without a quota."`
	Thresholds *tenant.Thresholds `json:"thresholds,omitempty" doc:"What is left out stays as it is."`
	Model      *int64             `json:"model,omitempty" minimum:"0" doc:"The version that would be in use; 0: none."`
}

type termsChange struct {
	List   int64     `json:"list,omitempty" minimum:"0" doc:"Whose terms; absent: new ones of no list, and removed ones of every list of the app."`
	Add    []newTerm `json:"add,omitempty" maxItems:"10000"`
	Remove []string  `json:"remove,omitempty" maxItems:"10000" doc:"By their texts, however they are written."`
}

type ruleChange struct {
	ID int64 `json:"id,omitempty" minimum:"0" doc:"The rule that is changed; absent: a new one."`
	RuleSaid
}

// ReplayProgress names in the document what is streamed.
type ReplayProgress replay.Progress

// ReplayResult names in the document what is streamed last.
type ReplayResult replay.Result

func (h *Handler) replayOperations() {
	add(h, huma.Operation{OperationID: "replay", Method: http.MethodPost, Path: "/replays", Tags: []string{"replays"},
		Summary: "Try a change on the messages that are kept, before it is made",
		Description: "What would newly be denied, masked, asked or passed. Each line says how far it is; the last is the result, or a problem. " +
			"Nothing is changed or kept; whoever stops listening stops it. Two run at a time on a server. " +
			"Of each message what was typed, who said it, where and when is known, not his name, level and device.",
		Responses: h.inLines("Progress, and the result as the last line.", ReplayProgress{}, ReplayResult{}),
	}, h.replay)
}

func (h *Handler) replay(ctx context.Context, in *replayInput) (*huma.StreamResponse, error) {
	order := replay.Order{App: in.Body.App, From: in.Body.From, To: in.Body.To, Change: in.Body.Change.change(ctx)}
	return h.lines(ctx, "POST "+Prefix+"/replays", func(line func(any) error) error {
		result, err := h.deps.Replays.Run(ctx, order, func(p replay.Progress) error { return line(p) })
		if err != nil {
			return err
		}
		return line(result)
	}), nil
}

func (c changeBody) change(ctx context.Context) replay.Change {
	change := replay.Change{Thresholds: c.Thresholds, Model: c.Model}
	if t := c.Terms; t != nil {
		by := callerOf(ctx).by()
		change.Terms = &words.Change{List: t.List, Remove: t.Remove, Add: mapped(t.Add, func(t newTerm) words.Term { return t.term(t.Text, by) })}
	}
	if c.Rule != nil {
		rule := c.Rule.rule(ctx, c.Rule.ID)
		change.Rule = &rule
	}
	return change
}
