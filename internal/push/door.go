package push

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"sync"
)

// ServeHTTP takes a connection, where there is room for one.
func (p *Push) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Pattern = Path
	if r.ProtoMajor != 1 {
		http.Error(w, "a WebSocket needs HTTP/1.1", http.StatusHTTPVersionNotSupported)
		return
	}
	if p.sockets.Add(1) > int64(p.o.Connections) {
		p.sockets.Add(-1)
		p.tally.refused.Add(1)
		w.Header().Set("Retry-After", "5")
		http.Error(w, "too many connections", http.StatusServiceUnavailable)
		return
	}
	h := r.Header
	s := &session{
		knock:   Knock{AppKey: h.Get("appkey"), User: h.Get("user"), Token: h.Get("token"), DeviceID: h.Get("deviceId")},
		allowed: commandBurst, counted: p.o.Now(),
	}
	counted := &door{ResponseWriter: w, left: sync.OnceFunc(func() { p.sockets.Add(-1) })}
	defer counted.shut()
	p.socket.ServeHTTP(counted, r.WithContext(context.WithValue(r.Context(), sessionKey{}, s)))
}

// door counts a connection as long as it is open, whether it became a
// WebSocket or not.
type door struct {
	http.ResponseWriter
	left func()
	open bool // the connection outlives the request
}

// Hijack implements http.Hijacker.
func (d *door) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(d.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	d.open = true
	return &counted{conn, d.left}, buffers, nil
}

func (d *door) shut() {
	if !d.open {
		d.left()
	}
}

// counted is a connection that says when it is closed.
type counted struct {
	net.Conn
	left func()
}

// Close implements net.Conn.
func (c *counted) Close() error {
	c.left()
	return c.Conn.Close()
}
