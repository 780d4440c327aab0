package rules

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
)

// Needs implements screen.Rules.
func (s *Service) Needs(app string) screen.Needs { return s.book.Load().of(app).needs }

// Rule implements screen.Rules. With trace, nothing is counted: somebody tries.
func (s *Service) Rule(app string, line content.Line, c policy.Context, found []policy.Evidence, trace bool) screen.Ruled {
	p := s.book.Load().of(app)
	if len(p.rules) == 0 {
		return screen.Ruled{}
	}
	now := s.now()
	in := newInput(app, line, c, found, now.In(s.zone))
	defer in.free()
	if trace {
		return p.try(in, DayOf(now))
	}
	return p.judge(in, s.counted(DayOf(now)))
}

// judge holds a message against the rules. live says of each result whether it
// counts.
func (p *page) judge(in *input, live func(rule *inForce, met bool, err error) bool) (ruled screen.Ruled) {
	for _, rule := range p.rules {
		met, err := rule.condition.holds(in)
		if counts := live(rule, met, err); !met {
			continue
		} else if counts {
			ruled.Evidence = append(ruled.Evidence, rule.evidence)
		} else {
			ruled.Shadow = append(ruled.Shadow, rule.evidence)
		}
	}
	return ruled
}

// counted counts what the rules do, and lets them do it while their quotas last.
func (s *Service) counted(day int64) func(rule *inForce, met bool, err error) bool {
	return func(rule *inForce, met bool, err error) bool {
		switch {
		case err != nil:
			s.failed(rule, day, err)
		case !met:
		case rule.State == Live:
			return s.hit(rule, rule.tally.on(day))
		default:
			rule.tally.on(day).shadow.Add(1)
		}
		return false
	}
}

func (s *Service) hit(rule *inForce, today *daily) bool {
	if today.hit(rule.Quota) {
		return true
	}
	if today.told.CompareAndSwap(false, true) {
		s.log.Warn("a rule has used up its quota and is in the shadow until midnight, UTC", "rule", rule.ID, "name", rule.Name, "quota", rule.Quota)
	}
	return false
}

// failed counts a rule that could not be told. It is evidence of nothing. What
// was wrong stands beside the rule; it may hold the message's words, which the
// log never has.
func (s *Service) failed(rule *inForce, day int64, err error) {
	today := rule.tally.on(day)
	problem := err.Error()
	rule.tally.problem.Store(&problem)
	if today.errors.Add(1) == 1 {
		s.log.Warn("a rule cannot be told on a message", "rule", rule.ID, "name", rule.Name)
	}
}

// try tells of each rule how it did.
func (p *page) try(in *input, day int64) screen.Ruled {
	trace := make([]screen.Trace, 0, len(p.rules))
	ruled := p.judge(in, func(rule *inForce, met bool, err error) bool {
		t := screen.Trace{Rule: rule.evidence.Cause, Name: rule.Name, State: string(rule.State), Met: met}
		if err != nil {
			t.Problem = err.Error()
		}
		live := rule.State == Live
		if live && rule.tally.on(day).tripped(rule.Quota) {
			live, t.State = false, string(Shadow)
		}
		trace = append(trace, t)
		return live
	})
	ruled.Trace = trace
	return ruled
}

// Trial is rules that nobody counts and no quota stops, to see what they would
// have made of messages of before. It implements screen.Rules.
type Trial struct {
	book *book
	now  func() time.Time
	zone *time.Location
}

// Trial is the rules as they are now, with one of them changed – or added, where
// it has no ID; nil changes none. now is the moment at which the message that is
// tried was said.
func (s *Service) Trial(change *Rule, now func() time.Time) (*Trial, error) {
	if change != nil {
		if err := change.Check(); err != nil {
			return nil, err
		}
	}
	return &Trial{book: s.book.Load().with(change), now: now, zone: s.zone}, nil
}

// with is the book with one rule changed or added, and nothing counted.
func (b *book) with(change *Rule) *book {
	var rules []Rule
	for _, one := range b.ordered() {
		if change == nil || one.ID != change.ID {
			rules = append(rules, one)
		}
	}
	if change != nil {
		changed := *change
		changed.Version++ // it is not the one that was compiled
		rules = append(rules, changed)
	}
	uncounted := &book{compiled: b.compiled}
	return uncounted.next(rules, 0)
}

// Needs implements screen.Rules.
func (t *Trial) Needs(app string) screen.Needs { return t.book.of(app).needs }

// Rule implements screen.Rules.
func (t *Trial) Rule(app string, line content.Line, c policy.Context, found []policy.Evidence, trace bool) screen.Ruled {
	p := t.book.of(app)
	if len(p.rules) == 0 {
		return screen.Ruled{}
	}
	in := newInput(app, line, c, found, t.now().In(t.zone))
	defer in.free()
	if trace {
		return p.try(in, 0)
	}
	return p.judge(in, func(rule *inForce, _ bool, _ error) bool { return rule.State == Live })
}
