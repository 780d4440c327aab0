package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/reversal"
)

// reversalCounts is what a reversal would meet.
type reversalCounts struct {
	Lines      int `json:"lines" doc:"Messages that the cause was found in, whatever became of them."`
	Denied     int `json:"denied" doc:"Denied because of it: their app is called back that they pass."`
	Masked     int `json:"masked" doc:"Masked because of it: they are marked as undone, for the yunjing interface cannot bring them back."`
	Waiting    int `json:"waiting" doc:"A person is asked because of it: their cases are passed, and who asked hears it."`
	Decided    int `json:"decided" doc:"A person was asked because of it and has decided: they stay as they are."`
	Sanctions  int `json:"sanctions" doc:"Sanctions that the cause imposed and that are in force: none, for causes impose none."`
	Reversible int `json:"reversible" doc:"Messages that a reversal would undo."`
}

// ReversalProgress is one line of the stream.
type ReversalProgress struct {
	Done       int `json:"done" doc:"Messages undone, and skipped ones."`
	Total      int `json:"total"`
	Lifted     int `json:"lifted" doc:"Sanctions."`
	CalledBack int `json:"called_back" doc:"Messages that were denied and whose app is told that they pass."`
	Closed     int `json:"closed" doc:"Cases that were passed."`
	Skipped    int `json:"skipped" doc:"Messages whose case somebody has, or has decided; those of the latter are in no count of another reversal."`
}

// ReversalScope is what is to be undone.
type ReversalScope struct {
	App     string    `query:"app" json:"app" required:"true" minLength:"1" maxLength:"128"`
	Cause   string    `query:"cause" json:"cause" required:"true" minLength:"1" maxLength:"64" doc:"list:ID, rule:ID, bank:ID, model, detector or conduct." example:"rule:5"`
	Version int64     `query:"version" json:"version,omitempty" minimum:"0" doc:"Of the cause; absent or 0: any."`
	From    time.Time `query:"from" json:"from,omitzero"`
	To      time.Time `query:"to" json:"to,omitzero" doc:"Not included."`
}

type previewInput struct {
	ReversalScope
}

type reverseInput struct {
	Body struct {
		ReversalScope
		Note string `json:"note,omitempty" maxLength:"1000" doc:"Why; it is the memo of the cases that are passed."`
	}
}

func (h *Handler) reversalOperations() {
	tags := []string{"reversals"}
	add(h, huma.Operation{OperationID: "preview-reversal", Method: http.MethodGet, Path: "/reversals/preview", Tags: tags,
		Summary: "Count what undoing a cause would change"}, h.previewReversal)
	add(h, huma.Operation{OperationID: "reverse", Method: http.MethodPost, Path: "/reversals", Tags: tags,
		Summary: "Undo what a cause did to live messages",
		Description: "Those that were denied are called back as passed, those that wait for a person are passed, those that were masked are marked. " +
			"The answer is a stream of JSON lines, each how far it has come; it ends when all is done. It can be broken off and asked for again: nothing is undone twice.",
		Responses: h.inLines("How far it has come.", ReversalProgress{}),
	}, h.reverse)
}

func (s ReversalScope) scope() (reversal.Scope, error) {
	cause, err := policy.ParseCause(s.Cause)
	cause.Version = s.Version
	return reversal.Scope{App: s.App, Cause: cause, From: s.From, To: s.To}, err
}

func (h *Handler) previewReversal(ctx context.Context, in *previewInput) (*answer[reversalCounts], error) {
	scope, err := in.scope()
	if err != nil {
		return nil, err
	}
	c, err := h.deps.Reversals.Preview(ctx, scope)
	return answered(reversalCounts{
		Lines: c.Lines, Denied: c.Denied, Masked: c.Masked, Waiting: c.Waiting, Decided: c.Decided, Reversible: c.Reversible(),
	}, err)
}

// reverse streams. That it was asked for is written before anything is undone.
func (h *Handler) reverse(ctx context.Context, in *reverseInput) (*huma.StreamResponse, error) {
	scope, err := in.Body.scope()
	if err != nil {
		return nil, err
	}
	begun, err := h.deps.Reversals.Begin(ctx, reversal.Request{Scope: scope, Who: callerOf(ctx).reviewer(), Note: in.Body.Note})
	if err != nil {
		return nil, err
	}
	return h.lines(ctx, "POST "+Prefix+"/reversals", func(line func(any) error) error {
		return begun.Run(ctx, func(p reversal.Progress) error {
			return line(ReversalProgress{Done: p.Done, Total: p.Total, CalledBack: p.CalledBack, Closed: p.Closed, Skipped: p.Skipped})
		})
	}), nil
}
