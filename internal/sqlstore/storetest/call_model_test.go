package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// callers are few, so that they meet.
var callers = []string{"a", "b", "c", "d"}

// callModel is what a test expects of the calls of an app: what the table says,
// and that nobody has two.
type callModel struct {
	*switchboard
	db    Database
	calls []*modelCall
}

type modelCall struct {
	call.Call
	stage call.Stage
}

// Whatever users do, whoever is put out, and whenever the process is restarted:
// calls go as the table says.
func TestCallsFollowTheTable(t *testing.T) {
	t.Parallel()
	Databases(t, func(t *testing.T, db Database) {
		store, round := db.Open(t, sqlstore.Options{}), 0
		defer func() { must(t, store.Close()) }()
		rapid.Check(t, func(rt *rapid.T) {
			round++
			now := new(atomic.Int64)
			now.Store(start.UnixMilli())
			m := &callModel{switchboard: beside(t, store, &society{}, callApp(fmt.Sprint("app", round)), now), db: db}
			rt.Repeat(map[string]func(*rapid.T){
				"invite": m.meet, "operate": m.operate, "put out": m.putOut, "wait": m.wait, "tick": m.tick, "reopen": m.reopen, "": m.check,
			})
			store = m.store
		})
	})
}

func (m *callModel) reopen(rt *rapid.T) {
	if rapid.IntRange(0, 3).Draw(rt, "restart") > 0 {
		rt.Skip("runs on")
	}
	must(m.t, m.store.Close())
	m.switchboard = beside(m.t, m.db.Open(m.t, sqlstore.Options{}), m.society, m.app, m.now)
}

// wait passes time; what runs out by it is gone.
func (m *callModel) wait(rt *rapid.T) {
	m.pass(time.Duration(rapid.IntRange(1, 12).Draw(rt, "seconds")) * time.Second)
	for _, c := range m.calls {
		if c.stage == call.Rings && m.now.Load() >= c.RingUntil.UnixMilli() {
			c.take(call.Look(call.Rings, call.RingOut, true))
		}
	}
}

func (m *callModel) tick(rt *rapid.T) {
	if err := m.EndDue(context.Background()); err != nil {
		rt.Fatal(err)
	}
}

// take moves a call of the model on.
func (c *modelCall) take(r call.Result) {
	switch {
	case r.To == call.InCall:
		c.stage, c.State = call.Talks, call.InCall
	case r.To == call.Ended && c.stage == call.Talks:
		c.stage = call.Over
	case r.To == call.Ended && r.Reason == call.Rejected:
		c.stage = call.Denied
	case r.To == call.Ended:
		c.stage = call.Gone
	}
	if r.To == call.Ended {
		c.State, c.Reason = call.Ended, r.Reason
	}
}

func (m *callModel) standing(user string) *modelCall {
	at := slices.IndexFunc(m.calls, func(c *modelCall) bool { return c.State != call.Ended && (c.Caller == user || c.Callee == user) })
	if at < 0 {
		return nil
	}
	return m.calls[at]
}

func (m *callModel) meet(rt *rapid.T) {
	pair := rapid.Permutation(callers).Draw(rt, "pair")
	caller, callee := pair[0], pair[1]
	c, err := m.Invite(context.Background(), m.app, caller, callee, call.Video)
	mine := m.standing(caller)
	switch {
	case mine == nil:
		want := call.Ringing
		if m.standing(callee) != nil {
			want = call.Ended
		}
		if err != nil || c.State != want || want == call.Ended && c.Reason != call.Busy {
			rt.Fatalf("an invitation became %+v, %v, want %s", c, err, want)
		}
		m.calls = append(m.calls, &modelCall{c, c.Stage()})
	case mine.Caller == callee || mine.Callee == callee:
		result := call.Look(mine.stage, call.Invite, caller == mine.Caller)
		if codeOf(err) != result.Code || err == nil && c.ID != mine.ID {
			rt.Fatalf("meeting %+v it became %+v, %v, want %+v", mine, c, err, result)
		}
		mine.take(result)
	default:
		if codeOf(err) != call.CodeInCall {
			rt.Fatalf("somebody with a call has %+v, %v", c, err)
		}
	}
}

func (m *callModel) draw(rt *rapid.T) *modelCall {
	if len(m.calls) == 0 {
		rt.Skip("no calls yet")
	}
	latest := m.calls[max(0, len(m.calls)-6):]
	return rapid.SampledFrom(latest).Draw(rt, "call")
}

func (m *callModel) operate(rt *rapid.T) {
	c, user := m.draw(rt), rapid.SampledFrom(callers).Draw(rt, "user")
	op := rapid.SampledFrom([]call.Op{call.Accept, call.Reject, call.Cancel, call.Hangup}).Draw(rt, "operation")
	do := m.doing(op)
	_, err := do(context.Background(), m.app, user, c.ID)
	if user != c.Caller && user != c.Callee {
		if codeOf(err) != call.CodeNoCall {
			rt.Fatalf("a stranger is answered %v", err)
		}
		return
	}
	result := call.Look(c.stage, op, user == c.Caller)
	if codeOf(err) != result.Code {
		rt.Fatalf("%s by %s of %+v ended with %v, want %+v", op, user, c, err, result)
	}
	c.take(result)
}

func (m *callModel) putOut(rt *rapid.T) {
	user := rapid.SampledFrom(callers).Draw(rt, "user")
	why := rapid.SampledFrom([]call.Reason{call.Kicked, call.Disconnected}).Draw(rt, "why")
	if err := m.EndOf(context.Background(), m.app, user, why); err != nil {
		rt.Fatal(err)
	}
	if c := m.standing(user); c != nil {
		c.take(call.Look(c.stage, call.Op(why), user == c.Caller))
	}
}

// check compares every call with the model. Each that ended has its ticket once
// it was written down, which the clock may have yet to do.
func (m *callModel) check(rt *rapid.T) {
	ctx := context.Background()
	tickets := map[string]int{}
	for _, ticket := range m.tickets("") {
		tickets[ticket.CallID]++
	}
	for _, c := range m.calls {
		got, err := m.Get(ctx, m.app, c.Caller, c.ID)
		if err != nil || got.Stage() != c.stage || got.Reason != c.Reason {
			rt.Fatalf("the call is %+v, %v, want %+v", got, err, c)
		}
		kept, err := m.store.FindCall(ctx, m.app.ID, c.ID)
		want := 0
		if kept.State == call.Ended {
			want = 1
		}
		if err != nil || tickets[c.ID] != want {
			rt.Fatalf("%d tickets of %+v, %v", tickets[c.ID], kept, err)
		}
	}
}
