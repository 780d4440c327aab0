package bus

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// How a connection to NATS is watched and made again.
const (
	dialWithin = 2 * time.Second
	dialAgain  = time.Second
	pingEvery  = 2 * time.Second
	pingsOut   = 2
)

// What waits for a slow node before it is lost.
const (
	maxWaiting      = 64 << 10 // messages
	maxWaitingBytes = 32 << 20
)

// client is a connection to NATS, here or elsewhere.
type client struct{ conn *nats.Conn }

// dial connects to a NATS that is there already, now or when it can be reached.
func dial(o Options, prefix string, hear func(string, []byte)) (line, error) {
	conn, err := connect(o.URL, prefix, hear, nats.RetryOnFailedConnect(true), nats.ReconnectWait(dialAgain))
	if err != nil {
		return nil, err
	}
	return client{conn}, nil
}

// connect connects to NATS. What is sent while it cannot be reached is lost:
// late hints help nobody.
func connect(url, prefix string, hear func(string, []byte), more ...nats.Option) (*nats.Conn, error) {
	conn, err := nats.Connect(url, append(more,
		nats.Name("xiezhi"), nats.NoEcho(), nats.MaxReconnects(-1), nats.ReconnectBufSize(-1), nats.ReconnectJitter(0, 0),
		nats.Timeout(dialWithin), nats.PingInterval(pingEvery), nats.MaxPingsOutstanding(pingsOut),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}), // the library's own prints; Problem tells
	)...)
	if err != nil {
		return nil, err
	}
	heard, err := conn.Subscribe(prefix+">", func(m *nats.Msg) { hear(m.Subject, m.Data) })
	if err == nil {
		err = heard.SetPendingLimits(maxWaiting, maxWaitingBytes)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

func (c client) send(subject string, raw []byte) error { return c.conn.Publish(subject, raw) }

func (c client) problem() error {
	if c.conn.IsConnected() {
		return nil
	}
	return fault.New(fault.Unavailable, "", "NATS is not reached")
}

func (client) follow([]string) error { return nil }

func (client) address() string { return "" }

func (c client) close(ctx context.Context) {
	if c.conn.IsConnected() {
		_ = c.conn.FlushWithContext(ctx) // hints may be lost
	}
	c.conn.Close()
}
