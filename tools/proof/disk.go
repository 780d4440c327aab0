//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/xiezhi/xiezhi/tools/proof/model"
)

// diskSize is how large the small filesystem is.
const diskSize = "size=96m"

// How long the disk is good, full, and good again.
const (
	diskPhase = 6 * time.Second
	diskAgain = 30 * time.Second // within which things go on
)

// proveDisk has the disk of the embedded shape run full under load, and gives it
// room again. It needs a filesystem of its own, which only root may mount.
func proveDisk(ctx context.Context, folder, program string, o options, s *summary) error {
	small := filepath.Join(folder, "small")
	if err := os.MkdirAll(small, 0o700); err != nil {
		return err
	}
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, diskSize); err != nil {
		s.row("full disk", "left out: a small filesystem cannot be mounted here (%v)", err)
		return nil
	}
	defer func() { _ = syscall.Unmount(small, syscall.MNT_DETACH) }() // the folder goes next
	w, err := newEmbedded(ctx, filepath.Join(small, "embedded"), program, o)
	if err != nil {
		return err
	}
	defer w.close()
	c := newCrowd(w.bases(), w.clock)
	if err := c.joinAll(); err != nil {
		return err
	}
	say("the embedded shape serves on a small disk, which runs full")
	c.gatherAll(o.seed+200, 100*time.Millisecond)
	pause(diskPhase)
	refused, wrong := w.withoutRoom(c, filepath.Join(small, "ballast"))
	if err := w.goesOn(ctx, c); err != nil {
		wrong = append(wrong, err.Error())
	}
	more, err := w.settle(ctx, c, o.settle)
	if err != nil {
		return err
	}
	s.disk(c, refused, append(append(wrong, more...), w.whole(ctx)...))
	return ctx.Err()
}

// withoutRoom fills the disk for a while, and returns how many requests were
// refused meanwhile.
func (w *world) withoutRoom(c *crowd, ballast string) (refused int64, wrong []string) {
	before := c.failed.Load()
	if err := fill(ballast); err != nil {
		wrong = append(wrong, err.Error())
	}
	pause(diskPhase)
	if err := fill(ballast); err != nil { // what was freed meanwhile
		wrong = append(wrong, err.Error())
	}
	if status, _, err := fetch(w.nodes[0].base + "/healthz"); err != nil || status != http.StatusOK {
		wrong = append(wrong, fmt.Sprintf("with a full disk the process is not well: %d %v", status, err))
	}
	refused = c.failed.Load() - before
	if refused == 0 {
		wrong = append(wrong, "with a full disk nothing was refused")
	}
	if err := os.Remove(ballast); err != nil {
		wrong = append(wrong, err.Error())
	}
	return refused, wrong
}

// fill writes until there is no room.
func fill(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, size := range []int{1 << 20, 4096, 1} {
		for piece := make([]byte, size); ; {
			if _, err := f.Write(piece); errors.Is(err, syscall.ENOSPC) {
				break
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}

// goesOn waits until reports are acknowledged again.
func (w *world) goesOn(ctx context.Context, c *crowd) error {
	acked := func() (n int) {
		c.tell(func(h *model.History) {
			for _, r := range h.Reports {
				n += one(r.Acked)
			}
		})
		return n
	}
	ctx, cancel := context.WithTimeout(ctx, diskAgain)
	defer cancel()
	if err := w.nodes[0].await(ctx, "/readyz"); err != nil {
		return err
	}
	for before := acked(); acked() < before+reporters; pause(50 * time.Millisecond) {
		if ctx.Err() != nil {
			return errors.New("no report is taken although there is room again")
		}
	}
	return nil
}
