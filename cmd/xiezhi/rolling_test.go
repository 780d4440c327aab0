package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
)

// TestARollingRestartFailsNoRequest restarts each of two nodes behind a
// balancer that knows no more of them than /readyz says, while clients file
// reports, claim cases and decide them. None of them ever sees a failure.
func TestARollingRestartFailsNoRequest(t *testing.T) {
	t.Parallel()
	nodes := startNodes(t, 2, "--drain-delay", "1s")
	front := balance(t, nodes)
	traffic := startTraffic(t, front, 4)
	for _, node := range append(nodes, nodes...) {
		traffic.goOn(50)
		front.lose(node.base, func() { node.terminate(0) })
		traffic.goOn(50)
		node.start()
		front.await(node.base)
	}
	traffic.stop()
}

// startNodes runs servers on one new PostgreSQL database.
func startNodes(t *testing.T, n int, more ...string) []*server {
	t.Helper()
	first := startServer(t, storetest.Postgres(t).Address, declaration("http://"+freePort(t)+platformBase, 4), more...)
	nodes := []*server{first}
	for range n - 1 {
		nodes = append(nodes, first.another())
	}
	return nodes
}

// balancer forwards to the nodes that are ready, each in its turn. It asks them
// over and over, and never tries a request again.
type balancer struct {
	t     *testing.T
	url   string
	nodes []string

	mu    sync.Mutex
	ready map[string]bool
	turn  int
}

const askEvery = 50 * time.Millisecond

func balance(t *testing.T, nodes []*server) *balancer {
	t.Helper()
	b := &balancer{t: t, ready: map[string]bool{}}
	for _, node := range nodes {
		b.nodes, b.ready[node.base] = append(b.nodes, node.base), true
	}
	front := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			target, _ := url.Parse(b.next()) // we made it
			r.SetURL(target)
			r.Out.GetBody = nil // else the transport would try again
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: 16},
		ErrorLog:  slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // the client says it
	})
	b.url = front.URL
	done := make(chan struct{})
	var asking sync.WaitGroup
	asking.Go(func() { b.ask(done) })
	t.Cleanup(func() { close(done); asking.Wait(); front.Close() })
	return b
}

func (b *balancer) ask(done <-chan struct{}) {
	prober := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for {
		for _, node := range b.nodes {
			answer, err := prober.Get(node + "/readyz")
			ready := err == nil && answer.StatusCode == http.StatusOK
			if err == nil {
				answer.Body.Close()
			}
			b.mu.Lock()
			b.ready[node] = ready
			b.mu.Unlock()
		}
		select {
		case <-done:
			return
		case <-tick.C:
		}
	}
}

// next is the node whose turn it is; the first where none is ready.
func (b *balancer) next() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.nodes {
		b.turn++
		if node := b.nodes[b.turn%len(b.nodes)]; b.ready[node] {
			return node
		}
	}
	return b.nodes[0]
}

func (b *balancer) isReady(node string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ready[node]
}

func (b *balancer) await(node string) {
	b.t.Helper()
	eventually(b.t, 20*time.Second, "the balancer sees that "+node+" is ready", func() bool { return b.isReady(node) })
}

// lose ends a node and wants that it said so before it went.
func (b *balancer) lose(node string, end func()) {
	b.t.Helper()
	ended := make(chan struct{})
	go func() { defer close(ended); end() }()
	eventually(b.t, 20*time.Second, "the balancer sees that "+node+" is not ready", func() bool { return !b.isReady(node) })
	select {
	case <-ended:
		b.t.Errorf("%s was gone before the balancer knew", node)
	default:
	}
	<-ended
}

// traffic are clients that report and reviewers who decide, one request after
// the other.
type traffic struct {
	t        *testing.T
	base     string
	requests atomic.Int64
	decided  atomic.Int64
	over     chan struct{}
	running  sync.WaitGroup
}

func startTraffic(t *testing.T, front *balancer, pairs int) *traffic {
	t.Helper()
	f := &traffic{t: t, base: front.url, over: make(chan struct{})}
	for i := range pairs {
		f.running.Go(func() { f.report(i) })
		f.running.Go(func() { f.review(fmt.Sprintf("r%d", i+1)) })
	}
	return f
}

func (f *traffic) stop() {
	f.t.Helper()
	close(f.over)
	f.running.Wait()
	if f.decided.Load() == 0 {
		f.t.Error("nothing was decided")
	}
	f.t.Logf("%d requests, %d cases decided", f.requests.Load(), f.decided.Load())
}

// goOn returns after some more requests.
func (f *traffic) goOn(more int64) {
	f.t.Helper()
	until := f.requests.Load() + more
	eventually(f.t, 30*time.Second, "the clients go on", func() bool { return f.requests.Load() >= until })
}

func (f *traffic) ended() bool {
	select {
	case <-f.over:
		return true
	default:
		return false
	}
}

// good counts a request and tells of one that failed.
func (f *traffic) good(what string, answer envelope, err error) bool {
	f.requests.Add(1)
	if err != nil || !answer.ok() {
		f.t.Errorf("%s: %v %s", what, err, answer)
		return false
	}
	return true
}

func (f *traffic) report(who int) {
	c := newClient(f.t, f.base)
	reporter := fmt.Sprintf("reporter%d", who)
	token := tokenOf(reporter)
	for i := 0; !f.ended(); i++ {
		answer, err := c.tryReport(reporter, token, hallReport(reporter, fmt.Sprintf("u%d-%d", who, i), fmt.Sprintf("m%d-%d", who, i)))
		f.good("report", answer, err)
	}
}

func (f *traffic) review(name string) {
	c := newClient(f.t, f.base)
	c.logInPatiently(name)
	for !f.ended() {
		answer, err := c.try(http.MethodGet, "/report/message/next", "", nil)
		if !f.good(name+" next", answer, err) || string(answer.Data) == "null" {
			continue
		}
		var next reported
		answer.into(f.t, &next)
		answer, err = c.try(http.MethodPost, "/punish", "application/x-www-form-urlencoded",
			[]byte(next.punishment(1, 101, 1, "timedelta", "24").Encode()))
		if f.good(name+" punish", answer, err) {
			f.decided.Add(1)
		}
	}
}

// another runs a further server with the same store and key.
func (s *server) another() *server {
	s.t.Helper()
	listen := freePort(s.t)
	sibling := &server{t: s.t, base: "http://" + listen, store: s.store, args: append(append([]string(nil), s.args...), "--listen", listen)}
	sibling.start()
	s.t.Cleanup(sibling.kill)
	return sibling
}

// terminate is SIGTERM: the process ends by itself, with the exit code.
func (s *server) terminate(code int) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Error(err)
	}
	_ = s.command.Wait() // the code says it
	if got := s.command.ProcessState.ExitCode(); got != code {
		s.t.Errorf("ended with %d, not %d", got, code)
	}
	s.command = nil
}
