package sqlstore

import (
	"context"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var _ intake.Store = (*Store)(nil)

// FileReport implements intake.Store.
func (s *Store) FileReport(ctx context.Context, report review.Report, repeatKey string, since time.Time,
	plan func(reportID int64, standing intake.Standing) intake.Plan) (intake.Receipt, error) {
	row, err := reportRow(report)
	if err != nil {
		return intake.Receipt{}, err
	}
	key := query.TakeReportKeyParams{App: report.App, RepeatKey: repeatKey, FiledAt: row.FiledAt, Since: millis(since)}
	var receipt intake.Receipt
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		f := filing{s: s, q: q, report: report, key: key}
		again, err := f.countRepeat(ctx, &receipt)
		if again || err != nil {
			return err
		}
		if receipt.ReportID, err = f.store(ctx, row); err != nil {
			return err
		}
		standing, err := f.standing(ctx)
		if err != nil {
			return err
		}
		receipt.CaseID, err = f.carryOut(ctx, receipt.ReportID, plan(receipt.ReportID, standing))
		return err
	})
	if err != nil {
		return intake.Receipt{}, err
	}
	return receipt, nil
}

// filing is one report on its way in, inside a transaction.
type filing struct {
	s      *Store
	q      *query.Queries
	report review.Report
	key    query.TakeReportKeyParams
}

// countRepeat counts the report as a repetition, where it is one.
func (f filing) countRepeat(ctx context.Context, receipt *intake.Receipt) (again bool, err error) {
	*receipt = intake.Receipt{}
	first, err := f.q.FindRepeat(ctx, query.FindRepeatParams{App: f.key.App, RepeatKey: f.key.RepeatKey, Since: f.key.Since})
	if notFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	*receipt = intake.Receipt{ReportID: first.ID, CaseID: first.CaseID, Duplicate: true}
	return true, f.q.CountRepeat(ctx, first.ID)
}

// store gives the report its number and takes its repetition key. Where the
// same report has been filed meanwhile, everything is undone and begun again:
// the next attempt finds it.
func (f filing) store(ctx context.Context, row query.InsertReportParams) (int64, error) {
	id, err := f.q.InsertReport(ctx, row)
	if err != nil {
		return 0, err
	}
	key := f.key
	key.ReportID = id
	taken, err := f.q.TakeReportKey(ctx, key)
	if err == nil && taken == 0 {
		return 0, errRetry
	}
	return id, err
}

// standing looks those whom the report accuses up in the lists, which do not change until
// the transaction has ended.
func (f filing) standing(ctx context.Context) (intake.Standing, error) {
	var standing intake.Standing
	if err := f.q.ShareLists(ctx, f.report.App); err != nil {
		return standing, err
	}
	judged, err := f.q.ReporterAccuracy(ctx, query.ReporterAccuracyParams{App: f.report.App, Reporter: f.report.Reporter})
	if err != nil && !notFound(err) {
		return standing, err
	}
	standing.Reporter = review.Accuracy{Agreed: int(judged.Agreed), Disagreed: int(judged.Disagreed)}
	for _, user := range f.report.Accuses() {
		lists, err := f.q.UserLists(ctx, query.UserListsParams{App: f.report.App, UserID: user})
		if err != nil {
			return standing, err
		}
		for _, list := range lists {
			standing.Risk = standing.Risk || list == string(review.RiskList)
			standing.Protected = standing.Protected || list == string(review.SpecialList)
		}
	}
	return standing, nil
}

// carryOut writes the plan and returns the case's id, 0 for none.
func (f filing) carryOut(ctx context.Context, reportID int64, plan intake.Plan) (caseID int64, err error) {
	if plan.Case != nil {
		if caseID, err = f.assign(ctx, reportID, plan); err != nil {
			return 0, err
		}
	}
	if plan.Ruling != nil {
		if err := writeRuling(ctx, f.q, plan.Ruling); err != nil {
			return 0, err
		}
		if err := f.s.auditRuling(ctx, f.q, auditlog.ReportOrder, plan.Ruling.Decision); err != nil {
			return 0, err
		}
	}
	return caseID, nil
}

// assign finds the report its case: the one that passed its content for good,
// else the undecided one of the same group, else a new one.
func (f filing) assign(ctx context.Context, reportID int64, plan intake.Plan) (int64, error) {
	if !plan.Always {
		passed, err := f.passedFor(ctx, *plan.Case)
		if err != nil {
			return 0, err
		}
		if passed != 0 {
			return passed, f.countLate(ctx, reportID, passed)
		}
	}
	return f.openOrJoin(ctx, reportID, *plan.Case)
}

// passedFor is the case whose pass stands for the content, 0 for none.
func (f filing) passedFor(ctx context.Context, c review.Case) (int64, error) {
	if c.ContentKey == "" {
		return 0, nil
	}
	last, err := f.q.LastFindings(ctx, query.LastFindingsParams{
		App: c.App, ContentKey: c.ContentKey, MaxCases: review.PassesThatStand,
	})
	if err != nil || len(last) < review.PassesThatStand {
		return 0, err
	}
	for _, finding := range last {
		if finding.Verdict != string(verdict.Pass) {
			return 0, nil
		}
	}
	return last[0].ID, nil
}

// countLate adds the report to a decided case. Where that has just been undone,
// everything begins again.
func (f filing) countLate(ctx context.Context, reportID, caseID int64) error {
	counted, err := f.q.CountLateReport(ctx, caseID)
	if err == nil && counted == 0 {
		return errRetry
	}
	if err != nil {
		return err
	}
	return f.q.SetLateReportCase(ctx, query.SetLateReportCaseParams{CaseID: caseID, ID: reportID})
}

func (f filing) openOrJoin(ctx context.Context, reportID int64, c review.Case) (int64, error) {
	id, err := f.q.OpenOrJoinCase(ctx, query.OpenOrJoinCaseParams{
		ID: reportID, App: c.App, Queue: string(c.Queue), Entrance: int64(c.Entrance),
		Risk: asInt(c.Risk), Protected: asInt(c.Protected), Rank: int64(c.Rank),
		GroupKey: c.GroupKey, ContentKey: c.ContentKey, Crowd: review.Crowd,
		Complaints: int64(c.Complaints), OpenedAt: millis(c.OpenedAt),
	})
	if err != nil {
		return 0, err
	}
	accused := f.report.Accuses()
	for _, user := range f.report.Users() {
		row := query.AddCaseUserParams{App: c.App, UserID: user, CaseID: id, Accused: asInt(slices.Contains(accused, user))}
		if err := f.q.AddCaseUser(ctx, row); err != nil {
			return 0, err
		}
	}
	return id, f.q.SetReportCase(ctx, query.SetReportCaseParams{CaseID: id, ID: reportID})
}
