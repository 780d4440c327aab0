package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// Pace implements review.Board.
func (s *Store) Pace(ctx context.Context, f review.PaceFilter) ([]review.Step, error) {
	p := pacing{PaceFilter: f, q: s.read(), since: millis(f.Since), steps: make([]review.Step, min(f.Steps, review.MaxSteps))}
	for i := range p.steps {
		p.steps[i].At = f.Since.Add(time.Duration(i) * f.Step)
	}
	p.until = p.since + int64(len(p.steps))*f.Step.Milliseconds()
	if err := p.count(ctx); err != nil {
		return nil, failure(err)
	}
	return p.steps, nil
}

// pacing is one count by steps.
type pacing struct {
	review.PaceFilter
	q            *query.Queries
	since, until int64
	steps        []review.Step
}

func (p pacing) count(ctx context.Context) error {
	shelves, err := shelvesOf(ctx, p.q, p.App)
	if err != nil {
		return err
	}
	for _, shelf := range shelves {
		if err := p.arrived(ctx, shelf); err != nil {
			return err
		}
	}
	rows, err := p.q.DecidedPace(ctx, query.DecidedPaceParams{
		App: p.App, Queue: string(p.Queue), Since: p.since, Until: p.until, Step: p.Step.Milliseconds(),
	})
	for _, row := range rows {
		p.steps[row.Step].Decided += int(row.Number)
	}
	return err
}

func (p pacing) arrived(ctx context.Context, shelf string) error {
	rows, err := p.q.ArrivedPace(ctx, query.ArrivedPaceParams{
		Shelf: shelf, Queue: string(p.Queue), Since: p.since, Until: p.until, Step: p.Step.Milliseconds(),
	})
	for _, row := range rows {
		p.steps[row.Step].Arrived += int(row.Number)
	}
	return err
}
