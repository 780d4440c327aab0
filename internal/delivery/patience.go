package delivery

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
)

const (
	// storeLimit is how long one call of the store may take: the loop must not
	// hang on a connection that is dead and does not know it.
	storeLimit = 15 * time.Second

	// quietLimit is how long the loop may be without a round that succeeds,
	// besides its pause, before the server is not ready.
	quietLimit = 30 * time.Second
)

// bounded is a Store of which the calls of the loop do not outlast storeLimit.
// One that is given up may have happened: a claim then ends with its loan.
type bounded struct{ Store }

func (b bounded) DueApps(ctx context.Context, now time.Time) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	return b.Store.DueApps(ctx, now)
}

func (b bounded) ClaimHeads(ctx context.Context, app string, limit int, now, until time.Time) ([]outbox.Claim, error) {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	return b.Store.ClaimHeads(ctx, app, limit, now, until)
}

func (b bounded) RecordAttempt(ctx context.Context, claim outbox.Claim, attempt outbox.Attempt, retryAt time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	return b.Store.RecordAttempt(ctx, claim, attempt, retryAt)
}

// pulse is when the loop's last round succeeded, or when it began. The zero
// value is that of a loop that does not run.
type pulse struct{ at atomic.Pointer[time.Time] } // by a clock that nobody sets

func (p *pulse) beat() {
	now := time.Now()
	p.at.Store(&now)
}

func (p *pulse) still() { p.at.Store(nil) }

// Ready is an Unavailable fault where the loop does not run, or has not come
// round for too long. It never waits.
func (d *Drain) Ready(context.Context) error {
	last := d.pulse.at.Load()
	if last == nil {
		return fault.New(fault.Unavailable, "", "nothing is delivered: the loop does not run")
	}
	if quiet := time.Since(*last); quiet > d.o.Poll+quietLimit {
		return fault.New(fault.Unavailable, "", "nothing is delivered: the loop has not come round for %s", quiet.Round(time.Second))
	}
	return nil
}
