package sqlstore

import (
	"context"
	"math"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// The sizes of a page of entries.
const (
	auditPage    = 100
	maxAuditPage = 1000
)

// AuditEntries implements auditlog.Reader.
func (s *Store) AuditEntries(ctx context.Context, filter auditlog.Filter) ([]auditlog.Linked, error) {
	if filter.Limit <= 0 {
		filter.Limit = auditPage
	}
	asked, err := s.auditQuestion(ctx, filter)
	if notFound(err) {
		return nil, nil // nothing is listed behind an entry that is not there
	}
	if err != nil {
		return nil, failure(err)
	}
	rows, err := s.auditRows(ctx, filter, asked)
	if err != nil {
		return nil, failure(err)
	}
	var list []auditlog.Linked
	for _, row := range rows {
		list = append(list, auditlog.Linked{Entry: auditOf(row.Audit), Position: row.Position, Hash: row.Hash})
	}
	return list, nil
}

// auditQuestion puts the filter's open ends at the ends of time.
func (s *Store) auditQuestion(ctx context.Context, f auditlog.Filter) (query.AuditByTimeParams, error) {
	asked := query.AuditByTimeParams{
		FromAt: stamp(f.From, math.MinInt64), UntilAt: stamp(f.To, math.MaxInt64), CursorAt: math.MaxInt64,
		ActorKind: string(f.ActorKind), ActorID: f.ActorID, ObjectKind: f.Object.Kind, ObjectID: f.Object.ID,
		App: f.App, Action: f.Action, MaxEntries: bounded(min(f.Limit, maxAuditPage)),
	}
	if f.Family() {
		asked.Action, asked.Family = "", f.Action
	}
	if f.BeforeID <= 0 {
		return asked, nil
	}
	at, err := s.read().AuditTime(ctx, f.BeforeID)
	asked.CursorAt, asked.CursorID, asked.UntilAt = at, f.BeforeID, min(asked.UntilAt, at+1)
	return asked, err
}

func stamp(t time.Time, open int64) int64 {
	if t.IsZero() {
		return open
	}
	return t.UnixMilli()
}

// auditRows picks by the narrowest index that the filter allows.
func (s *Store) auditRows(ctx context.Context, f auditlog.Filter, p query.AuditByTimeParams) ([]query.AuditByTimeRow, error) {
	switch q := s.read(); {
	case f.Object.Kind != "" && f.Object.ID != "":
		rows, err := q.AuditByObject(ctx, query.AuditByObjectParams{
			ObjectKind: p.ObjectKind, ObjectID: p.ObjectID, FromAt: p.FromAt, UntilAt: p.UntilAt, CursorAt: p.CursorAt, CursorID: p.CursorID,
			ActorKind: p.ActorKind, ActorID: p.ActorID, App: p.App, Action: p.Action, Family: p.Family, MaxEntries: p.MaxEntries,
		})
		return renamed(rows, func(r query.AuditByObjectRow) query.AuditByTimeRow { return query.AuditByTimeRow(r) }), err
	case f.ActorKind != "" && f.ActorID != "":
		rows, err := q.AuditByActor(ctx, query.AuditByActorParams{
			ActorKind: p.ActorKind, ActorID: p.ActorID, FromAt: p.FromAt, UntilAt: p.UntilAt, CursorAt: p.CursorAt, CursorID: p.CursorID,
			ObjectKind: p.ObjectKind, ObjectID: p.ObjectID, App: p.App, Action: p.Action, Family: p.Family, MaxEntries: p.MaxEntries,
		})
		return renamed(rows, func(r query.AuditByActorRow) query.AuditByTimeRow { return query.AuditByTimeRow(r) }), err
	case p.Action != "":
		rows, err := q.AuditByAction(ctx, query.AuditByActionParams{
			Action: p.Action, FromAt: p.FromAt, UntilAt: p.UntilAt, CursorAt: p.CursorAt, CursorID: p.CursorID,
			ActorKind: p.ActorKind, ActorID: p.ActorID, ObjectKind: p.ObjectKind, ObjectID: p.ObjectID, App: p.App, MaxEntries: p.MaxEntries,
		})
		return renamed(rows, func(r query.AuditByActionRow) query.AuditByTimeRow { return query.AuditByTimeRow(r) }), err
	}
	return s.read().AuditByTime(ctx, p)
}

func renamed[R any](rows []R, as func(R) query.AuditByTimeRow) []query.AuditByTimeRow {
	list := make([]query.AuditByTimeRow, len(rows))
	for i, row := range rows {
		list[i] = as(row)
	}
	return list
}

// AuditLinks implements auditlog.Reader.
func (s *Store) AuditLinks(ctx context.Context, after int64, limit int) ([]auditlog.Link, error) {
	rows, err := s.read().AuditLinks(ctx, query.AuditLinksParams{After: after, MaxLinks: bounded(limit)})
	if err != nil || len(rows) == 0 {
		return nil, failure(err)
	}
	entries, err := s.read().AuditOfLinks(ctx, query.AuditOfLinksParams{First: rows[0].Position, Last: rows[len(rows)-1].Position})
	if err != nil {
		return nil, failure(err)
	}
	byID := map[int64]*auditlog.Entry{}
	for _, row := range entries {
		entry := auditOf(row)
		byID[row.ID] = &entry
	}
	links := make([]auditlog.Link, len(rows))
	for i, row := range rows {
		links[i] = auditlog.Link{Position: row.Position, EntryID: row.EntryID, Prev: row.Prev, Hash: row.Hash, Entry: byID[row.EntryID]}
	}
	return links, nil
}

// AuditUnlinked implements auditlog.Reader.
func (s *Store) AuditUnlinked(ctx context.Context, after int64, limit int) (unlinked []auditlog.Entry, reached int64, err error) {
	reached, err = s.read().AuditReach(ctx, query.AuditReachParams{After: after, MaxEntries: bounded(limit)})
	if err != nil || reached == 0 {
		return nil, 0, failure(err)
	}
	rows, err := s.read().AuditUnlinked(ctx, query.AuditUnlinkedParams{After: after, Until: reached})
	if err != nil {
		return nil, 0, failure(err)
	}
	for _, row := range rows {
		unlinked = append(unlinked, auditOf(row))
	}
	return unlinked, reached, nil
}
