package bus

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"maps"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// registry is a store of nodes in memory.
type registry struct {
	mu   sync.Mutex
	rows map[string]Node
}

func newRegistry() *registry { return &registry{rows: map[string]Node{}} }

func (r *registry) KeepNode(_ context.Context, n Node, _ time.Time) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows[n.ID] = n
	return nil
}

func (r *registry) Nodes(context.Context) ([]Node, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Collect(maps.Values(r.rows)), nil
}

func (r *registry) DropNode(_ context.Context, id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.rows, id)
	return nil
}

func secret(of byte) func() [][]byte {
	return func() [][]byte { return [][]byte{bytes.Repeat([]byte{of}, 32)} }
}

// node is a started Bus that keeps what it hears.
type node struct {
	*Bus
	mu    sync.Mutex
	words []string
	log   *bytes.Buffer
}

func (n *node) heard() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.words)
}

func (n *node) said() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.log.String()
}

// Write implements io.Writer for the log.
func (n *node) Write(line []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.log.Write(line)
}

const testBeat = 30 * time.Millisecond

func start(t testing.TB, o Options) *node {
	t.Helper()
	n := &node{log: &bytes.Buffer{}}
	o.Name, o.Log = "store", slog.New(slog.NewTextHandler(n, nil))
	if o.Beat == 0 {
		o.Beat = testBeat
	}
	if o.Keys == nil {
		o.Keys = secret(1)
	}
	n.Bus = New(o)
	n.Subscribe("word", func(data []byte) {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.words = append(n.words, string(data))
	})
	if err := n.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Stop(context.Background()) })
	return n
}

// eventually waits until it holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	late := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// meet waits until all hear each other.
func meet(t testing.TB, nodes ...*node) {
	t.Helper()
	settled := 0
	eventually(t, "all hear each other", func() bool {
		for _, n := range nodes {
			if len(n.Peers()) != len(nodes)-1 || n.Problem() != nil || !n.followsAll(len(nodes)-1) {
				settled = 0
				return false
			}
		}
		settled++
		return settled == 5
	})
}

// followsAll reports whether the node has a route to each of the others, so that
// it changes none any more: while it does, what is said is lost.
func (n *node) followsAll(others int) bool {
	e, embeds := n.line.(*embedded)
	if !embeds {
		return true
	}
	state, err := e.server.Varz(nil)
	return err == nil && len(state.Cluster.URLs) == others && e.conn.IsConnected()
}

// wire is a cable to an address that can be cut.
type wire struct {
	listener net.Listener
	to       atomic.Pointer[string]
	cut      atomic.Bool

	mu    sync.Mutex
	conns []net.Conn
}

func newWire(t *testing.T) *wire {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: listener}
	done := make(chan struct{})
	go func() { defer close(done); w.serve() }()
	t.Cleanup(func() { _ = listener.Close(); w.sever(); <-done })
	return w
}

func (w *wire) address() string { return w.listener.Addr().String() }

func (w *wire) serve() {
	var joined sync.WaitGroup
	defer joined.Wait()
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		to := w.to.Load()
		if to == nil || w.cut.Load() {
			_ = near.Close()
			continue
		}
		far, err := net.Dial("tcp", *to)
		if err != nil {
			_ = near.Close()
			continue
		}
		w.mu.Lock()
		w.conns = append(w.conns, near, far)
		w.mu.Unlock()
		joined.Go(func() { _, _ = io.Copy(near, far); _ = near.Close() })
		joined.Go(func() { _, _ = io.Copy(far, near); _ = far.Close() })
	}
}

// sever cuts the wire, until mend.
func (w *wire) sever() {
	w.cut.Store(true)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, conn := range w.conns {
		_ = conn.Close()
	}
	w.conns = nil
}

func (w *wire) mend() { w.cut.Store(false) }

// behind starts a node that others reach by a wire.
func behind(t *testing.T, store Store, w *wire, joined func()) *node {
	t.Helper()
	n := start(t, Options{Store: store, Advertise: w.address(), Joined: joined})
	bound := n.line.(*embedded).server.ClusterAddr().String()
	w.to.Store(&bound)
	return n
}
