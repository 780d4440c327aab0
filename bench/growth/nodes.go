package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/load"
)

// Nodes are real processes. Each may use a part of one core only, so that the
// machine has room for all of them, for their database and for who asks: then it
// is the nodes that are the limit, and two of them can do what two machines would.
const (
	nodeFor    = 8 * time.Second
	nodeWarm   = 4 * time.Second
	nodeAsks   = 24     // in flight at each node
	nodeOffer  = 20_000 // a second: more than it can
	nodeUsers  = 500
	nodeShare  = 0.7 // of what they can, at which p99 is measured
	readyAfter = time.Minute
)

// nodeWorks are what is asked of nodes.
var nodeWorks = []struct{ kind, title string }{
	{"audits", "live messages answered"}, {"reports", "reports taken in"}, {"heartbeats", "heartbeats"},
}

// The credentials of the nodes' app.
const (
	nodeTokenKey = "a-key-for-the-tokens-of-invented-users"
	nodeFile     = `apps:
  - id: live
    uplus: {token: {jwt: {alg: HS256, key: ` + nodeTokenKey + `}}}
    yunjing: [{app_id: "2016", key: audit-key}]
    party: {app_key: party-key, app_secret: party-secret}
`
)

// growNodes measures ever more nodes on one database.
func growNodes(ctx context.Context, o options) (err error) {
	program := filepath.Join(o.work, "xiezhi")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/xiezhi").CombinedOutput(); err != nil { //nolint:gosec // a path of our own
		return fmt.Errorf("%w: %s", err, out)
	}
	address, remove, err := o.newDatabase(ctx, postgres)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	if err := fill(ctx, address, min(o.beside, 100_000)); err != nil {
		return err
	}
	f := &fleet{program: program, store: address, percent: o.percent, key: id.NewKey() + id.NewKey(), work: o.work}
	defer func() { err = errors.Join(err, f.stop()) }()
	found := map[string]map[int]nodeFigure{}
	for range max(o.rounds/2, 1) { // each is minutes long
		for _, number := range o.nodes {
			if err := f.grow(ctx, number); err != nil {
				return err
			}
			for _, w := range nodeWorks {
				figure, err := f.ask(ctx, w.kind)
				if err != nil {
					return err
				}
				if found[w.kind] == nil {
					found[w.kind] = map[int]nodeFigure{}
				}
				found[w.kind][number] = found[w.kind][number].better(figure)
				say("%d nodes, %s: %.0f/s, p99 %.0f ms, used up %.0f %%", number, w.kind, figure.rate, figure.p99, 100*figure.full)
			}
		}
	}
	return o.tellNodes(found)
}

// nodeFigure is what nodes did together. Full is in how much of the time the node
// that was held back least had used up its part of a core: near 1, the nodes are the
// limit and nothing else is.
type nodeFigure struct{ rate, p99, full float64 }

// better keeps the round in which more was done: other work on the machine can
// only take away.
func (f nodeFigure) better(other nodeFigure) nodeFigure {
	if other.rate > f.rate {
		return other
	}
	return f
}

func (o options) tellNodes(found map[string]map[int]nodeFigure) error {
	fmt.Printf("\n| nodes, %d %% of a core each |", o.percent)
	for _, w := range nodeWorks {
		fmt.Printf(" %s | of one node | p99 ms | used up |", w.title)
	}
	fmt.Println("\n|---|" + strings.Repeat("---|---|---|---|", len(nodeWorks)))
	diagrams := make([]diagram, len(nodeWorks))
	for _, number := range o.nodes {
		fmt.Printf("| %d |", number)
		for i, w := range nodeWorks {
			f, one := found[w.kind][number], found[w.kind][o.nodes[0]]
			fmt.Printf(" %s/s | %.2f | %s | %.0f %% |", grouped(int(f.rate)), f.rate/one.rate, brief(f.p99), 100*f.full)
			d := &diagrams[i]
			if d.rate == nil {
				*d = diagram{title: w.title, rate: map[string][]point{}, p99: map[string][]point{}}
			}
			d.rate[postgres] = append(d.rate[postgres], point{float64(number), f.rate})
			d.p99[postgres] = append(d.p99[postgres], point{float64(number), f.p99})
		}
		fmt.Println()
	}
	return o.keep("growth-nodes.svg", chart(fmt.Sprintf("With ever more nodes on one PostgreSQL, each held to %d %% of a core", o.percent), "nodes", diagrams))
}

// fleet is nodes on one store.
type fleet struct {
	program, store, key, work string
	percent                   int
	nodes                     []*node
}

type node struct {
	url     string
	command *exec.Cmd
	quota   quota
}

// grow starts and stops nodes until there are so many.
func (f *fleet) grow(ctx context.Context, number int) error {
	for len(f.nodes) > number {
		last := f.nodes[len(f.nodes)-1]
		f.nodes = f.nodes[:len(f.nodes)-1]
		if err := last.stop(); err != nil {
			return err
		}
	}
	for len(f.nodes) < number {
		n, err := f.start(ctx)
		if err != nil {
			return err
		}
		f.nodes = append(f.nodes, n)
	}
	return nil
}

func (f *fleet) stop() error { return f.grow(context.Background(), 0) }

func (f *fleet) start(ctx context.Context) (*node, error) {
	folder, err := os.MkdirTemp(f.work, "node-")
	if err != nil {
		return nil, err
	}
	declared := filepath.Join(folder, "apps.yaml")
	if err := os.WriteFile(declared, []byte(nodeFile), 0o600); err != nil {
		return nil, err
	}
	listen, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	n := &node{url: "http://" + listen}
	n.command = exec.CommandContext(ctx, f.program, "serve", "--store", f.store, "--data", folder, "--listen", listen, "--apply", declared, "--log-level", "error") //nolint:gosec // it was built here
	n.command.Env = append(os.Environ(), "XIEZHI_SECRET_KEY="+f.key, "GOMAXPROCS=1")
	n.command.Stderr = os.Stderr
	if err := n.command.Start(); err != nil {
		return nil, err
	}
	if err := n.ready(ctx); err != nil {
		return nil, errors.Join(err, n.stop())
	}
	if n.quota, err = newQuota(filepath.Base(f.work)+filepath.Base(folder), f.percent); err == nil {
		err = n.quota.hold(n.command.Process.Pid)
	}
	if err != nil {
		return nil, errors.Join(err, n.stop())
	}
	return n, nil
}

// freePort finds one that nobody listens on now.
func freePort(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// ready waits until the node answers.
func (n *node) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyAfter)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, n.url+"/readyz", nil)
		if err != nil {
			return err
		}
		if answer, err := new(http.Client).Do(request); err == nil {
			_ = answer.Body.Close() // nothing of it is wanted
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return errors.New("a node does not become ready")
		}
	}
}

// stop ends the process and lifts its quota.
func (n *node) stop() error {
	_ = n.command.Process.Kill() // it may have ended
	_ = n.command.Wait()         // it was killed
	if n.quota.folder == "" {
		return nil
	}
	return n.quota.remove()
}

// ask has each node asked for as much as it can, and then for a part of that.
func (f *fleet) ask(ctx context.Context, kind string) (nodeFigure, error) {
	if _, err := f.askFor(ctx, kind, nodeOffer, nodeWarm); err != nil {
		return nodeFigure{}, err
	}
	before, err := f.used()
	if err != nil {
		return nodeFigure{}, err
	}
	figure, err := f.askFor(ctx, kind, nodeOffer, nodeFor)
	if err != nil {
		return figure, err
	}
	after, err := f.used()
	if err != nil {
		return figure, err
	}
	figure.full = 1
	for i := range after {
		figure.full = min(figure.full, (after[i].full-before[i].full)/max(after[i].periods-before[i].periods, 1))
	}
	steady, err := f.askFor(ctx, kind, nodeShare*figure.rate/float64(len(f.nodes)), nodeFor)
	figure.p99 = steady.p99
	return figure, err
}

// used is what each node has used of its part so far.
func (f *fleet) used() ([]use, error) {
	list := make([]use, len(f.nodes))
	for i, n := range f.nodes {
		var err error
		if list[i], err = n.quota.use(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// askFor asks all nodes at a rate each. What came of it is in all a second, and the
// slowest node's p99.
func (f *fleet) askFor(ctx context.Context, kind string, rate float64, length time.Duration) (nodeFigure, error) {
	results, failures := make([]load.Result, len(f.nodes)), make([]error, len(f.nodes))
	var all sync.WaitGroup
	for i, n := range f.nodes {
		target := load.Target{
			URL: n.url, Patience: time.Minute, Users: nodeUsers, Seed: uint64(i), App: "live", Tokens: load.Tokens{Key: []byte(nodeTokenKey)},
			AuditApp: "2016", AuditKey: "audit-key", PartyKey: "party-key", PartySecret: "party-secret",
		}
		streams, err := target.Streams(map[string]float64{kind: rate})
		if err != nil {
			return nodeFigure{}, err
		}
		all.Go(func() {
			results[i], failures[i] = load.Run(ctx, load.Plan{For: length, InFlight: nodeAsks}, streams, nil)
		})
	}
	all.Wait()
	var sum nodeFigure
	for i, r := range results {
		if failures[i] != nil {
			return sum, failures[i]
		}
		row := r.Rows[0]
		if row.Errors > 0 {
			return sum, fmt.Errorf("%s at node %d: %v", kind, i+1, row.Codes)
		}
		sum.rate, sum.p99 = sum.rate+row.PerSec, max(sum.p99, row.P99)
	}
	return sum, nil
}
