package sqlstore

import (
	"context"
	"fmt"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ intake.DialogueStore = (*Store)(nil)

// FileDialogue implements intake.DialogueStore. Its repetition key, which two
// reports at the same moment meet in, is forgotten one day; what the table has
// of it never is.
func (s *Store) FileDialogue(ctx context.Context, report review.Report, repeatKey string,
	plan func(reportID int64, standing intake.Standing) intake.Plan) (receipt intake.Receipt, err error) {
	filed, err := dialogueFiling(ctx, report, repeatKey, plan)
	if err != nil {
		return intake.Receipt{}, err
	}
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		ticket, err := q.FindDialogue(ctx, query.FindDialogueParams{
			App: report.App, Credential: report.Dialogue.Credential, ReportKey: report.Dialogue.ReportID,
		})
		switch {
		case err == nil:
			receipt = intake.Receipt{ReportID: ticket, Duplicate: true}
			receipt.CaseID, err = q.CountRepeats(ctx, query.CountRepeatsParams{Number: 1, ID: ticket})
			return err
		case !notFound(err):
			return err
		}
		if receipt, err = s.fileOne(ctx, q, filed); err != nil || receipt.Duplicate {
			return err
		}
		return q.InsertDialogue(ctx, query.InsertDialogueParams{
			App: report.App, Credential: report.Dialogue.Credential, ReportKey: report.Dialogue.ReportID, Ticket: receipt.ReportID,
		})
	})
	return receipt, err
}

// FileAppeal implements intake.DialogueStore. The lock of the ticket's case puts
// appeals in a row.
func (s *Store) FileAppeal(ctx context.Context, app string, ticket int64, repeatKey string,
	appeal func(review.Case) (review.Report, error), plan func(review.Report, intake.Standing) intake.Plan) (receipt intake.Receipt, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		c, report, err := appealed(ctx, q, app, ticket, appeal)
		if err != nil {
			return err
		}
		filed, err := dialogueFiling(ctx, report, repeatKey, func(_ int64, standing intake.Standing) intake.Plan { return plan(report, standing) })
		if err != nil {
			return err
		}
		if receipt, err = s.fileOne(ctx, q, filed); err != nil {
			return err
		}
		if err := q.SetDialogueAppeal(ctx, query.SetDialogueAppealParams{Appeal: receipt.ReportID, Ticket: ticket}); err != nil {
			return err
		}
		return keepFrom(ctx, q, receipt.CaseID, c.DecidedBy)
	})
	return receipt, err
}

// appealed is the ticket's case and the appeal against it.
func appealed(ctx context.Context, q *query.Queries, app string, ticket int64,
	appeal func(review.Case) (review.Report, error)) (c review.Case, report review.Report, err error) {
	if c, err = lockCase(ctx, q, app, ticket); fault.Is(err, fault.NotFound) {
		err = intake.NoTicket(ticket)
	}
	if err != nil {
		return c, report, err
	}
	if report, err = appeal(c); err != nil {
		return c, report, err
	}
	earlier, err := q.DialogueAppeal(ctx, ticket)
	if err == nil && earlier != 0 {
		err = fault.New(fault.Conflict, intake.CodeAppealed, "the ticket %d was appealed against before", ticket)
	}
	return c, report, err
}

// keepFrom sees to it that the case is never lent to the author of a decision.
func keepFrom(ctx context.Context, q *query.Queries, caseID int64, author review.Author) error {
	if author.Kind != review.ByStaff {
		return nil
	}
	staffID, err := strconv.ParseInt(author.ID, 10, 64)
	if err != nil {
		return fmt.Errorf("the decision's author %q is no member of the staff: %w", author.ID, err)
	}
	return q.SkipCase(ctx, query.SkipCaseParams{CaseID: caseID, StaffID: staffID})
}

// dialogueFiling is a report whose repetition key counts for good.
func dialogueFiling(ctx context.Context, report review.Report, repeatKey string,
	plan func(reportID int64, standing intake.Standing) intake.Plan) (filing, error) {
	row, err := reportRow(ctx, report)
	return filing{ctx: ctx, report: report, row: row, repeatKey: repeatKey, plan: plan}, err
}

// fileOne files a single report inside a transaction.
func (s *Store) fileOne(ctx context.Context, q *query.Queries, filed filing) (intake.Receipt, error) {
	receipts, err := s.fileInTurn(ctx, q, []filing{filed})
	if err != nil {
		return intake.Receipt{}, err
	}
	return receipts[0], nil
}
