package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

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
		for i, row := range rows {
			if err := markLifted(ctx, q, row, &lifted[i], lifting{by: by, memo: memo, now: now}); err != nil {
				return err
			}
		}
		if err := appendEvents(ctx, q, follow(lifted)); err != nil {
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

// lifting is who lifts, why and when; owed: without telling the platform.
type lifting struct {
	by, memo string
	now      time.Time
	owed     bool
}

// markLifted writes the lift of a locked sanction. One that the platform is
// told of settles what is owed about its bond.
func markLifted(ctx context.Context, q *query.Queries, row query.Sanction, s *enforce.Sanction, l lifting) error {
	s.LiftedAt, s.LiftedBy, s.LiftMemo = moment(millis(l.now)), l.by, plain(l.memo)
	err := q.LiftSanction(ctx, query.LiftSanctionParams{
		LiftedAt: millis(l.now), LiftedBy: l.by, LiftMemo: s.LiftMemo, LiftOwed: asInt(l.owed), ID: row.ID,
	})
	if err != nil || l.owed {
		return err
	}
	return q.ForgetOwedLifts(ctx, query.ForgetOwedLiftsParams{App: row.App, Bond: row.Bond})
}

// LiftSanction implements enforce.Store.
func (s *Store) LiftSanction(ctx context.Context, app string, sanctionID int64, by, memo string, now time.Time,
	follow func(lifted enforce.Sanction, covered bool) []outbox.Event) (enforce.Sanction, error) {
	var lifted enforce.Sanction
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		row, others, err := lockStanding(ctx, q, app, sanctionID, now)
		if err != nil {
			return err
		}
		lifted = sanctionOf(row)
		covered := others > 0
		if err := markLifted(ctx, q, row, &lifted, lifting{by: by, memo: memo, now: now, owed: covered}); err != nil {
			return err
		}
		if err := s.auditLiftOne(ctx, q, lifted); err != nil {
			return err
		}
		events := follow(lifted, covered)
		if err := appendEvents(ctx, q, events); err != nil || covered || len(events) == 0 {
			return err
		}
		return ending{q: q, now: now}.stillUncovered(ctx, []query.Sanction{row})
	})
	if err != nil {
		return enforce.Sanction{}, err
	}
	return lifted, nil
}

// lockStanding locks a sanction with all that stand of its bond, and returns
// how many others these are.
func lockStanding(ctx context.Context, q *query.Queries, app string, sanctionID int64, now time.Time) (row query.Sanction, others int, err error) {
	row, err = q.FindSanction(ctx, query.FindSanctionParams{ID: sanctionID, App: app})
	if notFound(err) {
		return row, 0, fault.New(fault.NotFound, "", "there is no sanction %d", sanctionID)
	}
	if err != nil {
		return row, 0, err
	}
	bond, err := q.LockBond(ctx, query.LockBondParams{App: app, Bond: row.Bond, Now: millis(now)})
	if err != nil {
		return row, 0, err
	}
	for _, standing := range bond {
		if standing.ID == sanctionID {
			return standing, len(bond) - 1, nil
		}
	}
	return row, 0, fault.New(fault.Conflict, enforce.CodeNotInForce, "sanction %d is not in force", sanctionID)
}
