package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ review.ListStore = (*Store)(nil)

// AddListed implements review.ListStore.
func (s *Store) AddListed(ctx context.Context, list review.List, app string, entry review.Listed) (added bool, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.LockLists(ctx, app); err != nil {
			return err
		}
		rows, err := q.InsertListed(ctx, query.InsertListedParams{
			List: string(list), App: app, UserID: entry.UserID, AddedBy: entry.AddedBy, AddedAt: millis(entry.AddedAt),
		})
		added = rows > 0
		if err != nil || !added {
			return err
		}
		if err := s.auditListed(ctx, q, auditlog.ListAdd, list, app, entry.UserID); err != nil {
			return err
		}
		return routeListed(ctx, q, list, app, entry.UserID)
	})
	return added && err == nil, err
}

// routeListed puts the undecided cases that speak of a newly listed user on
// the list's route.
func routeListed(ctx context.Context, q *query.Queries, list review.List, app, userID string) error {
	switch list {
	case review.RiskList:
		return q.RaiseRisk(ctx, query.RaiseRiskParams{App: app, UserID: userID})
	case review.SpecialList:
		return q.RaiseProtection(ctx, query.RaiseProtectionParams{App: app, UserID: userID})
	}
	return unknownList(list)
}

// RemoveListed implements review.ListStore.
func (s *Store) RemoveListed(ctx context.Context, list review.List, app, userID string) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.LockLists(ctx, app); err != nil {
			return err
		}
		rows, err := q.DeleteListed(ctx, query.DeleteListedParams{List: string(list), App: app, UserID: userID})
		if err != nil {
			return err
		}
		if rows == 0 {
			return notListed(list)
		}
		if err := s.auditListed(ctx, q, auditlog.ListRemove, list, app, userID); err != nil {
			return err
		}
		return routeUnlisted(ctx, q, list, app, userID)
	})
}

// routeUnlisted takes the user's undecided cases off the list's route, unless
// another one in them is on the list.
func routeUnlisted(ctx context.Context, q *query.Queries, list review.List, app, userID string) error {
	switch list {
	case review.RiskList:
		return q.DropRisk(ctx, query.DropRiskParams{App: app, UserID: userID})
	case review.SpecialList:
		return q.DropProtection(ctx, query.DropProtectionParams{App: app, UserID: userID})
	}
	return unknownList(list)
}

func unknownList(list review.List) error {
	return fault.New(fault.Invalid, "", "there is no list %q", list)
}

// FindListed implements review.ListStore.
func (s *Store) FindListed(ctx context.Context, list review.List, app, userID string) (review.Listed, error) {
	row, err := s.read().FindListed(ctx, query.FindListedParams{List: string(list), App: app, UserID: userID})
	if notFound(err) {
		return review.Listed{}, notListed(list)
	}
	return listedOf(query.AllListedRow(row)), failure(err)
}

// AllListed implements review.ListStore.
func (s *Store) AllListed(ctx context.Context, list review.List, app string, before int64, limit int) ([]review.Listed, error) {
	rows, err := s.read().AllListed(ctx, query.AllListedParams{
		List: string(list), App: app, Before: pageCursor(before), MaxEntries: bounded(limit),
	})
	if err != nil {
		return nil, failure(err)
	}
	entries := make([]review.Listed, len(rows))
	for i, row := range rows {
		entries[i] = listedOf(row)
	}
	return entries, nil
}

func listedOf(row query.AllListedRow) review.Listed {
	return review.Listed{ID: row.ID, UserID: row.UserID, AddedBy: row.AddedBy, AddedAt: moment(row.AddedAt)}
}

func notListed(list review.List) error {
	return fault.New(fault.NotFound, "", "the user is not on the %s list", list)
}
