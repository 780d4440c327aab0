package main

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// receiver is a business platform that can be out of order in the ways that
// real ones are. It takes a call's key for the call: the same key again is the
// same act.
type receiver struct {
	t       *testing.T
	address string

	mu      sync.Mutex
	mode    mode
	release chan struct{} // closed when hanging calls may end
	server  *http.Server  // nil while refusing connections
	tries   int
	done    []received     // accepted calls in order, repetitions included
	times   map[string]int // accepted calls by key
}

type mode int

const (
	working mode = iota
	refusing
	busy // 503
	hanging
)

type received struct {
	path  string // below the base
	query url.Values
	key   string
	trace string // the traceparent
}

const platformBase = "/xxxApp/api"

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{t: t, address: freePort(t), mode: refusing, release: make(chan struct{}), times: map[string]int{}}
	t.Cleanup(func() { r.set(refusing) })
	return r
}

func (r *receiver) base() string { return "http://" + r.address + platformBase }

// set changes the mode; calls that hang are broken off.
func (r *receiver) set(m mode) {
	r.mu.Lock()
	close(r.release)
	r.release = make(chan struct{})
	r.mode = m
	server := r.server
	if m == refusing {
		r.server = nil
	}
	r.mu.Unlock()
	switch {
	case m == refusing && server != nil:
		_ = server.Close()
	case m != refusing && server == nil:
		r.listen()
	}
}

func (r *receiver) listen() {
	r.t.Helper()
	listener, err := net.Listen("tcp", r.address)
	if err != nil {
		r.t.Fatal(err)
	}
	server := &http.Server{Handler: r}
	r.mu.Lock()
	r.server = server
	r.mu.Unlock()
	go func() { _ = server.Serve(listener) }()
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	r.tries++
	m, release := r.mode, r.release
	if m == working {
		key := request.Header.Get("Idempotency-Key")
		r.times[key]++
		r.done = append(r.done, received{strings.TrimPrefix(request.URL.Path, platformBase), request.URL.Query(), key, request.Header.Get("Traceparent")})
	}
	r.mu.Unlock()
	switch m {
	case working:
		_, _ = w.Write([]byte(`{"ret":0,"code":"","info":""}`))
	case hanging:
		select {
		case <-release:
		case <-request.Context().Done():
		}
		panic(http.ErrAbortHandler)
	default:
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func (r *receiver) accepted() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received(nil), r.done...)
}

func (r *receiver) tried() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tries
}

// onEnginesWithReceiver runs a test on each engine with a platform of its own.
func onEnginesWithReceiver(t *testing.T, reviewers int, run func(t *testing.T, s *server, r *receiver)) {
	t.Helper()
	var mu sync.Mutex
	receivers := map[string]*receiver{}
	onEngines(t, func(t *testing.T) string {
		r := newReceiver(t)
		mu.Lock()
		defer mu.Unlock()
		receivers[t.Name()] = r
		return declaration(r.base(), reviewers)
	}, func(t *testing.T, s *server) {
		mu.Lock()
		r := receivers[t.Name()]
		mu.Unlock()
		run(t, s, r)
	})
}
