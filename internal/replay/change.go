package replay

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/words"
)

// Change is what would be otherwise. At least one field must be set.
type Change struct {
	Terms      *words.Change
	Rule       *rules.Rule        // as if it were live; one without an ID is added
	Thresholds *tenant.Thresholds // nil ones stay as they are
	Model      *int64             // the version that would be in use; 0: none
}

// parts names what is changed.
func (c Change) parts() []string {
	var named []string
	for _, part := range []struct {
		name string
		is   bool
	}{{"terms", c.Terms != nil}, {"rule", c.Rule != nil}, {"thresholds", c.Thresholds != nil}, {"model", c.Model != nil}} {
		if part.is {
			named = append(named, part.name)
		}
	}
	return named
}

// judges are the one in force and the one after the change. Both stay as they are
// now, whatever is changed while they judge.
func (s *Service) judges(ctx context.Context, app tenant.App, change Change, said func() time.Time) (before, after screen.Judge, err error) {
	inForce, err := s.o.Words.With(ctx, app.ID, words.Change{})
	if err != nil {
		return before, after, err
	}
	finder, err := s.finder(ctx, app.ID, change, inForce)
	if err != nil {
		return before, after, err
	}
	rule := change.Rule
	if rule != nil {
		if rule, err = s.live(ctx, app.ID, *rule); err != nil {
			return before, after, err
		}
	}
	oldRules, err := s.o.Rules.Trial(nil, said)
	if err != nil {
		return before, after, err
	}
	newRules, err := s.o.Rules.Trial(rule, said)
	if err != nil {
		return before, after, err
	}
	old := policy.ForApp(app)
	changed := old
	if change.Thresholds != nil {
		changed = old.With(*change.Thresholds)
		if err := changed.Check(); err != nil {
			return before, after, err
		}
	}
	before = screen.Judge{Finders: []screen.Finder{inForce}, Rules: oldRules, Thresholds: always(old)}
	after = screen.Judge{Finders: []screen.Finder{finder}, Rules: newRules, Thresholds: always(changed)}
	return before, after, nil
}

func always(t policy.Thresholds) func(string) policy.Thresholds {
	return func(string) policy.Thresholds { return t }
}

// finder is what would find.
func (s *Service) finder(ctx context.Context, app string, change Change, inForce *words.Candidate) (*words.Candidate, error) {
	finder := inForce
	if change.Terms != nil {
		var err error
		if finder, err = s.o.Words.With(ctx, app, *change.Terms); err != nil {
			return nil, err
		}
	}
	if change.Model == nil {
		return finder, nil
	}
	if *change.Model == 0 {
		return finder.WithModel(0, nil), nil
	}
	model, err := s.o.Models.Model(ctx, *change.Model)
	if err != nil {
		return nil, err
	}
	return finder.WithModel(*change.Model, model), nil
}

// live is a changed rule as it would be in force. What it does not say of itself
// is as it was.
func (s *Service) live(ctx context.Context, app string, rule rules.Rule) (*rules.Rule, error) {
	rule.App, rule.State = app, rules.Live
	if rule.ID == 0 {
		return &rule, nil
	}
	kept, err := s.o.Rules.Find(ctx, rule.ID)
	if err != nil {
		return nil, err
	}
	if kept.App != "" && kept.App != app {
		return nil, fault.Field("rule.id", "the rule %d is of another app", rule.ID)
	}
	rule.App, rule.Version = kept.App, kept.Version
	return &rule, nil
}
