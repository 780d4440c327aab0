//go:build proof

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTheProofsClockJumpsAndRuns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clock")
	set := func(ours time.Time, scale float64) {
		t.Helper()
		next := path + ".next"
		text := fmt.Sprintf("%d %d %g", time.Now().UnixNano(), ours.UnixNano(), scale)
		if err := os.WriteFile(next, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(next, path); err != nil {
			t.Fatal(err)
		}
	}
	begin := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	set(begin, 1000)
	t.Setenv(proofClock, path)
	now := clock()
	if early := now().Sub(begin); early < 0 || early > time.Hour {
		t.Errorf("begins %s off", early)
	}
	eventually(t, 10*time.Second, "a minute passes in milliseconds", func() bool { return now().Sub(begin) > time.Minute })
	later := begin.AddDate(1, 0, 0)
	set(later, 0)
	eventually(t, 10*time.Second, "the clock jumps and stands", func() bool { return now().Equal(later) })
}
