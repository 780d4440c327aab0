package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/evidence"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ evidence.Store = (*Store)(nil)

// ClaimNotices implements evidence.Store.
func (s *Store) ClaimNotices(ctx context.Context, limit int, now, until time.Time) (notices []evidence.Notice, err error) {
	if err := s.freeDeadNotices(ctx, now); err != nil {
		return nil, err
	}
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		notices = nil
		rows, err := q.LockDueNotices(ctx, query.LockDueNoticesParams{Now: millis(now), MaxNotices: bounded(limit)})
		if err != nil {
			return err
		}
		for _, row := range rows {
			n := evidence.Notice{
				ID: row.ID, App: row.App, Kind: evidence.Kind(row.Kind), Body: json.RawMessage(row.Body), Key: row.NoticeKey,
				ReceivedAt: moment(row.ReceivedAt), Token: id.NewKey(), Attempts: int(row.Attempts) + 1,
			}
			if err := q.LendNotice(ctx, query.LendNoticeParams{Until: millis(until), Owner: s.owner(), Token: n.Token, ID: n.ID}); err != nil {
				return err
			}
			notices = append(notices, n)
		}
		return nil
	})
	return notices, err
}

// freeDeadNotices ends the loans of processes that have died.
func (s *Store) freeDeadNotices(ctx context.Context, now time.Time) error {
	if !s.noticeLoans.due(now) {
		return nil
	}
	return s.freeDead(ctx, s.read().NoticeOwners, func(ctx context.Context, q *query.Queries, owner int64) error {
		return q.CutNoticeLoans(ctx, query.CutNoticeLoansParams{Now: millis(now), Owner: owner})
	})
}

// waitsFor names whom a notice waits for.
func waitsFor(seat content.Seat) string {
	if seat == (content.Seat{}) {
		return ""
	}
	return seat.ChannelID + "\n" + seat.UID
}

// PostponeNotice implements evidence.Store.
func (s *Store) PostponeNotice(ctx context.Context, n evidence.Notice, due time.Time, seat content.Seat) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return lent1(q.PostponeNotice(ctx, query.PostponeNoticeParams{DueAt: millis(due), WaitsFor: waitsFor(seat), ID: n.ID, Token: n.Token}))
	})
}

// lent1 is the end of a loan: who has lost it is told.
func lent1(changed int64, err error) error {
	if err == nil && changed == 0 {
		return fault.New(fault.Conflict, "", "somebody else has this, or has finished it")
	}
	return err
}

func finishNotice(ctx context.Context, q *query.Queries, n evidence.Notice, now time.Time) error {
	return lent1(q.FinishNotice(ctx, query.FinishNoticeParams{Now: millis(now), ID: n.ID, Token: n.Token}))
}

// FinishNotice implements evidence.Store.
func (s *Store) FinishNotice(ctx context.Context, n evidence.Notice, now time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error { return finishNotice(ctx, q, n, now) })
}

// RecordStep implements evidence.Store.
func (s *Store) RecordStep(ctx context.Context, n evidence.Notice, step evidence.Step, now time.Time,
	follow func(evidence.Call) ([]outbox.Event, evidence.Submitted)) error {
	told := query.TellCallParams{App: n.App, ChannelID: step.ChannelID, ChannelName: step.ChannelName, SeenAt: millis(now)}
	switch step.Kind {
	case evidence.Started:
		told.StartedAt = millis(step.At)
	case evidence.Ended:
		told.EndedAt = millis(step.At)
	case evidence.Joined, evidence.Left, evidence.Found, evidence.Lifted:
	}
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := finishNotice(ctx, q, n, now); err != nil {
			return err
		}
		row, err := q.TellCall(ctx, told)
		if err != nil {
			return err
		}
		if err := tellStep(ctx, q, n.App, step, now); err != nil {
			return err
		}
		events, submitted := follow(roomOf(row))
		if int64(submitted) != row.Submitted {
			if err := q.SetCallSubmitted(ctx, query.SetCallSubmittedParams{Submitted: int64(submitted), App: n.App, ChannelID: step.ChannelID}); err != nil {
				return err
			}
		}
		return appendEvents(ctx, q, events)
	})
}

// tellStep notes who came or left, and wakes what waits for who came.
func tellStep(ctx context.Context, q *query.Queries, app string, step evidence.Step, now time.Time) error {
	if step.Kind != evidence.Joined && step.Kind != evidence.Left {
		return nil
	}
	err := q.TellStep(ctx, query.TellStepParams{
		App: app, ChannelID: step.ChannelID, Uid: step.UID, At: millis(step.At), Kind: int64(step.Kind), UserID: step.User,
	})
	if err != nil || step.Kind != evidence.Joined || step.User == "" {
		return err
	}
	return q.WakeNotices(ctx, query.WakeNoticesParams{Now: millis(now), App: app, WaitsFor: waitsFor(content.Seat{ChannelID: step.ChannelID, UID: step.UID})})
}

func roomOf(row query.Call) evidence.Call {
	return evidence.Call{
		ChannelID: row.ChannelID, ChannelName: row.ChannelName, StartedAt: moment(row.StartedAt), EndedAt: moment(row.EndedAt),
		Submitted: evidence.Submitted(row.Submitted),
	}
}

// UserBehind implements evidence.Store.
func (s *Store) UserBehind(ctx context.Context, app string, seat content.Seat, at time.Time) (string, error) {
	user, err := s.read().UserBehind(ctx, query.UserBehindParams{App: app, ChannelID: seat.ChannelID, Uid: seat.UID, At: millis(at)})
	if !notFound(err) {
		return user, failure(err)
	}
	return s.partyUser(ctx, app, seat.UID)
}

// DropTold implements evidence.Store.
func (s *Store) DropTold(ctx context.Context, notices, calls time.Time) error {
	for {
		var dropped int64
		err := s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
			dropped, err = q.DropNotices(ctx, query.DropNoticesParams{Before: millis(notices), MaxNotices: pictureStep})
			return err
		})
		if err != nil {
			return err
		}
		if dropped < pictureStep {
			return s.dropCalls(ctx, calls)
		}
	}
}

func (s *Store) dropCalls(ctx context.Context, before time.Time) error {
	for {
		dropped := 0
		err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
			rows, err := q.DropCalls(ctx, query.DropCallsParams{Before: millis(before), MaxCalls: pictureStep})
			dropped = len(rows)
			for _, row := range rows {
				if err := q.DropCallSteps(ctx, query.DropCallStepsParams(row)); err != nil {
					return err
				}
			}
			return err
		})
		if err != nil || dropped < pictureStep {
			return err
		}
	}
}
