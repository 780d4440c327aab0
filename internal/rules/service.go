package rules

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/follow"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Apps knows the apps.
type Apps interface {
	// App finds an app by its id.
	App(id string) (tenant.App, bool)
}

// Options of a Service. All but Zone are required.
type Options struct {
	Store Store
	Apps  Apps
	Now   func() time.Time
	Log   *slog.Logger
	Zone  *time.Location // in which rules read the clock; nil means the server's
}

// How often a started service asks whether another process has changed a rule,
// and writes down what was counted.
const (
	PollEvery  = 500 * time.Millisecond
	FlushEvery = time.Second
)

// lastFlush bounds the writing at the end.
const lastFlush = 5 * time.Second

// Service keeps the rules and holds messages against them.
type Service struct {
	*follow.Follower

	store Store
	apps  Apps
	now   func() time.Time
	log   *slog.Logger
	zone  *time.Location

	book    atomic.Pointer[book]
	loading sync.Mutex // one Refresh or Flush at a time
	flusher *follow.Follower
}

var (
	_ screen.Rules = (*Service)(nil)
	_ screen.Rules = (*Trial)(nil)
)

// NewService makes a Service, which has no rules until its first Refresh.
func NewService(o Options) *Service {
	s := &Service{store: o.Store, apps: o.Apps, now: o.Now, log: o.Log, zone: cmp.Or(o.Zone, time.Local)}
	s.Follower = follow.New("the rules are not up to date", PollEvery, o.Log, s.Refresh)
	s.flusher = follow.New("what the rules did is not up to date", FlushEvery, o.Log, s.Flush)
	s.book.Store(emptyBook())
	return s
}

// Start keeps the rules up to date, and their counts, until Stop. It must be
// called at most once.
func (s *Service) Start() {
	s.Follower.Start()
	s.flusher.Start()
}

// Stop ends what Start began, and writes down what was counted last.
func (s *Service) Stop() {
	s.Follower.Stop()
	s.flusher.Stop()
	ctx, cancel := context.WithTimeout(context.Background(), lastFlush)
	defer cancel()
	if err := s.Flush(ctx); err != nil {
		s.log.ErrorContext(ctx, "what rules did last is not written down", "error", err)
	}
}

// Listed is a rule with what it has done today, in UTC.
type Listed struct {
	Rule
	Today   Count
	Tripped bool   // it has used up its quota
	Problem string // why it could last not be told; empty where it always could
}

// List returns every rule, the shared ones first.
func (s *Service) List(ctx context.Context) ([]Listed, error) {
	rules, err := s.store.Rules(ctx)
	if err != nil {
		return nil, err
	}
	counts, err := s.store.RuleCountsOn(ctx, DayOf(s.now()))
	if err != nil {
		return nil, err
	}
	today := map[int64]Count{}
	for _, c := range counts {
		today[c.RuleID] = c
	}
	listed := make([]Listed, len(rules))
	for i, rule := range rules {
		listed[i] = s.listed(rule, today[rule.ID])
	}
	return listed, nil
}

// Find returns one rule, or a NotFound fault.
func (s *Service) Find(ctx context.Context, id int64) (Listed, error) {
	rule, err := s.store.Rule(ctx, id)
	if err != nil {
		return Listed{}, err
	}
	day := DayOf(s.now())
	counts, err := s.store.RuleCounts(ctx, id, day, day)
	if err != nil {
		return Listed{}, err
	}
	return s.listed(rule, append(counts, Count{})[0]), nil
}

// listed adds what this process has not written down yet.
func (s *Service) listed(rule Rule, today Count) Listed {
	b, day := s.book.Load(), DayOf(s.now())
	today.RuleID, today.Day = rule.ID, day
	l := Listed{Rule: rule, Today: today, Problem: b.broken[rule.ID]}
	if t := b.tallies[rule.ID]; t != nil {
		s.loading.Lock() // what is flushed is the flusher's
		more := t.on(day).unflushed(rule.ID)
		s.loading.Unlock()
		l.Today.Hits += more.Hits
		l.Today.Shadow += more.Shadow
		l.Today.Errors += more.Errors
		if problem := t.problem.Load(); problem != nil {
			l.Problem = *problem
		}
	}
	l.Tripped = rule.State == Live && rule.Quota > 0 && l.Today.Hits >= int64(rule.Quota)
	return l
}

// Put makes a rule so; see Store.PutRule.
func (s *Service) Put(ctx context.Context, rule Rule, seen int64) (Listed, error) {
	if err := rule.Check(); err != nil {
		return Listed{}, err
	}
	if _, known := s.apps.App(rule.App); rule.App != "" && !known {
		return Listed{}, fault.Field("app", "there is no app %.64q", rule.App)
	}
	rule.UpdatedAt = s.now()
	put, err := s.store.PutRule(ctx, rule, seen)
	s.changed(err)
	if err != nil {
		return Listed{}, err
	}
	return s.Find(ctx, put.ID)
}

// SetState puts a rule into a state. seen is as in Store.PutRule.
func (s *Service) SetState(ctx context.Context, id int64, state State, seen int64, by string) (Listed, error) {
	rule, err := s.store.Rule(ctx, id)
	if err != nil {
		return Listed{}, err
	}
	if seen == 0 {
		seen = rule.Version // nothing else is changed by the way
	}
	rule.State, rule.UpdatedBy = state, by
	return s.Put(ctx, rule, seen)
}

// Delete deletes a rule; its versions stay.
func (s *Service) Delete(ctx context.Context, id int64, by string) error {
	err := s.store.DeleteRule(ctx, id, by)
	s.changed(err)
	return err
}

// Versions returns what a rule was, the newest first, or a NotFound fault.
func (s *Service) Versions(ctx context.Context, id int64) ([]Rule, error) {
	versions, err := s.store.RuleVersions(ctx, id)
	if err == nil && len(versions) == 0 {
		err = NoRule(id)
	}
	return versions, err
}

// Results returns what a rule has done, day by day, from one day to another,
// both included.
func (s *Service) Results(ctx context.Context, id int64, from, to int64) (Rule, []Count, error) {
	rule, err := s.store.Rule(ctx, id)
	if err != nil {
		return Rule{}, nil, err
	}
	if err := s.Flush(ctx); err != nil {
		return Rule{}, nil, err
	}
	counts, err := s.store.RuleCounts(ctx, id, from, to)
	return rule, counts, err
}

// changed has the rules follow a change that was made here.
func (s *Service) changed(err error) {
	if err == nil {
		s.Changed()
	}
}

// byPlace is the order of rules in the store.
func byPlace(a, b Rule) int {
	return cmp.Or(cmp.Compare(a.App, b.App), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}
