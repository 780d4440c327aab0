package outbox_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

var begun = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func TestNext(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		attempts int
		refusals int
		since    time.Duration // the first attempt
		jitter   float64
		wait     time.Duration
		giveUp   bool
	}{
		{"first", 1, 0, 0, 0, time.Second, false},
		{"first, all jitter", 1, 0, 0, 0.999999999, 750 * time.Millisecond, false},
		{"uncounted", 0, 0, 0, 0, time.Second, false},
		{"second", 2, 0, time.Second, 0, 2 * time.Second, false},
		{"third", 3, 0, 3 * time.Second, 0, 4 * time.Second, false},
		{"third, half jitter", 3, 0, 3 * time.Second, 0.5, 3500 * time.Millisecond, false},
		{"fifth", 5, 0, 15 * time.Second, 0, 16 * time.Second, false},
		{"sixth is capped", 6, 0, 31 * time.Second, 0, 30 * time.Second, false},
		{"the early cap holds for ten minutes", 24, 0, 10*time.Minute - 1, 0, 30 * time.Second, false},
		{"goes on from there", 24, 0, 10*time.Minute + 30*time.Second, 0, time.Minute, false},
		{"doubling", 25, 0, 11*time.Minute + 30*time.Second, 0, 2 * time.Minute, false},
		{"to the late cap", 30, 0, 25 * time.Minute, 0, 15 * time.Minute, false},
		{"few attempts in a long time still double", 8, 0, time.Hour, 0, 128 * time.Second, false},
		{"a number that would overflow", 1 << 30, 0, time.Hour, 0, 15 * time.Minute, false},
		{"nearly a day", 100, 0, 24*time.Hour - 1, 0, 15 * time.Minute, false},
		{"a day", 100, 0, 24 * time.Hour, 0, 0, true},
		{"four refusals", 4, 4, 7 * time.Second, 0, 8 * time.Second, false},
		{"five refusals", 5, 5, 15 * time.Second, 0, 0, true},
		{"five refusals among failures", 50, 5, time.Minute, 0, 0, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			now := begun.Add(test.since)
			at, giveUp := outbox.Record{Attempts: test.attempts, Refusals: test.refusals, FirstAt: begun}.Next(now, test.jitter)
			if giveUp != test.giveUp {
				t.Fatalf("giveUp = %v, want %v", giveUp, test.giveUp)
			}
			if wait := at.Sub(now).Round(time.Millisecond); !giveUp && wait != test.wait {
				t.Errorf("waits %v, want %v", wait, test.wait)
			}
		})
	}
}

// Whatever happened before, a retry lies in the future, under its cap, and
// there is one exactly while the day and the refusals last.
func TestNextStaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		record := outbox.Record{
			Attempts: rapid.IntRange(1, 1<<40).Draw(t, "attempts"),
			Refusals: rapid.IntRange(0, 8).Draw(t, "refusals"),
			FirstAt:  begun,
		}
		since := time.Duration(rapid.Int64Range(0, int64(48*time.Hour)).Draw(t, "since"))
		now := begun.Add(since)
		at, giveUp := record.Next(now, rapid.Float64Range(0, 0.999).Draw(t, "jitter"))
		if want := record.Refusals >= 5 || since >= 24*time.Hour; giveUp != want {
			t.Fatalf("giveUp = %v, want %v", giveUp, want)
		}
		if giveUp {
			return
		}
		limit := 30 * time.Second
		if since >= 10*time.Minute {
			limit = 15 * time.Minute
		}
		if wait := at.Sub(now); wait < 750*time.Millisecond || wait > limit {
			t.Fatalf("waits %v, want 750ms to %v", wait, limit)
		}
	})
}
