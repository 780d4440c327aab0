//go:build linux

package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/xiezhi/xiezhi/tools/proof/model"
)

// newEmbedded is a world of one node on SQLite.
func newEmbedded(ctx context.Context, folder, program string, o options) (w *world, err error) {
	w = &world{folder: folder, program: program}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if err = os.MkdirAll(folder, 0o700); err != nil {
		return w, err
	}
	if w.clock, err = newClock(filepath.Join(folder, "clock"), o.scale); err != nil {
		return w, err
	}
	if err = w.openOutside(o.seed); err != nil {
		return w, err
	}
	file, err := w.declare()
	if err != nil {
		return w, err
	}
	path := filepath.Join(folder, "node", "xiezhi.db")
	w.store = "sqlite:" + path
	n, err := newNode(program, folder, "node", w.store, sealingKey, []string{"XIEZHI_PROOF_CLOCK=" + w.clock.path}, "--apply", file)
	if err != nil {
		return w, err
	}
	w.nodes = append(w.nodes, n)
	if err = n.start(ctx); err != nil {
		return w, err
	}
	w.db, err = sql.Open("sqlite", "file:"+path+"?mode=ro&_pragma=busy_timeout(10000)")
	return w, err
}

// tellEvery is after how many kills the proof says how far it is.
const tellEvery = 20

// proveEmbedded kills the embedded shape while it writes, again and again.
func proveEmbedded(ctx context.Context, folder, program string, o options, s *summary) error {
	w, err := newEmbedded(ctx, filepath.Join(folder, "embedded"), program, o)
	if err != nil {
		return err
	}
	defer w.close()
	c := newCrowd(w.bases(), w.clock)
	if err := c.joinAll(); err != nil {
		return err
	}
	say("the embedded shape serves and is killed %d times", o.embedded)
	c.gatherAll(o.seed+100, 30*time.Millisecond)
	odds := rand.New(rand.NewPCG(o.seed, 4))
	var found []string
	for nth := range o.embedded {
		pause(100*time.Millisecond + time.Duration(odds.Int64N(int64(400*time.Millisecond))))
		w.nodes[0].kill()
		if err := w.nodes[0].start(ctx); err != nil {
			return err
		}
		lost, err := w.lost(ctx, c)
		if err != nil {
			return err
		}
		if found = append(found, lost...); len(lost) > 0 {
			break
		}
		if nth%tellEvery == tellEvery-1 {
			say("killed %d times", nth+1)
		}
	}
	wrong, err := w.settle(ctx, c, o.settle)
	if err != nil {
		return err
	}
	found = append(append(found, wrong...), w.whole(ctx)...)
	s.embedded(c, o.embedded, w, found)
	return ctx.Err()
}

// lost is what was acknowledged until now and is not stored.
func (w *world) lost(ctx context.Context, c *crowd) ([]string, error) {
	c.mu.Lock()
	h := model.History{
		Reports: slices.Clone(c.history.Reports), Audits: slices.Clone(c.history.Audits),
		Moves: slices.Clone(c.history.Moves), Rulings: slices.Clone(c.history.Rulings),
	}
	c.mu.Unlock()
	stored, err := readStored(ctx, w.db)
	return model.Lost(h, stored), err
}

// whole ends the node as one does, and has SQLite look at every page.
func (w *world) whole(ctx context.Context) (wrong []string) {
	if err := w.nodes[0].terminate(30 * time.Second); err != nil {
		wrong = append(wrong, err.Error())
	}
	r := &reader{db: w.db, ctx: ctx}
	r.rows("PRAGMA integrity_check", func(scan func(...any)) {
		var line string
		if scan(&line); line != "ok" {
			wrong = append(wrong, "integrity_check: "+line)
		}
	})
	if r.err != nil {
		wrong = append(wrong, fmt.Sprintf("integrity_check: %v", r.err))
	}
	return wrong
}
