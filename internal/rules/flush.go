package rules

import (
	"context"
	"maps"
	"slices"
)

// Flush writes down what was counted, and takes over what other processes have.
func (s *Service) Flush(ctx context.Context) error {
	s.loading.Lock()
	defer s.loading.Unlock()
	return s.flush(ctx, s.book.Load())
}

// flush is called by one goroutine at a time. It costs nothing where there is
// no rule in force and nothing to write.
func (s *Service) flush(ctx context.Context, b *book) error {
	today := DayOf(s.now())
	var more []Count
	var from []*daily
	for _, id := range slices.Sorted(maps.Keys(b.tallies)) { // in one order, so that no two processes block each other
		for d := b.tallies[id].on(today); d != nil; d = d.before {
			if count := d.unflushed(id); !count.isZero() {
				more, from = append(more, count), append(from, d)
			}
		}
	}
	if len(more) == 0 && len(b.compiled) == 0 {
		return nil
	}
	if err := s.store.AddRuleCounts(ctx, more); err != nil {
		return err
	}
	for i, d := range from {
		d.settle(more[i])
	}
	totals, err := s.store.RuleCountsOn(ctx, today)
	if err != nil {
		return err
	}
	b.takeOver(totals, today)
	b.forget()
	return nil
}

// takeOver learns what all processes have counted today.
func (b *book) takeOver(totals []Count, today int64) {
	for _, total := range totals {
		if t := b.tallies[total.RuleID]; t != nil && total.Day == today {
			d := t.on(today)
			d.others.Store(max(total.Hits-d.flushed.Hits, 0))
		}
	}
}

// forget drops the days before, which are written down. Late counts of the last
// one – a message that began before midnight – are kept for the next flush.
func (b *book) forget() {
	for _, t := range b.tallies {
		if d := t.today.Load(); d.before != nil {
			d.before.before = nil
		}
	}
}

// ordered are the rules in force, as the store orders them.
func (b *book) ordered() []Rule {
	rules := make([]Rule, 0, len(b.compiled))
	for _, one := range b.compiled {
		rules = append(rules, one.Rule)
	}
	slices.SortFunc(rules, byPlace)
	return rules
}
