package bus

import (
	"context"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/follow"
)

// MaxData is the largest hint, in bytes.
const MaxData = 64 << 10

// defaultBeat is how often a node says that it is there.
const defaultBeat = time.Second

// lastWords bounds the farewell.
const lastWords = 2 * time.Second

// Options of a Bus. The zero value suits a node alone: nothing listens, and
// nobody hears.
type Options struct {
	// Store is where nodes find each other; nil: there are no others, and
	// nothing else here counts.
	Store Store
	// Name tells this store's nodes from those of others on the same NATS: of
	// letters, digits and - _ only.
	Name string
	// Keys are the secrets that all nodes share, of 32 bytes: the first seals, all
	// open. It may be called at any time.
	Keys func() [][]byte
	// URL is a NATS that is there already; empty: one runs in this process.
	URL string
	// Listen is where the NATS of this process takes other nodes: host:port; port 0
	// takes a free one, and empty means a free port of Host.
	Listen string
	// Advertise is by what address the other nodes reach Listen, with or without a
	// port; empty: as Listen says, or by Host where Listen is every address.
	Advertise string
	// Host is this machine's address as others reach it; nil and an invalid one
	// mean the loopback.
	Host    func() netip.Addr
	Version string // of the program, for who reads the store

	// Joined is called when another node is heard that was not before. What it
	// told meanwhile was lost. Nil does nothing.
	Joined func()
	Beat   time.Duration // 0 means a second
	Now    func() time.Time
	Log    *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.Beat == 0 {
		o.Beat = defaultBeat
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Joined == nil {
		o.Joined = func() {}
	}
	if o.Host == nil {
		o.Host = func() netip.Addr { return netip.Addr{} }
	}
	return o
}

// Handler takes a hint of another node. It is called for one after the other,
// in the order in which a node sent them, and must be quick.
type Handler func(data []byte)

// Bus is one node's end of it. Its methods may be called from any goroutine.
type Bus struct {
	o        Options
	self     nodeID
	started  time.Time
	handlers map[string]Handler
	ring     *ring
	peers    *peers
	tally    tally
	broken   atomic.Pointer[string] // what was said in the log to be wrong; nil: nothing

	sending sync.Mutex // guards what follows, and that messages leave in the order of their numbers
	line    line       // nil before Start and after Stop
	seq     uint64

	beat, meet *follow.Follower
}

// New makes a Bus that carries nothing before Start.
func New(o Options) *Bus {
	b := &Bus{o: o.withDefaults(), self: newNodeID(), handlers: map[string]Handler{}}
	if o.Store == nil {
		return b
	}
	b.ring = newRing(b.self, o.Keys)
	b.peers = newPeers(b.o.Beat)
	b.beat = follow.New("bus: this node cannot say that it is there", b.o.Beat, b.o.Log, b.sayHello)
	b.meet = follow.New("bus: nodes do not find each other in the store", meetEvery*b.o.Beat, b.o.Log, b.meetOthers)
	return b
}

// Subscribe has hear called for what other nodes publish under the subject, a
// word of small letters. It is for before Start.
func (b *Bus) Subscribe(subject string, hear Handler) { b.handlers[subject] = hear }

// Start joins the other nodes.
func (b *Bus) Start(context.Context) error {
	if b.o.Store == nil {
		return nil
	}
	b.started = b.o.Now()
	opened, err := b.open()
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "the bus between nodes does not start")
	}
	b.sending.Lock()
	b.line = opened
	b.sending.Unlock()
	b.meet.Start()
	b.beat.Start()
	return nil
}

// open opens the line to the other nodes.
func (b *Bus) open() (line, error) {
	if b.o.URL != "" {
		return dial(b.o, b.prefix(), b.hear)
	}
	return listen(b.o, b.prefix(), b.ring, b.hear)
}

// prefix begins the subjects of this store's nodes.
func (b *Bus) prefix() string { return "xiezhi." + b.o.Name + "." }

// Stop takes leave of the other nodes. Without a Start it does nothing.
func (b *Bus) Stop(ctx context.Context) {
	b.sending.Lock()
	open := b.line
	b.sending.Unlock()
	if open == nil {
		return
	}
	b.beat.Stop()
	b.meet.Stop()
	b.Publish(subjectBye, nil)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	if err := b.o.Store.DropNode(ctx, b.self.String()); err != nil {
		b.o.Log.WarnContext(ctx, "bus: the other nodes will look for this one for a while", "error", err)
	}
	b.sending.Lock()
	b.line = nil
	b.sending.Unlock()
	open.close(ctx)
}

// Publish tells the other nodes. It does not wait for them, and there is no
// telling whether they hear.
func (b *Bus) Publish(subject string, data []byte) {
	if b.o.Store == nil {
		return
	}
	if len(data) > MaxData {
		b.tally.lost.Add(1)
		return
	}
	b.sending.Lock()
	defer b.sending.Unlock()
	if b.line == nil {
		return
	}
	b.seq++
	full := b.prefix() + subject
	if err := b.line.send(full, b.ring.seal(full, b.seq, b.o.Now(), data)); err != nil {
		b.tally.lost.Add(1)
		return
	}
	b.tally.sent.Add(1)
}

// hear takes what came over the line.
func (b *Bus) hear(full string, raw []byte) {
	now := b.o.Now()
	m, err := b.ring.open(full, raw)
	if err == nil && m.from == b.self {
		return
	}
	if err == nil {
		err = m.fresh(now)
	}
	news := false
	if err == nil {
		news, err = b.peers.heard(m, now)
	}
	if err != nil {
		b.tally.refused.Add(1)
		return
	}
	b.tally.heard.Add(1)
	if news {
		b.beat.Wake() // so that it hears of us, too
		b.o.Joined()
	}
	b.take(strings.TrimPrefix(full, b.prefix()), m)
}

// take does what a message asks for.
func (b *Bus) take(subject string, m message) {
	if subject == subjectBye {
		b.peers.left(m.from)
		return
	}
	if handler := b.handlers[subject]; handler != nil {
		handler(m.data)
	}
}
