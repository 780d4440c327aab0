package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// pruneStep is how many keys one transaction looks at.
const pruneStep = 1000

// PruneRepeatKeys implements intake.Store.
func (s *Store) PruneRepeatKeys(ctx context.Context, before time.Time) (int, error) {
	pruned := 0
	from := query.RepeatKeysAfterParams{MaxKeys: pruneStep}
	for {
		keys, err := s.read().RepeatKeysAfter(ctx, from)
		if err != nil || len(keys) == 0 {
			return pruned, failure(err)
		}
		last := keys[len(keys)-1]
		dropped, err := s.dropRepeatKeys(ctx, query.DropRepeatKeysParams{
			App: from.App, RepeatKey: from.RepeatKey, LastApp: last.App, LastKey: last.RepeatKey, Before: millis(before),
		})
		if err != nil {
			return pruned, err
		}
		pruned += int(dropped)
		from.App, from.RepeatKey = last.App, last.RepeatKey
	}
}

func (s *Store) dropRepeatKeys(ctx context.Context, step query.DropRepeatKeysParams) (dropped int64, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) (err error) {
		dropped, err = q.DropRepeatKeys(ctx, step)
		return err
	})
	return dropped, err
}
