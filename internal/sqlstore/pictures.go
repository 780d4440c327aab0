package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/pictures/pdq"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ pictures.Store = (*Store)(nil)

// RecordPicture implements screen.Store.
func (s *Store) RecordPicture(ctx context.Context, record screen.Record, channel string) error {
	row, err := lineRow(record)
	if err != nil {
		return err
	}
	check := query.InsertPictureCheckParams{App: record.App, DataID: record.DataID, Channel: channel, DueAt: millis(record.At)}
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.InsertLine(ctx, row); err != nil {
			return err
		}
		return q.InsertPictureCheck(ctx, check)
	})
}

// DuePictures implements pictures.Store.
func (s *Store) DuePictures(ctx context.Context, now time.Time) ([]string, error) {
	if err := s.freeDeadPictures(ctx, now); err != nil {
		return nil, err
	}
	apps, err := s.read().DuePictureApps(ctx, millis(now))
	return apps, failure(err)
}

// freeDeadPictures ends the loans of processes that have died.
func (s *Store) freeDeadPictures(ctx context.Context, now time.Time) error {
	if !s.pictureLoans.due(now) {
		return nil
	}
	return s.freeDead(ctx, s.read().PictureOwners, func(ctx context.Context, q *query.Queries, owner int64) error {
		return q.CutPictureLoans(ctx, query.CutPictureLoansParams{Now: millis(now), Owner: owner})
	})
}

// ClaimPictures implements pictures.Store.
func (s *Store) ClaimPictures(ctx context.Context, app string, limit int, now, until time.Time) (checks []pictures.Check, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		checks = nil
		rows, err := q.LockDuePictures(ctx, query.LockDuePicturesParams{App: app, Now: millis(now), MaxChecks: bounded(limit)})
		if err != nil {
			return err
		}
		for _, row := range rows {
			check, err := s.lendPicture(ctx, q, row, until)
			if err != nil {
				return err
			}
			if check.ID != 0 {
				checks = append(checks, check)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return checks, nil
}

// lendPicture lends a locked check. One whose message is forgotten is forgotten
// too, and has no ID then.
func (s *Store) lendPicture(ctx context.Context, q *query.Queries, row query.PictureCheck, until time.Time) (pictures.Check, error) {
	line, err := q.FindLine(ctx, row.DataID)
	if notFound(err) {
		_, err := q.EndPictureCheck(ctx, query.EndPictureCheckParams{ID: row.ID, Token: row.Token})
		return pictures.Check{}, err
	}
	if err != nil {
		return pictures.Check{}, err
	}
	record, err := recordOfLine(line)
	if err != nil {
		return pictures.Check{}, err
	}
	check := pictures.Check{ID: row.ID, Token: id.NewKey(), Attempts: int(row.Attempts) + 1, Channel: row.Channel, Record: record}
	return check, q.LendPicture(ctx, query.LendPictureParams{Until: millis(until), Owner: s.owner(), Token: check.Token, ID: row.ID})
}

// errLent is the answer to who has lost the check.
func errLent() error {
	return fault.New(fault.Conflict, "", "somebody else has this check, or has finished it")
}

// PostponePicture implements pictures.Store.
func (s *Store) PostponePicture(ctx context.Context, check pictures.Check, from time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		changed, err := q.PostponePicture(ctx, query.PostponePictureParams{DueAt: millis(from), ID: check.ID, Token: check.Token})
		if err == nil && changed == 0 {
			return errLent()
		}
		return err
	})
}

// waitingPictures is among how many of the newest cases a picture is looked for.
const waitingPictures = 2000

// WaitingPictures implements pictures.Store.
func (s *Store) WaitingPictures(ctx context.Context, app string) ([]pictures.Waiting, error) {
	rows, err := s.read().WaitingPictures(ctx, query.WaitingPicturesParams{App: app, MaxPictures: waitingPictures})
	if err != nil {
		return nil, failure(err)
	}
	waiting := make([]pictures.Waiting, len(rows))
	for i, row := range rows {
		waiting[i].Group = row.CaseGroup
		if waiting[i].Print, err = printOf(row.Hash, row.InnerHash, row.Quality); err != nil {
			return nil, err
		}
	}
	return waiting, nil
}

// CasePrint implements pictures.Store.
func (s *Store) CasePrint(ctx context.Context, caseID int64) (pictures.Print, error) {
	row, err := s.read().CasePicture(ctx, caseID)
	if notFound(err) {
		return pictures.Print{}, fault.New(fault.NotFound, "", "no picture of case %d was seen", caseID)
	}
	if err != nil {
		return pictures.Print{}, failure(err)
	}
	return printOf(row.Hash, row.InnerHash, row.Quality)
}

func printOf(hash, inner string, quality int64) (p pictures.Print, err error) {
	p.Quality = int(quality)
	if p.Hash, err = pdq.Parse(hash); err == nil {
		p.Inner, err = pdq.Parse(inner)
	}
	if err != nil {
		return p, fault.Wrap(fault.Internal, err, "internal error")
	}
	return p, nil
}

// pictureStep is how many rows one transaction drops.
const pictureStep = 500

// PrunePictures implements pictures.Store.
func (s *Store) PrunePictures(ctx context.Context, before time.Time) (pruned int, err error) {
	for {
		var dropped int64
		err := s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
			dropped, err = q.DropPictures(ctx, query.DropPicturesParams{Before: millis(before), MaxPictures: pictureStep})
			return err
		})
		pruned += int(dropped)
		if err != nil || dropped < pictureStep {
			return pruned, err
		}
	}
}
