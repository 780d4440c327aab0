package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/follow"
)

// stuckAfter is how long a loop may fail, or hang in one round, before the
// server is not ready.
const stuckAfter = 30 * time.Second

// loop is work that is done again and again.
type loop struct {
	name  string
	every time.Duration
	work  func(context.Context) error
	good  atomic.Pointer[time.Time] // its last success, or its start; by a clock that nobody sets
	keep  *follow.Follower
}

// loops are the background work of an app.
type loops struct {
	list []*loop
	log  *slog.Logger
}

func (l *loop) beat() {
	now := time.Now()
	l.good.Store(&now)
}

// start begins all loops; each does its first round at once.
func (l *loops) start() {
	for _, one := range l.list {
		one.beat()
		one.keep = follow.New("background work failed", one.every, l.log.With("work", one.name), func(ctx context.Context) error {
			err := one.work(ctx)
			if err == nil {
				one.beat()
			}
			return err
		})
		one.keep.Start()
	}
}

// halt ends all loops and waits for them. Without a start it does nothing.
func (l *loops) halt() {
	var halting sync.WaitGroup
	for _, one := range l.list {
		if one.keep != nil {
			halting.Go(one.keep.Stop)
		}
	}
	halting.Wait()
}

// ready tells which loops have not succeeded for too long.
func (l *loops) ready(context.Context) error {
	var errs []error
	for _, one := range l.list {
		if quiet := time.Since(*one.good.Load()); quiet > one.every+stuckAfter {
			errs = append(errs, fmt.Errorf("%s has not succeeded for %s", one.name, quiet.Round(time.Second)))
		}
	}
	return errors.Join(errs...)
}
