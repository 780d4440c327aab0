package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/retention"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// maxSteps is how many joins and leaves of one call are looked at.
const maxSteps = 2000

// CaseEvidence implements evidence.Store.
func (s *Store) CaseEvidence(ctx context.Context, app string, caseID int64) (d evidence.Dossier, err error) {
	rows, err := s.read().EvidenceOfCase(ctx, query.EvidenceOfCaseParams{CaseID: caseID, MaxItems: evidence.MaxItems})
	if err != nil {
		return d, failure(err)
	}
	if len(rows) == 0 || rows[0].App != app {
		return d, fault.New(fault.NotFound, "", "there is no evidence of case %d", caseID)
	}
	if d.Items, err = itemsOf(rows); err != nil {
		return d, err
	}
	call, err := s.read().CallOf(ctx, query.CallOfParams{App: app, ChannelID: rows[0].ChannelID})
	if err != nil && !notFound(err) {
		return d, failure(err)
	}
	d.Call = roomOf(call)
	d.Call.ChannelID = rows[0].ChannelID
	d.Present, err = s.present(ctx, app, d.Call)
	return d, err
}

// present is who was in the call, with the names that accounts have for those
// whom no join has named.
func (s *Store) present(ctx context.Context, app string, call evidence.Call) ([]evidence.Presence, error) {
	rows, err := s.read().CallSteps(ctx, query.CallStepsParams{App: app, ChannelID: call.ChannelID, MaxSteps: maxSteps})
	if err != nil {
		return nil, failure(err)
	}
	steps := make([]evidence.Step, len(rows))
	for i, row := range rows {
		steps[i] = evidence.Step{
			Kind: evidence.Kind(row.Kind), Seat: content.Seat{ChannelID: row.ChannelID, UID: row.Uid}, User: row.UserID, At: moment(row.At),
		}
	}
	list := evidence.InCall(call, steps)
	for i, p := range list {
		if p.User != "" {
			continue
		}
		if list[i].User, err = s.partyUser(ctx, app, p.UID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// CaseItem implements evidence.Store.
func (s *Store) CaseItem(ctx context.Context, app string, caseID int64, n int) (evidence.Item, error) {
	row, err := s.read().EvidenceInCase(ctx, query.EvidenceInCaseParams{App: app, CaseID: caseID, N: int64(n)})
	if notFound(err) {
		return evidence.Item{}, fault.New(fault.NotFound, "", "case %d has no evidence %d", caseID, n)
	}
	if err != nil {
		return evidence.Item{}, failure(err)
	}
	return itemOf(row)
}

// ClaimCopies implements evidence.Store.
func (s *Store) ClaimCopies(ctx context.Context, limit int, now, until time.Time) (items []evidence.Item, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		items = nil
		rows, err := q.LockDueCopies(ctx, query.LockDueCopiesParams{Now: millis(now), MaxCopies: bounded(limit)})
		if err != nil {
			return err
		}
		for _, row := range rows {
			item, err := itemOf(row)
			if err != nil {
				return err
			}
			item.Token = id.NewKey()
			item.Tries++
			if err := q.LendCopy(ctx, query.LendCopyParams{Until: millis(until), Token: item.Token, ID: item.ID}); err != nil {
				return err
			}
			items = append(items, item)
		}
		return nil
	})
	return items, err
}

// FinishCopy implements evidence.Store.
func (s *Store) FinishCopy(ctx context.Context, item evidence.Item, c evidence.Copy, due time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return lent1(q.FinishCopy(ctx, query.FinishCopyParams{
			CopyState: string(c.State), CopyDueAt: millis(due), CopyDigest: c.Digest, CopyProblem: c.Problem, ID: item.ID, Token: item.Token,
		}))
	})
}

// DropEvidence implements evidence.Store.
func (s *Store) DropEvidence(ctx context.Context, app string, before time.Time, limit int) (items []evidence.Item, err error) {
	err = s.forget(ctx, app, retention.Evidence, func(ctx context.Context, q *query.Queries) (int, error) {
		rows, err := q.DropEvidence(ctx, query.DropEvidenceParams{App: app, Before: millis(before), MaxItems: bounded(limit)})
		if err != nil {
			return 0, err
		}
		items, err = itemsOf(rows)
		return len(items), err
	})
	return items, err
}

func itemsOf(rows []query.Evidence) ([]evidence.Item, error) {
	items := make([]evidence.Item, len(rows))
	for i, row := range rows {
		var err error
		if items[i], err = itemOf(row); err != nil {
			return nil, err
		}
	}
	return items, nil
}

func itemOf(row query.Evidence) (evidence.Item, error) {
	item := evidence.Item{
		ID: row.ID, App: row.App, N: int(row.N), User: row.UserID, ReceivedAt: moment(row.ReceivedAt), Tries: int(row.CopyTries),
		Copy: evidence.Copy{State: evidence.CopyState(row.CopyState), Digest: row.CopyDigest, Problem: row.CopyProblem},
	}
	return item, decode(row.Item, &item.Evidence, "evidence", row.ID)
}
