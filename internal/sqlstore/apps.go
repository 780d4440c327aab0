package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

var _ tenant.Store = (*Store)(nil)

// Apps implements tenant.Store.
func (s *Store) Apps(ctx context.Context) ([]tenant.Sealed, error) {
	rows, err := s.read().AllApps(ctx)
	if err != nil {
		return nil, failure(err)
	}
	apps := make([]tenant.Sealed, len(rows))
	for i, row := range rows {
		apps[i] = tenant.Sealed{ID: row.ID, Data: row.Data}
	}
	return apps, nil
}

// PutApp implements tenant.Store.
func (s *Store) PutApp(ctx context.Context, app tenant.Sealed) error {
	return s.change(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.PutApp(ctx, query.PutAppParams{ID: app.ID, Data: app.Data}); err != nil {
			return err
		}
		return s.audit(ctx, q, audited{action: auditlog.AppChange, app: app.ID, object: auditlog.Object{Kind: auditlog.AnApp, ID: app.ID}})
	})
}

// ReplaceApp implements tenant.Store.
func (s *Store) ReplaceApp(ctx context.Context, before tenant.Sealed, data []byte) (replaced bool, err error) {
	err = s.change(ctx, func(ctx context.Context, q *query.Queries) error {
		changed, err := q.ReplaceApp(ctx, query.ReplaceAppParams{Data: data, ID: before.ID, Before: before.Data})
		if replaced = changed == 1; err != nil || !replaced {
			return err
		}
		return s.audit(ctx, q, audited{action: auditlog.AppChange, app: before.ID, object: auditlog.Object{Kind: auditlog.AnApp, ID: before.ID}})
	})
	return replaced && err == nil, err
}

// Revision implements tenant.Store.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	number, err := s.read().Revision(ctx)
	return number, failure(err)
}

// Setting implements tenant.Store.
func (s *Store) Setting(ctx context.Context, name string) (value string, found bool, err error) {
	value, err = s.read().Setting(ctx, name)
	if notFound(err) {
		return "", false, nil
	}
	return value, err == nil, failure(err)
}

// PutSetting implements tenant.Store.
func (s *Store) PutSetting(ctx context.Context, name, value string) error {
	return s.change(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.PutSetting(ctx, query.PutSettingParams{Name: name, Value: value}); err != nil {
			return err
		}
		return s.audit(ctx, q, audited{action: auditlog.SettingChange, object: auditlog.Object{Kind: auditlog.ASetting, ID: name}})
	})
}

// change is a write that raises the revision. The revision's row is locked
// first, so that revisions commit in their order.
func (s *Store) change(ctx context.Context, fn work) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.RaiseRevision(ctx); err != nil {
			return err
		}
		return fn(ctx, q)
	})
}
