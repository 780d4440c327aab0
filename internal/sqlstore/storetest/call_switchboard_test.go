package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/call"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// callApp rings for ten seconds.
func callApp(name string) tenant.App {
	return tenant.App{ID: name, Party: &tenant.Party{AppKey: "k", AppSecret: "s", Ring: "10s"}}
}

// society is who there is, who may not call, and who is here: everybody whose
// name is not in it.
type society struct {
	strangers, barred, away sync.Map
	broken                  atomic.Bool // nobody knows anything
}

var errStranger = fault.New(fault.NotFound, "no_user", "there is no such user")

func (s *society) MustExist(_ context.Context, _, user string) error {
	if _, is := s.strangers.Load(user); is {
		return errStranger
	}
	return nil
}

func (s *society) MayCall(_ context.Context, _ tenant.App, user string) error {
	if s.broken.Load() {
		return fault.Wrap(fault.Unavailable, errors.New("no answer"), "nobody knows")
	}
	if _, is := s.barred.Load(user); is {
		return fault.New(fault.Forbidden, "punished", "you may not call")
	}
	return nil
}

func (s *society) Present(_, user string) bool {
	_, away := s.away.Load(user)
	return !away
}

// switchboard is a node's calls at the test's own time.
type switchboard struct {
	*call.Service
	*society
	t     *testing.T
	store *sqlstore.Store
	app   tenant.App
	now   *atomic.Int64 // unix milliseconds
}

func newSwitchboard(t *testing.T, store *sqlstore.Store) *switchboard {
	t.Helper()
	now := new(atomic.Int64)
	now.Store(start.UnixMilli())
	return beside(t, store, &society{}, callApp(live), now)
}

// beside is one node of several.
func beside(t *testing.T, store *sqlstore.Store, people *society, app tenant.App, now *atomic.Int64) *switchboard {
	t.Helper()
	return &switchboard{
		Service: call.NewService(call.Options{
			Store: store, Users: people, Guard: people, Presence: people,
			Now: func() time.Time { return time.UnixMilli(now.Load()).UTC() },
		}),
		society: people, t: t, store: store, app: app, now: now,
	}
}

func (x *switchboard) pass(d time.Duration) { x.now.Add(d.Milliseconds()) }

func (x *switchboard) invite(caller, callee string) call.Call {
	x.t.Helper()
	c, err := x.Invite(context.Background(), x.app, caller, callee, call.Audio)
	must(x.t, err)
	return c
}

// doing is the method for what a user does to a call.
func (x *switchboard) doing(op call.Op) func(ctx context.Context, app tenant.App, user, callID string) (call.Call, error) {
	return map[call.Op]func(context.Context, tenant.App, string, string) (call.Call, error){
		call.Accept: x.Accept, call.Reject: x.Reject, call.Cancel: x.Cancel, call.Hangup: x.Hangup,
	}[op]
}

// refused wants an error with the code.
func refused(t *testing.T, code string, _ call.Call, err error) {
	t.Helper()
	if codeOf(err) != code {
		t.Errorf("refused by %v, want %s", err, code)
	}
}

// heard is what devices are told of an app's calls, oldest first.
func (x *switchboard) heard() []call.View {
	x.t.Helper()
	var views []call.View
	untold := map[string]int{} // what one side has heard and the other not
	for before := int64(0); ; {
		records, err := x.store.Deliveries(context.Background(), delivery.Filter{App: x.app.ID, Kind: "tell_call", Before: before, Limit: 500})
		must(x.t, err)
		for _, r := range records {
			var what outbox.Told
			must(x.t, json.Unmarshal(r.Payload, &what))
			var view call.View
			must(x.t, json.Unmarshal(what.Data, &view))
			before = r.ID
			if what.To[0] == view.Caller {
				views = append(views, view)
				untold[string(what.Data)]++
			} else {
				untold[string(what.Data)]--
			}
			if view.EndReason == call.Busy { // the callee is left in peace
				delete(untold, string(what.Data))
			}
		}
		if len(records) < 500 {
			for change, missing := range untold {
				if missing != 0 {
					x.t.Errorf("one side heard more than the other: %s", change)
				}
			}
			slices.Reverse(views)
			return views
		}
	}
}

// tickets are all of the user's, newest first, read in pages of three.
func (x *switchboard) tickets(user string) []call.Ticket {
	x.t.Helper()
	var all []call.Ticket
	for before := int64(0); ; before = all[len(all)-1].ID {
		page, err := x.Tickets(context.Background(), x.app.ID, user, before, 3)
		must(x.t, err)
		if all = append(all, page...); len(page) < 3 {
			return all
		}
	}
}
