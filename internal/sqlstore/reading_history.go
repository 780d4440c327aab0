package sqlstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// History implements review.Reader.
func (s *Store) History(ctx context.Context, app, userID string, limit int) (review.UserHistory, error) {
	about := looking{q: s.read(), app: app, user: userID, limit: pageSize(limit)}
	history, err := about.back(ctx)
	if err != nil {
		return review.UserHistory{}, failure(err)
	}
	history.Sanctions, err = s.ListSanctions(ctx, enforce.SanctionFilter{App: app, UserID: userID, Limit: int(about.limit)})
	return history, err
}

// looking is a look back at a user.
type looking struct {
	q         *query.Queries
	app, user string
	limit     int32
}

func (l looking) back(ctx context.Context) (h review.UserHistory, err error) {
	known, err := accuracyOf(ctx, l.q, l.app, l.user)
	if err != nil {
		return h, err
	}
	h.Accuracy = known[l.user]
	if h.Reports, err = l.against(ctx); err != nil {
		return h, err
	}
	if h.Filed, err = l.by(ctx, h.Accuracy); err != nil {
		return h, err
	}
	h.Decisions, err = l.decisions(ctx)
	return h, err
}

// against are the reports of the cases that accuse him.
func (l looking) against(ctx context.Context) ([]review.FiledReport, error) {
	rows, err := l.q.ReportsAgainst(ctx, query.ReportsAgainstParams{App: l.app, UserID: l.user, MaxReports: l.limit})
	if err != nil {
		return nil, err
	}
	var list []review.FiledReport
	for _, row := range rows {
		c := row.Case
		filed, err := filedReport(row.Report, row.Agreed, row.Disagreed,
			outcomeIn(c.ID, c.State, c.DecidedKind, c.DecidedID, c.DecidedAt, c.Verdict))
		if err != nil {
			return nil, err
		}
		list = append(list, filed)
	}
	return list, nil
}

// by are the reports that he filed.
func (l looking) by(ctx context.Context, his review.Accuracy) ([]review.FiledReport, error) {
	rows, err := l.q.ReportsBy(ctx, query.ReportsByParams{App: l.app, Reporter: l.user, MaxReports: l.limit})
	if err != nil {
		return nil, err
	}
	var list []review.FiledReport
	for _, row := range rows {
		filed, err := filedReport(row.Report, int64(his.Agreed), int64(his.Disagreed),
			outcomeIn(row.Report.CaseID, row.State, row.DecidedKind, row.DecidedID, row.DecidedAt, row.Verdict))
		if err != nil {
			return nil, err
		}
		list = append(list, filed)
	}
	return list, nil
}

// decisions are those on his cases, and those that punished him elsewhere: an
// administrator's order has no case.
func (l looking) decisions(ctx context.Context) ([]review.Decision, error) {
	about, err := l.q.DecisionsAbout(ctx, query.DecisionsAboutParams{App: l.app, UserID: l.user, MaxDecisions: l.limit})
	if err != nil {
		return nil, err
	}
	punishing, err := l.q.DecisionsPunishing(ctx, query.DecisionsPunishingParams{App: l.app, UserID: l.user, MaxDecisions: l.limit})
	if err != nil {
		return nil, err
	}
	for _, row := range punishing { // what was taken back has no sanction any more
		about = append(about, query.DecisionsAboutRow{Decision: row.Decision})
	}
	var list []review.Decision
	for _, row := range about {
		d, err := decisionOf(row.Decision, row.UndoneAt)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return newestDecisions(list, int(l.limit)), nil
}

// newestDecisions orders decisions, each once.
func newestDecisions(list []review.Decision, limit int) []review.Decision {
	slices.SortStableFunc(list, func(a, b review.Decision) int { return cmp.Compare(b.ID, a.ID) })
	list = slices.CompactFunc(list, func(a, b review.Decision) bool { return a.ID == b.ID })
	return list[:min(len(list), limit)]
}

// ReporterAccuracy implements review.Reader.
func (s *Store) ReporterAccuracy(ctx context.Context, app string, reporters []string) (map[string]review.Accuracy, error) {
	known, err := accuracyOf(ctx, s.read(), app, reporters...)
	return known, failure(err)
}

// accuracyOf has an entry for every reporter, the zero value for those of whom
// nothing was decided.
func accuracyOf(ctx context.Context, q *query.Queries, app string, reporters ...string) (map[string]review.Accuracy, error) {
	known := make(map[string]review.Accuracy, len(reporters))
	var asked []query.ReporterAccuracyParams
	for _, reporter := range reporters {
		if _, twice := known[reporter]; !twice {
			known[reporter] = review.Accuracy{}
			asked = append(asked, query.ReporterAccuracyParams{App: app, Reporter: reporter})
		}
	}
	rows, err := q.ReportersAccuracy(ctx, asked)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		known[row.Reporter] = review.Accuracy{Agreed: int(row.Agreed), Disagreed: int(row.Disagreed)}
	}
	return known, nil
}
