package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ intake.Store = (*Store)(nil)

// FileReport implements intake.Store. Reports that come at the same time share
// a transaction (see desk).
func (s *Store) FileReport(ctx context.Context, report review.Report, repeatKey string, since time.Time,
	plan func(reportID int64, standing intake.Standing) intake.Plan) (receipt intake.Receipt, err error) {
	ctx, span := about(ctx, "report.file", report.App, 0)
	defer func() { span.Finish(err) }()
	row, err := reportRow(ctx, report)
	if err != nil {
		return intake.Receipt{}, err
	}
	receipt, err = s.desk.hand(ctx, filing{ctx: ctx, report: report, row: row, repeatKey: repeatKey, since: millis(since), plan: plan})
	span.Number("xiezhi.report", receipt.ReportID)
	span.Number("xiezhi.case", receipt.CaseID)
	return receipt, err
}

// filing is a report that is handed in, and what FileReport was told with it.
type filing struct {
	ctx       context.Context // of its request: who acts, and whether he still waits
	report    review.Report
	row       query.InsertReportParams
	repeatKey string
	since     int64
	plan      func(reportID int64, standing intake.Standing) intake.Plan
}

// fileAll files reports in one transaction: all of them, or none.
func (s *Store) fileAll(ctx context.Context, filings []filing, more func() []filing) (receipts []intake.Receipt, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		receipts = receipts[:0]
		for round := filings; len(round) > 0; {
			filed, err := s.fileInTurn(ctx, q, round)
			if err != nil {
				return err
			}
			receipts = append(receipts, filed...)
			if s.engine.clerks() > 1 {
				return nil
			}
			round = more()
			filings = append(filings, round...)
		}
		return nil
	})
	return receipts, err
}
