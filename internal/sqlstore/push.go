package sqlstore

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/push"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ push.Store = (*Store)(nil)

// trimEvery is after how many messages those of a user that are too many go;
// pushStep is how many one transaction drops or blanks.
const (
	trimEvery = 64
	pushStep  = 500
)

// KeepPush implements push.Store. Users come in one order, so that no two
// transactions wait for each other in a circle.
func (s *Store) KeepPush(ctx context.Context, m push.Message) (places []push.Place, err error) {
	users := slices.Sorted(slices.Values(m.To))
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		places = nil
		for _, user := range users {
			place, err := keepPushed(ctx, q, m, user)
			if err != nil {
				return err
			}
			places = append(places, place)
		}
		return nil
	})
	return places, err
}

// keepPushed keeps a message for one user. His inbox is locked from the first
// statement on.
func keepPushed(ctx context.Context, q *query.Queries, m push.Message, user string) (push.Place, error) {
	top, err := q.RaiseInbox(ctx, query.RaiseInboxParams{App: m.App, UserID: user, Now: millis(m.At)})
	if err != nil {
		return push.Place{}, err
	}
	inserted, err := q.InsertPushed(ctx, query.InsertPushedParams{
		App: m.App, UserID: user, Pos: top, MessageKey: m.Key, Body: plain(string(m.Body)), At: millis(m.At), Until: millis(m.Until),
	})
	switch {
	case err != nil:
		return push.Place{}, err
	case inserted == 0:
		return knownPushed(ctx, q, m, user)
	case top%trimEvery == 0:
		err = q.DropPushedTo(ctx, query.DropPushedToParams{App: m.App, UserID: user, Pos: top - push.MaxKept})
	}
	return push.Place{User: user, Pos: top}, err
}

// knownPushed is where a message stands that the user has already.
func knownPushed(ctx context.Context, q *query.Queries, m push.Message, user string) (push.Place, error) {
	if err := q.LowerInbox(ctx, query.LowerInboxParams{App: m.App, UserID: user}); err != nil {
		return push.Place{}, err
	}
	pos, err := q.FindPushed(ctx, query.FindPushedParams{App: m.App, UserID: user, MessageKey: m.Key})
	return push.Place{User: user, Pos: pos, Known: true}, err
}

// PushedAfter implements push.Store. The top is read first: what is kept in
// between is in the list.
func (s *Store) PushedAfter(ctx context.Context, app, user string, after int64, limit int) ([]push.Kept, int64, error) {
	top, err := s.read().InboxTop(ctx, query.InboxTopParams{App: app, UserID: user})
	if notFound(err) || err == nil && (limit == 0 || top <= after) {
		return nil, top, nil
	}
	if err != nil {
		return nil, 0, failure(err)
	}
	rows, err := s.read().PushedAfter(ctx, query.PushedAfterParams{App: app, UserID: user, Pos: after, MaxMessages: bounded(limit)})
	if err != nil {
		return nil, 0, failure(err)
	}
	list := make([]push.Kept, 0, len(rows))
	for _, row := range rows {
		list = append(list, push.Kept{Pos: row.Pos, Body: json.RawMessage(row.Body), Until: moment(row.Until)})
		top = max(top, row.Pos)
	}
	return list, top, nil
}

// PushEpoch implements push.Store.
func (s *Store) PushEpoch(ctx context.Context, fresh string) (epoch string, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.InsertPushEpoch(ctx, fresh); err != nil {
			return err
		}
		epoch, err = q.PushEpoch(ctx)
		return err
	})
	return epoch, err
}

// CutPush implements push.Store.
func (s *Store) CutPush(ctx context.Context, app, user string, now time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.CutInbox(ctx, query.CutInboxParams{App: app, UserID: user, Now: millis(now)})
	})
}

// PushNews implements push.Store.
func (s *Store) PushNews(ctx context.Context, since time.Time) ([]push.News, error) {
	rows, err := s.read().ChangedInboxes(ctx, millis(since))
	if err != nil {
		return nil, failure(err)
	}
	news := make([]push.News, 0, len(rows))
	for _, row := range rows {
		news = append(news, push.News{App: row.App, User: row.UserID, Top: row.Top, CutAt: moment(row.CutAt)})
	}
	return news, nil
}

// BlankPushed implements push.Store.
func (s *Store) BlankPushed(ctx context.Context, now time.Time, body json.RawMessage) error {
	return s.pushSteps(ctx, func(ctx context.Context, q *query.Queries) (int64, error) {
		return q.BlankPushed(ctx, query.BlankPushedParams{Body: string(body), Now: millis(now), MaxMessages: pushStep})
	})
}

// DropPushed implements push.Store.
func (s *Store) DropPushed(ctx context.Context, before time.Time) error {
	return s.pushSteps(ctx, func(ctx context.Context, q *query.Queries) (int64, error) {
		return q.DropOldPushed(ctx, query.DropOldPushedParams{Before: millis(before), MaxMessages: pushStep})
	})
}

// pushSteps takes a step in a transaction of its own until one finds less than
// it may.
func (s *Store) pushSteps(ctx context.Context, step func(context.Context, *query.Queries) (int64, error)) error {
	for {
		var done int64
		err := s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
			done, err = step(ctx, q)
			return err
		})
		if err != nil || done < pushStep {
			return err
		}
	}
}
