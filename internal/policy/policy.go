// Package policy turns what was found in a message, and the circumstances in
// which it was said, into one outcome and the reasons for it in words. It is a
// pure function of its arguments: the same ones always give the same decision,
// so that a change can be tried on what was said before.
package policy

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Version goes up whenever the same arguments may give another decision. It is
// kept with every decision.
const Version = 2

// Outcome is what becomes of a message.
type Outcome string

// The outcomes, from the mildest.
const (
	Pass   Outcome = "pass"
	Mask   Outcome = "mask"   // passes with its hits covered
	Review Outcome = "review" // a person decides
	Deny   Outcome = "deny"
)

var severity = map[Outcome]int{Pass: 0, Mask: 1, Review: 2, Deny: 3}

// Known reports whether there is such an outcome.
func (o Outcome) Known() bool {
	_, known := severity[o]
	return known
}

// Worse returns the more severe of two outcomes.
func Worse(a, b Outcome) Outcome {
	if severity[b] > severity[a] {
		return b
	}
	return a
}

// Evidence is one thing that was found in a message.
type Evidence struct {
	Source string        `json:"source"`         // what found it, for people: a word list, "model", a rule
	Cause  Cause         `json:"cause"`          // the same for machines, with its version
	What   string        `json:"what"`           // the matched term, or empty
	Lane   string        `json:"lane,omitempty"` // how it was disguised (package lanes); empty for plain letters
	Label  verdict.Label `json:"label"`          // what it would be
	Want   Outcome       `json:"want"`           // what its source asks for
	Sure   float64       `json:"sure"`           // in [0,1]
	Weak   bool          `json:"weak,omitempty"` // found by likeness (pinyin, split characters …): never enough to deny
	From   int           `json:"from"`           // the place in the text, in bytes; From == To for the whole of it
	To     int           `json:"to"`
	Led    bool          `json:"led,omitempty"` // by itself it would have led to the outcome (see Led)
}

// Context is in what circumstances it was said. What nobody asked for is not
// counted, and 0.
type Context struct {
	Type      content.LineType `json:"type"`
	Risk      bool             `json:"risk,omitempty"`      // the sender is on the app's risk list
	Protected bool             `json:"protected,omitempty"` // the sender is on the app's special list: no machine denies him
	Offences  int              `json:"offences,omitempty"`  // how often people found against the sender lately
	Repeats   int              `json:"repeats,omitempty"`   // lines of this sender with this text in the last 10 seconds, this one included
	Spread    int              `json:"spread,omitempty"`    // senders of this text in the last minute, this one included
	Near      int              `json:"near,omitempty"`      // senders of nearly this text in the last minute, this one included
	Lines10s  int              `json:"lines_10s,omitempty"` // lines of this sender in the last 10 seconds, this one included
	Lines60s  int              `json:"lines_60s,omitempty"` // likewise in the last minute
}

// Span is a part of the text, in bytes.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Decision is what becomes of the message, and why.
type Decision struct {
	Outcome Outcome
	Label   verdict.Label // verdict.Pass where nothing was found that counts
	Score   float64       // how sure the outcome is, in [0,1]
	Masks   []Span        // what to cover, in order and apart from each other; only with Mask, where none means all
	Reasons []string      // in words, the weightiest first
}

// Decide weighs the evidence. The heaviest outcome that a piece of evidence
// still asks for after the thresholds and the circumstances wins.
func Decide(t Thresholds, c Context, evidence []Evidence) Decision {
	if c.Type == content.SystemLine {
		return Decision{Outcome: Pass, Label: verdict.Pass, Score: 1, Reasons: []string{"a system message"}}
	}
	d := Decision{Outcome: Pass, Label: verdict.Pass}
	best, whole := 0.0, false
	for _, e := range slices.Concat(evidence, t.conduct(c)) {
		outcome, why := t.weigh(e, c)
		if outcome == Pass {
			continue
		}
		heavier := severity[outcome] > severity[d.Outcome]
		if heavier || outcome == d.Outcome && e.Sure > best {
			best, d.Label = e.Sure, e.Label
			d.Reasons = slices.Insert(d.Reasons, 0, why)
		} else {
			d.Reasons = append(d.Reasons, why)
		}
		d.Outcome = Worse(d.Outcome, outcome)
		if outcome == Mask && e.To > e.From {
			d.Masks = append(d.Masks, Span{e.From, e.To})
		}
		whole = whole || outcome == Mask && e.To <= e.From
	}
	if whole {
		d.Masks = nil
	}
	return d.finish(best, evidence)
}

// finish gives the score and puts the masks in order.
func (d Decision) finish(best float64, evidence []Evidence) Decision {
	d.Score = best
	if d.Outcome == Pass {
		d.Score = 1
		for _, e := range evidence { // what was found and did not count makes the pass less sure
			d.Score = min(d.Score, 1-e.Sure/2)
		}
	}
	if d.Outcome != Mask {
		d.Masks = nil
	}
	d.Masks = joined(d.Masks)
	return d
}

// weigh is what one piece of evidence leads to, and the reason in words.
func (t Thresholds) weigh(e Evidence, c Context) (Outcome, string) {
	outcome := e.Want
	why := e.words()
	if !t.counts(e) {
		return Pass, ""
	}
	if outcome == Deny && (e.Weak || e.Sure < t.Deny) {
		outcome, why = Review, why+": not sure enough to deny"
	}
	if c.Risk && outcome == Mask {
		outcome, why = Review, why+": a high-risk sender"
	}
	if t.DenyRepeatOffenders > 0 && c.Offences >= t.DenyRepeatOffenders && outcome == Review && !e.Weak && e.Sure >= t.Deny {
		outcome, why = Deny, fmt.Sprintf("%s: found against him %d times", why, c.Offences)
	}
	if c.Protected && outcome == Deny {
		outcome, why = Review, why+": a protected sender"
	}
	return outcome, why
}

// counts reports whether the evidence is sure enough to weigh at all. A model's
// scores have a threshold of their own.
func (t Thresholds) counts(e Evidence) bool {
	if e.Cause.Kind == Model {
		return t.Model > 0 && e.Sure >= t.Model
	}
	return e.Sure >= t.Review
}

func (e Evidence) words() string {
	switch {
	case e.What == "":
		return fmt.Sprintf("%s: %s (%.2f)", e.Source, e.Label, e.Sure)
	case e.Lane != "":
		return fmt.Sprintf("%s: %s %q by %s (%.2f)", e.Source, e.Label, e.What, e.Lane, e.Sure)
	}
	return fmt.Sprintf("%s: %s %q (%.2f)", e.Source, e.Label, e.What, e.Sure)
}

// conduct is what the circumstances themselves are evidence of.
func (t Thresholds) conduct(c Context) []Evidence {
	var found []Evidence
	for _, limit := range []struct {
		name        string
		count, most int
		want        Outcome
		what        string
	}{
		{"flood", c.Repeats, t.Repeats, Deny, "%d times in 10 s"},
		{"wave", c.Spread, t.Spread, Review, "%d senders in a minute"},
		{"near wave", c.Near, t.Near, Review, "%d senders of nearly this in a minute"},
	} {
		if limit.most > 0 && limit.count > limit.most {
			found = append(found, Evidence{
				Source: limit.name, Cause: Cause{Kind: Conduct}, Label: verdict.Spam, Want: limit.want, Sure: 1, What: fmt.Sprintf(limit.what, limit.count),
			})
		}
	}
	return found
}

// joined puts spans in order and unites those that touch.
func joined(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}
