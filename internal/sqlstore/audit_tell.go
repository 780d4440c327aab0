package sqlstore

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// rulingAudit is what is told of a decision: on a case, or ordered by a report.
func rulingAudit(action auditlog.Action, d review.Decision) audited {
	object := numbered(auditlog.ACase, d.CaseID)
	if action == auditlog.ReportOrder {
		object = numbered(auditlog.AReport, d.RecordID)
	}
	return audited{action: action, app: d.App, object: object, detail: map[string]any{
		"author_kind": d.Author.Kind, "author": d.Author.ID, "verdict": d.Verdict, "actions": actionsOf(d.Actions),
	}}
}

// claimAudit is what is told of a case that has been lent: from here on its
// holder has seen it.
func claimAudit(c review.Case) audited {
	return audited{action: auditlog.CaseClaim, app: c.App, object: numbered(auditlog.ACase, c.ID),
		detail: map[string]any{"queue": c.Queue, "reviewer": c.Holder}}
}

// carriedOut is a punishment without its content.
type carriedOut struct {
	Type    string `json:"type"`
	Module  int    `json:"module"`
	Hours   int    `json:"hours"` // -1: for ever
	UserID  string `json:"user_id,omitempty"`
	PlaceID string `json:"place_id,omitempty"`
}

func actionsOf(punishments []enforce.Punishment) []carriedOut {
	actions := make([]carriedOut, len(punishments))
	for i, p := range punishments {
		actions[i] = carriedOut{Type: string(p.Action), Module: int(p.Module), Hours: p.Hours, UserID: p.UserID, PlaceID: p.PlaceID}
	}
	return actions
}

// auditLift tells of a lift, also of one that found nothing in force: the
// platform is told of it all the same.
func (s *Store) auditLift(ctx context.Context, q *query.Queries, m enforce.Match, by string, lifted []enforce.Sanction) error {
	object := auditlog.Object{Kind: auditlog.AUser, ID: m.UserID}
	if m.UserID == "" {
		object = auditlog.Object{Kind: auditlog.APlace, ID: m.PlaceID}
	}
	sanctions := make([]int64, len(lifted))
	for i, sanction := range lifted {
		sanctions[i] = sanction.ID
	}
	return s.audit(ctx, q, audited{action: auditlog.SanctionLift, app: m.App, object: object, detail: map[string]any{
		"type": m.Action, "module": int(m.Module), "by": by, "sanctions": sanctions,
	}})
}

// auditLiftOne tells of the lift of one sanction among, perhaps, several.
func (s *Store) auditLiftOne(ctx context.Context, q *query.Queries, lifted enforce.Sanction) error {
	return s.audit(ctx, q, audited{action: auditlog.SanctionLift, app: lifted.App, object: numbered(auditlog.ASanction, lifted.ID),
		detail: map[string]any{
			"type": lifted.Action, "module": int(lifted.Module), "by": lifted.LiftedBy, "sanctions": []int64{lifted.ID},
			"user_id": lifted.UserID, "place_id": lifted.PlaceID,
		}})
}

func (s *Store) auditListed(ctx context.Context, q *query.Queries, action auditlog.Action, list review.List, app, userID string) error {
	return s.audit(ctx, q, audited{action: action, app: app, object: auditlog.Object{Kind: auditlog.AUser, ID: userID},
		detail: map[string]any{"list": list}})
}

func (s *Store) auditAccount(ctx context.Context, q *query.Queries, action auditlog.Action, account staff.Account) error {
	return s.audit(ctx, q, audited{action: action, object: numbered(auditlog.AStaff, account.ID),
		detail: map[string]any{"username": account.Username, "role": account.Role, "disabled": account.Disabled}})
}

func (s *Store) auditResend(ctx context.Context, q *query.Queries, event query.Outbox, overtaken bool) error {
	return s.audit(ctx, q, audited{action: auditlog.DeliveryResend, app: event.App, object: numbered(auditlog.ADelivery, event.ID),
		detail: map[string]any{"overtaken": overtaken}})
}
