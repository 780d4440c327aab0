package native

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/policy"
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
	Lane   string         `json:"lane" doc:"How it was disguised: pinyin, components, initials, emoji, leet, glyph; empty for plain letters."`
	Label  verdict.Label  `json:"label"`
	Action lexicon.Action `json:"action"`
}

type tryInput struct {
	Body struct {
		App  string `json:"app,omitempty" maxLength:"128" doc:"Absent: what is shared by all apps alone."`
		Text string `json:"text" maxLength:"16384" example:"加 微 信 领红包"`
		Type int    `json:"type,omitempty" minimum:"0" maximum:"7" doc:"The message_type of the yunjing interface; 0 is what users type."`
		User string `json:"user,omitempty" maxLength:"256" doc:"Who says it, for rules that name somebody."`
		Room string `json:"room,omitempty" maxLength:"256"`
	}
}

// trialBody is what would become of a text.
type trialBody struct {
	Folded   string         `json:"folded" doc:"The text as it is compared."`
	Hits     []hitBody      `json:"hits" doc:"Where terms stand in it."`
	Evidence []evidenceBody `json:"evidence" doc:"All that was found, the hits among it."`
	Shadow   []evidenceBody `json:"shadow" doc:"What rules that are only tried would have said."`
	Trace    []traceBody    `json:"trace" doc:"Of every rule that was looked at."`
	Decision decisionWord   `json:"decision"`
	Shown    string         `json:"shown" doc:"What viewers would see; empty where it would be denied, or wait for a person."`
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
		Description: "As of a live message by somebody of whom nothing is known, by what is in force now: lists, model, rules, thresholds. Nothing is kept."}, h.tryWords)
}

func (h *Handler) tryWords(ctx context.Context, in *tryInput) (*answer[trialBody], error) {
	text := in.Body.Text
	trial, err := h.deps.Screen.Try(ctx, in.Body.App, content.Line{
		Type: content.LineType(in.Body.Type), Text: text, UserID: in.Body.User, RoomID: in.Body.Room,
	})
	if err != nil {
		return nil, err
	}
	d := trial.Decision
	return answered(trialBody{
		Folded: trial.Folded, Hits: hitsIn(text, termsAmong(trial.Evidence)), Shown: trial.Shown,
		Evidence: evidenceIn(text, trial.Evidence), Shadow: evidenceIn(text, trial.Shadow), Trace: traceOf(trial.Trace),
		Decision: decisionWord{Outcome: string(d.Outcome), Label: d.Label, Score: d.Score, Reasons: mapped(d.Reasons, same)},
	}, nil)
}

// termsAmong are the hits among the evidence, by their place.
func termsAmong(found []policy.Evidence) []words.Hit {
	var hits []words.Hit
	for _, e := range found {
		if e.Cause.Kind == policy.List {
			hits = append(hits, words.Hit{From: e.From, To: e.To, Term: e.What, List: e.Source, Lane: e.Lane, Label: e.Label, Action: lexicon.Action(e.Want)})
		}
	}
	words.Sort(hits)
	return hits
}

// hitsIn counts the places of hits, which come by their begin, in UTF-16 units.
func hitsIn(text string, hits []words.Hit) []hitBody {
	at, passed := 0, 0 // bytes, and the units in them
	return mapped(hits, func(hit words.Hit) hitBody {
		passed += units(text[at:hit.From])
		at = hit.From
		return hitBody{
			From: passed, To: passed + units(text[hit.From:hit.To]), Term: hit.Term, List: hit.List, Lane: hit.Lane, Label: hit.Label, Action: hit.Action,
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
