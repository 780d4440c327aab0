// Package link is a TCP connection between two programs that can be cut,
// stalled and slowed from outside.
package link

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// Link forwards every connection to one address.
type Link struct {
	listener net.Listener
	target   string
	running  sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]bool
	cut   bool
	delay time.Duration
	open  chan struct{} // closed unless the link is stalled
}

// Listen makes a link to target on a free loopback port.
func Listen(target string) (*Link, error) {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &Link{listener: listener, target: target, conns: map[net.Conn]bool{}, open: make(chan struct{})}
	close(l.open)
	l.running.Go(l.accept)
	return l, nil
}

// Addr is where to connect.
func (l *Link) Addr() string { return l.listener.Addr().String() }

// Cut breaks every connection and each that is made until Heal.
func (l *Link) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	l.breakAll()
}

// Stall lets nothing through until Heal, and says so to nobody: connections
// stay open, also those that one side has closed.
func (l *Link) Stall() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.stalled() {
		l.open = make(chan struct{})
	}
}

// Slow delays each piece of what passes.
func (l *Link) Slow(delay time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.delay = delay
}

// Heal makes the link good again.
func (l *Link) Heal() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut, l.delay = false, 0
	if l.stalled() {
		close(l.open)
	}
}

// Close ends the link and waits for it.
func (l *Link) Close() {
	_ = l.listener.Close() // it fails only where it is closed
	l.Heal()
	l.Cut()
	l.running.Wait()
}

func (l *Link) stalled() bool {
	select {
	case <-l.open:
		return false
	default:
		return true
	}
}

func (l *Link) breakAll() {
	for conn := range l.conns {
		reset(conn)
	}
}

// reset closes a connection as a machine does that knows nothing of it.
func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // else it is closed politely
	}
	_ = conn.Close()
}

func (l *Link) accept() {
	for {
		conn, err := l.listener.Accept()
		if err != nil {
			return
		}
		l.running.Go(func() { l.carry(conn) })
	}
}

// carry joins a connection to the target.
func (l *Link) carry(near net.Conn) {
	if !l.keep(near) {
		reset(near)
		return
	}
	defer l.drop(near)
	l.pass()
	far, err := new(net.Dialer).DialContext(context.Background(), "tcp", l.target)
	if err != nil {
		return
	}
	if !l.keep(far) {
		reset(far)
		return
	}
	defer l.drop(far)
	var both sync.WaitGroup
	both.Go(func() { l.pump(far, near) })
	both.Go(func() { l.pump(near, far) })
	both.Wait()
}

func (l *Link) keep(conn net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.cut {
		l.conns[conn] = true
	}
	return !l.cut
}

func (l *Link) drop(conn net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, conn)
	reset(conn)
}

// pump copies until one side ends, and ends the other.
func (l *Link) pump(to, from net.Conn) {
	piece := make([]byte, 32<<10)
	for {
		n, err := from.Read(piece)
		if delay := l.pass(); delay > 0 {
			<-time.After(delay)
		}
		if n > 0 {
			if _, failed := to.Write(piece[:n]); failed != nil {
				err = failed
			}
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				if tcp, ok := to.(*net.TCPConn); ok && tcp.CloseWrite() == nil {
					return
				}
			}
			reset(to)
			reset(from)
			return
		}
	}
}

// pass waits while the link is stalled, and tells how long a piece takes.
func (l *Link) pass() time.Duration {
	l.mu.Lock()
	open := l.open
	l.mu.Unlock()
	<-open
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.delay
}
