package sqlstore

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/period"
	"github.com/xiezhi/xiezhi/internal/retention"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// forgotten counts what this process has forgotten.
type forgotten struct {
	mu     sync.Mutex
	number map[retention.Forgotten]int64 // by app and kind
}

func (f *forgotten) add(app string, kind retention.Kind, number int64) {
	if number == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.number == nil {
		f.number = map[retention.Forgotten]int64{}
	}
	f.number[retention.Forgotten{App: app, Kind: kind}] += number
}

// Forgotten is what this process has forgotten because its time was over.
func (s *Store) Forgotten() []retention.Forgotten {
	s.forgotten.mu.Lock()
	defer s.forgotten.mu.Unlock()
	var all []retention.Forgotten
	for of, number := range s.forgotten.number {
		all = append(all, retention.Forgotten{App: of.App, Kind: of.Kind, Number: number})
	}
	return all
}

// pruningLock is the advisory lock of whoever forgets: any number.
const pruningLock = 7_316_003_116_804_006

// forget drops in one transaction, and counts there how many were dropped.
func (s *Store) forget(ctx context.Context, app string, kind retention.Kind,
	drop func(ctx context.Context, q *query.Queries) (number int, err error)) error {
	number := 0
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
		if err := q.LockPruning(ctx, pruningLock); err != nil {
			return err
		}
		if number, err = drop(ctx, q); err != nil {
			return err
		}
		return s.countForgotten(ctx, q, map[string]int64{app: int64(number)}, kind)
	})
	if err == nil {
		s.forgotten.add(app, kind, int64(number))
	}
	return err
}

// countForgotten notes how much of which apps was forgotten today.
func (s *Store) countForgotten(ctx context.Context, q *query.Queries, numbers map[string]int64, kind retention.Kind) error {
	day := s.now().Unix() / int64(period.Day/time.Second)
	for _, app := range slices.Sorted(maps.Keys(numbers)) {
		if numbers[app] == 0 {
			continue
		}
		if err := q.CountForgotten(ctx, query.CountForgottenParams{Day: day, App: app, Kind: string(kind), Number: numbers[app]}); err != nil {
			return err
		}
	}
	return nil
}

// forgetting changes rows that are otherwise never changed; see 0025_forgetting.sql.
func forgetting(ctx context.Context, q *query.Queries, rows []int64, change func(context.Context, []int64) error) error {
	if len(rows) == 0 {
		return nil
	}
	mark, err := q.BeginForgetting(ctx)
	if err != nil {
		return err
	}
	if err := change(ctx, rows); err != nil {
		return err
	}
	return q.EndForgetting(ctx, mark)
}

// How many days' counts are told in one transaction, and for how long they are
// kept afterwards.
const (
	daysStep  = 200
	keepTales = 400
)

// TellForgotten implements retention.Store.
func (s *Store) TellForgotten(ctx context.Context, day int64) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		rows, err := q.UntoldForgotten(ctx, query.UntoldForgottenParams{Day: day, MaxRows: daysStep})
		if err != nil || len(rows) == 0 {
			return err
		}
		if last := rows[len(rows)-1]; len(rows) == daysStep { // of which there may be more
			rows = slices.DeleteFunc(rows, func(r query.ForgottenDay) bool { return sameDay(r, last) })
		}
		for len(rows) > 0 {
			end := slices.IndexFunc(rows, func(r query.ForgottenDay) bool { return !sameDay(r, rows[0]) })
			if end < 0 {
				end = len(rows)
			}
			if err := s.tellDay(ctx, q, rows[:end]); err != nil {
				return err
			}
			rows = rows[end:]
		}
		return q.DropForgotten(ctx, day-keepTales)
	})
}

func sameDay(a, b query.ForgottenDay) bool { return a.Day == b.Day && a.App == b.App }

// tellDay is the entry of an app's day.
func (s *Store) tellDay(ctx context.Context, q *query.Queries, rows []query.ForgottenDay) error {
	detail := map[string]any{"day": time.Unix(rows[0].Day*int64(period.Day/time.Second), 0).UTC().Format(time.DateOnly)}
	for _, row := range rows {
		detail[row.Kind] = row.Number
		if err := q.TellForgotten(ctx, query.TellForgottenParams{Day: row.Day, App: row.App, Kind: row.Kind}); err != nil {
			return err
		}
	}
	return s.audit(ctx, q, audited{
		action: auditlog.RetentionPrune, app: rows[0].App, object: auditlog.Object{Kind: auditlog.AnApp, ID: rows[0].App}, detail: detail,
	})
}

// OldestKept tells of when the oldest is that is kept of the apps, by kind.
func (s *Store) OldestKept(ctx context.Context, apps []string) (retention.Oldest, error) {
	oldest := retention.Oldest{}
	note := func(kind retention.Kind, at int64, err error) error {
		if seen := oldest[kind]; at > 0 && (seen.IsZero() || moment(at).Before(seen)) {
			oldest[kind] = moment(at)
		}
		return failure(err)
	}
	at, err := s.read().OldestLine(ctx)
	if err := note(retention.Messages, at, err); err != nil {
		return nil, err
	}
	for _, app := range apps {
		for kind, ask := range map[retention.Kind]func(context.Context, string) (int64, error){
			retention.Evidence: s.read().OldestEvidence, retention.Calls: s.read().OldestCall, retention.Reports: s.read().OldestCase,
		} {
			at, err := ask(ctx, app)
			if err := note(kind, at, err); err != nil {
				return nil, err
			}
		}
	}
	return oldest, nil
}
