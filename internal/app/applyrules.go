package app

import (
	"cmp"
	"context"
	"fmt"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// DeclaredRule is a rule of an app, or of all where it names none. Without a
// state, a new one is a draft, and one of before stays as it was.
type DeclaredRule struct {
	Name       string `yaml:"name"`
	App        string `yaml:"app"`
	Note       string `yaml:"note"`
	Expression string `yaml:"expression"`
	Effect     struct {
		Outcome string `yaml:"outcome"` // mask, review or deny
		Label   string `yaml:"label"`
	} `yaml:"effect"`
	Quota int    `yaml:"quota"`
	State string `yaml:"state"` // draft, shadow or live
}

func (d DeclaredRule) rule() rules.Rule {
	return rules.Rule{
		App: d.App, Name: d.Name, Note: d.Note, Expression: d.Expression, Quota: d.Quota, State: rules.State(d.State), UpdatedBy: "apply",
		Effect: rules.Effect{Outcome: policy.Outcome(d.Effect.Outcome), Label: verdict.Label(d.Effect.Label)},
	}
}

// ruleBook makes the declared rules so. Rules that the file does not mention stay.
func (a *applying) ruleBook(ctx context.Context) error {
	for _, declared := range a.file.Rules {
		made, changed, err := a.rules.Declare(ctx, declared.rule())
		switch {
		case err != nil:
			return fmt.Errorf("rule %s: %w", declared.Name, err)
		case made:
			a.changed("rule %s: created", declared.Name)
		case changed:
			a.changed("rule %s: changed", declared.Name)
		}
	}
	return nil
}

func (f *File) ruleProblems() []*config.Problem {
	var found []*config.Problem
	first := map[[2]string]int{}
	for i, declared := range f.Rules {
		path, key := fmt.Sprintf("rules[%d]", i), [2]string{declared.App, declared.Name}
		rule := declared.rule()
		rule.State = cmp.Or(rule.State, rules.Draft)
		if err := rule.Check(); err != nil {
			found = append(found, f.at(path, err))
		}
		if j, twice := first[key]; twice {
			found = append(found, f.doc.Problem(path+".name", fmt.Sprintf("is declared twice, first as rules[%d]", j)))
		}
		first[key] = i
	}
	return found
}

// strangersRules lists the rules of apps that there are not.
func (c *core) strangersRules(file *File) []*config.Problem {
	var found []*config.Problem
	for i, declared := range file.Rules {
		if declared.App != "" && !c.knows(file, declared.App) {
			found = append(found, file.doc.Problem(fmt.Sprintf("rules[%d].app", i), fmt.Sprintf("there is no app %q", declared.App)))
		}
	}
	return found
}
