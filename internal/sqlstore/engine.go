package sqlstore

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// engine is where SQLite and PostgreSQL differ. The methods' contracts are
// those of the Store's methods of the same name.
type engine interface {
	write(ctx context.Context, fn work) error
	read() *query.Queries
	// snapshot has fn read one moment of the database, however long it takes.
	snapshot(ctx context.Context, fn work) error
	clerks() int // at the desk: how many batches of reports are filed at a time
	alone() bool // whether transactions that write follow one another
	owner() int64
	deadOwners(ctx context.Context, candidates []int64) ([]int64, error)
	ready(ctx context.Context) error
	vitals() Vitals
	close() error
}

// maxAttempts bounds how often one write is tried.
const maxAttempts = 12

// attempt calls fn and turns its panic into an error, so that one bad request
// takes neither its process nor its neighbours down.
func attempt(ctx context.Context, log *slog.Logger, fn work, q *query.Queries) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			log.ErrorContext(ctx, "panic in a transaction", "cause", cause, "stack", string(debug.Stack()))
			err = fault.Wrap(fault.Internal, fmt.Errorf("panic: %v", cause), "internal error")
		}
	}()
	return fn(ctx, q)
}

// pause waits before the nth retry: 1–2 ms at first, at most 256 ms, so that
// those who collided do not collide again.
func pause(ctx context.Context, nth int) error {
	ceiling := time.Millisecond << min(nth, 8)
	return rest(ctx, ceiling/2+rand.N(ceiling/2))
}

// rest waits so long, or until ctx ends: that is its error.
func rest(ctx context.Context, length time.Duration) error {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// newOwner draws an identity: positive and in 31 bits, as PostgreSQL's
// two-part advisory locks want it.
func newOwner() int32 { return 1 + rand.Int32N(1<<31-2) }
