package sqlstore

import (
	"context"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/reversal"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ reversal.Store = (*Store)(nil)

// CountReversal implements reversal.Store.
func (s *Store) CountReversal(ctx context.Context, scope reversal.Scope) (counts reversal.Counts, err error) {
	from, to := millis(scope.From), millis(scope.To)
	all, err := s.read().CountLinesOfCause(ctx, query.CountLinesOfCauseParams{
		Kind: string(scope.Cause.Kind), CauseID: scope.Cause.ID, Version: scope.Cause.Version, App: scope.App, FromAt: from, ToAt: to,
	})
	if err != nil {
		return counts, failure(err)
	}
	rows, err := s.read().CountLedLines(ctx, query.CountLedLinesParams{
		Kind: string(scope.Cause.Kind), CauseID: scope.Cause.ID, Version: scope.Cause.Version, App: scope.App, FromAt: from, ToAt: to,
	})
	counts.Lines = int(all)
	for _, row := range rows {
		switch policy.Outcome(row.Outcome) {
		case policy.Deny:
			counts.Denied += int(row.Number)
		case policy.Mask:
			counts.Masked += int(row.Number)
		case policy.Review:
			if review.State(row.State) == review.Decided {
				counts.Decided += int(row.Number)
			} else {
				counts.Waiting += int(row.Number)
			}
		}
	}
	return counts, failure(err)
}

// BeginReversal implements reversal.Store.
func (s *Store) BeginReversal(ctx context.Context, scope reversal.Scope, begun reversal.Begun) (id int64, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		id, err = q.InsertReversal(ctx, query.InsertReversalParams{
			App: scope.App, Kind: string(scope.Cause.Kind), CauseID: scope.Cause.ID, Version: scope.Cause.Version,
			FromAt: millis(scope.From), ToAt: millis(scope.To), Note: plain(begun.Note), StaffID: begun.StaffID, At: millis(begun.At),
		})
		if err != nil {
			return err
		}
		detail := ofCause(scope.Cause)
		detail["version"], detail["note"] = scope.Cause.Version, auditlog.Clean(begun.Note, auditlog.MaxText)
		detail["denied"], detail["masked"], detail["waiting"] = begun.Counts.Denied, begun.Counts.Masked, begun.Counts.Waiting
		for name, at := range map[string]int64{"from": millis(scope.From), "to": millis(scope.To)} {
			if at != 0 {
				detail[name] = moment(at)
			}
		}
		return s.audit(ctx, q, audited{action: auditlog.ReversalBegin, app: scope.App, object: numbered(auditlog.AReversal, id), detail: detail})
	})
	return id, err
}

// EndReversal implements reversal.Store.
func (s *Store) EndReversal(ctx context.Context, id int64, app string, cause policy.Cause, done reversal.Progress) error {
	detail := ofCause(cause)
	detail["total"], detail["done"], detail["skipped"] = done.Total, done.Done, done.Skipped
	detail["called_back"], detail["closed"] = done.CalledBack, done.Closed
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return s.audit(ctx, q, audited{action: auditlog.ReversalEnd, app: app, object: numbered(auditlog.AReversal, id), detail: detail})
	})
}

func ofCause(cause policy.Cause) map[string]any {
	return map[string]any{"cause": string(cause.Kind) + ":" + strconv.FormatInt(cause.ID, 10)}
}
