package delivery

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
)

// stopNow stops a drain without waiting for what is in flight.
func stopNow(d *Drain) {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	_ = d.Stop(over)
}

func settled(s *shelf) func() bool {
	return func() bool { return !slices.Contains(s.states(), outbox.Pending) }
}

func TestEveryAttemptCarriesTheKeyAndIsRecorded(t *testing.T) {
	t.Parallel()
	clock := newHands()
	r := receive(t, func(w http.ResponseWriter, r *http.Request, _ string) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write(append(body, 0xff, 0))
	})
	store := newShelf(event("live", "user:1", "mute"))
	store.records[0].Payload = []byte(`"hi"`)
	d := start(t, Options{Store: store, Apps: apps{"live": appAt("live", r.URL)}, Now: clock.Now})
	until(t, "the first attempt is recorded", func() bool { return len(store.tried(1)) == 1 })
	clock.turn(time.Second)
	until(t, "the second attempt is recorded", func() bool { return len(store.tried(1)) == 2 })

	for i, call := range r.calls {
		got := [3]string{call.Header.Get("Idempotency-Key"), call.Header.Get("User-Agent"), call.Header.Get("Content-Type")}
		if want := [3]string{"key-mute", "xiezhi", "text/plain"}; got != want {
			t.Errorf("attempt %d carries %q, want %q", i+1, got, want)
		}
	}
	second := store.tried(1)[1]
	if second.Took <= 0 {
		t.Error("the attempt took no time")
	}
	second.Took = 0
	want := outbox.Attempt{
		EventID: 1, At: clock.Now(), Status: 503, Answer: "\"hi\"\uFFFD\uFFFD", Error: "HTTP 503", Outcome: outbox.Failed,
	}
	if second != want {
		t.Errorf("recorded %+v, want %+v", second, want)
	}
	until(t, "nothing is in flight", func() bool { return d.Counters().InFlight == 0 })
	if got, want := d.Counters(), (Counters{Failed: 2}); got != want {
		t.Errorf("Counters = %+v, want %+v", got, want)
	}
}

func TestALaneKeepsItsOrder(t *testing.T) {
	t.Parallel()
	clock := newHands()
	broken := make(chan struct{})
	r := receive(t, func(w http.ResponseWriter, r *http.Request, kind string) {
		select {
		case <-broken:
			sayYes(w, r, kind)
		default:
			if kind == "mute" {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			sayYes(w, r, kind)
		}
	})
	store := newShelf(event("live", "user:1", "mute"), event("live", "user:1", "lift"), event("live", "user:2", "other"))
	start(t, Options{Store: store, Apps: apps{"live": appAt("live", r.URL)}, Now: clock.Now})
	until(t, "the mute failed and the other lane went on", func() bool {
		return len(store.tried(1)) == 1 && store.states()[2] == outbox.Delivered
	})
	if len(store.tried(2)) != 0 {
		t.Fatal("the lift overtook its mute")
	}
	close(broken)
	clock.turn(time.Second)
	until(t, "all is delivered", settled(store))
	if got := strings.ReplaceAll(r.kinds(), "other", ""); strings.Join(strings.Fields(got), " ") != "mute mute lift" {
		t.Errorf("the receiver saw %q", r.kinds())
	}
}

func TestRetriesFollowTheSchedule(t *testing.T) {
	t.Parallel()
	clock := newHands()
	r := receive(t, func(w http.ResponseWriter, _ *http.Request, _ string) { w.WriteHeader(http.StatusInternalServerError) })
	store := newShelf(event("live", "user:1", "mute"))
	start(t, Options{Store: store, Apps: apps{"live": appAt("live", r.URL)}, Now: clock.Now})
	begun := clock.Now()
	var waits []time.Duration
	for n := 1; ; n++ {
		until(t, "the next attempt is recorded", func() bool { return len(store.tried(1)) == n })
		at := store.retries[1][n-1]
		if at.IsZero() {
			break
		}
		waits = append(waits, at.Sub(clock.Now()))
		clock.turn(at.Sub(clock.Now()))
	}
	early := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 30 * time.Second}
	if !slices.Equal(waits[:6], early) {
		t.Errorf("the first waits are %v, want %v", waits[:6], early)
	}
	if last := waits[len(waits)-1]; last != 15*time.Minute {
		t.Errorf("the last wait is %v, want 15m", last)
	}
	if given := clock.Now().Sub(begun); given < 24*time.Hour || given > 24*time.Hour+15*time.Minute {
		t.Errorf("given up after %v, want a day", given)
	}
	if store.states()[0] != outbox.Dead {
		t.Errorf("the event is %s", store.states()[0])
	}
}

func TestARefusedEventIsParkedAndLetsTheNextPass(t *testing.T) {
	t.Parallel()
	clock := newHands()
	r := receive(t, func(w http.ResponseWriter, r *http.Request, kind string) {
		if kind == "bad" {
			_, _ = io.WriteString(w, "no such user")
			return
		}
		sayYes(w, r, kind)
	})
	store := newShelf(event("live", "user:1", "bad"), event("live", "user:1", "good"))
	d := start(t, Options{Store: store, Apps: apps{"live": appAt("live", r.URL)}, Now: clock.Now})
	for n := 1; n <= 5; n++ {
		until(t, "the refusal is recorded", func() bool { return len(store.tried(1)) == n })
		if n < 5 { // a turn during the next event's attempt would end its loan
			clock.turn(time.Minute)
		}
	}
	until(t, "both are settled", settled(store))
	if got, want := r.kinds(), "bad bad bad bad bad good"; got != want {
		t.Errorf("the receiver saw %q, want %q", got, want)
	}
	if got, want := store.states(), []outbox.State{outbox.Dead, outbox.Delivered}; !slices.Equal(got, want) {
		t.Errorf("states = %v, want %v", got, want)
	}
	if got := store.tried(1)[4].Error; !strings.Contains(got, "no such user") {
		t.Errorf("the reason is %q", got)
	}
	if got, want := d.Counters(), (Counters{Delivered: 1, Refused: 5, Dead: 1, InFlight: inFlight(d)}); got != want {
		t.Errorf("Counters = %+v, want %+v", got, want)
	}
}

func inFlight(d *Drain) int64 { return d.Counters().InFlight }

func TestWhatCannotBeSentIsDeadAtOnce(t *testing.T) {
	t.Parallel()
	r := receive(t, sayYes)
	other := event("live", "user:3", "other")
	other.Channel = "pigeon"
	store := newShelf(event("gone", "user:1", "x"), event("mute", "user:2", "x"), other,
		event("wild", "user:4", "x"), event("live", "user:5", "fine"))
	start(t, Options{Store: store, Apps: apps{
		"live": appAt("live", r.URL), "mute": {ID: "mute"}, "wild": appAt("wild", "http://a b"),
	}})
	until(t, "all are settled", settled(store))
	for id, reason := range map[int64]string{
		1: `no app "gone"`, 2: "has no address", 3: `no channel "pigeon"`, 4: "cannot be made",
	} {
		tried := store.tried(id)
		if len(tried) != 1 || tried[0].Outcome != outbox.Refused || tried[0].Status != 0 || !strings.Contains(tried[0].Error, reason) {
			t.Errorf("event %d: attempts %+v, want one refusal for %q", id, tried, reason)
		}
	}
	if store.states()[4] != outbox.Delivered || r.kinds() != "fine" {
		t.Errorf("the good one is %s; the receiver saw %q", store.states()[4], r.kinds())
	}
}

func TestAnAddressInsideIsRefused(t *testing.T) {
	t.Parallel()
	r := receive(t, sayYes)
	store := newShelf(event("live", "user:1", "mute"))
	start(t, Options{Store: store, Apps: apps{"live": appAt("live", r.URL)}, Client: egress.New(egress.Options{})})
	until(t, "the attempt is recorded", func() bool { return len(store.tried(1)) == 1 })
	if tried := store.tried(1)[0]; tried.Outcome != outbox.Refused || !strings.Contains(tried.Error, "127.0.0.1 is loopback") {
		t.Errorf("recorded %+v, want a refusal that says why", tried)
	}
	if r.kinds() != "" {
		t.Error("the receiver was called")
	}
}

// Apps whose receivers hang fill their own shares, and even all of the total,
// without holding up another app.
func TestAHangingReceiverHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	hanging := receive(t, func(_ http.ResponseWriter, r *http.Request, _ string) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	quick := receive(t, sayYes)
	store := newShelf()
	for lane := range 20 {
		store.put(event("a-slow", string(rune('a'+lane)), "slow"))
		store.put(event("b-slow", string(rune('a'+lane)), "slow"))
	}
	d := start(t, Options{Store: store, PerApp: 6, Total: 6, Apps: apps{
		"a-slow": appAt("a-slow", hanging.URL), "b-slow": appAt("b-slow", hanging.URL), "quick": appAt("quick", quick.URL),
	}})
	until(t, "the slow apps have what they may", func() bool { return inFlight(d) == 6+guaranteed })
	for lane := range 20 {
		store.put(event("quick", string(rune('a'+lane)), "fine"))
	}
	until(t, "the quick app's events are delivered", func() bool { return d.Counters().Delivered == 20 })
	if n := inFlight(d); n < 6+guaranteed || n > 6+2*guaranteed {
		t.Errorf("%d in flight", n)
	}
	close(release)
}

func TestStopWaitsForWhatIsInFlight(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}, 9), make(chan struct{})
	r := receive(t, func(w http.ResponseWriter, r *http.Request, kind string) {
		arrived <- struct{}{}
		<-release
		sayYes(w, r, kind)
	})
	store := newShelf(event("live", "user:1", "first"), event("live", "user:1", "second"))
	d := start(t, Options{Store: store, Apps: apps{"live": appAt("live", r.URL)}})
	<-arrived
	stopped := make(chan error)
	go func() { stopped <- d.Stop(t.Context()) }()
	until(t, "Stop waits", func() bool {
		free := d.mu.TryLock()
		if free {
			d.mu.Unlock()
		}
		return !free
	})
	close(release)
	if err := <-stopped; err != nil {
		t.Errorf("Stop = %v", err)
	}
	if got, want := store.states(), []outbox.State{outbox.Delivered, outbox.Pending}; !slices.Equal(got, want) {
		t.Errorf("states = %v, want %v", got, want)
	}
	d.Start() // the same drain goes on where it stopped
	until(t, "the second is delivered", settled(store))
}

func TestStopAbandonsWhatHangsAndTheNextStartTakesItUp(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}, 9), make(chan struct{})
	r := receive(t, func(w http.ResponseWriter, r *http.Request, kind string) {
		arrived <- struct{}{}
		select {
		case <-release:
			sayYes(w, r, kind)
		case <-r.Context().Done():
		}
	})
	store := newShelf(event("live", "user:1", "mute"))
	o := Options{Store: store, Apps: apps{"live": appAt("live", r.URL)}}
	d := start(t, o)
	<-arrived
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Stop(over); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Stop = %v, want Unavailable", err)
	}
	if len(store.tried(1)) != 0 || store.states()[0] != outbox.Pending {
		t.Errorf("abandoned, yet recorded: %+v", store.tried(1))
	}
	if err := d.Stop(t.Context()); err != nil {
		t.Errorf("a second Stop = %v", err)
	}
	store.lose()
	close(release)
	start(t, o)
	until(t, "it is delivered", settled(store))
	if tried := store.tried(1); len(tried) != 1 || tried[0].Outcome != outbox.Done {
		t.Errorf("attempts %+v, want one delivery", tried)
	}
}

func TestAStoreThatIsDownIsLoggedOnceAndWaitedFor(t *testing.T) {
	t.Parallel()
	r := receive(t, sayYes)
	store, log := newShelf(event("live", "user:1", "mute")), new(page)
	store.fail(fault.New(fault.Unavailable, "", "down"))
	start(t, Options{Store: store, Apps: apps{"live": appAt("live", r.URL)}, Log: slog.New(slog.NewTextHandler(log, nil))})
	until(t, "the log says so", func() bool { return log.count("does not lend") == 1 })
	until(t, "it was asked again", func() bool { return store.timesAsked() > 3 })
	store.fail(nil)
	until(t, "it is delivered", settled(store))
	until(t, "the log says that it is back", func() bool { return log.count("answers again") == 1 })
	if n := log.count("does not lend"); n != 1 {
		t.Errorf("logged %d times that the store is down", n)
	}
}

// What was delivered while the store went down is recorded when it is back,
// and not delivered again.
func TestAnAttemptIsRecordedOnceTheStoreIsBack(t *testing.T) {
	t.Parallel()
	store := newShelf(event("live", "user:1", "mute"))
	r := receive(t, func(w http.ResponseWriter, r *http.Request, kind string) {
		store.fail(errors.New("the disk is full"))
		sayYes(w, r, kind)
	})
	log := new(page)
	d := start(t, Options{Store: store, Apps: apps{"live": appAt("live", r.URL)}, Log: slog.New(slog.NewTextHandler(log, nil))})
	until(t, "the loop has met the failure", func() bool { return log.count("does not lend") == 1 })
	store.fail(nil)
	until(t, "it is delivered", settled(store))
	if got, want := r.kinds(), "mute"; got != want {
		t.Errorf("the receiver saw %q, want %q", got, want)
	}
	if n := d.Counters().Delivered; n != 1 {
		t.Errorf("%d counted", n)
	}
}

// A report about a claim that has passed to somebody else changes nothing.
func TestALostLoanIsNotRetried(t *testing.T) {
	t.Parallel()
	clock, log := newHands(), new(page)
	arrived, release := make(chan struct{}, 9), make(chan struct{})
	r := receive(t, func(w http.ResponseWriter, r *http.Request, kind string) {
		arrived <- struct{}{}
		<-release
		sayYes(w, r, kind)
	})
	store := newShelf(event("live", "user:1", "mute"))
	d := start(t, Options{Store: store, Apps: apps{"live": appAt("live", r.URL)}, Now: clock.Now, Log: slog.New(slog.NewTextHandler(log, nil))})
	<-arrived
	clock.turn(time.Hour)
	<-arrived // lent again while the first still hangs
	close(release)
	until(t, "both attempts have ended", func() bool { return inFlight(d) == 0 })
	if n := log.count("passed to somebody else"); n != 1 {
		t.Errorf("%d lost loans logged, want 1", n)
	}
	if got, want := d.Counters(), (Counters{Delivered: 1}); got != want {
		t.Errorf("Counters = %+v, want %+v", got, want)
	}
}
