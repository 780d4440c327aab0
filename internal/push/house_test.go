package push_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/push"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func cut(name string) (app, user string, ok bool) { return strings.Cut(name, "/") }

// gate admits who brings "token of " and his name; the app's id is its key.
type gate struct{}

func (gate) Admit(_ context.Context, k push.Knock) (push.Guest, error) {
	switch {
	case k.User == "barred":
		return push.Guest{}, fault.New(fault.Forbidden, "", "not now")
	case k.User == "unlucky":
		return push.Guest{}, fault.New(fault.Unavailable, "", "the accounts are down")
	case k.AppKey == "" || k.DeviceID == "" || k.Token != "token of "+k.User:
		return push.Guest{}, fault.New(fault.Unauthenticated, "", "who is that")
	}
	return push.Guest{App: k.AppKey, User: k.User}, nil
}

// roster is who is online.
type roster struct {
	mu     sync.Mutex
	online map[string]bool // by app and user
	asked  func()          // called after each question; nil for nothing
}

func (r *roster) Present(app, user string) bool {
	r.mu.Lock()
	online, asked := r.online[app+"/"+user], r.asked
	r.asked = nil
	r.mu.Unlock()
	if asked != nil {
		asked()
	}
	return online
}

// after has something done once the next question was answered.
func (r *roster) after(do func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = do
}

func (r *roster) set(name string, online bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.online[name] = online
}

// house is a server with a channel.
type house struct {
	*push.Push
	*httptest.Server
	roster *roster
	stop   func()
}

// open starts a channel over a store.
func open(t testing.TB, o push.Options) *house {
	t.Helper()
	h := &house{roster: &roster{online: map[string]bool{}}}
	o.Gate, o.Presence = gate{}, h.roster
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	var err error
	if h.Push, err = push.New(o); err != nil {
		t.Fatal(err)
	}
	if err := h.Push.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	h.Server = httptest.NewServer(h.Push)
	h.stop = sync.OnceFunc(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := h.Stop(ctx); err != nil {
			t.Error(err)
		}
		h.Close()
	})
	t.Cleanup(h.stop)
	return h
}

// as is what a user's device says of itself.
func as(app, user string) map[string]any {
	return map[string]any{"appkey": app, "user": user, "token": "token of " + user, "deviceId": "phone"}
}

// admit connects a user who must be let in.
func (h *house) admit(t testing.TB, app, user string, subs map[string]any) (*device, connected) {
	t.Helper()
	d := dial(t, h.Server, nil)
	welcome, err := d.enter(as(app, user), subs)
	if err != nil {
		t.Fatal(err)
	}
	return d, welcome
}

// since is where a device takes up its messages again.
func since(inbox string, offset uint64) map[string]any {
	return map[string]any{inbox: map[string]any{"recover": true, "offset": offset, "epoch": "the-epoch"}}
}

// number is a message that says its number.
func number(n int, to ...string) outbox.Told {
	return outbox.Told{To: to, Type: outbox.ToldMessage, Data: json.RawMessage(fmt.Sprintf(`{"n":%d}`, n))}
}

// said is the number that a message says.
func said(t testing.TB, body json.RawMessage) int {
	t.Helper()
	var told struct {
		Type int
		Data struct{ N int }
	}
	if err := json.Unmarshal(body, &told); err != nil || told.Type != outbox.ToldMessage {
		t.Fatalf("a device reads %s, %v", body, err)
	}
	return told.Data.N
}

// tell carries a message.
func (h *house) tell(t testing.TB, app string, told outbox.Told) {
	t.Helper()
	if err := h.Carry(context.Background(), tenant.App{ID: app}, told.Event(app, "lane", time.Now())); err != nil {
		t.Error(err)
	}
}

// until waits for a condition that other goroutines bring about.
func until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	late := time.After(patience)
	for !holds() {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
