package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
)

// Report returns a report as it was filed, or a NotFound fault.
func (s *Store) Report(ctx context.Context, id int64) (review.Report, error) {
	row, err := s.read().FindReport(ctx, id)
	if notFound(err) {
		return review.Report{}, fault.New(fault.NotFound, "", "there is no report %d", id)
	}
	if err != nil {
		return review.Report{}, failure(err)
	}
	return reportOf(row)
}
