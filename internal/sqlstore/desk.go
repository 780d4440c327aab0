package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// CasePlace tells which app a case is of and where it stands, or returns a
// NotFound fault.
func (s *Store) CasePlace(ctx context.Context, caseID int64) (app string, state review.State, err error) {
	row, err := s.read().CasePlace(ctx, caseID)
	if notFound(err) {
		return "", "", fault.New(fault.NotFound, "", "there is no case %d", caseID)
	}
	return row.App, review.State(row.State), failure(err)
}

// LeasesOf lists the cases that are lent to a member of the staff – those whose
// lease has run out and was not returned yet too – with their ID, App, Queue
// and LeaseUntil and nothing else.
func (s *Store) LeasesOf(ctx context.Context, staffID int64) ([]review.Case, error) {
	rows, err := s.read().LeasesOf(ctx, query.LeasesOfParams{Holder: staffID, MaxCases: maxPage})
	if err != nil {
		return nil, failure(err)
	}
	leases := make([]review.Case, len(rows))
	for i, row := range rows {
		leases[i] = review.Case{
			ID: row.ID, App: row.App, Queue: review.Queue(row.Queue), LeaseUntil: moment(row.LeaseUntil),
			State: review.Leased, Holder: staffID,
		}
	}
	return leases, nil
}
