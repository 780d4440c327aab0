package screen

import (
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
)

// Judge weighs messages. It changes nothing and keeps nothing, so that a second
// one, with something in it changed, can show what the change would do.
type Judge struct {
	Finders    []Finder
	Rules      Rules                              // nil for none
	Thresholds func(app string) policy.Thresholds // nil means policy.Defaults for every app
}

// Judgement is what becomes of a message, and what led to it.
type Judgement struct {
	policy.Decision
	Evidence []policy.Evidence
	Shadow   []policy.Evidence
	Trace    []Trace

	ruled Ruled
}

// Judge decides about a message that was said in these circumstances.
func (j Judge) Judge(app string, line content.Line, c policy.Context) Judgement {
	return j.weigh(app, line, c, j.find(app, line), false)
}

func (j Judge) weigh(app string, line content.Line, c policy.Context, found []policy.Evidence, trace bool) Judgement {
	var ruled Ruled
	if j.Rules != nil && line.Type != content.SystemLine {
		ruled = j.Rules.Rule(app, line, c, found, trace)
	}
	return j.decide(app, c, found, ruled)
}

// decide is the part of weigh that may be done again for the same message:
// rules count how often they are asked.
func (j Judge) decide(app string, c policy.Context, found []policy.Evidence, ruled Ruled) Judgement {
	if len(ruled.Evidence) > 0 {
		found = append(found[:len(found):len(found)], ruled.Evidence...)
	}
	t := j.thresholds(app)
	d := policy.Decide(t, c, found)
	return Judgement{Decision: d, Evidence: policy.Led(t, c, d.Outcome, found), Shadow: ruled.Shadow, Trace: ruled.Trace, ruled: ruled}
}

func (j Judge) find(app string, line content.Line) []policy.Evidence {
	if line.Type == content.SystemLine {
		return nil
	}
	if len(j.Finders) == 1 {
		return j.Finders[0].Find(app, line)
	}
	var found []policy.Evidence
	for _, finder := range j.Finders {
		found = append(found, finder.Find(app, line)...)
	}
	return found
}

func (j Judge) thresholds(app string) policy.Thresholds {
	if j.Thresholds == nil {
		return policy.Defaults()
	}
	return j.Thresholds(app)
}

// Needs is what an app's thresholds and rules want to know.
func (j Judge) Needs(app string) Needs {
	t := j.thresholds(app)
	n := Needs{Repeats: t.Repeats > 0, Same: t.Spread > 0, Near: t.Near > 0}
	if j.Rules != nil {
		n = n.And(j.Rules.Needs(app))
	}
	return n
}
