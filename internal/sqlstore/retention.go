package sqlstore

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/retention"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ retention.Store = (*Store)(nil)

// endedStep is how many cases or orders one transaction drops: with each go some
// ten rows.
const endedStep = 50

// AppsWithEnded implements retention.Store.
func (s *Store) AppsWithEnded(ctx context.Context) ([]string, error) {
	apps := map[string]bool{}
	for _, ask := range []func(context.Context) ([]string, error){s.read().EndedCaseApps, s.read().EndedCallApps} {
		found, err := ask(ctx)
		if err != nil {
			return nil, failure(err)
		}
		for _, app := range found {
			apps[app] = true
		}
	}
	return slices.Sorted(maps.Keys(apps)), nil
}

// DropEnded implements retention.Store.
func (s *Store) DropEnded(ctx context.Context, app string, before time.Time) error {
	if err := s.dropEndedCases(ctx, query.EndedCasesParams{App: app, Before: millis(before), MaxCases: endedStep}); err != nil {
		return err
	}
	return s.dropOldOrders(ctx, query.OldOrdersParams{App: app, Before: millis(before), MaxReports: endedStep})
}

func (s *Store) dropEndedCases(ctx context.Context, from query.EndedCasesParams) error {
	for {
		var last []query.EndedCasesRow
		err := s.forget(ctx, from.App, retention.Reports, func(ctx context.Context, q *query.Queries) (int, error) {
			found, err := q.EndedCases(ctx, from)
			if err != nil {
				return 0, err
			}
			last = found
			over := idsOf(found, func(c query.EndedCasesRow) (int64, bool) { return c.ID, c.Needed == 0 })
			return len(over), forgetting(ctx, q, over, q.DropManyCases)
		})
		if err != nil || len(last) < endedStep {
			return err
		}
		from.AfterAt, from.After = last[len(last)-1].DecidedAt, last[len(last)-1].ID
	}
}

func (s *Store) dropOldOrders(ctx context.Context, from query.OldOrdersParams) error {
	for {
		var last []query.OldOrdersRow
		err := s.forget(ctx, from.App, retention.Reports, func(ctx context.Context, q *query.Queries) (int, error) {
			found, err := q.OldOrders(ctx, from)
			if err != nil {
				return 0, err
			}
			last = found
			over := idsOf(found, func(r query.OldOrdersRow) (int64, bool) { return r.ID, r.Needed == 0 })
			return len(over), forgetting(ctx, q, over, q.DropManyOrders)
		})
		if err != nil || len(last) < endedStep {
			return err
		}
		from.After = last[len(last)-1].ID
	}
}

// idsOf are the numbers of those rows that pick takes.
func idsOf[R any](rows []R, pick func(R) (id int64, takes bool)) []int64 {
	var ids []int64
	for _, row := range rows {
		if id, takes := pick(row); takes {
			ids = append(ids, id)
		}
	}
	return ids
}

// DropCalls implements retention.Store.
func (s *Store) DropCalls(ctx context.Context, app string, before time.Time) error {
	for {
		dropped := 0
		err := s.forget(ctx, app, retention.Calls, func(ctx context.Context, q *query.Queries) (int, error) {
			old, err := q.OldPartyCalls(ctx, query.OldPartyCallsParams{App: app, Before: millis(before), MaxCalls: dropStep})
			if dropped = len(old); err != nil || dropped == 0 {
				return 0, err
			}
			return dropped, q.DropManyCalls(ctx, old)
		})
		if err != nil || dropped < dropStep {
			return err
		}
	}
}

// DropSent implements retention.Store.
func (s *Store) DropSent(ctx context.Context, sent retention.Sent) (last int64, err error) {
	last = sent.After
	for {
		rows, err := s.read().EventsAfter(ctx, query.EventsAfterParams{After: last, MaxEvents: lookStep})
		if err != nil {
			return last, failure(err)
		}
		old, looked := map[retention.Forgotten][]int64{}, last
		for _, row := range rows {
			if row.CreatedAt >= millis(sent.Before) {
				break
			}
			looked = row.ID
			if row.CaseID == 0 && row.State != string(outbox.Pending) && sent.Of(row.App, row.Channel) {
				of := retention.Forgotten{App: row.App, Kind: sent.Kind(row.Channel)}
				old[of] = append(old[of], row.ID)
			}
		}
		if err := s.dropSent(ctx, old); err != nil {
			return last, err
		}
		last = looked
		if len(rows) < lookStep || rows[len(rows)-1].ID != looked {
			return last, nil
		}
	}
}

func (s *Store) dropSent(ctx context.Context, old map[retention.Forgotten][]int64) error {
	for of, events := range old {
		for step := range slices.Chunk(events, dropStep) {
			err := s.forget(ctx, of.App, of.Kind, func(ctx context.Context, q *query.Queries) (int, error) {
				return len(step), q.DropManyEvents(ctx, step)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
