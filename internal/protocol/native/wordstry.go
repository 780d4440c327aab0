package native

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
	"github.com/xiezhi/xiezhi/internal/words"
)

// hitBody is a place in a text where a term stands.
type hitBody struct {
	From   int            `json:"from" doc:"Its first UTF-16 unit in the text, as browsers count."`
	To     int            `json:"to" doc:"The one after its last."`
	Term   string         `json:"term"`
	List   string         `json:"list"`
	Label  verdict.Label  `json:"label"`
	Action lexicon.Action `json:"action"`
}

type tryInput struct {
	Body struct {
		App  string `json:"app,omitempty" maxLength:"128" doc:"Absent: the shared lists alone."`
		Text string `json:"text" maxLength:"16384" example:"加 微 信 领红包"`
	}
}

// trialBody is what would become of a text.
type trialBody struct {
	Folded   string       `json:"folded" doc:"The text as it is compared."`
	Hits     []hitBody    `json:"hits"`
	Decision decisionWord `json:"decision"`
	Shown    string       `json:"shown" doc:"What viewers would see; empty where it would be denied, or wait for a person."`
}

type decisionWord struct {
	Outcome string        `json:"outcome" enum:"pass,mask,review,deny"`
	Label   verdict.Label `json:"label"`
	Score   float64       `json:"score" doc:"How sure, from 0 to 1."`
	Reasons []string      `json:"reasons" doc:"The weightiest first."`
}

func (h *Handler) wordTryOperations() {
	add(h, huma.Operation{OperationID: "try-words", Method: http.MethodPost, Path: "/words/try", Tags: wordTags,
		Summary:     "See what the lists make of a text",
		Description: "As of a live message by nobody in particular, by the lists as they are now. Nothing is kept."}, h.tryWords)
}

func (h *Handler) tryWords(ctx context.Context, in *tryInput) (*answer[trialBody], error) {
	trial, err := h.deps.Words.Try(ctx, in.Body.App, in.Body.Text)
	if err != nil {
		return nil, err
	}
	d := trial.Decision
	return answered(trialBody{
		Folded: trial.Folded, Hits: hitsIn(in.Body.Text, trial.Hits), Shown: trial.Shown,
		Decision: decisionWord{Outcome: string(d.Outcome), Label: d.Label, Score: d.Score, Reasons: mapped(d.Reasons, same)},
	}, nil)
}

// hitsIn counts the places of hits, which come by their begin, in UTF-16 units.
func hitsIn(text string, hits []words.Hit) []hitBody {
	at, passed := 0, 0 // bytes, and the units in them
	return mapped(hits, func(hit words.Hit) hitBody {
		passed += units(text[at:hit.From])
		at = hit.From
		return hitBody{
			From: passed, To: passed + units(text[hit.From:hit.To]), Term: hit.Term, List: hit.List, Label: hit.Label, Action: hit.Action,
		}
	})
}

// units counts the UTF-16 units of a text. A byte that is not UTF-8 is written
// as one.
func units(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// mark shows where terms of the lists stand in a case's messages.
func (h *Handler) mark(c review.Case, messages []shownMessage) {
	for i, m := range messages {
		if m.Type != textType || m.Text == "" {
			continue
		}
		messages[i].Hits = hitsIn(m.Text, h.deps.Words.Marks(c.App, c.Entrance.Module(), m.Text))
	}
}

// textType names messages of text.
var textType = messageOf(content.Message{Type: content.Text}).Type

// markAll marks a case and the reports beside it.
func (h *Handler) markAll(c review.Case, shown contentBody, reports []reportBody) {
	h.mark(c, shown.Messages)
	for _, report := range reports {
		h.mark(c, report.Messages)
	}
}
