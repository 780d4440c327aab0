//go:build linux

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/tools/proof/model"
)

// How many clients of each kind there are; together they keep about one core
// busy.
const (
	reporters = 4
	auditors  = 3
	givers    = 4
)

// gatherAll sets the clients to work, each about once in that time.
func (c *crowd) gatherAll(seed uint64, often time.Duration) {
	next := seed
	chance := func() uint64 { next++; return next }
	for i := range reporters {
		client := c.newClient(chance())
		c.sending.Go(func() { client.reports(fmt.Sprintf("reporter%d", i), often) })
	}
	for i := range auditors {
		client := c.newClient(chance())
		c.sending.Go(func() { client.audits(fmt.Sprintf("auditor%d", i), often) })
	}
	for i := range givers {
		client := c.newClient(chance())
		c.sending.Go(func() { client.gives(fmt.Sprintf("giver%d", i), often) })
	}
	for i := range reviewers {
		client, name := c.newClient(chance()), fmt.Sprintf("r%d", i+1)
		if i%2 == 0 {
			c.judging.Go(func() { client.reviews(name, 100*time.Millisecond) })
		} else {
			c.judging.Go(func() { client.works(name, 100*time.Millisecond) })
		}
	}
}

// joinAll makes the users of the party.
func (c *crowd) joinAll() error {
	users := []string{pot}
	for i := range givers {
		users = append(users, fmt.Sprintf("giver%d", i))
	}
	return c.newClient(0).joins(users...)
}

// proveNodes is the part on PostgreSQL.
func proveNodes(ctx context.Context, folder, program string, o options, s *summary) error {
	w, err := newWorld(ctx, folder, program, o)
	if err != nil {
		return err
	}
	defer w.close()
	c := newCrowd(w.bases(), w.clock)
	if err := c.joinAll(); err != nil {
		return err
	}
	say("%d nodes serve; things go wrong for %s", o.nodes, o.length)
	c.gatherAll(o.seed, 150*time.Millisecond)
	bad := newMisfortune(w, o.seed)
	faulty, mend := context.WithTimeout(ctx, o.length)
	bad.run(faulty)
	mend()
	w.heal()
	say("all is mended; %s", bad.told())
	found, err := w.settle(ctx, c, o.settle)
	if err != nil {
		return err
	}
	s.nodes(c, w, bad, found)
	return ctx.Err()
}

// settle ends the load, lets everything come to rest and holds the accounts
// against each other.
func (w *world) settle(ctx context.Context, c *crowd, within time.Duration) ([]string, error) {
	deadline := time.Now().Add(within)
	c.goHome(within)
	say("nobody sends any more; what was begun comes to its end")
	for {
		stored, err := readStored(ctx, w.db)
		if err != nil {
			return nil, err
		}
		if atRest(stored) || time.Now().After(deadline) {
			break
		}
		pause(500 * time.Millisecond)
	}
	c.dismiss()
	stored, err := readStored(ctx, w.db)
	if err != nil {
		return nil, err
	}
	evidence := model.Evidence{History: c.history, Stored: stored, Received: w.platform.received(), Lease: lease, Slack: 5 * time.Second}
	return append(model.Check(evidence), w.verifyAll(ctx)...), nil
}

// atRest reports whether nothing is under way and every case is decided.
func atRest(s model.Stored) bool {
	for _, n := range s.Left {
		if n != 0 {
			return false
		}
	}
	for _, c := range s.Cases {
		if c.State != "decided" {
			return false
		}
	}
	return true
}

// verifyAll asks the operator's tools and every node's metrics.
func (w *world) verifyAll(ctx context.Context) (wrong []string) {
	for _, args := range [][]string{{"ledger", "verify"}, {"audit", "verify"}} {
		if err := w.verify(ctx, args...); err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	for _, n := range w.nodes {
		wrong = append(wrong, n.metrics()...)
	}
	return wrong
}

// rest are the metrics that must be 0, and works those that must be 1, when all
// has come to rest.
var (
	idle  = []string{"xiezhi_outbox_pending", "xiezhi_outbox_dead", "xiezhi_cases_waiting", "xiezhi_cases_held", "xiezhi_delivery_in_flight"}
	works = []string{"xiezhi_ready", "xiezhi_backlog_known"}
)

// metrics are what a node's metrics say otherwise than they should.
func (n *node) metrics() (wrong []string) {
	_, body, err := fetch("http://" + n.admin + "/metrics")
	if err != nil {
		return []string{fmt.Sprintf("%s has no metrics: %v", n.name, err)}
	}
	for line := range strings.Lines(string(body)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if at := strings.LastIndexByte(line, ' '); at > 0 {
			value = strings.TrimSpace(line[at:])
		}
		name, _, _ = strings.Cut(name, "{")
		if slices.Contains(idle, name) && value != "0" || slices.Contains(works, name) && value != "1" {
			wrong = append(wrong, fmt.Sprintf("%s says %s", n.name, strings.TrimSpace(line)))
		}
	}
	return wrong
}
