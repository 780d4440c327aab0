package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Story implements review.Reader.
func (s *Store) Story(ctx context.Context, app string, caseID int64) (review.Story, error) {
	story, err := storyOf(ctx, s.read(), app, caseID)
	return story, failure(err)
}

func storyOf(ctx context.Context, q *query.Queries, app string, caseID int64) (story review.Story, err error) {
	row, err := q.FindCase(ctx, caseID)
	if notFound(err) || err == nil && row.Case.App != app {
		return story, fault.New(fault.NotFound, "", "there is no case %d", caseID)
	}
	if err != nil {
		return story, err
	}
	if story.Case, err = caseOf(row.Case, row.Report); err != nil {
		return story, err
	}
	for _, chapter := range []func(context.Context, *query.Queries, *review.Story) error{
		tellReports, tellDecisions, tellNotes, tellEffects,
	} {
		if err := chapter(ctx, q, &story); err != nil {
			return review.Story{}, err
		}
	}
	return story, nil
}

func tellReports(ctx context.Context, q *query.Queries, story *review.Story) error {
	rows, err := q.ReportsOfCase(ctx, query.ReportsOfCaseParams{CaseID: story.Case.ID, MaxReports: review.StoryReports})
	if err != nil {
		return err
	}
	for _, row := range rows {
		filed, err := filedReport(row.Report, row.Agreed, row.Disagreed, outcomeOf(story.Case))
		if err != nil {
			return err
		}
		story.Reports = append(story.Reports, filed)
	}
	return nil
}

func tellDecisions(ctx context.Context, q *query.Queries, story *review.Story) error {
	rows, err := q.CaseDecisions(ctx, story.Case.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		d, err := decisionOf(row.Decision, row.UndoneAt)
		if err != nil {
			return err
		}
		story.Decisions = append(story.Decisions, d)
	}
	return nil
}

func tellNotes(ctx context.Context, q *query.Queries, story *review.Story) error {
	rows, err := q.CaseNotes(ctx, story.Case.ID)
	for _, row := range rows {
		story.Notes = append(story.Notes, review.Note{Kind: row.Kind, Author: row.Author, At: moment(row.At), Memo: row.Memo})
	}
	return err
}

// tellEffects tells what followed from the decisions.
func tellEffects(ctx context.Context, q *query.Queries, story *review.Story) error {
	sanctions, err := q.SanctionsOfCase(ctx, story.Case.ID)
	if err != nil {
		return err
	}
	story.Sanctions = sanctionsOf(sanctions)
	events, err := q.OldestCaseEvents(ctx, query.OldestCaseEventsParams{CaseID: story.Case.ID, MaxEvents: maxPage})
	for _, row := range events {
		story.Events = append(story.Events, recordOf(row))
	}
	return err
}

// filedReport is a report with what is known of it now.
func filedReport(row query.Report, agreed, disagreed int64, outcome review.Outcome) (review.FiledReport, error) {
	report, err := reportOf(row)
	return review.FiledReport{
		Report: report, Repeats: int(row.Repeats), Late: row.Late != 0,
		Accuracy: review.Accuracy{Agreed: int(agreed), Disagreed: int(disagreed)}, Outcome: outcome,
	}, err
}

func outcomeOf(c review.Case) review.Outcome {
	return review.Outcome{CaseID: c.ID, State: c.State, DecidedBy: c.DecidedBy, DecidedAt: c.DecidedAt, Verdict: c.Verdict}
}

// outcomeIn is the outcome in the columns of a case; a report without one has
// none.
func outcomeIn(caseID int64, state, kind, id string, decidedAt int64, label string) review.Outcome {
	return review.Outcome{
		CaseID: caseID, State: review.State(state), DecidedBy: review.Author{Kind: review.AuthorKind(kind), ID: id},
		DecidedAt: moment(decidedAt), Verdict: verdict.Label(label),
	}
}
