package rules_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
)

func limited(quota int) rules.Rule {
	one := rule("live", "a", `true`, rules.Live)
	one.Quota = quota
	return one
}

func TestAQuotaEndsAtMidnight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.node()
	id := w.put(s, limited(2)).ID
	for i, want := range []string{" a", " a", " (a)", " (a)"} {
		if got := told(says(s, "live", "x")); got != want {
			t.Errorf("message %d: %s, not %s", i, got, want)
		}
	}
	traced := s.Rule("live", content.Line{Text: "x"}, policy.Context{}, nil, true)
	if told(traced) != " (a)" || traced.Trace[0].State != "shadow" {
		t.Errorf("tried: %+v", traced)
	}
	listed, err := s.Find(t.Context(), id)
	w.must(err)
	if !listed.Tripped || listed.Today.Hits != 2 || listed.Today.Shadow != 2 {
		t.Errorf("the rule is %+v", listed)
	}
	if n := w.logged("used up its quota"); n != 1 {
		t.Errorf("said %d times in the log", n)
	}
	w.move(2 * time.Minute)
	if got := told(says(s, "live", "x")); got != " a" {
		t.Errorf("after midnight: %s", got)
	}
	_, counts, err := s.Results(t.Context(), id, 0, rules.DayOf(w.clock()))
	w.must(err)
	day := rules.DayOf(start)
	want := []rules.Count{{RuleID: id, Day: day, Hits: 2, Shadow: 2}, {RuleID: id, Day: day + 1, Hits: 1}}
	if len(counts) != 2 || counts[0] != want[0] || counts[1] != want[1] {
		t.Errorf("counted %+v", counts)
	}
	w.must(s.Flush(t.Context())) // says nothing twice
	if _, again, err := s.Results(t.Context(), id, 0, day+1); err != nil || again[0] != want[0] || again[1] != want[1] {
		t.Errorf("counted again %+v, %v", again, err)
	}
}

// A message that began before midnight is counted after it, once.
func TestTheClockGoesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.node()
	id := w.put(s, limited(10)).ID
	says(s, "live", "x")
	w.move(time.Hour)
	says(s, "live", "x")
	w.move(-time.Hour)
	says(s, "live", "x")
	w.must(s.Flush(t.Context()))
	day := rules.DayOf(start)
	_, counts, err := s.Results(t.Context(), id, day, day+1)
	w.must(err)
	if len(counts) != 2 || counts[0].Hits != 1 || counts[1].Hits != 2 {
		t.Errorf("counted %+v", counts)
	}
}

func TestAQuotaOutlivesItsProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.node()
	first.Start()
	id := w.put(first, limited(3)).ID
	says(first, "live", "x")
	says(first, "live", "x")
	first.Stop() // writes it down
	second := w.node()
	for i, want := range []string{" a", " (a)"} {
		if got := told(says(second, "live", "x")); got != want {
			t.Errorf("message %d of the second process: %s, not %s", i, got, want)
		}
	}
	if listed, err := second.Find(t.Context(), id); err != nil || listed.Today.Hits != 3 || !listed.Tripped {
		t.Errorf("the rule is %+v, %v", listed, err)
	}
}

func TestNodesShareAQuota(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, other := w.node(), w.node()
	w.put(one, limited(3))
	w.must(other.Refresh(t.Context()))
	says(one, "live", "x")
	says(other, "live", "x")
	for range 2 {
		w.must(one.Flush(t.Context()))
		w.must(other.Flush(t.Context()))
	}
	w.must(one.Flush(t.Context()))
	if got := told(says(one, "live", "x")); got != " a" {
		t.Errorf("the third: %s", got)
	}
	w.must(one.Flush(t.Context()))
	w.must(other.Flush(t.Context()))
	for _, s := range []*rules.Service{one, other} {
		if got := told(says(s, "live", "x")); got != " (a)" {
			t.Errorf("the fourth: %s", got)
		}
	}
}

// Of many messages at once exactly as many are hit as the quota allows, while
// it is flushed all the time.
func TestAQuotaIsExactInAProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.node()
	id := w.put(s, limited(500)).ID
	var hits atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 400 {
				hits.Add(int64(len(says(s, "live", "x").Evidence)))
			}
		})
	}
	wg.Go(func() {
		for range 20 {
			if err := s.Flush(context.Background()); err != nil {
				t.Error(err)
			}
		}
	})
	wg.Wait()
	w.must(s.Flush(t.Context()))
	_, counts, err := s.Results(t.Context(), id, rules.DayOf(start), rules.DayOf(start))
	w.must(err)
	if hits.Load() != 500 || len(counts) != 1 || counts[0].Hits != 500 || counts[0].Shadow != 1100 {
		t.Errorf("%d hits, counted %+v", hits.Load(), counts)
	}
}

// paper is a store that changes in one place and never waits.
type paper struct {
	rules.Store
	mu       sync.Mutex
	rule     rules.Rule
	revision int64
}

func (p *paper) change(rule rules.Rule) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.revision++
	p.rule, p.rule.ID, p.rule.Version = rule, 1, p.revision
}

func (p *paper) RulesRevision(context.Context) (int64, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.revision, nil
}

func (p *paper) Rules(context.Context) ([]rules.Rule, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return []rules.Rule{p.rule}, nil
}

func (p *paper) AddRuleCounts(context.Context, []rules.Count) error { return nil }

func (p *paper) RuleCountsOn(context.Context, int64) ([]rules.Count, error) { return nil, nil }

// What another process changes counts here within a second; what this one
// changes, at once.
func TestChangesAreFollowed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &world{T: t, now: start}
		store := &paper{}
		store.change(rule("", "a", `false`, rules.Live))
		s := rules.NewService(rules.Options{Store: store, Apps: apps{}, Now: w.clock, Log: discard, Zone: time.UTC})
		s.Start()
		defer s.Stop()
		synctest.Wait()
		store.change(rule("", "b", `true`, rules.Live))
		<-time.After(time.Second)
		synctest.Wait()
		if got := told(says(s, "live", "x")); got != " b" {
			t.Errorf("a second later: %s", got)
		}
		store.change(rule("", "c", `true`, rules.Shadow))
		s.Wake()
		synctest.Wait()
		if got := told(says(s, "live", "x")); got != " (c)" {
			t.Errorf("at once: %s", got)
		}
	})
}
