package sqlstore

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ delivery.Store = (*Store)(nil)

// RecordAttempt implements delivery.Store.
func (s *Store) RecordAttempt(ctx context.Context, claim outbox.Claim, attempt outbox.Attempt, retryAt time.Time) (err error) {
	ctx, span := about(ctx, "outbox.record", claim.App, claim.CaseID)
	defer func() { span.Finish(err) }()
	row := attemptRow(claim.ID, attempt)
	settled := settlement(claim, attempt, retryAt)
	var passed bool // the loan is somebody else's now
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		passed = false
		if err := q.InsertAttempt(ctx, row); err != nil {
			return err
		}
		token, err := q.LockLane(ctx, query.LockLaneParams{App: claim.App, Lane: claim.Lane})
		if notFound(err) || err == nil && (token == "" || token != claim.Token) {
			passed = true
			return nil
		}
		if err != nil {
			return err
		}
		if err := q.SettleEvent(ctx, settled); err != nil {
			return err
		}
		return advance(ctx, q, claim.App, claim.Lane)
	})
	if err == nil && passed {
		return fault.New(fault.Conflict, "loan_passed", "the loan of event %d has passed to somebody else", claim.ID)
	}
	return err
}

// advance gives the lane its next head, or ends it. The caller has locked it.
func advance(ctx context.Context, q *query.Queries, app, lane string) error {
	head, err := q.LaneHead(ctx, query.LaneHeadParams{App: app, Lane: lane})
	if notFound(err) {
		return q.CloseLane(ctx, query.CloseLaneParams{App: app, Lane: lane})
	}
	if err != nil {
		return err
	}
	return q.FreeLane(ctx, query.FreeLaneParams{DueAt: head.DueAt, App: app, Lane: lane})
}

// settlement is what the attempt makes of its event.
func settlement(claim outbox.Claim, attempt outbox.Attempt, retryAt time.Time) query.SettleEventParams {
	ended := millis(attempt.At.Add(attempt.Took))
	settled := query.SettleEventParams{
		ID: claim.ID, At: millis(attempt.At), LastError: plain(attempt.Error),
		State: string(outbox.Pending), DueAt: millis(retryAt), Refused: asInt(attempt.Outcome == outbox.Refused),
	}
	switch {
	case attempt.Outcome == outbox.Done:
		settled.State, settled.DueAt, settled.DoneAt = string(outbox.Delivered), millis(claim.DueAt), ended
	case retryAt.IsZero():
		settled.State, settled.DueAt, settled.DoneAt = string(outbox.Dead), millis(claim.DueAt), ended
	}
	return settled
}

func attemptRow(eventID int64, a outbox.Attempt) query.InsertAttemptParams {
	return query.InsertAttemptParams{
		EventID: eventID, At: millis(a.At), TookMs: a.Took.Milliseconds(), Status: int64(a.Status),
		Answer: beginning(plain(a.Answer), outbox.AnswerLimit), Error: beginning(plain(a.Error), outbox.AnswerLimit),
		Outcome: string(a.Outcome),
	}
}

// beginning is as much of valid text as fits into limit bytes, cut between
// characters.
func beginning(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

func attemptOf(row query.Attempt) outbox.Attempt {
	return outbox.Attempt{
		EventID: row.EventID, At: moment(row.At), Took: time.Duration(row.TookMs) * time.Millisecond,
		Status: int(row.Status), Answer: row.Answer, Error: row.Error, Outcome: outbox.Outcome(row.Outcome),
	}
}
