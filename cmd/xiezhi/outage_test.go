package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	outageCases     = 40
	outageReviewers = 10
	liftEvery       = 4 // every fourth muted user is let speak again
)

// outageLength is how long the receiver stays away after the last decision.
// XIEZHI_OUTAGE=3m runs the same test over minutes.
func outageLength(t *testing.T) time.Duration {
	t.Helper()
	if text := os.Getenv("XIEZHI_OUTAGE"); text != "" {
		length, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		return length
	}
	return 2 * time.Second
}

// TestNothingIsLostOrDoubled: the receiver is down in every way it can be, ten
// reviewers race through forty cases, the server is SIGKILLed twice among
// them. Afterwards every punishment has arrived once, every lift after its
// mute, and no case was seen by two reviewers.
func TestNothingIsLostOrDoubled(t *testing.T) {
	t.Parallel()
	onEnginesWithReceiver(t, outageReviewers, func(t *testing.T, s *server, r *receiver) {
		o := &outage{t: t, server: s, receiver: r, handed: map[int64]string{}}
		o.fileReports()
		o.decideAll()
		before := r.tried()
		hold := time.NewTimer(outageLength(t))
		<-hold.C
		if before == 0 && r.tried() == 0 {
			t.Error("nothing was ever tried while the receiver was down")
		}
		r.set(working)
		o.awaitDeliveries()
		o.check()
	})
}

type outage struct {
	t        *testing.T
	server   *server
	receiver *receiver

	decided atomic.Int64
	mu      sync.Mutex
	handed  map[int64]string // case -> the reviewer who was given it
}

func (o *outage) fileReports() {
	o.t.Helper()
	c := newClient(o.t, o.server.base)
	for i := range outageCases {
		reporter := fmt.Sprintf("reporter%d", i)
		answer := c.reporting(reporter, tokenOf(reporter), hallReport(reporter, fmt.Sprintf("u%d", i), fmt.Sprintf("m%d", i)))
		if !answer.ok() {
			o.t.Fatalf("report %d: %s", i, answer)
		}
	}
}

// decideAll lets the reviewers race; meanwhile the server dies twice and the
// receiver changes its way of not working.
func (o *outage) decideAll() {
	var reviewers sync.WaitGroup
	for i := range outageReviewers {
		reviewers.Go(func() { o.work(fmt.Sprintf("r%d", i+1)) })
	}
	for _, act := range []struct {
		after int64
		mode  mode
	}{{10, busy}, {25, hanging}} {
		eventually(o.t, 60*time.Second, "the reviewers go on", func() bool { return o.decided.Load() >= act.after })
		o.server.kill()
		o.receiver.set(act.mode)
		o.server.start()
	}
	reviewers.Wait()
}

// work is one reviewer: next, punish, sometimes lift, until nothing is left.
func (o *outage) work(name string) {
	c := newClient(o.t, o.server.base)
	c.logInPatiently(name)
	for o.decided.Load() < outageCases {
		answer := c.insist(http.MethodGet, "/report/message/next", nil)
		if !answer.ok() {
			o.t.Errorf("%s next: %s", name, answer)
			return
		}
		if string(answer.Data) == "null" {
			continue
		}
		var next reported
		if err := json.Unmarshal(answer.Data, &next); err != nil {
			o.t.Error(err)
			return
		}
		o.take(name, next.ID)
		if answer := c.insist(http.MethodPost, "/punish", next.punishment(1, 101, 1, "timedelta", "24")); !answer.ok() {
			o.t.Errorf("%s punish: %s", name, answer)
			return
		}
		if o.decided.Add(1)%liftEvery == 0 {
			if answer := c.insist(http.MethodPost, "/hall/open_mouth", url.Values{"u_id": {next.Buid}}); !answer.ok() {
				o.t.Errorf("%s lift: %s", name, answer)
			}
		}
	}
}

func (o *outage) take(name string, id int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if other, taken := o.handed[id]; taken {
		o.t.Errorf("case %d was given to %s and to %s", id, other, name)
	}
	o.handed[id] = name
}

func (o *outage) awaitDeliveries() {
	o.t.Helper()
	eventually(o.t, 90*time.Second, "every mute and every lift arrives", func() bool {
		tally := o.tally()
		return len(tally.muted) == outageCases && len(tally.lifted) == outageCases/liftEvery
	})
}

// tally counts what the receiver accepted.
type tally struct {
	muted, lifted, keys map[string]int
	wrong               []string
}

func (o *outage) tally() tally {
	c := tally{muted: map[string]int{}, lifted: map[string]int{}, keys: map[string]int{}}
	for _, call := range o.receiver.accepted() {
		c.keys[call.key]++
		uid, mute := strings.CutPrefix(call.path, "/silence/mt/1/uid/")
		switch {
		case mute:
			c.muted[uid]++
		case call.path == "/openmouth/hall":
			uid := call.query.Get("uid")
			if c.muted[uid] == 0 {
				c.wrong = append(c.wrong, "the lift of "+uid+" overtook its mute")
			}
			c.lifted[uid]++
		default:
			c.wrong = append(c.wrong, "a call that nobody decided: "+call.path)
		}
	}
	return c
}

func (o *outage) check() {
	tally := o.tally()
	for _, wrong := range tally.wrong {
		o.t.Error(wrong)
	}
	for key, times := range tally.keys {
		if key == "" || times != 1 {
			o.t.Errorf("key %q was delivered %d times", key, times)
		}
	}
	for i := range outageCases {
		if uid := fmt.Sprintf("u%d", i); tally.muted[uid] != 1 {
			o.t.Errorf("%s was muted %d times", uid, tally.muted[uid])
		}
	}
}

// insist repeats a request until the server answers it: it may be dead just
// now. That is what an honest client does, and it must do no harm.
func (c *client) insist(method, path string, values url.Values) envelope {
	deadline := time.Now().Add(60 * time.Second)
	for {
		answer, err := c.try(method, path, "application/x-www-form-urlencoded", []byte(values.Encode()))
		if err == nil && answer.Status != http.StatusServiceUnavailable {
			return answer
		}
		if time.Now().After(deadline) {
			c.t.Errorf("%s %s: no answer for a minute: %v", method, path, err)
			return answer
		}
		pause := time.NewTimer(50 * time.Millisecond)
		<-pause.C
	}
}

func (c *client) logInPatiently(name string) {
	deadline := time.Now().Add(60 * time.Second)
	for time.Now().Before(deadline) {
		answer, err := c.http.PostForm(c.base+"/login", url.Values{"username": {name}, "password": {password}})
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusFound && strings.HasSuffix(answer.Header.Get("Location"), "index.html") {
				return
			}
		}
		pause := time.NewTimer(50 * time.Millisecond)
		<-pause.C
	}
	c.t.Errorf("%s cannot log in", name)
}
