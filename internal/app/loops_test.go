package app

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
)

func TestALoopThatFailsForLongIsNotReady(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var broken atomic.Bool
		var rounds atomic.Int64
		var log bytes.Buffer
		l := &loops{log: slog.New(slog.NewTextHandler(&log, nil)), list: []*loop{
			{name: "work", every: time.Second, work: func(context.Context) error {
				rounds.Add(1)
				if broken.Load() {
					return errors.New("disk gone")
				}
				return nil
			}},
		}}
		pass := func(d time.Duration) {
			<-time.After(d)
			synctest.Wait()
		}
		l.start()
		pass(10 * time.Second)
		if err := l.ready(t.Context()); err != nil || rounds.Load() < 10 {
			t.Errorf("%d rounds, %v", rounds.Load(), err)
		}
		broken.Store(true)
		pass(20 * time.Second)
		if err := l.ready(t.Context()); err != nil {
			t.Errorf("a short trouble: %v", err)
		}
		pass(20 * time.Second)
		if err := l.ready(t.Context()); err == nil || !strings.Contains(err.Error(), "work has not succeeded") {
			t.Errorf("a long trouble: %v", err)
		}
		broken.Store(false)
		pass(2 * time.Second)
		if err := l.ready(t.Context()); err != nil {
			t.Errorf("recovered: %v", err)
		}
		l.halt()
		ended := rounds.Load()
		pass(time.Minute)
		if rounds.Load() != ended {
			t.Error("it works on after its end")
		}
		if said := strings.Count(log.String(), "disk gone"); said != 1 {
			t.Errorf("said %d times: %s", said, log.String())
		}
	})
}
