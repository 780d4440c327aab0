package bus

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// TestThreeNodes: each hears what the others say, in order, and not itself.
func TestThreeNodes(t *testing.T) {
	t.Parallel()
	store := newRegistry()
	a, b := start(t, Options{Store: store}), start(t, Options{Store: store})
	meet(t, a, b)
	c := start(t, Options{Store: store})
	meet(t, a, b, c)
	var want []string
	for i := range 200 {
		a.Publish("word", fmt.Append(nil, i))
		want = append(want, fmt.Sprint(i))
	}
	for _, n := range []*node{b, c} {
		eventually(t, "200 words", func() bool { return len(n.heard()) == len(want) })
		if got := n.heard(); !slices.Equal(got, want) {
			t.Errorf("heard %q", got)
		}
	}
	if got := a.heard(); len(got) != 0 {
		t.Errorf("it hears itself: %q", got)
	}
}

// TestComingAndGoing: who stops is gone at once, and who starts anew is heard,
// also where the nodes that he met first are no more.
func TestComingAndGoing(t *testing.T) {
	t.Parallel()
	store := newRegistry()
	a := start(t, Options{Store: store})
	b := start(t, Options{Store: store})
	meet(t, a, b)
	a.Stop(t.Context())
	eventually(t, "b is alone", func() bool { return len(b.Peers()) == 0 })
	if rows, _ := store.Nodes(t.Context()); len(rows) != 1 {
		t.Errorf("%d rows are left", len(rows))
	}
	c := start(t, Options{Store: store})
	meet(t, b, c)
	b.Stop(t.Context())
	d := start(t, Options{Store: store})
	meet(t, c, d)
	if err := b.Problem(); err != nil {
		t.Errorf("a stopped one has a problem: %v", err)
	}
	b.Publish("word", []byte("late")) // and does not panic
}

// TestANodeThatDies renews no row: it is not missed.
func TestANodeThatDies(t *testing.T) {
	t.Parallel()
	store := newRegistry()
	a, b := start(t, Options{Store: store}), start(t, Options{Store: store})
	meet(t, a, b)
	a.beat.Stop()
	a.meet.Stop()
	a.line.(*embedded).server.Shutdown()
	eventually(t, "b does not hear it", func() bool { return len(b.Peers()) == 0 })
	p, now := b.peers, time.Now()
	for step := range 2 * cutAfter { // of its beats
		nodes, _ := store.Nodes(t.Context())
		nodes = slices.DeleteFunc(nodes, func(n Node) bool { return n.ID == b.self.String() })
		p.met(nodes, now.Add(time.Duration(step)*testBeat))
		if cut := p.cut(); len(cut) > 0 {
			t.Fatalf("after %d beats it is missed: %v", step, cut)
		}
	}
	if got := p.met([]Node{{ID: a.self.String(), Address: "x:1"}}, now.Add(time.Hour)); len(got) != 1 {
		t.Errorf("a row that has changed is not followed: %v", got)
	}
	if got := p.met([]Node{{ID: a.self.String(), Address: "x:1"}}, now.Add(2*time.Hour)); len(got) != 0 {
		t.Errorf("a dead row is followed: %v", got)
	}
}

// TestCutAndBack: it is said once, and once that it is over; words between are
// lost, those after come.
func TestCutAndBack(t *testing.T) {
	t.Parallel()
	store, wireA, wireB := newRegistry(), newWire(t), newWire(t)
	var joined atomic.Int64
	a := behind(t, store, wireA, func() { joined.Add(1) })
	b := behind(t, store, wireB, nil)
	meet(t, a, b)
	before := joined.Load()
	wireA.sever()
	wireB.sever()
	eventually(t, "both miss each other", func() bool { return a.Problem() != nil && b.Problem() != nil })
	if got := len(a.Peers()); got != 0 {
		t.Errorf("%d are heard", got)
	}
	if why := a.Problem().Error(); !strings.Contains(why, wireB.address()) {
		t.Errorf("Problem = %s", why)
	}
	a.Publish("word", []byte("lost"))
	times := func(said string) int { return strings.Count(a.said(), said) }
	eventually(t, "it is said", func() bool { return times("bus: cut") > times("bus: whole again") })
	if cut, whole := times("bus: cut"), times("bus: whole again"); cut != whole+1 {
		t.Errorf("said %d times, and %d times that it is over", cut, whole)
	}
	wireA.mend()
	wireB.mend()
	meet(t, a, b)
	a.Publish("word", []byte("again"))
	eventually(t, "words come again", func() bool { return slices.Equal(b.heard(), []string{"again"}) })
	eventually(t, "it is said", func() bool { return times("bus: cut") == times("bus: whole again") })
	if joined.Load() == before {
		t.Error("nobody was told that b is back")
	}
}

// TestAWrongKey: it gets no route, and its row is named as one that is not
// heard.
func TestAWrongKey(t *testing.T) {
	t.Parallel()
	store := newRegistry()
	a := start(t, Options{Store: store})
	b := start(t, Options{Store: store, Keys: secret(2)})
	eventually(t, "each says so", func() bool { return a.Problem() != nil && b.Problem() != nil })
	for _, n := range []*node{a, b} {
		if routes := n.line.(*embedded).server.NumRoutes(); routes != 0 || len(n.Peers()) != 0 {
			t.Errorf("%d routes, peers %v", routes, n.Peers())
		}
	}
}

// TestNobodyElseIsAClient of the server inside.
func TestNobodyElseIsAClient(t *testing.T) {
	t.Parallel()
	n := start(t, Options{Store: newRegistry()})
	url := n.line.(*embedded).server.ClientURL()
	for _, with := range []nats.Option{nats.Name("nobody"), nats.UserInfo("xiezhi", "guess"), nats.Token("guess")} {
		if conn, err := nats.Connect(url, with); err == nil {
			conn.Close()
			t.Error("a stranger is let in")
		}
	}
}

// TestKeysChange in two steps: no node misses another at any of them.
func TestKeysChange(t *testing.T) {
	t.Parallel()
	before, after := secret(1)()[0], secret(2)()[0]
	steps := [][2][][]byte{
		{{before}, {before, after}}, {{before, after}, {after, before}}, {{after, before}, {after}},
	}
	for i, step := range steps {
		store := newRegistry()
		a := start(t, Options{Store: store, Keys: func() [][]byte { return step[0] }})
		b := start(t, Options{Store: store, Keys: func() [][]byte { return step[1] }})
		meet(t, a, b)
		a.Publish("word", fmt.Append(nil, i))
		eventually(t, "b hears", func() bool { return slices.Equal(b.heard(), []string{fmt.Sprint(i)}) })
	}
}

// natsServer is somebody's NATS, which anybody may use.
func natsServer(t testing.TB) string {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("NATS does not start")
	}
	return s.ClientURL()
}

// TestAForeignNATS: who may use it can neither read nor say anything, nor say it
// again.
func TestAForeignNATS(t *testing.T) {
	t.Parallel()
	store, url := newRegistry(), natsServer(t)
	a, b := start(t, Options{Store: store, URL: url}), start(t, Options{Store: store, URL: url})
	meet(t, a, b)
	eventually(t, "each has its row", func() bool {
		rows, _ := store.Nodes(t.Context())
		return len(rows) == 2 && rows[0].Address == "" && rows[1].Address == ""
	})
	foreigner, err := nats.Connect(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(foreigner.Close)
	said := make(chan []byte, 100)
	if _, err := foreigner.Subscribe("xiezhi.store.word", func(m *nats.Msg) { said <- m.Data }); err != nil {
		t.Fatal(err)
	}
	if err := foreigner.Flush(); err != nil {
		t.Fatal(err)
	}
	a.Publish("word", []byte("secret words"))
	heard := <-said
	if strings.Contains(string(heard), "secret") {
		t.Error("the foreigner reads it")
	}
	eventually(t, "b hears", func() bool { return len(b.heard()) == 1 })

	before := b.Counters().Refused
	forged := forgeries(heard)
	for _, raw := range forged {
		if err := foreigner.Publish("xiezhi.store.word", raw); err != nil {
			t.Fatal(err)
		}
	}
	if err := foreigner.Publish("xiezhi.store.bye", heard); err != nil { // another subject
		t.Fatal(err)
	}
	eventually(t, "all are refused", func() bool { return b.Counters().Refused-before >= int64(len(forged)+1) })
	if got := b.heard(); len(got) != 1 {
		t.Errorf("b hears %q", got)
	}
	a.Publish("word", []byte("more")) // what was forged stands in nobody's way
	eventually(t, "b hears", func() bool { return len(b.heard()) == 2 })
}

// forgeries of a message, the first of them the message itself.
func forgeries(heard []byte) [][]byte {
	changed := func(change func([]byte)) []byte {
		raw := slices.Clone(heard)
		change(raw)
		return raw
	}
	return [][]byte{
		heard,
		changed(func(raw []byte) { raw[len(raw)-1] ^= 1 }),
		changed(func(raw []byte) { raw[0] ^= 1 }),
		changed(func(raw []byte) { binary.BigEndian.PutUint64(raw[headSize-8:], 1<<40) }),
		changed(func(raw []byte) { raw[keyIDSize] ^= 1 }),
		heard[:headSize], heard[:3], {}, make([]byte, MaxData+2*overhead),
	}
}

// TestANATSThatIsNotThere is a problem, and stops nobody.
func TestANATSThatIsNotThere(t *testing.T) {
	t.Parallel()
	n := start(t, Options{Store: newRegistry(), URL: "nats://127.0.0.1:1"})
	if n.Problem() == nil {
		t.Error("it is no problem")
	}
	n.Publish("word", nil)
	if got := n.Counters(); got.Lost == 0 || got.Sent != 0 {
		t.Errorf("Counters = %+v", got)
	}
}

func TestOldMessagesAreRefused(t *testing.T) {
	t.Parallel()
	now := time.Now()
	r := newRing(newNodeID(), secret(1))
	for age, fresh := range map[time.Duration]bool{0: true, freshFor / 2: true, 2 * freshFor: false, -2 * freshFor: false} {
		m, err := r.open("s", r.seal("s", 1, now.Add(-age), []byte("x")))
		if err != nil || string(m.data) != "x" {
			t.Fatal(m, err)
		}
		if got := m.fresh(now) == nil; got != fresh {
			t.Errorf("of %v: fresh = %v", age, got)
		}
	}
}

// TestAlone: a node without others carries nothing and listens nowhere.
func TestAlone(t *testing.T) {
	t.Parallel()
	b := New(Options{})
	b.Subscribe("word", func([]byte) { t.Error("somebody speaks") })
	if err := b.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.Publish("word", nil)
	if b.Problem() != nil || len(b.Peers()) != 0 || b.line != nil || b.Counters() != (Counters{}) {
		t.Errorf("%v %v", b.Problem(), b.Peers())
	}
	b.Stop(context.Background())
}

// TestAddresses: where it listens and what it tells the others.
func TestAddresses(t *testing.T) {
	t.Parallel()
	host := func() netip.Addr { return netip.MustParseAddr("127.0.0.2") }
	for _, row := range []struct{ listen, advertise, want string }{
		{"", "", "127.0.0.2:PORT"},
		{"127.0.0.1:0", "", "127.0.0.1:PORT"},
		{":0", "", "127.0.0.2:PORT"},
		{"0.0.0.0:0", "node1.example", "node1.example:PORT"},
		{"0.0.0.0:0", "node1.example:6222", "node1.example:6222"},
	} {
		n := start(t, Options{Store: newRegistry(), Host: host, Listen: row.listen, Advertise: row.advertise})
		e := n.line.(*embedded)
		want := strings.Replace(row.want, "PORT", fmt.Sprint(e.server.ClusterAddr().Port), 1)
		if got := e.address(); got != want {
			t.Errorf("%+v: %s, want %s", row, got, want)
		}
	}
	taken := start(t, Options{Store: newRegistry()})
	again := New(Options{Store: newRegistry(), Name: "store", Keys: secret(1), Listen: taken.line.address()})
	if err := again.Start(t.Context()); err == nil {
		t.Error("two listen at one address")
		again.Stop(t.Context())
	}
}

// TestTooMuch is not sent.
func TestTooMuch(t *testing.T) {
	t.Parallel()
	store := newRegistry()
	a, b := start(t, Options{Store: store}), start(t, Options{Store: store})
	meet(t, a, b)
	before := a.Counters().Lost // while routes change, what is said is lost
	a.Publish("word", make([]byte, MaxData+1))
	if a.Counters().Lost == before {
		t.Error("nothing was lost")
	}
	eventually(t, "the largest comes", func() bool {
		a.Publish("word", make([]byte, MaxData)) // until one comes
		return len(b.heard()) > 0
	})
	for _, got := range b.heard() {
		if len(got) != MaxData {
			t.Errorf("%d bytes came", len(got))
		}
	}
}

var errAway = errors.New("the store is away")

// away is a store that is not there.
type away struct{ *registry }

func (away) KeepNode(context.Context, Node, time.Time) error { return errAway }

// TestWithoutTheStore nodes that know each other go on.
func TestWithoutTheStore(t *testing.T) {
	t.Parallel()
	n := start(t, Options{Store: away{newRegistry()}})
	eventually(t, "it is said", func() bool { return strings.Contains(n.said(), "do not find each other") })
	if err := n.Problem(); err != nil {
		t.Errorf("Problem = %v", err)
	}
}

// BenchmarkNodeToNode prints how long a hint takes, and how many go through.
func BenchmarkNodeToNode(b *testing.B) {
	store := newRegistry()
	back := make(chan struct{}, 1)
	a := New(Options{Store: store, Name: "store", Keys: secret(1)})
	a.Subscribe("pong", func([]byte) { back <- struct{}{} })
	z := New(Options{Store: store, Name: "store", Keys: secret(1)})
	z.Subscribe("ping", func(data []byte) { z.Publish("pong", data) })
	for _, one := range []*Bus{a, z} {
		if err := one.Start(b.Context()); err != nil {
			b.Fatal(err)
		}
		defer one.Stop(context.Background())
	}
	eventually(b, "they hear each other", func() bool { return len(a.Peers()) == 1 && len(z.Peers()) == 1 })
	data, took := make([]byte, 64), make([]time.Duration, 0, b.N)
	for b.Loop() {
		begun := time.Now()
		a.Publish("ping", data)
		<-back
		took = append(took, time.Since(begun)/2)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
}
