package native

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/staff"
)

// stream opens the events, sees them begin, and leaves.
func (c *client) stream() {
	c.Helper()
	s := c.listen("reviewer", "")
	defer s.close()
	c.check(c.operations["events"], reply{s.status, s.header, ""})
	if event := s.next(); event.name != "queues" {
		c.Fatalf("the first event is %v", event)
	}
	c.done["events"] = true
}

// streamed is an open stream of events.
type streamed struct {
	w      *world
	status int
	header http.Header
	lines  *bufio.Scanner
	others string // the last event that was neither queues nor waited for
	close  func()
}

type event struct{ name, data string }

func (w *world) listen(who, query string) *streamed {
	w.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url+Prefix+"/events"+query, nil)
	w.must(err)
	client := w.as("")
	if strings.HasPrefix(who, "xz_") {
		request.Header.Set("Authorization", "Bearer "+who)
	} else {
		client = w.as(who)
	}
	answer, err := client.Do(request)
	w.must(err)
	return &streamed{w: w, status: answer.StatusCode, header: answer.Header, lines: bufio.NewScanner(answer.Body), close: func() {
		cancel()
		answer.Body.Close()
	}}
}

// next waits for an event; the zero event is the stream's end.
func (s *streamed) next() (e event) {
	s.w.Helper()
	for s.lines.Scan() {
		line := s.lines.Text()
		if name, is := strings.CutPrefix(line, "event: "); is {
			e.name = name
		}
		if data, is := strings.CutPrefix(line, "data: "); is {
			e.data = data
		}
		if line == "" && e.name != "" {
			return e
		}
	}
	return event{}
}

// queues waits until the queues are told as wanted.
func (s *streamed) queues(want func([]queueStat) bool) {
	s.w.Helper()
	for {
		e := s.next()
		if e.name == "" {
			s.w.Fatal("the stream ended")
		}
		var told queueStats
		if e.name != "queues" {
			s.others = e.name + " " + e.data
		} else {
			s.w.must(json.Unmarshal([]byte(e.data), &told))
			if want(told.Items) {
				return
			}
		}
	}
}

func waiting(app string, n int) func([]queueStat) bool {
	return func(stats []queueStat) bool {
		found := 0
		for _, s := range stats {
			if s.App != app {
				return false
			}
			found += s.Waiting
		}
		return found == n
	}
}

func TestTheStreamTellsOfTheQueues(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		c := newClient(w)
		live, other := w.token("app live", staff.StatsRead, staff.ReportsWrite), w.token("app other", staff.StatsRead, staff.ReportsWrite)
		mine, his := w.listen(live, ""), w.listen("auditor", "?app=other")
		defer mine.close()
		defer his.close()
		mine.queues(waiting("live", 0))
		his.queues(waiting("other", 0))
		c.call(live, "submit-report", hallReport("a", "1", "2"))
		mine.queues(waiting("live", 1))
		c.call(other, "submit-report", hallReport("a", "1", "2"))
		c.call(live, "submit-report", hallReport("b", "1", "2"))
		mine.queues(waiting("live", 2))
		his.queues(waiting("other", 1))
		w.wantProblem(w.get(live, "/events?app=other"), http.StatusForbidden, "forbidden")
	})
}

func TestTheStreamTellsOfWhatWasGivenUp(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		c := newClient(w)
		c.call(w.token("app live", staff.ReportsWrite), "submit-report", hallReport("a", "1", "2"))
		_, hold := c.held("reviewer")
		c.call("reviewer", "decide-case", hold.with("verdict", "ad").with("actions", []map[string]any{{"type": "mute", "hours": 24}}))
		id := c.number(c.call("auditor", "list-deliveries", nil), "items.0.id")
		his, others := w.listen("auditor", "?app=live"), w.listen("auditor", "?app=other")
		defer his.close()
		defer others.close()
		c.kill(id)
		told := func(want int) {
			t.Helper()
			for e := his.next(); ; e = his.next() {
				var stats deliveryStats
				switch e.name {
				case "":
					t.Fatal("the stream ended")
				case "deliveries":
					w.must(json.Unmarshal([]byte(e.data), &stats))
					if len(stats.Items) != want || want > 0 && (stats.Items[0].App != "live" || stats.Items[0].State != "dead" || stats.Items[0].Number != want) {
						t.Errorf("told %s, want %d", e.data, want)
					}
					return
				}
			}
		}
		told(1)
		c.call("supervisor", "resend-delivery", given{"id": id})
		told(0)
		c.call(w.token("app other", staff.ReportsWrite), "submit-report", hallReport("a", "1", "2"))
		others.queues(func(stats []queueStat) bool { return len(stats) == 1 }) // and nothing of deliveries before
		if others.others != "" {
			t.Errorf("another app's stream told of %s", others.others)
		}
	})
}

func TestTheStreamTellsOfALostLease(t *testing.T) {
	t.Parallel()
	engines(t, func(w *world) {
		c := newClient(w)
		app := w.token("app live", staff.ReportsWrite)
		for _, message := range []string{"a", "b"} {
			c.call(app, "submit-report", hallReport(message, "1", "2"))
		}
		kept, hold := c.held("reviewer")
		s := w.listen("reviewer", "")
		defer s.close()
		c.call("reviewer", "decide-case", hold.with("verdict", "pass"))
		lost, _ := c.held("reviewer")
		s.queues(func(stats []queueStat) bool { return len(stats) == 1 && stats[0].Held == 1 })
		ended := w.clock.now().Add(lease)
		// The stream must have seen the lease before it ends, which nothing
		// shows: so it ends only when it has been seen to be looked for.
		w.sawLease(lost)
		w.clock.move(lease)
		for e := s.next(); ; e = s.next() {
			switch e.name {
			case "":
				t.Fatal("the stream ended")
			case "lease_lost":
				var told lostLease
				w.must(json.Unmarshal([]byte(e.data), &told))
				if told.CaseID != lost || told.CaseID == kept || !told.EndedAt.Equal(ended) || told.App != "live" {
					t.Errorf("told %+v", told)
				}
				return
			}
		}
	})
}

// sawLease waits until a stream has looked at the leases twice from now on.
func (w *world) sawLease(int64) {
	w.Helper()
	before := w.desk.looks.Load()
	deadline := time.Now().Add(20 * time.Second)
	for w.desk.looks.Load() < before+2 {
		if time.Now().After(deadline) {
			w.Fatal("nobody looks at the leases")
		}
		<-time.After(20 * time.Millisecond)
	}
}

func TestStreamsEndWithTheServer(t *testing.T) {
	t.Parallel()
	w := small(t)
	s := w.listen("auditor", "")
	defer s.close()
	s.queues(func([]queueStat) bool { return true })
	w.handler.Stop()
	if e := s.next(); e.name != "" {
		t.Errorf("after the stop: %v", e)
	}
	w.wantProblem(w.get("auditor", "/events"), http.StatusServiceUnavailable, "unavailable")
}

func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	w := small(t)
	open := []*streamed{}
	for range maxPerOne {
		open = append(open, w.listen("auditor", ""))
	}
	w.wantProblem(w.get("auditor", "/events"), http.StatusTooManyRequests, "too_many")
	other := w.listen("reviewer", "")
	if other.status != http.StatusOK {
		t.Errorf("somebody else: %d", other.status)
	}
	for _, s := range append(open, other) {
		s.close()
	}
	deadline := time.Now().Add(20 * time.Second)
	for again := w.listen("auditor", ""); again.status != http.StatusOK; again = w.listen("auditor", "") {
		again.close()
		if time.Now().After(deadline) {
			t.Fatal("a closed stream keeps its place")
		}
		<-time.After(20 * time.Millisecond)
	}
}
