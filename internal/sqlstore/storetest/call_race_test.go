package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// lost is what the losers of a race are told, by how the call stands then.
var lost = map[call.Stage]string{call.Talks: call.CodeAccepted, call.Gone: call.CodeGone, call.Denied: call.CodeRejected}

// Several of each race at the very end of the ringing: one wins, and all others
// are told who did.
func TestOneWinsACall(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		nodes, ctx := []*sqlstore.Store{open(), open()}, context.Background()
		x := newSwitchboard(t, nodes[0])
		for round := range 25 {
			c := x.invite("a", "b")
			x.pass(10*time.Second - time.Millisecond)
			done, codes := make([]call.Call, 12), make([]string, 12)
			together(12, nodes, func(i int, store *sqlstore.Store) {
				node, err := beside(t, store, x.society, x.app, x.now), error(nil)
				switch i % 4 {
				case 0:
					done[i], err = node.Accept(ctx, x.app, "b", c.ID)
				case 1:
					done[i], err = node.Cancel(ctx, x.app, "a", c.ID)
				case 2:
					done[i], err = node.Reject(ctx, x.app, "b", c.ID)
				case 3:
					if i == 11 {
						node.pass(time.Millisecond)
					}
					mustNot(t, node.EndDue(ctx))
				}
				codes[i] = codeOf(err)
			})
			c, err := x.Get(ctx, x.app, "a", c.ID)
			must(t, err)
			winners := 0
			if c.Reason == call.TimedOut {
				winners++
			}
			for i, code := range codes {
				switch {
				case i%4 == 3:
				case code == "":
					winners++
					same(t, c, done[i])
				case code != lost[c.Stage()]:
					t.Errorf("round %d: %d lost against %s and is told %s", round, i, c.Stage(), code)
				}
			}
			same(t, 1, winners)
			must(t, x.EndOf(ctx, x.app, "a", call.Kicked))
			same(t, round+1, len(x.tickets("a")))
		}
	})
}

func TestBothInvitingMakesOneCall(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		nodes, ctx := []*sqlstore.Store{open(), open()}, context.Background()
		x := newSwitchboard(t, nodes[0])
		for round := range 25 {
			users, calls := []string{"a", "b"}, make([]call.Call, 2)
			together(2, nodes, func(i int, store *sqlstore.Store) {
				var err error
				calls[i], err = beside(t, store, x.society, x.app, x.now).Invite(ctx, x.app, users[i], users[1-i], call.Audio)
				mustNot(t, err)
			})
			same(t, calls[0].ID, calls[1].ID)
			states := map[call.State]int{calls[0].State: 1}
			states[calls[1].State]++
			same(t, map[call.State]int{call.Ringing: 1, call.InCall: 1}, states)
			_, err := x.Hangup(ctx, x.app, "b", calls[0].ID)
			must(t, err)
			same(t, round+1, len(x.tickets("a")))
		}
	})
}

func TestManyInviteOne(t *testing.T) {
	t.Parallel()
	Engines(t, func(t *testing.T, open func() *sqlstore.Store) {
		nodes, ctx := []*sqlstore.Store{open(), open()}, context.Background()
		x := newSwitchboard(t, nodes[0])
		calls, codes := make([]call.Call, 16), make([]string, 16)
		together(16, nodes, func(i int, store *sqlstore.Store) {
			var err error
			calls[i], err = beside(t, store, x.society, x.app, x.now).Invite(ctx, x.app, fmt.Sprint("a", i), "b", call.Video)
			mustNot(t, err)
		})
		reasons := map[call.Reason]int{}
		for _, c := range calls {
			reasons[c.Reason]++
		}
		same(t, map[call.Reason]int{"": 1, call.Busy: 15}, reasons)
		same(t, 15, len(x.tickets("b")))

		together(16, nodes, func(i int, store *sqlstore.Store) { // and one, who is invited by nobody, invites many
			var err error
			calls[i], err = beside(t, store, x.society, x.app, x.now).Invite(ctx, x.app, "c", fmt.Sprint("d", i), call.Video)
			codes[i] = codeOf(err)
		})
		refusals := map[string]int{}
		for _, code := range codes {
			refusals[code]++
		}
		same(t, map[string]int{"": 1, call.CodeInCall: 15}, refusals)
		same(t, 0, len(x.tickets("c")))
	})
}
