package native

import (
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// evidenceBody is one thing that was found in a message.
type evidenceBody struct {
	Source string        `json:"source" doc:"What found it, for people: a word list, model, a rule."`
	Cause  causeBody     `json:"cause"`
	What   string        `json:"what" doc:"The matched term; empty where there is none."`
	Label  verdict.Label `json:"label"`
	Want   string        `json:"want" enum:"pass,mask,review,deny" doc:"What its source asks for."`
	Sure   float64       `json:"sure" doc:"From 0 to 1."`
	Weak   bool          `json:"weak" doc:"Found by likeness: never enough to deny."`
	Lane   string        `json:"lane" doc:"How it was disguised: pinyin, components, initials, emoji, leet, glyph; empty for plain letters."`
	From   int           `json:"from" doc:"Its first UTF-16 unit in the text, as browsers count; from = to for all of it."`
	To     int           `json:"to" doc:"The one after its last."`
	Led    bool          `json:"led" doc:"The outcome is owed to it: by itself it would have led there."`
}

// causeBody says which version of what found it.
type causeBody struct {
	Kind    string `json:"kind" enum:"list,rule,model,bank,detector,conduct"`
	ID      int64  `json:"id" doc:"Of the list, the rule or the bank; else 0."`
	Version int64  `json:"version" doc:"A list's revision, a rule's, bank's or model's version; else 0."`
}

// evidenceIn counts the places of evidence in UTF-16 units.
func evidenceIn(text string, found []policy.Evidence) []evidenceBody {
	return mapped(found, func(e policy.Evidence) evidenceBody {
		from, to := min(e.From, len(text)), min(e.To, len(text))
		start := units(text[:from])
		return evidenceBody{
			Source: e.Source, Cause: causeBody{string(e.Cause.Kind), e.Cause.ID, e.Cause.Version}, What: e.What, Label: e.Label, Want: string(e.Want),
			Sure: e.Sure, Weak: e.Weak, Lane: e.Lane, From: start, To: start + units(text[from:max(from, to)]), Led: e.Led,
		}
	})
}

// traceBody is how a rule came to its result.
type traceBody struct {
	Rule    causeBody `json:"rule"`
	Name    string    `json:"name"`
	State   string    `json:"state"`
	Met     bool      `json:"met" doc:"Its condition holds."`
	Problem string    `json:"problem" doc:"Why that could not be told; empty where it could."`
}

func traceOf(trace []screen.Trace) []traceBody {
	return mapped(trace, func(t screen.Trace) traceBody {
		return traceBody{causeBody{string(t.Rule.Kind), t.Rule.ID, t.Rule.Version}, t.Name, t.State, t.Met, t.Problem}
	})
}
