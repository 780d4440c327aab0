package push

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/centrifugal/centrifuge"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
)

// Path is where devices connect.
const Path = "/push/websocket"

// The defaults of Options.
const (
	defaultConnections = 20_000
	defaultPerUser     = 5
)

// The bounds of a connection.
const (
	pingEvery    = 25 * time.Second
	pongWithin   = 10 * time.Second
	loginWithin  = 10 * time.Second // from the handshake to the connect command
	writeWithin  = 2 * time.Second  // before a reader counts as gone
	maxCommand   = 16 << 10         // bytes
	maxQueue     = 1 << 20          // bytes that wait for a slow reader before he is cut
	maxChannel   = 400              // bytes of a channel's name
	maxWatched   = 100              // users whose presence a connection watches
	maxPage      = 100              // messages in an answer to a history command
	maxResume    = 512 << 10        // bytes in one answer: the rest of the queue is for what comes meanwhile
	admitWithin  = 10 * time.Second
	storeWithin  = 10 * time.Second
	readmitAfter = time.Hour // a connection ends then, and who comes back is asked again who he is
)

// Gate says who connects.
type Gate interface {
	// Admit tells whose device knocks, or returns a fault: Unauthenticated or
	// Invalid for who is not known, Forbidden for who may not connect; they
	// do not try again. Others do.
	Admit(ctx context.Context, k Knock) (Guest, error)
}

// Knock is what a device says of itself.
type Knock struct {
	AppKey   string `json:"appkey"`
	User     string `json:"user"`
	Token    string `json:"token"`
	DeviceID string `json:"deviceId"`
}

// Guest is the user of an app.
type Guest struct{ App, User string }

// Presence tells who is here.
type Presence interface {
	Present(app, user string) bool
}

// Options are the parts and bounds of a Push.
type Options struct {
	Store    Store
	Gate     Gate
	Presence Presence
	Now      func() time.Time // nil means time.Now
	Log      *slog.Logger     // nil means slog.Default

	Connections int           // at a time on this node; 0 means 20,000
	PerUser     int           // of a user; 0 means 5
	Poll        time.Duration // how often to look what other nodes keep; 0: there are none

	// Tell tells the other nodes at once; they hand it to Heard. Nil: they look.
	Tell func(hint []byte)
	// Told reports whether the other nodes' hints come, so that there is less to
	// look for. Nil: they do not.
	Told func() bool
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Connections == 0 {
		o.Connections = defaultConnections
	}
	if o.Tell == nil {
		o.Tell = func([]byte) {}
	}
	if o.Told == nil {
		o.Told = func() bool { return false }
	}
	if o.PerUser == 0 {
		o.PerUser = defaultPerUser
	}
	return o
}

// Push is the channel.
type Push struct {
	o       Options
	node    *centrifuge.Node
	broker  *broker
	socket  http.Handler
	sockets atomic.Int64
	tally   tally
	hints   *hints

	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// New makes a Push. It takes nobody before Start.
func New(o Options) (*Push, error) {
	p := &Push{o: o.withDefaults(), stop: func() {}, hints: newHints()}
	p.broker = newBroker(p.o)
	node, err := centrifuge.New(p.config())
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the push channel cannot be made")
	}
	node.SetBroker(p.broker)
	node.OnCommandRead(p.readCommand)
	node.OnConnecting(p.connecting)
	node.OnConnect(p.connected)
	p.node, p.socket = node, newSocket(node)
	return p, nil
}

// Start takes connections.
func (p *Push) Start(ctx context.Context) error {
	epoch, err := p.o.Store.PushEpoch(ctx, id.NewKey())
	if err != nil {
		return err
	}
	p.broker.epoch = epoch
	if err := p.node.Run(); err != nil {
		return fault.Wrap(fault.Internal, err, "the push channel does not start")
	}
	if p.o.Poll > 0 {
		looking, stop := context.WithCancel(context.WithoutCancel(ctx))
		p.stop = stop
		p.stopped.Go(func() { p.look(looking) })
		for range hinted {
			p.stopped.Go(func() { p.followHints(looking) })
		}
	}
	return nil
}

// Stop tells every device to connect again, elsewhere or later, and takes no
// more. What outlasts ctx is broken off.
func (p *Push) Stop(ctx context.Context) error {
	p.stop()
	p.stopped.Wait()
	if err := p.node.Shutdown(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, err, "push connections were broken off")
	}
	return nil
}

// ForgetOld forgets what has been kept long enough.
func (p *Push) ForgetOld(ctx context.Context) error {
	return p.o.Store.DropPushed(ctx, p.o.Now().Add(-keepFor))
}

// ForgetUseless forgets what messages say that are of no use any more. Their
// places stay, so that nobody misses anything.
func (p *Push) ForgetUseless(ctx context.Context) error {
	return p.o.Store.BlankPushed(ctx, p.o.Now(), outOfUse)
}
