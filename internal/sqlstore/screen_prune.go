package sqlstore

import (
	"context"
	"slices"

	"github.com/xiezhi/xiezhi/internal/retention"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// lookStep is how many messages a prune reads at once; dropStep how many one
// transaction drops: few, for those that come in meanwhile wait for it.
const (
	lookStep = 5000
	dropStep = 500
)

// PruneLines implements screen.Store. Numbers follow the time, so that the
// first message that came after the moment ends it.
func (s *Store) PruneLines(ctx context.Context, prune screen.Prune) (last int64, err error) {
	last = prune.After
	for {
		rows, err := s.read().LinesAfter(ctx, query.LinesAfterParams{After: last, MaxLines: lookStep})
		if err != nil {
			return last, failure(err)
		}
		var old []query.LinesAfterRow
		looked := last
		for _, row := range rows {
			if row.At >= millis(prune.Before) {
				break
			}
			looked = row.ID
			if prune.Of(row.App) {
				old = append(old, row)
			}
		}
		for step := range slices.Chunk(old, dropStep) {
			if err := s.dropLines(ctx, step); err != nil {
				return last, err
			}
		}
		last = looked
		if len(rows) < lookStep || rows[len(rows)-1].ID != looked {
			return last, s.dropStale(ctx)
		}
	}
}

// dropLines drops in one transaction, and counts there what was dropped.
func (s *Store) dropLines(ctx context.Context, lines []query.LinesAfterRow) error {
	ids, numbers := make([]int64, len(lines)), map[string]int64{}
	for i, line := range lines {
		ids[i] = line.ID
		numbers[line.App]++
	}
	err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := q.DropManyLines(ctx, ids); err != nil {
			return err
		}
		return s.countForgotten(ctx, q, numbers, retention.Messages)
	})
	if err != nil {
		return err
	}
	for app, number := range numbers {
		s.forgotten.add(app, retention.Messages, number)
	}
	return nil
}
