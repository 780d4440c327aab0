package rules

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/screen"
)

// book is which rules there are for whom. It never changes once it is seen.
type book struct {
	revision int64
	shared   *page
	own      map[string]*page   // of the apps with rules of their own, with the shared ones in it
	broken   map[int64]string   // rules that this program cannot read, by id
	compiled map[int64]*inForce // by id
	tallies  map[int64]*tally   // by id, of rules in force and of those that were
}

// page are the rules of an app that are looked at.
type page struct {
	rules []*inForce
	needs screen.Needs
}

// inForce is a rule, live or in the shadow, that is ready.
type inForce struct {
	Rule
	condition *condition
	evidence  policy.Evidence
	tally     *tally
}

func emptyBook() *book {
	return &book{
		revision: -1, shared: &page{}, own: map[string]*page{}, broken: map[int64]string{}, compiled: map[int64]*inForce{}, tallies: map[int64]*tally{},
	}
}

// of is the page for an app.
func (b *book) of(app string) *page {
	if own, has := b.own[app]; has {
		return own
	}
	return b.shared
}

// Refresh compiles anew what was changed since it last did. Messages are held
// against the old rules meanwhile.
func (s *Service) Refresh(ctx context.Context) error {
	s.loading.Lock()
	defer s.loading.Unlock()
	before := s.book.Load()
	// The revision comes first: a change between the reads is read again next
	// time instead of being missed.
	revision, err := s.store.RulesRevision(ctx)
	if err != nil || revision == before.revision {
		return err
	}
	rules, err := s.store.Rules(ctx)
	if err != nil {
		return err
	}
	after := before.next(rules, DayOf(s.now()))
	after.revision = revision
	for id, problem := range after.broken { // a newer program has put it there
		s.log.WarnContext(ctx, "a rule cannot be used", "rule", id, "problem", problem)
	}
	after.forgive(before)
	if err := s.flush(ctx, after); err != nil { // what was used of the quotas is known before they count
		return err
	}
	s.book.Store(after)
	return nil
}

// next is the book of these rules. What did not change is taken over.
func (b *book) next(rules []Rule, day int64) *book {
	after := emptyBook()
	for id, t := range b.tallies {
		after.tallies[id] = t
	}
	for _, rule := range rules {
		if rule.State != Shadow && rule.State != Live {
			continue
		}
		ready, problem := b.ready(rule)
		if ready == nil {
			after.broken[rule.ID] = problem
			continue
		}
		if after.tallies[rule.ID] == nil {
			after.tallies[rule.ID] = newTally(day)
		}
		ready.tally = after.tallies[rule.ID]
		after.compiled[rule.ID] = ready
	}
	after.share(rules)
	return after
}

func (b *book) ready(rule Rule) (*inForce, string) {
	if old, known := b.compiled[rule.ID]; known && old.Version == rule.Version {
		copied := *old
		return &copied, ""
	}
	return ready(rule)
}

// ready compiles a rule, or tells what is wrong with it.
func ready(rule Rule) (*inForce, string) {
	condition, problems := compile(rule.Expression)
	if len(problems) > 0 {
		return nil, problems[0].Message
	}
	return &inForce{Rule: rule, condition: condition, evidence: policy.Evidence{
		Source: rule.Name, Cause: policy.Cause{Kind: policy.Rule, ID: rule.ID, Version: rule.Version},
		Label: rule.Effect.Label, Want: rule.Effect.Outcome, Sure: 1,
	}}, ""
}

// forgive forgets what was wrong with rules that were changed.
func (b *book) forgive(before *book) {
	for id, rule := range b.compiled {
		if old := before.compiled[id]; old != nil && old.Version != rule.Version {
			rule.tally.problem.Store(nil)
		}
	}
}

// share puts the compiled rules on the pages, in the order of the rules.
func (b *book) share(rules []Rule) {
	for _, rule := range rules {
		if rule.App != "" && b.compiled[rule.ID] != nil {
			b.own[rule.App] = &page{}
		}
	}
	for _, rule := range rules {
		one := b.compiled[rule.ID]
		if one == nil {
			continue
		}
		if rule.App != "" {
			b.own[rule.App].add(one)
			continue
		}
		b.shared.add(one)
		for _, own := range b.own {
			own.add(one)
		}
	}
}

func (p *page) add(rule *inForce) {
	p.rules = append(p.rules, rule)
	p.needs = p.needs.And(rule.condition.needs)
}
