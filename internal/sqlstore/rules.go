package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var _ rules.Store = (*Store)(nil)

// RulesRevision implements rules.Store.
func (s *Store) RulesRevision(ctx context.Context) (int64, error) {
	number, err := s.read().RulesRevision(ctx)
	return number, failure(err)
}

// Rules implements rules.Store.
func (s *Store) Rules(ctx context.Context) ([]rules.Rule, error) {
	rows, err := s.read().Rules(ctx)
	all := make([]rules.Rule, len(rows))
	for i, row := range rows {
		all[i] = ruleOf(row)
	}
	return all, failure(err)
}

// Rule implements rules.Store.
func (s *Store) Rule(ctx context.Context, id int64) (rules.Rule, error) {
	return rule(ctx, s.read(), id)
}

func rule(ctx context.Context, q *query.Queries, id int64) (rules.Rule, error) {
	row, err := q.FindRule(ctx, id)
	if notFound(err) {
		return rules.Rule{}, rules.NoRule(id)
	}
	return ruleOf(row), failure(err)
}

// PutRule implements rules.Store.
func (s *Store) PutRule(ctx context.Context, put rules.Rule, seen int64) (rules.Rule, error) {
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if _, err := q.LockRules(ctx); err != nil {
			return err
		}
		before, err := ruleBefore(ctx, q, put, seen)
		if err != nil {
			return err
		}
		if before.ID != 0 && before.SameAs(put) {
			put = before
			return nil
		}
		put.Version = before.Version + 1
		if put.ID == 0 {
			put.ID, err = insertRule(ctx, q, put)
		} else {
			err = q.UpdateRule(ctx, updatedRule(put))
		}
		if err != nil {
			return err
		}
		return s.ruleChanged(ctx, q, auditlog.RulePut, before, put)
	})
	if err != nil {
		return rules.Rule{}, err
	}
	return s.Rule(ctx, put.ID)
}

// ruleBefore is the rule that is to be changed; the zero one where it is to be
// made.
func ruleBefore(ctx context.Context, q *query.Queries, put rules.Rule, seen int64) (before rules.Rule, err error) {
	named, err := q.RuleByName(ctx, query.RuleByNameParams{App: put.App, Name: put.Name})
	if err != nil && !notFound(err) {
		return before, err
	}
	if named.ID != 0 && named.ID != put.ID {
		return before, &fault.Error{Kind: fault.Conflict, Code: rules.CodeTaken, Field: "name", Message: "another rule has this name"}
	}
	if put.ID == 0 {
		return before, nil
	}
	if before, err = rule(ctx, q, put.ID); err != nil {
		return before, err
	}
	if seen != 0 && before.Version != seen {
		return before, fault.New(fault.Conflict, rules.CodeChanged, "the rule was changed since: it is at version %d", before.Version)
	}
	return before, nil
}

func insertRule(ctx context.Context, q *query.Queries, put rules.Rule) (int64, error) {
	number, err := q.CountRules(ctx)
	if err != nil {
		return 0, err
	}
	if number >= rules.MaxRules {
		return 0, fault.New(fault.Conflict, rules.CodeFull, "there are %d rules already", number)
	}
	return q.InsertRule(ctx, query.InsertRuleParams{
		App: put.App, Name: put.Name, Note: put.Note, Expression: put.Expression, Outcome: string(put.Effect.Outcome), Label: string(put.Effect.Label),
		Quota: int64(put.Quota), State: string(put.State), Version: put.Version, UpdatedAt: millis(put.UpdatedAt), UpdatedBy: put.UpdatedBy,
	})
}

func updatedRule(put rules.Rule) query.UpdateRuleParams {
	return query.UpdateRuleParams{
		App: put.App, Name: put.Name, Note: put.Note, Expression: put.Expression, Outcome: string(put.Effect.Outcome), Label: string(put.Effect.Label),
		Quota: int64(put.Quota), State: string(put.State), Version: put.Version, UpdatedAt: millis(put.UpdatedAt), UpdatedBy: put.UpdatedBy, ID: put.ID,
	}
}

// DeleteRule implements rules.Store.
func (s *Store) DeleteRule(ctx context.Context, id int64, by string) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if _, err := q.LockRules(ctx); err != nil {
			return err
		}
		before, err := rule(ctx, q, id)
		if err != nil {
			return err
		}
		if err := q.DeleteRule(ctx, id); err != nil {
			return err
		}
		after := before
		after.Version, after.State, after.UpdatedAt, after.UpdatedBy = before.Version+1, rules.Deleted, s.now(), by
		return s.ruleChanged(ctx, q, auditlog.RuleDelete, before, after)
	})
}

// ruleChanged raises the revision, keeps the version and tells of the change.
func (s *Store) ruleChanged(ctx context.Context, q *query.Queries, action auditlog.Action, before, after rules.Rule) error {
	if err := q.RaiseRulesRevision(ctx); err != nil {
		return err
	}
	if err := q.InsertRuleVersion(ctx, query.InsertRuleVersionParams{
		RuleID: after.ID, Version: after.Version, App: after.App, Name: after.Name, Note: after.Note, Expression: after.Expression,
		Outcome: string(after.Effect.Outcome), Label: string(after.Effect.Label), Quota: int64(after.Quota), State: string(after.State),
		UpdatedAt: millis(after.UpdatedAt), UpdatedBy: after.UpdatedBy,
	}); err != nil {
		return err
	}
	detail := map[string]any{"rule": after.Name, "version": after.Version, "state": after.State}
	if before.ID != 0 && before.State != after.State {
		detail["was"] = before.State
	}
	return s.audit(ctx, q, audited{action: action, app: after.App, object: numbered(auditlog.ARule, after.ID), detail: detail})
}

func ruleOf(row query.Rule) rules.Rule {
	return rules.Rule{
		ID: row.ID, App: row.App, Name: row.Name, Note: row.Note, Expression: row.Expression,
		Effect: rules.Effect{Outcome: policy.Outcome(row.Outcome), Label: verdict.Label(row.Label)},
		Quota:  int(row.Quota), State: rules.State(row.State), Version: row.Version, UpdatedAt: moment(row.UpdatedAt), UpdatedBy: row.UpdatedBy,
	}
}
