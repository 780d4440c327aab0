package egress

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync/atomic"
	"syscall"
	"time"
)

const connectTimeout = 5 * time.Second

// dial connects to a host of which nothing is believed. Every address that its
// name resolves to is judged after the look-up and before the first packet, so
// that a name that answers differently the second time gains nothing.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var permitted atomic.Bool // two addresses may be tried at once
	var refusal atomic.Pointer[error]
	dialer := net.Dialer{
		Timeout:   connectTimeout,
		KeepAlive: -1, // a call is over long before it would help
		Resolver:  c.resolver,
		Control: func(network, address string, _ syscall.RawConn) error {
			err := c.judge(network, address)
			if err != nil {
				refusal.Store(&err)
				return err
			}
			permitted.Store(true)
			return nil
		},
	}
	conn, err := dialer.DialContext(ctx, network, address)
	if why := refusal.Load(); err != nil && why != nil && !permitted.Load() {
		return nil, refused("the address leads to a network that may not be called", *why)
	}
	return conn, err
}

// judge refuses an address in the form in which it is about to be called.
func (c *Client) judge(network, address string) error {
	if network != "tcp4" && network != "tcp6" {
		return fmt.Errorf("%s is not TCP", network)
	}
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%q is no address: %w", address, err)
	}
	return c.policy.Load().refuses(target.Addr())
}
