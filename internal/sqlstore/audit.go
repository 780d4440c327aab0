package sqlstore

import (
	"context"
	"encoding/json"
	"maps"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var (
	_ auditlog.Recorder = (*Store)(nil)
	_ auditlog.Reader   = (*Store)(nil)
)

// RecordAudit implements auditlog.Recorder.
func (s *Store) RecordAudit(ctx context.Context, entries ...auditlog.Entry) error {
	rows := make([]query.InsertAuditParams, len(entries))
	for i, entry := range entries {
		var err error
		if rows[i], err = s.ownRow(ctx, entry); err != nil {
			return err
		}
	}
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error { return q.InsertAudits(ctx, rows) })
}

// audited is what a business method says of itself; actor and time are the
// context's and the store's.
type audited struct {
	action auditlog.Action
	app    string
	object auditlog.Object
	detail map[string]any // without secrets and without anybody's text
}

// audit writes an entry into the transaction of what it tells of: neither can
// be without the other.
func (s *Store) audit(ctx context.Context, q *query.Queries, a audited) error {
	row, err := s.auditedRow(ctx, a)
	if err != nil {
		return err
	}
	return q.InsertAudit(ctx, row)
}

// auditedRow is audit's row, of an entry that is written with others. Its
// context is that of who acts.
func (s *Store) auditedRow(ctx context.Context, a audited) (query.InsertAuditParams, error) {
	detail, err := encode(withContext(ctx, a.detail))
	return s.auditRow(ctx, auditlog.Entry{
		Action: a.action, App: a.app, Object: a.object, Detail: json.RawMessage(detail),
	}), err
}

// ownRow is the row of an entry that may bring its own actor and time.
func (s *Store) ownRow(ctx context.Context, entry auditlog.Entry) (row query.InsertAuditParams, err error) {
	own := map[string]any{}
	if len(entry.Detail) > 0 {
		if err := decode(string(entry.Detail), &own, "detail of audit entry", 0); err != nil {
			return row, err
		}
	}
	detail, err := encode(withContext(ctx, own))
	if err != nil {
		return row, err
	}
	entry.Detail = json.RawMessage(detail)
	return s.auditRow(ctx, entry), nil
}

// withContext adds what the context has to say.
func withContext(ctx context.Context, detail map[string]any) map[string]any {
	more := auditlog.DetailFrom(ctx)
	if detail == nil {
		detail = map[string]any{}
	}
	if len(more) == 0 {
		return detail
	}
	all := maps.Clone(more)
	maps.Copy(all, detail)
	return all
}

func (s *Store) auditRow(ctx context.Context, e auditlog.Entry) query.InsertAuditParams {
	if e.Actor == (auditlog.Actor{}) {
		e.Actor = auditlog.ActorFrom(ctx)
	}
	if e.At.IsZero() {
		e.At = s.now()
	}
	clean := func(text string) string { return auditlog.Clean(text, auditlog.MaxText) }
	return query.InsertAuditParams{
		At: millis(e.At), ActorKind: string(e.Actor.Kind), ActorID: clean(e.Actor.ID), ActorName: clean(e.Actor.Name),
		ActorAddress: clean(e.Actor.Address), ActorVia: clean(e.Actor.Via),
		Action: string(e.Action), App: clean(e.App), ObjectKind: e.Object.Kind, ObjectID: clean(e.Object.ID),
		Detail: string(e.Detail),
	}
}

// numbered is an object that a number names.
func numbered(kind string, number int64) auditlog.Object {
	return auditlog.Object{Kind: kind, ID: strconv.FormatInt(number, 10)}
}

func auditOf(row query.Audit) auditlog.Entry {
	return auditlog.Entry{
		ID: row.ID, At: time.UnixMilli(row.At).UTC(), // also a forged 0
		Actor: auditlog.Actor{Kind: auditlog.ActorKind(row.ActorKind), ID: row.ActorID, Name: row.ActorName,
			Address: row.ActorAddress, Via: row.ActorVia},
		Action: auditlog.Action(row.Action), App: row.App,
		Object: auditlog.Object{Kind: row.ObjectKind, ID: row.ObjectID}, Detail: json.RawMessage(row.Detail),
	}
}
