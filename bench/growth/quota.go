package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// quotaPeriod is the time over which a quota is held, in µs.
const quotaPeriod = 20_000

// quota lets a group of processes have so much of a processor and no more. It is
// a control group of Linux, of either version, which root can make.
type quota struct{ folder string }

// newQuota allows percent of one core.
func newQuota(name string, percent int) (quota, error) {
	most := percent * quotaPeriod / 100
	root, settings := "/sys/fs/cgroup", map[string]string{"cpu.max": fmt.Sprint(most, " ", quotaPeriod)}
	if _, err := os.Stat(filepath.Join(root, "cgroup.controllers")); err != nil {
		root = filepath.Join(root, "cpu")
		settings = map[string]string{"cpu.cfs_period_us": strconv.Itoa(quotaPeriod), "cpu.cfs_quota_us": strconv.Itoa(most)}
	}
	q := quota{filepath.Join(root, name)}
	if err := os.Mkdir(q.folder, 0o755); err != nil { //nolint:gosec // as the kernel has all of them
		return q, fmt.Errorf("nodes are held to a part of a core by a control group, which needs Linux and root: %w", err)
	}
	for _, file := range []string{"cpu.cfs_period_us", "cpu.cfs_quota_us", "cpu.max"} {
		value, wanted := settings[file]
		if !wanted {
			continue
		}
		if err := os.WriteFile(filepath.Join(q.folder, file), []byte(value), 0o600); err != nil {
			return q, errors.Join(err, q.remove())
		}
	}
	return q, nil
}

// hold puts a process under it, with all its threads.
func (q quota) hold(pid int) error {
	return os.WriteFile(filepath.Join(q.folder, "cgroup.procs"), []byte(strconv.Itoa(pid)), 0o600)
}

// use is in how many periods something ran, and in how many of them all that was
// allowed was used up.
type use struct{ periods, full float64 }

func (q quota) use() (u use, err error) {
	raw, err := os.ReadFile(filepath.Join(q.folder, "cpu.stat"))
	if err != nil {
		return u, err
	}
	for line := range strings.Lines(string(raw)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		number, _ := strconv.ParseFloat(value, 64) // the kernel writes numbers
		switch name {
		case "nr_periods":
			u.periods = number
		case "nr_throttled":
			u.full = number
		}
	}
	return u, nil
}

// remove ends it; its processes have ended.
func (q quota) remove() error { return os.Remove(q.folder) }
