package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// gust is one thing that happens in a storm.
type gust struct {
	op          call.Op
	user, other string
	back        int           // which of the latest calls; 0 is the last that somebody heard of
	pass        time.Duration // before it
	leaves      bool          // who asked does not wait for the answer
}

func drawGust(rt *rapid.T) gust {
	pair := rapid.Permutation(callers).Draw(rt, "pair")
	return gust{
		op: rapid.SampledFrom([]call.Op{
			call.Invite, call.Invite, call.Invite, call.Accept, call.Accept, call.Reject, call.Cancel, call.Hangup, call.RingOut,
			call.Kick, call.Disconnect,
		}).Draw(rt, "op"),
		user: pair[0], other: pair[1], back: rapid.IntRange(0, 3).Draw(rt, "back"),
		pass:   time.Duration(rapid.SampledFrom([]int{0, 0, 0, 1, 500, 4000}).Draw(rt, "ms")) * time.Millisecond,
		leaves: rapid.IntRange(0, 9).Draw(rt, "leaves") == 0,
	}
}

// storm is many users' doings on several nodes at the same time.
type storm struct {
	mu     sync.Mutex
	latest []call.Call
	won    map[string]int // operations that were carried out, by call and operation
	unsure map[string]int // those of which nobody was told
	wrong  []error
}

// Several nodes do at the same time whatever users ask, with clocks that run
// out, askers who leave and a node that dies. What devices were told, in order,
// is one history that the table allows, in which nobody has two calls; each call
// has one winner and one ticket.
func TestAStormOfCallsIsOneHistory(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, db Database) {
		store, round := db.Open(t, sqlstore.Options{}), 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			now := new(atomic.Int64)
			now.Store(start.UnixMilli())
			people, app := &society{}, callApp(fmt.Sprint("app", round))
			doomed := db.Open(t, sqlstore.Options{})
			nodes := []*switchboard{beside(t, store, people, app, now), beside(t, doomed, people, app, now)}
			scripts := rapid.SliceOfN(rapid.SliceOfN(rapid.Custom(drawGust), 4, 12), 3, 6).Draw(rt, "scripts")
			s := &storm{won: map[string]int{}, unsure: map[string]int{}}
			var all sync.WaitGroup
			for i, script := range scripts {
				all.Go(func() {
					for n, g := range script {
						if i == 1 && n == len(script)/2 {
							mustNot(t, doomed.Close())
						}
						s.blow(nodes[i%2], g)
					}
				})
			}
			all.Wait()
			must(t, doomed.Close())
			s.check(rt, nodes[0])
		})
	})
}

// blow does what a gust says, if there is a call yet to do it to.
func (s *storm) blow(x *switchboard, g gust) {
	x.pass(g.pass)
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	if g.leaves {
		go leave()
	}
	switch g.op {
	case call.Invite:
		c, err := x.Invite(ctx, x.app, g.user, g.other, call.Audio)
		s.note(c.ID, map[call.State]call.Op{call.Ringing: call.Invite, call.InCall: call.Accept, call.Ended: call.Invite}[c.State], err)
		if err == nil {
			s.hear(c)
		}
	case call.RingOut:
		s.note("", g.op, x.EndDue(ctx))
	case call.Kick, call.Disconnect:
		s.note("", g.op, x.EndOf(ctx, x.app, g.user, call.Reason(g.op)))
	default:
		if c, known := s.pick(g.back); known {
			_, err := x.doing(g.op)(ctx, x.app, g.user, c.ID)
			s.note(c.ID, g.op, err)
		}
	}
}

func (s *storm) hear(c call.Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latest = append(s.latest, c)
}

func (s *storm) pick(back int) (call.Call, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if back >= len(s.latest) {
		return call.Call{}, false
	}
	return s.latest[len(s.latest)-1-back], true
}

// note keeps how an operation ended. Only refusals of the table, and trouble,
// may be answered.
func (s *storm) note(callID string, op call.Op, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err == nil:
		s.won[callID+" "+string(op)]++
	case fault.Is(err, fault.Unavailable):
		s.unsure[callID+" "+string(op)]++
		if op == "" || op == call.Invite {
			s.unsure["an invitation"]++ // which may have been somebody's yes
		}
	case !slices.Contains([]string{
		call.CodeGone, call.CodeRejected, call.CodeAccepted, call.CodeNotInCall, call.CodeInCall, call.CodeNotYours, call.CodeNoCall,
	}, codeOf(err)):
		s.wrong = append(s.wrong, err)
	}
}

// check ends all, and reads the history.
func (s *storm) check(rt *rapid.T, x *switchboard) {
	ctx := context.Background()
	for _, err := range s.wrong {
		rt.Fatal(err)
	}
	x.pass(10 * time.Second)
	must(x.t, x.EndDue(ctx))
	for _, user := range callers {
		must(x.t, x.EndOf(ctx, x.app, user, call.Kicked))
	}
	h := history{rt: rt, last: map[string]call.View{}, busy: map[string]string{}, was: map[string]bool{}}
	for _, view := range x.heard() {
		h.read(view)
	}
	if len(h.busy) > 0 {
		rt.Fatalf("nobody ended the calls of %v", h.busy)
	}
	tickets := map[string]int{}
	for _, ticket := range x.tickets("") {
		tickets[ticket.CallID]++
		if view := h.last[ticket.CallID]; view.Ticket == nil || *view.Ticket != ticket.View() {
			rt.Fatalf("a ticket of %+v is %+v", view, ticket)
		}
	}
	for callID, view := range h.last {
		if tickets[callID] != 1 {
			rt.Fatalf("%d tickets of %+v", tickets[callID], view)
		}
		s.checkWinners(rt, h, view)
	}
}

// checkWinners: who was told that he had done something has done it, and nobody
// else has.
func (s *storm) checkWinners(rt *rapid.T, h history, view call.View) {
	for op, happened := range map[call.Op]bool{
		call.Accept: h.was[view.CallID], call.Reject: view.EndReason == call.Rejected,
		call.Cancel: view.EndReason == call.Cancelled, call.Hangup: view.EndReason == call.Completed,
	} {
		key := view.CallID + " " + string(op)
		won, unsure := s.won[key], s.unsure[key]
		if op == call.Accept {
			unsure += s.unsure["an invitation"]
		}
		fine := won == 0
		if happened {
			fine = won == 1 || won == 0 && unsure > 0
		}
		if !fine {
			rt.Fatalf("%d won by %s, and nobody knows of %d: %+v", won, op, unsure, view)
		}
	}
}

// history is what devices were told, read in order.
type history struct {
	rt   *rapid.T
	last map[string]call.View
	busy map[string]string // users in a call that stands
	was  map[string]bool   // calls that were answered
}

// read holds one change against the table and against one call a user.
func (h *history) read(view call.View) {
	before, known := h.last[view.CallID]
	h.last[view.CallID] = view
	users := []string{view.Caller, view.Callee}
	switch {
	case !known && view.State == call.Ringing:
		for _, user := range users {
			if h.busy[user] != "" {
				h.rt.Fatalf("%s has %s and %+v", user, h.busy[user], view)
			}
			h.busy[user] = view.CallID
		}
	case !known && view.EndReason == call.Busy:
	case known && before.State == call.Ringing && view.State == call.InCall:
		h.was[view.CallID] = true
	case known && before.State != call.Ended && view.State == call.Ended:
		if !allowed(before.State, view.EndReason) {
			h.rt.Fatalf("%+v became %+v", before, view)
		}
		for _, user := range users {
			delete(h.busy, user)
		}
	default:
		h.rt.Fatalf("%+v became %+v", before, view)
	}
}

// allowed reports whether the table ends a call that stands so by that reason.
func allowed(from call.State, why call.Reason) bool {
	return slices.ContainsFunc(call.Table, func(r call.Row) bool {
		return string(r.Stage) == string(from) && (r.ByCaller.Reason == why || r.ByCallee.Reason == why)
	})
}
