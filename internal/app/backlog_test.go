package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func collected(c prometheus.Collector) int {
	to := make(chan prometheus.Metric, 1000)
	c.Collect(to)
	return len(to)
}

func TestTheStoreIsAskedSeldomWhatWaits(t *testing.T) {
	t.Parallel()
	now, asked, fails := time.Unix(1_000, 0), 0, error(nil)
	b := &backlog{
		apps: func() []tenant.App { return nil }, now: func() time.Time { return now }, log: quiet,
		read: func(ctx context.Context, _ time.Time) (sqlstore.Backlog, error) {
			if _, bounded := ctx.Deadline(); !bounded {
				t.Error("the store may take for ever")
			}
			asked++
			return sqlstore.Backlog{Due: map[string]time.Time{"gone": now.Add(-time.Minute)}}, fails
		},
	}
	for _, step := range []struct {
		pass  time.Duration
		fails error
		asked int
		told  int
	}{
		{0, nil, 1, 5}, {4 * time.Second, nil, 1, 5}, {time.Second, nil, 2, 5},
		{5 * time.Second, errors.New("away"), 3, 1}, {time.Second, nil, 3, 1}, {5 * time.Second, nil, 4, 5},
		{-time.Hour, nil, 5, 5}, // the clock was set back
	} {
		now, fails = now.Add(step.pass), step.fails
		if told := collected(b); asked != step.asked || told != step.told {
			t.Errorf("after %s: asked %d times, told %d figures; want %d and %d", step.pass, asked, told, step.asked, step.told)
		}
	}
}
