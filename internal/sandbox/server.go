package sandbox

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Server serves a handler on one loopback address that can go down and come up
// again, so that a caller meets refused connections and then the same address.
type Server struct {
	handler http.Handler

	mu      sync.Mutex
	address string // host:port; the port is chosen by the first Up where it was 0
	running *http.Server
	done    chan struct{} // closed when the running server's loop has returned
}

// NewServer makes a Server that is down. An address that is not on loopback is
// refused; port 0 is chosen once and then kept.
func NewServer(address string, handler http.Handler) (*Server, error) {
	if err := checkListen(address); err != nil {
		return nil, err
	}
	return &Server{handler: handler, address: address}, nil
}

// Up begins to listen; it does nothing when the server is up. ctx ends only
// the attempt to listen.
func (s *Server) Up(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return nil
	}
	listener, err := listen(ctx, s.address)
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "the sandbox cannot listen on %s", s.address)
	}
	s.address = listener.Addr().String()
	s.running = &http.Server{
		Handler: s.handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	s.done = make(chan struct{})
	go serve(s.running, listener, s.done)
	return nil
}

// Ports that systems do not hand out by themselves: while the server is down,
// no other listener and no outgoing connection takes one of these.
const (
	firstPort = 20_000
	portCount = 12_000
	portTries = 50
)

// listen takes a port that will still be free after a time of being down, where
// the address leaves the choice.
func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	host, port, err := net.SplitHostPort(address)
	if err != nil || port != "0" {
		return config.Listen(ctx, "tcp", address)
	}
	for range portTries {
		port := strconv.Itoa(firstPort + rand.IntN(portCount))
		if listener, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, port)); err == nil {
			return listener, nil
		}
	}
	return config.Listen(ctx, "tcp", address)
}

func serve(server *http.Server, listener net.Listener, done chan struct{}) {
	defer close(done)
	_ = server.Serve(listener) // returns only when Down or Stop closed it
}

// Down stops listening and breaks every connection at once. The address stays
// the server's own.
func (s *Server) Down() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == nil {
		return
	}
	_ = s.running.Close()
	<-s.done
	s.running = nil
}

// Stop goes down after the calls in hand were answered, or at once when ctx
// ends.
func (s *Server) Stop(ctx context.Context) error {
	s.mu.Lock()
	running := s.running
	s.mu.Unlock()
	if running == nil {
		return nil
	}
	err := running.Shutdown(ctx)
	s.Down()
	return err
}

// Address is host:port; before the first Up its port may be 0.
func (s *Server) Address() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

// URL is the server's root, without a slash at the end.
func (s *Server) URL() string { return "http://" + s.Address() }
