package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// RuleVersions implements rules.Store.
func (s *Store) RuleVersions(ctx context.Context, id int64) ([]rules.Rule, error) {
	rows, err := s.read().RuleVersions(ctx, id)
	versions := make([]rules.Rule, len(rows))
	for i, v := range rows {
		versions[i] = ruleOf(query.Rule{
			ID: v.RuleID, App: v.App, Name: v.Name, Note: v.Note, Expression: v.Expression, Outcome: v.Outcome, Label: v.Label,
			Quota: v.Quota, State: v.State, Version: v.Version, UpdatedAt: v.UpdatedAt, UpdatedBy: v.UpdatedBy,
		})
	}
	return versions, failure(err)
}

// AddRuleCounts implements rules.Store.
func (s *Store) AddRuleCounts(ctx context.Context, more []rules.Count) error {
	if len(more) == 0 {
		return nil
	}
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		for _, c := range more { // few: no more than there are rules
			row := query.AddRuleDayParams{RuleID: c.RuleID, Day: c.Day, Hits: c.Hits, ShadowHits: c.Shadow, Errors: c.Errors}
			if err := q.AddRuleDay(ctx, row); err != nil {
				return err
			}
		}
		return nil
	})
}

// RuleCountsOn implements rules.Store.
func (s *Store) RuleCountsOn(ctx context.Context, day int64) ([]rules.Count, error) {
	rows, err := s.read().RuleDaysOn(ctx, day)
	return ruleCounts(rows), failure(err)
}

// RuleCounts implements rules.Store.
func (s *Store) RuleCounts(ctx context.Context, id, from, to int64) ([]rules.Count, error) {
	rows, err := s.read().RuleDays(ctx, query.RuleDaysParams{RuleID: id, First: from, Last: to})
	return ruleCounts(rows), failure(err)
}

func ruleCounts(rows []query.RuleDay) []rules.Count {
	counts := make([]rules.Count, len(rows))
	for i, row := range rows {
		counts[i] = rules.Count{RuleID: row.RuleID, Day: row.Day, Hits: row.Hits, Shadow: row.ShadowHits, Errors: row.Errors}
	}
	return counts
}
