package follow_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xiezhi/xiezhi/internal/follow"
)

func TestFollowing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var told bytes.Buffer
		var rounds atomic.Int64
		var fails atomic.Bool
		f := follow.New("the clock is not up to date", time.Second, slog.New(slog.NewTextHandler(&told, nil)), func(context.Context) error {
			rounds.Add(1)
			if fails.Load() {
				return errors.New("no clock")
			}
			return nil
		})
		begun := func(want int64, when string) {
			t.Helper()
			synctest.Wait()
			if n := rounds.Load(); n != want {
				t.Errorf("%d rounds %s, not %d", n, when, want)
			}
		}
		f.Start()
		begun(1, "at the start")
		<-time.After(2500 * time.Millisecond)
		begun(3, "after two periods and a half")
		f.Wake()
		begun(4, "when woken")
		announced := 0
		f.Announce(func() { announced++ })
		f.Changed()
		if begun(5, "when changed"); announced != 1 {
			t.Errorf("others are told %d times", announced)
		}
		fails.Store(true)
		<-time.After(3 * time.Second)
		begun(8, "failing")
		if n := strings.Count(told.String(), "the clock is not up to date"); n != 1 {
			t.Errorf("the failure is told %d times:\n%s", n, &told)
		}
		f.Stop()
		<-time.After(time.Minute)
		begun(8, "after the stop")
	})
}

func TestStopWithoutAStart(t *testing.T) {
	t.Parallel()
	follow.New("nothing is not up to date", time.Second, slog.Default(), func(context.Context) error { return nil }).Stop()
}
