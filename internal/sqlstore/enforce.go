package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

var _ enforce.Store = (*Store)(nil)

// SanctionsInForce implements enforce.Store.
func (s *Store) SanctionsInForce(ctx context.Context, app, userID string, now time.Time) ([]enforce.Sanction, error) {
	rows, err := s.read().SanctionsInForce(ctx, query.SanctionsInForceParams{App: app, UserID: userID, Now: millis(now)})
	return sanctionsOf(rows), failure(err)
}

// ListSanctions implements enforce.Store.
func (s *Store) ListSanctions(ctx context.Context, filter enforce.SanctionFilter) ([]enforce.Sanction, error) {
	rows, err := s.pickSanctions(ctx, filter, pageCursor(filter.Before), pageSize(filter.Limit))
	return sanctionsOf(rows), failure(err)
}

// pickSanctions picks by the narrowest index that the filter allows.
func (s *Store) pickSanctions(ctx context.Context, f enforce.SanctionFilter, before int64, limit int32) ([]query.Sanction, error) {
	action, at := string(f.Action), millis(f.InForceAt)
	switch q := s.read(); {
	case f.App == "":
		return q.SanctionsAnywhere(ctx, query.SanctionsAnywhereParams{
			Before: before, UserID: f.UserID, PlaceID: f.PlaceID, Action: action, InForceAt: at, MaxSanctions: limit,
		})
	case f.UserID != "":
		return q.SanctionsOfUser(ctx, query.SanctionsOfUserParams{
			App: f.App, UserID: f.UserID, Before: before, PlaceID: f.PlaceID, Action: action, InForceAt: at, MaxSanctions: limit,
		})
	case f.PlaceID != "":
		return q.SanctionsOfPlace(ctx, query.SanctionsOfPlaceParams{
			App: f.App, PlaceID: f.PlaceID, Before: before, Action: action, InForceAt: at, MaxSanctions: limit,
		})
	case at != 0:
		return q.SanctionsInForceOfApp(ctx, query.SanctionsInForceOfAppParams{
			App: f.App, Before: before, InForceAt: at, Action: action, MaxSanctions: limit,
		})
	default:
		return q.SanctionsOfApp(ctx, query.SanctionsOfAppParams{App: f.App, Before: before, Action: action, MaxSanctions: limit})
	}
}

func sanctionRow(s enforce.Sanction) query.InsertSanctionParams {
	return query.InsertSanctionParams{
		App: s.App, SubjectKind: string(s.Subject.Kind), SubjectID: s.Subject.ID,
		Action: string(s.Action), Module: int64(s.Module), UserID: s.UserID, PlaceID: s.PlaceID, Label: string(s.Label),
		StartsAt: millis(s.StartsAt), EndsAt: millis(s.EndsAt),
		CaseID: s.CaseID, DecisionID: s.DecisionID, Author: s.Author, Bond: s.Bond(), Seat: seatText(s.Seat),
	}
}

// seatText is a seat as JSON; empty for none.
func seatText(seat content.Seat) string {
	if seat == (content.Seat{}) {
		return ""
	}
	text, err := json.Marshal(seat)
	if err != nil {
		panic("sqlstore: plain fields do not marshal: " + err.Error())
	}
	return string(text)
}

// seatOf reads it. One that nobody can read is none: the sanction stands all the
// same.
func seatOf(text string) (seat content.Seat) {
	if text != "" {
		_ = json.Unmarshal([]byte(text), &seat)
	}
	return seat
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
		UserID: row.UserID, PlaceID: row.PlaceID, Seat: seatOf(row.Seat), Label: verdict.Label(row.Label),
		StartsAt: moment(row.StartsAt), EndsAt: moment(row.EndsAt),
		CaseID: row.CaseID, DecisionID: row.DecisionID, Author: row.Author,
		LiftedAt: moment(row.LiftedAt), LiftedBy: row.LiftedBy, LiftMemo: row.LiftMemo, EndedAt: moment(row.EndedAt),
	}
}
