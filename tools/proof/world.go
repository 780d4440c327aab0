//go:build linux

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/xiezhi/xiezhi/tools/proof/link"
)

// sealingKey is all nodes' secret key.
var sealingKey = strings.Repeat("5a", 32)

// world is the nodes and all that they depend on.
type world struct {
	folder   string
	program  string
	clock    *clock
	platform *platform
	outside  *link.Link   // from the nodes to the platform
	database *database    // nil for the embedded shape
	db       *sql.DB      // reads the store
	store    string       // its address
	wires    []*link.Link // from each node to the database
	nodes    []*node
	busy     []*sync.Mutex // held while something happens to the node
}

// build builds the program as it is, but for the clock.
func build(ctx context.Context, folder string) (string, error) {
	program := filepath.Join(folder, "xiezhi")
	command := exec.CommandContext(ctx, "go", "build", "-tags", "proof", "-o", program, "./cmd/xiezhi")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program, nil
}

// newWorld makes everything and starts the nodes.
func newWorld(ctx context.Context, folder, program string, o options) (w *world, err error) {
	w = &world{folder: folder, program: program}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if w.clock, err = newClock(filepath.Join(folder, "clock"), o.scale); err != nil {
		return w, err
	}
	if err = w.openOutside(o.seed); err != nil {
		return w, err
	}
	if w.database, err = openDatabase(ctx, fmt.Sprintf("proof_%d", os.Getpid())); err != nil {
		return w, err
	}
	w.db, w.store = w.database.db, w.database.address.String()
	file, err := w.declare()
	if err != nil {
		return w, err
	}
	for i := range o.nodes {
		wire, err := link.Listen(w.database.host())
		if err != nil {
			return w, err
		}
		w.wires = append(w.wires, wire)
		n, err := newNode(program, folder, fmt.Sprintf("node%d", i+1), w.database.through(wire.Addr()), sealingKey,
			[]string{"XIEZHI_PROOF_CLOCK=" + w.clock.path}, "--apply", file)
		if err != nil {
			return w, err
		}
		w.nodes, w.busy = append(w.nodes, n), append(w.busy, &sync.Mutex{})
		if err := n.start(ctx); err != nil {
			return w, err
		}
	}
	return w, nil
}

// declare writes the file that the nodes apply.
func (w *world) declare() (file string, err error) {
	file = filepath.Join(w.folder, "declared.yaml")
	return file, os.WriteFile(file, []byte(declaration(w.outside.Addr())), 0o600)
}

func (w *world) openOutside(seed uint64) (err error) {
	if w.platform, err = newPlatform(seed); err != nil {
		return err
	}
	w.outside, err = link.Listen(w.platform.address)
	return err
}

func (w *world) bases() (bases []string) {
	for _, n := range w.nodes {
		bases = append(bases, n.base)
	}
	return bases
}

// heal mends whatever is broken.
func (w *world) heal() {
	for _, wire := range w.wires {
		wire.Heal()
	}
	w.outside.Heal()
	w.platform.feels(well)
}

// close ends everything.
func (w *world) close() {
	for _, n := range w.nodes {
		n.kill()
	}
	for _, wire := range w.wires {
		wire.Close()
	}
	if w.outside != nil {
		w.outside.Close()
	}
	if w.platform != nil {
		w.platform.close()
	}
	if w.db != nil {
		_ = w.db.Close() // nothing waits for it
	}
}

// verify runs one of the operator's tools that prove something.
func (w *world) verify(ctx context.Context, args ...string) error {
	command := exec.CommandContext(ctx, w.program, append(args, "--store", w.store, "--data", w.folder)...)
	command.Env = append(os.Environ(), "XIEZHI_SECRET_KEY="+sealingKey)
	out, err := command.CombinedOutput()
	if err != nil {
		err = errors.Join(fmt.Errorf("xiezhi %s: %w", strings.Join(args, " "), err), errors.New(strings.TrimSpace(string(out))))
	}
	return err
}
