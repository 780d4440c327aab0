package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/app"
	"github.com/xiezhi/xiezhi/internal/config"
)

// How the front looks after the nodes, and patience with those who come.
const (
	frontAsksEvery    = 200 * time.Millisecond
	frontAsksFor      = 2 * time.Second
	frontReadsHeadFor = 10 * time.Second
)

// node is one server behind the front.
type node struct {
	address string
	pid     atomic.Int64
	ready   atomic.Bool
}

// front is the demo's balancer: it sends each request to the next node that
// says it is ready, and to another one where a node takes no connection any
// more. What a node dies over is answered 502: who asked must ask again.
type front struct {
	listen   string
	nodes    []*node
	next     atomic.Uint64
	way      *http.Transport
	server   *http.Server
	stopping context.CancelFunc
	watching sync.WaitGroup
}

func newFront(listen string, nodes int) *front {
	f := &front{listen: listen, way: &http.Transport{MaxIdleConnsPerHost: 64}}
	for range nodes {
		f.nodes = append(f.nodes, new(node))
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetXForwarded()
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", "node", r.In.Host
		},
		Transport: f, FlushInterval: -1, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // nodes die here by design, and it is told
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			status := http.StatusBadGateway
			if errors.Is(err, errNoNode) {
				w.Header().Set("Retry-After", "1")
				status = http.StatusServiceUnavailable
			}
			http.Error(w, http.StatusText(status), status)
		},
	}
	f.server = &http.Server{Handler: proxy, ReadHeaderTimeout: frontReadsHeadFor}
	return f
}

// errNoNode says that no node is ready.
var errNoNode = errors.New("no node is ready")

// RoundTrip implements http.RoundTripper.
func (f *front) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	for range f.nodes {
		n := f.pick()
		if n == nil {
			break
		}
		try := r.Clone(r.Context())
		try.URL.Host = n.address
		if r.Body != nil {
			try.Body = io.NopCloser(r.Body) // a connection that is refused must not end it
		}
		answer, err := f.way.RoundTrip(try)
		var refused *net.OpError
		if !errors.As(err, &refused) || refused.Op != "dial" {
			return answer, err
		}
		n.ready.Store(false)
	}
	return nil, errNoNode
}

// pick takes the nodes in turn, and returns nil where none is ready.
func (f *front) pick() *node {
	for range f.nodes {
		if n := f.nodes[f.next.Add(1)%uint64(len(f.nodes))]; n.ready.Load() {
			return n
		}
	}
	return nil
}

// start listens, and begins to ask the nodes how they are. Broken is called
// when the listener breaks.
func (f *front) start(ctx context.Context, broken context.CancelCauseFunc) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", f.listen)
	if err != nil {
		return err
	}
	ctx, f.stopping = context.WithCancel(ctx)
	for _, n := range f.nodes {
		f.watching.Go(func() { f.watch(ctx, n) })
	}
	f.watching.Go(func() {
		if err := f.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			broken(err)
		}
	})
	return nil
}

// watch asks a node, again and again, whether it is ready.
func (f *front) watch(ctx context.Context, n *node) {
	ticker := time.NewTicker(frontAsksEvery)
	defer ticker.Stop()
	for {
		n.ready.Store(app.AskReady(ctx, config.Settings{Listen: n.address}, frontAsksFor) == nil)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// wait returns true when all nodes are ready, false when ctx ends before.
func (f *front) wait(ctx context.Context) bool {
	ticker := time.NewTicker(frontAsksEvery)
	defer ticker.Stop()
	for slices.ContainsFunc(f.nodes, func(n *node) bool { return !n.ready.Load() }) {
		select {
		case <-ctx.Done():
			return false
		case <-ticker.C:
		}
	}
	return true
}

// stop ends what start began. Streams would last for ever: they are cut.
func (f *front) stop() error {
	if f.stopping == nil {
		return nil
	}
	f.stopping()
	err := f.server.Close()
	f.watching.Wait()
	f.way.CloseIdleConnections()
	return err
}
