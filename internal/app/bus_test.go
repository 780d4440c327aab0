package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/bus"
	"github.com/xiezhi/xiezhi/internal/detect/lexicon"
	"github.com/xiezhi/xiezhi/internal/presence"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/words"
)

const declaredTwo = `
apps:
  - id: duo
    name: Duo
    party: {app_key: pk, app_secret: ps}
  - id: live
    yunjing: [{app_id: "2016", key: k}]
`

// nodesOf starts nodes on one PostgreSQL that look for nothing by themselves:
// what one knows of another, it was told.
func nodesOf(t *testing.T, number int, before func(i int, a *App)) []*App {
	t.Helper()
	db := storetest.Postgres(t)
	nodes := make([]*App, number)
	for i := range nodes {
		settings := testSettings(t)
		settings.Store, settings.SecretKey = db.Address, strings.Repeat("0f", 32)
		settings.AdminListen = "127.0.0.1:0"
		a, err := New(t.Context(), Config{Settings: settings, Declare: []*File{parse(t, declaredTwo)}, looks: time.Hour}, quiet)
		if err != nil {
			t.Fatal(err)
		}
		before(i, a)
		if err := a.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Stop(t.Context()) })
		nodes[i] = a
	}
	eventually(t, "the nodes hear each other", func() bool {
		for _, a := range nodes {
			if len(a.bus.Peers()) != number-1 || !a.told() {
				return false
			}
		}
		return true
	})
	return nodes
}

// audit asks a node whether a user's line may pass, and returns the contract's
// code.
func audit(t *testing.T, a *App, user int64, text string) int {
	t.Helper()
	response, err := http.Post(a.URL()+"/audit-live", "application/x-www-form-urlencoded", strings.NewReader(packetOf(user, text)))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct{ JSON struct{ Code int } }
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(string(body))
	}
	return answer.JSON.Code
}

// TestNodesTellEachOther: what happens on one is known on the others at once.
func TestNodesTellEachOther(t *testing.T) {
	t.Parallel()
	var counted atomic.Int64 // bytes of who says what how often, as the second hears them
	nodes := nodesOf(t, 3, func(i int, a *App) {
		if i == 1 {
			a.bus.Subscribe(hintConduct, func(data []byte) { a.screen.Heard(data); counted.Add(int64(len(data))) })
		}
	})
	a, b, c := nodes[0], nodes[1], nodes[2]

	t.Run("floods", func(t *testing.T) { // the first, for nobody is to have said anything yet
		const text = "大家快来看看我的新房间吧"
		audit(t, a, 300, text)
		eventually(t, "b hears of one line", func() bool { return counted.Load() > 0 })
		one := counted.Load()
		for i := range 8 { // of which four come to each of two nodes
			if code := audit(t, []*App{a, c}[i%2], 301, text); code != 1001 {
				t.Fatalf("line %d: %d", i, code)
			}
		}
		eventually(t, "b hears of all", func() bool { return counted.Load() == 9*one })
		if code := audit(t, b, 301, text); code != 1002 {
			t.Errorf("the ninth, on the third node: %d", code)
		}
	})

	t.Run("words", func(t *testing.T) {
		list, _, err := a.words.EnsureList(t.Context(), "live", "new")
		if err != nil {
			t.Fatal(err)
		}
		for i, node := range []*App{b, c} {
			if code := audit(t, node, int64(100+i), "这里有个怪词魑魅"); code != 1001 {
				t.Errorf("before: %d", code)
			}
		}
		term := words.Term{Term: lexicon.Term{Text: "怪词魑魅", Action: "deny", Category: "ad", Level: 1}}
		if _, err := a.words.AddTerms(t.Context(), list.ID, []words.Term{term}); err != nil {
			t.Fatal(err)
		}
		begun, user := time.Now(), int64(200)
		for _, node := range []*App{b, c} {
			eventually(t, "the word bites on another node", func() bool {
				user++
				return audit(t, node, user, "这里有个怪词魑魅") == 1002
			})
		}
		t.Logf("within %s", time.Since(begun))
	})

	t.Run("push and presence", func(t *testing.T) {
		var came atomic.Bool
		defer b.parlour.roster.Listen(func(change presence.Change) {
			if change.User == "u1" && change.Online {
				came.Store(true)
			}
		})()
		partyUser(t, a, "u1")
		eventually(t, "b hears who came", came.Load)
		partyUser(t, a, "u2")
		line := phone(t, b, "u2", "token of u2", "")
		if got := line(); !strings.Contains(got, `"inbox":"inbox:duo/u2"`) {
			t.Fatalf("connected: %q", got)
		}
		asUser(t, a, "u1", "call/invite", `{"callee":"u2","callType":1}`)
		if got := line(); !strings.Contains(got, `"type":1100`) {
			t.Errorf("told: %q", got)
		}
		if err := c.parlour.push.Disconnect(t.Context(), "duo", "u2"); err != nil {
			t.Fatal(err)
		}
		eventually(t, "he is cut on another node", func() bool { return b.parlour.push.Counters().Users == 0 })
	})
}

func ghostly(now time.Time) bus.Node {
	return bus.Node{ID: strings.Repeat("0", 32), Address: "127.0.0.1:1", StartedAt: now, SeenAt: now}
}

// TestANodeThatIsNotHeard is told of by those that miss it, who serve all the
// same.
func TestANodeThatIsNotHeard(t *testing.T) {
	t.Parallel()
	a := nodesOf(t, 1, func(int, *App) {})[0]
	ready := func() string { return ask(t, http.DefaultClient, http.MethodGet, a.URL()+"/readyz", nil).body }
	if got := ready(); strings.Contains(got, "degraded") {
		t.Errorf("alone: %s", got)
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() { // renews its row and says nothing
		defer close(done)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case now := <-tick.C:
				_ = a.store.KeepNode(t.Context(), ghostly(now), now.Add(-time.Hour))
			}
		}
	}()
	eventually(t, "it is missed", func() bool { return strings.Contains(ready(), `"status":"ok","degraded":["bus"]`) })
	eventually(t, "the metrics say so", func() bool { // on a busy machine it may be renewed too late for once
		metrics := ask(t, http.DefaultClient, http.MethodGet, fmt.Sprintf("http://%s/metrics", a.server.AdminAddr()), nil).body
		return strings.Contains(metrics, "xiezhi_bus_up 0") && strings.Contains(metrics, "xiezhi_bus_peers 0")
	})
	close(stop)
	<-done
	if err := a.store.DropNode(t.Context(), ghostly(time.Now()).ID); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is forgotten", func() bool { return !strings.Contains(ready(), "degraded") })
}
