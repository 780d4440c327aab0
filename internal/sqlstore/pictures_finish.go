package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// FinishPicture implements pictures.Store.
func (s *Store) FinishPicture(ctx context.Context, check pictures.Check, r pictures.Result) error {
	row, err := lineRow(r.Record)
	if err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		ended, err := q.EndPictureCheck(ctx, query.EndPictureCheckParams{ID: check.ID, Token: check.Token})
		if err != nil {
			return err
		}
		if ended == 0 {
			return errLent()
		}
		receipt, err := s.filePicture(ctx, q, r)
		if err != nil {
			return err
		}
		row := row
		row.CaseID = receipt.CaseID
		if err := answerPicture(ctx, q, row, r.Record); err != nil {
			return err
		}
		if r.Print != nil {
			if err := q.InsertPicture(ctx, pictureRow(r, receipt)); err != nil {
				return err
			}
		}
		if r.Event == nil {
			return nil
		}
		return appendEvents(ctx, q, []outbox.Event{*r.Event})
	})
}

// filePicture opens the case where a person is to decide, or joins that of the
// same group.
func (s *Store) filePicture(ctx context.Context, q *query.Queries, r pictures.Result) (intake.Receipt, error) {
	if r.Report == nil {
		return intake.Receipt{}, nil
	}
	filed, err := lineReport(ctx, r.Record, *r.Report)
	if err != nil {
		return intake.Receipt{}, err
	}
	filed.plan = func(_ int64, standing intake.Standing) intake.Plan {
		return linePlan(*r.Report, r.Group, standing)
	}
	receipts, err := s.fileInTurn(ctx, q, []filing{*filed})
	if err != nil {
		return intake.Receipt{}, err
	}
	return receipts[0], nil
}

// answerPicture puts what came of it into the message.
func answerPicture(ctx context.Context, q *query.Queries, row query.InsertLineParams, record screen.Record) error {
	err := q.AnswerPicture(ctx, query.AnswerPictureParams{
		Outcome: row.Outcome, Label: row.Label, Score: row.Score, Reasons: row.Reasons, Evidence: row.Evidence, Policy: row.Policy,
		CaseID: row.CaseID, DataID: row.DataID, App: row.App,
	})
	if err != nil {
		return err
	}
	causes := causesOf(record)
	for i := range causes {
		causes[i].LineID = record.ID
	}
	return q.InsertLineCauses(ctx, causes)
}

func pictureRow(r pictures.Result, receipt intake.Receipt) query.InsertPictureParams {
	return query.InsertPictureParams{
		DataID: r.Record.DataID, App: r.Record.App, Hash: r.Print.Hash.String(), InnerHash: r.Print.Inner.String(), Quality: int64(r.Print.Quality),
		CaseID: receipt.CaseID, Opened: asInt(receipt.CaseID != 0 && receipt.CaseID == receipt.ReportID), CaseGroup: r.Group, At: millis(r.Record.At),
	}
}
