package delivery

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
)

// deaf is a store whose connection is dead while it hangs: no call returns
// before its context ends.
type deaf struct {
	*shelf
	hangs atomic.Bool
	waits atomic.Int64 // the longest wait of a call
}

func (d *deaf) wait(ctx context.Context) error {
	if !d.hangs.Load() {
		return nil
	}
	begun := time.Now()
	<-ctx.Done()
	d.waits.Store(max(d.waits.Load(), int64(time.Since(begun))))
	return ctx.Err()
}

func (d *deaf) DueApps(ctx context.Context, now time.Time) ([]string, error) {
	if err := d.wait(ctx); err != nil {
		return nil, err
	}
	return d.shelf.DueApps(ctx, now)
}

func (d *deaf) ClaimHeads(ctx context.Context, app string, limit int, now, until time.Time) ([]outbox.Claim, error) {
	if err := d.wait(ctx); err != nil {
		return nil, err
	}
	return d.shelf.ClaimHeads(ctx, app, limit, now, until)
}

func (d *deaf) RecordAttempt(ctx context.Context, claim outbox.Claim, attempt outbox.Attempt, retryAt time.Time) error {
	if err := d.wait(ctx); err != nil {
		return err
	}
	return d.shelf.RecordAttempt(ctx, claim, attempt, retryAt)
}

func TestALoopThatHangsIsNotReady(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &deaf{shelf: newShelf()}
		d := New(Options{Store: store, Log: slog.New(slog.DiscardHandler)})
		ready := func() error {
			synctest.Wait()
			return d.Ready(t.Context())
		}
		after := func(wait time.Duration) { <-time.After(wait) }

		if err := ready(); !fault.Is(err, fault.Unavailable) {
			t.Errorf("before the start: %v", err)
		}
		d.Start()
		defer stopNow(d)
		after(time.Hour)
		if err := ready(); err != nil {
			t.Errorf("an idle loop: %v", err)
		}
		store.hangs.Store(true)
		after(quietLimit)
		if err := ready(); err != nil {
			t.Errorf("within the limit: %v", err)
		}
		after(time.Second)
		if err := ready(); !fault.Is(err, fault.Unavailable) {
			t.Errorf("beyond it: %v", err)
		}
		store.hangs.Store(false)
		after(storeLimit + maxRest)
		if err := ready(); err != nil {
			t.Errorf("when the store is back: %v", err)
		}
		if longest := time.Duration(store.waits.Load()); longest != storeLimit {
			t.Errorf("a call of the loop waited %v, want %v", longest, storeLimit)
		}
		stopNow(d)
		if err := ready(); !fault.Is(err, fault.Unavailable) {
			t.Errorf("after the end: %v", err)
		}
	})
}

func TestEveryCallOfTheLoopEnds(t *testing.T) {
	t.Parallel()
	calls := map[string]func(context.Context, Store) error{
		"DueApps": func(ctx context.Context, s Store) error {
			_, err := s.DueApps(ctx, time.Now())
			return err
		},
		"ClaimHeads": func(ctx context.Context, s Store) error {
			_, err := s.ClaimHeads(ctx, "live", 1, time.Now(), time.Now())
			return err
		},
		"RecordAttempt": func(ctx context.Context, s Store) error {
			return s.RecordAttempt(ctx, outbox.Claim{}, outbox.Attempt{}, time.Time{})
		},
	}
	for name, call := range calls {
		synctest.Test(t, func(t *testing.T) {
			store := &deaf{shelf: newShelf()}
			store.hangs.Store(true)
			d := New(Options{Store: store})
			begun := time.Now()
			if err := call(t.Context(), d.o.Store); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != storeLimit {
				t.Errorf("%s: %v after %v", name, err, time.Since(begun))
			}
		})
	}
}
