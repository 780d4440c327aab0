package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var _ enforce.Store = (*Store)(nil)

// SanctionsInForce implements enforce.Store.
func (s *Store) SanctionsInForce(ctx context.Context, app, userID string, now time.Time) ([]enforce.Sanction, error) {
	rows, err := s.read().SanctionsInForce(ctx, query.SanctionsInForceParams{App: app, UserID: userID, Now: millis(now)})
	return sanctionsOf(rows), failure(err)
}

// LiftSanctions implements enforce.Store.
func (s *Store) LiftSanctions(ctx context.Context, match enforce.Match, by, memo string, now time.Time,
	follow func(lifted []enforce.Sanction) []outbox.Event) ([]enforce.Sanction, error) {
	var lifted []enforce.Sanction
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		rows, err := lockMatching(ctx, q, match, now)
		if err != nil {
			return err
		}
		lifted = sanctionsOf(rows)
		for i := range lifted {
			lifted[i].LiftedAt, lifted[i].LiftedBy, lifted[i].LiftMemo = moment(millis(now)), by, plain(memo)
			err := q.LiftSanction(ctx, query.LiftSanctionParams{
				LiftedAt: millis(now), LiftedBy: by, LiftMemo: lifted[i].LiftMemo, ID: lifted[i].ID,
			})
			if err != nil {
				return err
			}
		}
		if err := appendEvents(ctx, q, follow(lifted), 0); err != nil {
			return err
		}
		if err := s.auditLift(ctx, q, match, by, lifted); err != nil {
			return err
		}
		return nothingNew(ctx, q, match, now)
	})
	if err != nil {
		return nil, err
	}
	return lifted, nil
}

// nothingNew asks again where the lanes are locked: a sanction that came into
// force before the lift reached its lane is undone by the lift's event, and so
// must be lifted here too.
func nothingNew(ctx context.Context, q *query.Queries, match enforce.Match, now time.Time) error {
	rows, err := lockMatching(ctx, q, match, now)
	if err == nil && len(rows) > 0 {
		return errRetry
	}
	return err
}

// lockMatching picks by whichever index the match allows.
func lockMatching(ctx context.Context, q *query.Queries, m enforce.Match, now time.Time) ([]query.Sanction, error) {
	switch {
	case m.UserID != "":
		return q.LockSanctionsOfUser(ctx, query.LockSanctionsOfUserParams{
			App: m.App, UserID: m.UserID, Now: millis(now), Action: string(m.Action), Module: int64(m.Module), PlaceID: m.PlaceID,
		})
	case m.PlaceID != "":
		return q.LockSanctionsOfPlace(ctx, query.LockSanctionsOfPlaceParams{
			App: m.App, PlaceID: m.PlaceID, Now: millis(now), Action: string(m.Action), Module: int64(m.Module),
		})
	}
	return q.LockSanctionsOfApp(ctx, query.LockSanctionsOfAppParams{
		App: m.App, Now: millis(now), Action: string(m.Action), Module: int64(m.Module),
	})
}

func sanctionRow(s enforce.Sanction) query.InsertSanctionParams {
	return query.InsertSanctionParams{
		App: s.App, SubjectKind: string(s.Subject.Kind), SubjectID: s.Subject.ID,
		Action: string(s.Action), Module: int64(s.Module), UserID: s.UserID, PlaceID: s.PlaceID, Label: string(s.Label),
		StartsAt: millis(s.StartsAt), EndsAt: millis(s.EndsAt),
		CaseID: s.CaseID, DecisionID: s.DecisionID, Author: s.Author,
	}
}

func sanctionsOf(rows []query.Sanction) []enforce.Sanction {
	var list []enforce.Sanction
	for _, row := range rows {
		list = append(list, sanctionOf(row))
	}
	return list
}

func sanctionOf(row query.Sanction) enforce.Sanction {
	return enforce.Sanction{
		ID: row.ID, App: row.App, Subject: content.Subject{Kind: content.SubjectKind(row.SubjectKind), ID: row.SubjectID},
		Action: verdict.Action(row.Action), Module: content.Module(row.Module),
		UserID: row.UserID, PlaceID: row.PlaceID, Label: verdict.Label(row.Label),
		StartsAt: moment(row.StartsAt), EndsAt: moment(row.EndsAt),
		CaseID: row.CaseID, DecisionID: row.DecisionID, Author: row.Author,
		LiftedAt: moment(row.LiftedAt), LiftedBy: row.LiftedBy, LiftMemo: row.LiftMemo, EndedAt: moment(row.EndedAt),
	}
}
