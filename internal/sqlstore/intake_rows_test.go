package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// RowsOnly is an intake.Store that only writes: the rows that a report leaves
// when it is the first of its case, batched as the store batches them. It asks
// for nothing and decides nothing. It is what a report costs at least.
type RowsOnly struct {
	*Store
	desk *desk[filing, intake.Receipt]
}

func (s *Store) RowsOnly() *RowsOnly {
	r := &RowsOnly{Store: s}
	r.desk = openLongDesk(s.engine.clerks(), r.fileAll)
	return r
}

// End ends its desk, not the store.
func (r *RowsOnly) End() { r.desk.close() }

func (r *RowsOnly) FileReport(ctx context.Context, report review.Report, key string, since time.Time,
	plan func(int64, intake.Standing) intake.Plan) (intake.Receipt, error) {
	return r.desk.hand(ctx, NewFiling(ctx, report, key, since, plan))
}

func (r *RowsOnly) fileAll(ctx context.Context, filings []filing, more func() []filing) (receipts []intake.Receipt, err error) {
	err = r.write(ctx, func(ctx context.Context, q *query.Queries) error {
		receipts = receipts[:0]
		for round := filings; len(round) > 0; {
			ids, err := reserveIDs(ctx, q, len(round))
			if err != nil {
				return err
			}
			if err := writeRows(ctx, q, ids, round); err != nil {
				return err
			}
			for _, id := range ids {
				receipts = append(receipts, intake.Receipt{ReportID: id, CaseID: id})
			}
			if !r.engine.alone() {
				return nil
			}
			round = more()
			filings = append(filings, round...)
		}
		return nil
	})
	return receipts, err
}

func writeRows(ctx context.Context, q *query.Queries, ids []int64, filings []filing) error {
	var keys []query.HoldReportKeyParams
	var cases []query.OpenOrJoinCaseParams
	var users []query.AddCaseUserParams
	var reports []query.InsertReportParams
	for i, f := range filings {
		f.row.ID, f.row.CaseID = ids[i], ids[i]
		keys = append(keys, query.HoldReportKeyParams{App: f.row.App, RepeatKey: f.repeatKey, ReportID: ids[i], FiledAt: f.row.FiledAt})
		cases = append(cases, opening([]*entry{{filing: f, plan: f.plan(ids[i], intake.Standing{})}}))
		for _, user := range f.report.Users() {
			users = append(users, query.AddCaseUserParams{App: f.row.App, UserID: user, CaseID: ids[i]})
		}
		reports = append(reports, f.row)
	}
	for _, write := range []func() error{
		func() error { return q.InsertReportKeys(ctx, keys) },
		func() error { return q.OpenCases(ctx, cases) },
		func() error { return q.InsertCaseUsers(ctx, users) },
		func() error { return q.InsertReports(ctx, reports) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}
