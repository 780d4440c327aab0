//go:build linux

package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// clock is what the servers take for the time: it runs faster than the
// machine's, and jumps. They read it from a file.
type clock struct {
	path string

	mu    sync.Mutex
	real  time.Time
	ours  time.Time
	scale float64
}

// newClock shows the machine's time and runs from there.
func newClock(path string, scale float64) (*clock, error) {
	now := time.Now()
	c := &clock{path: path, real: now, ours: now.Round(0), scale: scale}
	return c, c.write()
}

// Now is the servers' time.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at(time.Now())
}

func (c *clock) at(real time.Time) time.Time {
	return c.ours.Add(time.Duration(float64(real.Sub(c.real)) * c.scale))
}

// Jump sets the clock forward, or back where by is negative.
func (c *clock) Jump(by time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	c.ours, c.real = c.at(now).Add(by), now
	return c.write()
}

// Real is how long something of the servers' time takes.
func (c *clock) Real(d time.Duration) time.Duration { return time.Duration(float64(d) / c.scale) }

// write replaces the file as a whole.
func (c *clock) write() error {
	next := c.path + ".next"
	text := fmt.Sprintf("%d %d %g", c.real.UnixNano(), c.ours.UnixNano(), c.scale)
	if err := os.WriteFile(next, []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(next, c.path)
}
