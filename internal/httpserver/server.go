package httpserver

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/xiezhi/xiezhi/internal/trace"
)

// The time limits of every connection. A handler that streams moves its own by
// http.ResponseController.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 120 * time.Second
	maxHeaderBytes    = 64 << 10
)

// Options says what to serve and where. Address and Handler are required.
type Options struct {
	Address  string // host:port; port 0 takes a free one
	Handler  http.Handler
	CertFile string // PEM; with KeyFile, the main listener speaks TLS
	KeyFile  string

	// AdminAddress is where /metrics and pprof are served; empty means nowhere.
	AdminAddress string
	Pprof        bool
	Registry     *prometheus.Registry // where request metrics go; nil for none

	Checks         []Check        // what /readyz asks
	Warnings       []Check        // what it tells of, while it says that all is well; they must be quick
	TrustedProxies []netip.Prefix // whose X-Forwarded-For, X-Request-Id and traceparent are believed
	Tracer         *trace.Tracer  // nil for no traces

	// Programs tells the paths that only other programs ask, never a page: of the
	// headers that have browsers be careful, their answers carry just the one that
	// forbids them to guess types. Nil means none.
	Programs func(path string) bool

	// WriteError answers a request that panicked, in its protocol's form; nil
	// means a plain 500.
	WriteError func(w http.ResponseWriter, r *http.Request)
	Log        *slog.Logger // nil means slog.Default
}

// Server is one main and, where asked for, one admin listener.
type Server struct {
	options  Options
	main     *http.Server
	admin    *http.Server // nil where there is none
	draining atomic.Bool

	mu        sync.Mutex // guards the listeners
	listeners []net.Listener
	serving   sync.WaitGroup
	failed    chan error
}

// New makes a Server that listens nowhere yet.
func New(options Options) *Server {
	if options.Log == nil {
		options.Log = slog.Default()
	}
	s := &Server{options: options, failed: make(chan error, 2)}
	s.main = s.httpServer(s.chain())
	if options.AdminAddress != "" {
		s.admin = s.httpServer(s.adminHandler())
	}
	return s
}

func (s *Server) httpServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.options.Log.Handler(), slog.LevelDebug),
	}
}

// Start listens and serves in the background. When it returns without an
// error, connections are taken; ctx ends only the start. A Server starts once.
func (s *Server) Start(ctx context.Context) error {
	config, err := s.tlsConfig()
	if err != nil {
		return err
	}
	listener, err := s.listen(ctx, s.options.Address)
	if err != nil {
		return err
	}
	if config != nil {
		s.main.TLSConfig = config
	}
	if s.admin != nil {
		adminListener, err := s.listen(ctx, s.options.AdminAddress)
		if err != nil {
			s.closeListeners()
			return fmt.Errorf("admin: %w", err)
		}
		s.serve(s.admin, adminListener, false)
	}
	s.serve(s.main, listener, config != nil)
	return nil
}

func (s *Server) tlsConfig() (*tls.Config, error) {
	switch {
	case s.options.CertFile == "" && s.options.KeyFile == "":
		return nil, nil //nolint:nilnil // no certificate is a plain listener, not an error
	case s.options.CertFile == "" || s.options.KeyFile == "":
		return nil, errors.New("tls: certificate and key go together, and one is missing")
	}
	certificate, err := tls.LoadX509KeyPair(s.options.CertFile, s.options.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("tls: %w", err)
	}
	return &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}, nil
}

func (s *Server) listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners = append(s.listeners, listener)
	return listener, nil
}

func (s *Server) serve(server *http.Server, listener net.Listener, secure bool) {
	s.serving.Go(func() {
		var err error
		if secure {
			err = server.ServeTLS(listener, "", "")
		} else {
			err = server.Serve(listener)
		}
		if !errors.Is(err, http.ErrServerClosed) && !s.draining.Load() {
			s.failed <- err
		}
	})
}

// Failed yields the error of a listener that broke after Start.
func (s *Server) Failed() <-chan error { return s.failed }

// Addr is where the main listener is bound, empty before Start.
func (s *Server) Addr() string { return s.addr(0) }

// AdminAddr is where the admin listener is bound, empty where there is none.
func (s *Server) AdminAddr() string { return s.addr(1) }

func (s *Server) addr(i int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i >= len(s.listeners) {
		return ""
	}
	return s.listeners[i].Addr().String()
}

func (s *Server) closeListeners() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, listener := range s.listeners {
		_ = listener.Close()
	}
}

// Drain goes on serving everything, but says by /readyz that it is not ready,
// and with each answer that its connection ends: balancers and clients go
// elsewhere meanwhile.
func (s *Server) Drain() { s.draining.Store(true) }

// Refuse drains, and takes no more connections on the main listener. Those that
// are open are served on.
func (s *Server) Refuse() {
	s.Drain()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.listeners) > 0 {
		_ = s.listeners[0].Close() // it fails only where it is closed
	}
}

// Stop refuses, waits for the requests under way until ctx ends, and then
// breaks them off.
func (s *Server) Stop(ctx context.Context) error {
	s.Drain()
	var errs []error
	for _, server := range []*http.Server{s.main, s.admin} {
		if server == nil {
			continue
		}
		err := server.Shutdown(ctx)
		if err != nil && !errors.Is(err, net.ErrClosed) { // Refuse may have closed the listener
			errs = append(errs, err, server.Close())
		}
	}
	s.closeListeners()
	s.serving.Wait()
	return errors.Join(errs...)
}
