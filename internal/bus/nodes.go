package bus

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The subjects of the Bus itself.
const (
	subjectHello = "hello"
	subjectBye   = "bye"
)

// Times, in beats, and how long the row of a node is kept that renews it no
// more.
const (
	meetEvery  = 3  // between a node's looks into the store
	goneAfter  = 4  // of silence
	cutAfter   = 7  // of silence while it renews its row
	rowBelieve = 30 // of a row that is not renewed
	rowsKept   = time.Hour
)

// Node is a row of the store.
type Node struct {
	ID        string
	Address   string // of its NATS; empty where it has none of its own
	Version   string // of its program
	StartedAt time.Time
	SeenAt    time.Time
}

// Store is where nodes find each other.
type Store interface {
	// KeepNode makes or renews the node's row, and forgets those that were seen
	// last before a time.
	KeepNode(ctx context.Context, n Node, before time.Time) error
	// Nodes lists all there are, by id.
	Nodes(ctx context.Context) ([]Node, error)
	// DropNode forgets the node, if it is there.
	DropNode(ctx context.Context, id string) error
}

// sayHello tells the other nodes that this one is there, and looks who is.
func (b *Bus) sayHello(context.Context) error {
	b.Publish(subjectHello, nil)
	b.watch()
	return nil
}

// meetOthers renews this node's row and follows those of the others.
func (b *Bus) meetOthers(ctx context.Context) error {
	b.ring.renew()
	now := b.o.Now()
	self := Node{ID: b.self.String(), Address: b.line.address(), Version: b.o.Version, StartedAt: b.started, SeenAt: now}
	if err := b.o.Store.KeepNode(ctx, self, now.Add(-rowsKept)); err != nil {
		return err
	}
	nodes, err := b.o.Store.Nodes(ctx)
	if err != nil {
		return err
	}
	nodes = slices.DeleteFunc(nodes, func(n Node) bool { return n.ID == self.ID })
	return b.line.follow(b.peers.met(nodes, now))
}

// Peer is another node that is heard.
type Peer struct {
	ID      string
	Address string
}

// Peers are the other nodes that are heard, by id.
func (b *Bus) Peers() []Peer {
	if b.o.Store == nil {
		return nil
	}
	return b.peers.list(b.o.Now())
}

// Problem is why hints do not come at once; nil where they do, or where there
// are no other nodes.
func (b *Bus) Problem() error {
	if b.o.Store == nil {
		return nil
	}
	b.sending.Lock()
	open := b.line
	b.sending.Unlock()
	if open == nil {
		return nil
	}
	if err := open.problem(); err != nil {
		return err
	}
	if cut := b.peers.cut(); len(cut) > 0 {
		return fault.New(fault.Unavailable, "", "nodes are not heard that are there: %s", strings.Join(cut, ", "))
	}
	return nil
}

// watch says once in the log that the bus is cut, and once that it is whole.
func (b *Bus) watch() {
	err := b.Problem()
	before := b.broken.Load()
	switch {
	case err != nil && before == nil:
		said := err.Error()
		b.broken.Store(&said)
		b.o.Log.Warn("bus: cut; what other nodes tell comes from the store, later", "why", said)
	case err == nil && before != nil:
		b.broken.Store(nil)
		b.o.Log.Info("bus: whole again", "peers", len(b.Peers()))
	}
}

// addressesOf are the addresses of nodes, each once and in one order.
func addressesOf(nodes map[string]Node) []string {
	addresses := map[string]bool{}
	for _, n := range nodes {
		if n.Address != "" {
			addresses[n.Address] = true
		}
	}
	return slices.Sorted(maps.Keys(addresses))
}
