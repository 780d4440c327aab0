package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// ReportsAgainst implements review.UserBoard.
func (s *Store) ReportsAgainst(ctx context.Context, app, userID string, before int64, limit int) ([]review.FiledReport, error) {
	rows, err := s.read().ReportsAgainstBefore(ctx, query.ReportsAgainstBeforeParams{
		App: app, UserID: userID, MaxCases: review.FoundBy, Before: pageCursor(before), MaxReports: pageSize(limit),
	})
	if err != nil {
		return nil, failure(err)
	}
	list := make([]review.FiledReport, len(rows))
	for i, row := range rows {
		c := row.Case
		outcome := outcomeIn(c.ID, c.State, c.DecidedKind, c.DecidedID, c.DecidedAt, c.Verdict)
		if list[i], err = filedReport(row.Report, row.Agreed, row.Disagreed, outcome); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// ReportsBy implements review.UserBoard.
func (s *Store) ReportsBy(ctx context.Context, app, userID string, before int64, limit int) ([]review.FiledReport, error) {
	known, err := s.ReporterAccuracy(ctx, app, []string{userID})
	if err != nil {
		return nil, err
	}
	rows, err := s.read().ReportsByBefore(ctx, query.ReportsByBeforeParams{
		App: app, Reporter: userID, Before: pageCursor(before), MaxReports: pageSize(limit),
	})
	if err != nil {
		return nil, failure(err)
	}
	his, list := known[userID], make([]review.FiledReport, len(rows))
	for i, row := range rows {
		outcome := outcomeIn(row.Report.CaseID, row.State, row.DecidedKind, row.DecidedID, row.DecidedAt, row.Verdict)
		if list[i], err = filedReport(row.Report, int64(his.Agreed), int64(his.Disagreed), outcome); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// DecisionsAbout implements review.UserBoard.
func (s *Store) DecisionsAbout(ctx context.Context, app, userID string, before int64, limit int) ([]review.Decision, error) {
	about, err := s.read().DecisionsAboutBefore(ctx, query.DecisionsAboutBeforeParams{
		App: app, UserID: userID, MaxCases: review.FoundBy, Before: pageCursor(before), MaxDecisions: pageSize(limit),
	})
	if err != nil {
		return nil, failure(err)
	}
	punishing, err := s.read().DecisionsPunishingBefore(ctx, query.DecisionsPunishingBeforeParams{
		App: app, UserID: userID, MaxSanctions: review.FoundBy, Before: pageCursor(before), MaxDecisions: pageSize(limit),
	})
	if err != nil {
		return nil, failure(err)
	}
	for _, row := range punishing { // what was taken back has no sanction any more
		about = append(about, query.DecisionsAboutBeforeRow{Decision: row.Decision})
	}
	list := make([]review.Decision, len(about))
	for i, row := range about {
		if list[i], err = decisionOf(row.Decision, row.UndoneAt); err != nil {
			return nil, err
		}
	}
	return newestDecisions(list, int(pageSize(limit))), nil
}

// KnowsUser implements review.UserBoard.
func (s *Store) KnowsUser(ctx context.Context, app, userID string) (bool, error) {
	known, err := s.read().KnowsUser(ctx, query.KnowsUserParams{App: app, UserID: userID})
	return known != 0, failure(err)
}
