package delivery

import (
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

// tally counts recorded attempts.
type tally struct{ delivered, failed, refused, dead atomic.Int64 }

func (t *tally) count(outcome outbox.Outcome, retryAt time.Time) {
	switch outcome {
	case outbox.Done:
		t.delivered.Add(1)
		return
	case outbox.Failed:
		t.failed.Add(1)
	case outbox.Refused:
		t.refused.Add(1)
	}
	if retryAt.IsZero() {
		t.dead.Add(1)
	}
}

// Counters are what a Drain has done since it was made.
type Counters struct {
	Delivered, Failed, Refused int64 // attempts by outcome
	Dead                       int64 // events given up, each counted in Failed or Refused too
	InFlight                   int64 // attempts under way now
}

// Counters reads the counters. They are not read at one instant.
func (d *Drain) Counters() Counters {
	return Counters{
		Delivered: d.tally.delivered.Load(), Failed: d.tally.failed.Load(),
		Refused: d.tally.refused.Load(), Dead: d.tally.dead.Load(), InFlight: int64(d.slots.used()),
	}
}
