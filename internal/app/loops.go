package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// stuckAfter is how long a loop may fail, or hang in one round, before the
// server is not ready.
const stuckAfter = 30 * time.Second

// loop is work that is done again and again.
type loop struct {
	name  string
	every time.Duration
	work  func(context.Context) error
	good  atomic.Int64 // unix nanoseconds of its last success, or of its start
}

// loops owns the background goroutines.
type loops struct {
	list    []*loop
	now     func() time.Time
	log     *slog.Logger
	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// start begins all loops; each does its first round at once.
func (l *loops) start() {
	ctx, stop := context.WithCancel(context.Background())
	l.stop = stop
	for _, one := range l.list {
		one.good.Store(l.now().UnixNano())
		l.stopped.Go(func() { l.run(ctx, one) })
	}
}

// halt ends all loops and waits for them. Without a start it does nothing.
func (l *loops) halt() {
	if l.stop != nil {
		l.stop()
		l.stopped.Wait()
	}
}

func (l *loops) run(ctx context.Context, one *loop) {
	ticker := time.NewTicker(one.every)
	defer ticker.Stop()
	failing := false
	for {
		err := one.work(ctx)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			one.good.Store(l.now().UnixNano())
		} else if !failing { // said once, not every second
			l.log.Error("background work failed", "work", one.name, "error", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// ready tells which loops have not succeeded for too long.
func (l *loops) ready(context.Context) error {
	var errs []error
	for _, one := range l.list {
		if quiet := l.now().Sub(time.Unix(0, one.good.Load())); quiet > one.every+stuckAfter {
			errs = append(errs, fmt.Errorf("%s has not succeeded for %s", one.name, quiet.Round(time.Second)))
		}
	}
	return errors.Join(errs...)
}
