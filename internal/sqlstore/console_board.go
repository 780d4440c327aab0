package sqlstore

import (
	"context"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ review.Board = (*Store)(nil)

// Findings implements review.Board.
func (s *Store) Findings(ctx context.Context, app, userID string) ([]review.Decision, error) {
	rows, err := s.read().FindingsAbout(ctx, query.FindingsAboutParams{App: app, UserID: userID, MaxCases: review.MaxFindings})
	if err != nil {
		return nil, failure(err)
	}
	return decisionsOf(rows)
}

func decisionsOf(rows []query.Decision) ([]review.Decision, error) {
	list := make([]review.Decision, len(rows))
	for i, row := range rows {
		var err error
		if list[i], err = decisionOf(row, 0); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Waiting implements review.Board.
func (s *Store) Waiting(ctx context.Context, f review.WaitingFilter) ([]review.Case, error) {
	var list []review.Case
	for _, risk := range []int64{1, 0} {
		for senior := range asInt(f.Who.Senior) + 1 {
			rows, err := s.read().WaitingContents(ctx, query.WaitingContentsParams{
				App: f.App, Queue: string(f.Queue), Risk: risk, Senior: senior, Besides: f.Besides, Reviewer: f.Who.ID,
				MaxCases: bounded(min(f.Limit, maxPage) - len(list)),
			})
			if err != nil {
				return nil, failure(err)
			}
			for _, row := range rows {
				waits, err := caseOf(row.Case, row.Report)
				if err != nil {
					return nil, err
				}
				list = append(list, waits)
			}
		}
	}
	return list, nil
}

// WorkOf implements review.Board.
func (s *Store) WorkOf(ctx context.Context, staffID int64, span review.Span) (review.Work, error) {
	rows, err := s.read().DecidedBy(ctx, query.DecidedByParams{
		Author: strconv.FormatInt(staffID, 10), Since: millis(span.Since), Recent: millis(span.Recent),
		Earlier: min(millis(span.Since), millis(span.Recent)),
	})
	if err != nil {
		return review.Work{}, failure(err)
	}
	var work review.Work
	for _, row := range rows {
		if row.Number > 0 {
			work.Queues = append(work.Queues, review.QueueWork{Queue: review.Queue(row.Queue), Decided: int(row.Number)})
		}
		work.Decided += int(row.Number)
		work.Recent += int(row.Recently)
	}
	undone, err := s.read().UndoneBy(ctx, query.UndoneByParams{ByStaff: staffID, Since: millis(span.Since)})
	work.Undone = int(undone)
	return work, failure(err)
}

// TeamWork implements review.Board.
func (s *Store) TeamWork(ctx context.Context, span review.Span) ([]review.MemberWork, error) {
	rows, err := s.read().TeamStats(ctx, query.TeamStatsParams{Since: millis(span.Since), Recent: millis(span.Recent)})
	if err != nil {
		return nil, failure(err)
	}
	list := make([]review.MemberWork, len(rows))
	for i, row := range rows {
		list[i] = review.MemberWork{
			StaffID: row.ID, Username: row.Username, Role: row.Role, Disabled: row.Disabled != 0,
			Work: review.Work{Decided: int(row.Decided), Recent: int(row.Recently), Undone: int(row.Undone)},
		}
	}
	return list, nil
}
