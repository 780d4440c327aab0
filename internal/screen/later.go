package screen

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// How many messages may wait to be kept, how many one transaction takes, and
// how long a store that fails is left alone.
const (
	maxWaiting  = 10_000
	laterAtOnce = 256
	laterPause  = time.Second
)

// Start begins to keep messages later for the apps that want it so. Before, and
// after Stop, all are kept before the answer.
func (s *Service) Start() {
	s.later.start()
	if s.teller != nil {
		s.teller.Start()
	}
}

// Stop keeps what waits, for as long as ctx lasts.
func (s *Service) Stop(ctx context.Context) error {
	if s.teller != nil {
		s.teller.Stop()
	}
	return s.later.stop(ctx)
}

// Unkept is how many messages were answered and wait to be kept.
func (s *Service) Unkept() int {
	s.later.mu.Lock()
	defer s.later.mu.Unlock()
	return len(s.later.waiting)
}

// keepsLater reports whether the app has its messages kept after the answer.
func (s *Service) keepsLater(app string) bool {
	of, found := s.apps.App(app)
	return found && of.Audit != nil && of.Audit.Record == tenant.RecordAsync
}

// later keeps messages that were answered already, many in a transaction. What
// waits is lost with the process.
type later struct {
	store Store
	log   *slog.Logger

	mu      sync.Mutex
	running bool
	waiting []Record

	more    chan struct{} // takes one without waiting: something waits, or it is time to stop
	halt    context.CancelFunc
	stopped sync.WaitGroup
}

func newLater(store Store, log *slog.Logger) *later {
	return &later{store: store, log: log, more: make(chan struct{}, 1), halt: func() {}}
}

func (l *later) start() {
	ctx, halt := context.WithCancel(context.Background())
	l.mu.Lock()
	l.running, l.halt = true, halt
	l.mu.Unlock()
	l.stopped.Go(func() { l.run(ctx) })
}

func (l *later) stop(ctx context.Context) error {
	l.mu.Lock()
	l.running = false
	halt := l.halt
	l.mu.Unlock()
	defer halt()
	l.wake()
	defer context.AfterFunc(ctx, halt)()
	l.stopped.Wait()
	if lost := len(l.waiting); lost > 0 { // nobody else has it any more
		return fmt.Errorf("%d live messages that were answered could not be kept in time", lost)
	}
	return nil
}

// take takes a message, or has its sender wait until it is kept: too many do
// already.
func (l *later) take(r Record) bool {
	l.mu.Lock()
	taken := l.running && len(l.waiting) < maxWaiting
	if taken {
		l.waiting = append(l.waiting, r)
	}
	l.mu.Unlock()
	if taken {
		l.wake()
	}
	return taken
}

func (l *later) wake() {
	select {
	case l.more <- struct{}{}:
	default:
	}
}

// run keeps what comes until it is stopped and nothing waits.
func (l *later) run(ctx context.Context) {
	for {
		batch, running := l.next()
		switch {
		case len(batch) > 0:
			if !l.keep(ctx, batch) {
				return
			}
			l.drop(len(batch))
		case !running:
			return
		default:
			<-l.more
		}
	}
}

// next are the first that wait; they stay where they are until they are kept.
func (l *later) next() (batch []Record, running bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(len(l.waiting), laterAtOnce)
	return l.waiting[:n:n], l.running
}

func (l *later) drop(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.waiting[:n]) // the rest of the list may live for long
	l.waiting = l.waiting[n:]
}

// keep tries until it is done, and reports false where ctx ended before. A
// message that cannot be kept is left out, so that it does not stand in the
// others' way.
func (l *later) keep(ctx context.Context, batch []Record) bool {
	for failing := false; ; failing = true {
		err := l.store.RecordLines(ctx, batch)
		switch {
		case err == nil:
			return true
		case ctx.Err() != nil:
			return false
		case !fault.Is(err, fault.Unavailable) && len(batch) > 1:
			for i := range batch {
				if !l.keep(ctx, batch[i:i+1]) {
					return false
				}
			}
			return true
		case !fault.Is(err, fault.Unavailable):
			l.log.Error("a live message that was answered cannot be kept", "data_id", batch[0].DataID, "error", err)
			return true
		case !failing:
			l.log.Error("live messages that were answered are not kept yet", "error", err)
		}
		if !pause(ctx, laterPause) {
			return false
		}
	}
}

// pause reports false where ctx ended before.
func pause(ctx context.Context, long time.Duration) bool {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
