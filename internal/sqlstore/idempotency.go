package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/idempotency"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ idempotency.Store = (*Store)(nil)

// BeginCall implements idempotency.Store.
func (s *Store) BeginCall(ctx context.Context, call idempotency.Call, now time.Time,
	over func(idempotency.Record) bool) (record idempotency.Record, begun bool, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		rows, err := q.InsertCall(ctx, query.InsertCallParams{
			Principal: call.Principal, CallKey: call.Key, Op: call.Operation, BodyHash: call.BodyHash, At: millis(now),
		})
		record, begun = idempotency.Record{Call: call, At: moment(millis(now))}, true
		if err != nil || rows > 0 {
			return err
		}
		before, err := q.FindCall(ctx, query.FindCallParams{Principal: call.Principal, CallKey: call.Key})
		if notFound(err) {
			return errRetry // forgotten since
		}
		if err != nil {
			return err
		}
		if found := callOf(before); !over(found) {
			record, begun = found, false
			return nil
		}
		return takeOver(ctx, q, before, call, now)
	})
	return record, begun && err == nil, err
}

func takeOver(ctx context.Context, q *query.Queries, before query.Idempotency, call idempotency.Call, now time.Time) error {
	rows, err := q.TakeOverCall(ctx, query.TakeOverCallParams{
		Op: call.Operation, BodyHash: call.BodyHash, At: millis(now),
		Principal: call.Principal, CallKey: call.Key, Seen: before.At, SeenStatus: before.Status,
	})
	if err == nil && rows == 0 {
		return errRetry // another was quicker
	}
	return err
}

func callOf(row query.Idempotency) idempotency.Record {
	return idempotency.Record{
		Call:   idempotency.Call{Principal: row.Principal, Key: row.CallKey, Operation: row.Op, BodyHash: row.BodyHash},
		Status: int(row.Status), Answer: row.Answer, At: moment(row.At),
	}
}

// KeepAnswer implements idempotency.Store.
func (s *Store) KeepAnswer(ctx context.Context, begun idempotency.Record, status int, answer []byte) error {
	if answer == nil {
		answer = []byte{} // an answer without a body, not none
	}
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		_, err := q.KeepAnswer(ctx, query.KeepAnswerParams{
			Status: int64(status), Answer: answer,
			Principal: begun.Call.Principal, CallKey: begun.Call.Key, At: millis(begun.At),
		})
		return err
	})
}

// ForgetCall implements idempotency.Store.
func (s *Store) ForgetCall(ctx context.Context, begun idempotency.Record) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.ForgetCall(ctx, query.ForgetCallParams{
			Principal: begun.Call.Principal, CallKey: begun.Call.Key, At: millis(begun.At),
		})
	})
}

// DeleteCallsBefore implements idempotency.Store.
func (s *Store) DeleteCallsBefore(ctx context.Context, before time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		_, err := q.DeleteCallsBefore(ctx, millis(before))
		return err
	})
}

// freeCalls forgets the calls that a process which was alone with the database
// did not come to answer: whoever made them may make them again at once.
func (s *Store) freeCalls(ctx context.Context) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error { return q.DeleteUnansweredCalls(ctx) })
}
