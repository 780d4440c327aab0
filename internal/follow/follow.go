// Package follow keeps what a process has in memory as new as what is stored,
// which other processes change too.
package follow

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Follower does one piece of work again and again in a goroutine of its own.
type Follower struct {
	failed  string
	every   time.Duration
	work    func(context.Context) error
	log     *slog.Logger
	wake    chan struct{}
	tell    func()
	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// New makes a Follower that is yet to be started. Failed is what the log says
// when work fails, once until it succeeds.
func New(failed string, every time.Duration, log *slog.Logger, work func(context.Context) error) *Follower {
	return &Follower{failed: failed, every: every, work: work, log: log, wake: make(chan struct{}, 1), tell: func() {}}
}

// Start does the work at once, then every so often and when woken, until Stop.
// It must be called at most once.
func (f *Follower) Start() {
	ctx, stop := context.WithCancel(context.Background())
	f.stop = stop
	f.stopped.Go(func() { f.run(ctx) })
}

// Stop ends what Start began and waits for it. Without a Start it does nothing.
func (f *Follower) Stop() {
	if f.stop != nil {
		f.stop()
		f.stopped.Wait()
	}
}

// Wake has the work done at once, or once more where it is being done.
func (f *Follower) Wake() {
	select {
	case f.wake <- struct{}{}:
	default: // it is awake
	}
}

// Announce has tell called by Changed: it is to wake those in other processes
// who follow the same. It must be set before Start.
func (f *Follower) Announce(tell func()) { f.tell = tell }

// Pace has the work done so often. It must be set before Start.
func (f *Follower) Pace(every time.Duration) { f.every = every }

// Changed says that what is followed was changed here: the work is done at
// once, and others are told.
func (f *Follower) Changed() {
	f.Wake()
	f.tell()
}

func (f *Follower) run(ctx context.Context) {
	ticker := time.NewTicker(f.every)
	defer ticker.Stop()
	failing := false
	for {
		err := f.work(ctx)
		if err != nil && !failing && ctx.Err() == nil { // said once, not every time
			f.log.ErrorContext(ctx, f.failed, "error", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-f.wake:
		}
	}
}
