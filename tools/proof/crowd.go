//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/tools/proof/model"
)

// crowd are the clients, and what they were told.
type crowd struct {
	bases []string
	clock *clock
	over  chan struct{} // closed when no client begins anything more

	sending sync.WaitGroup
	judging sync.WaitGroup
	asked   atomic.Int64 // requests
	failed  atomic.Int64 // that were not answered, or by 5xx or 429

	mu      sync.Mutex
	home    time.Time // when clients leave even what they began; zero: not yet
	history model.History
	odd     map[string]int // answers that an honest client does not expect
}

func newCrowd(bases []string, clock *clock) *crowd {
	return &crowd{bases: bases, clock: clock, over: make(chan struct{}), odd: map[string]int{}}
}

// goHome ends the load. What senders have begun they end, for a while; reviewers
// go on until they are dismissed.
func (c *crowd) goHome(patience time.Duration) {
	c.leaveAt(time.Now().Add(patience))
	close(c.over)
	c.sending.Wait()
}

// dismiss ends the reviewers too.
func (c *crowd) dismiss() {
	c.leaveAt(time.Now())
	c.judging.Wait()
}

func (c *crowd) leaveAt(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.home = at
}

func (c *crowd) isOver() bool {
	select {
	case <-c.over:
		return true
	default:
		return false
	}
}

// late reports whether even what was begun is left.
func (c *crowd) late() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.home.IsZero() && time.Now().After(c.home)
}

// tell adds to the history.
func (c *crowd) tell(add func(*model.History)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	add(&c.history)
}

// wonder counts an answer that should not be.
func (c *crowd) wonder(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.odd[fmt.Sprintf(format, args...)]++
}

// client is one of the crowd, with cookies and chance of his own.
type client struct {
	*crowd
	http *http.Client
	odds *rand.Rand
}

// patience of a client with one request.
const patience = 12 * time.Second

func (c *crowd) newClient(seed uint64) *client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // it never fails
	}
	return &client{crowd: c, odds: rand.New(rand.NewPCG(seed, 2)), http: &http.Client{Jar: jar, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// request is what a client sends, to whichever node.
type request struct {
	method, path, body string
	header             http.Header
}

// reply is what came back.
type reply struct {
	status   int
	body     []byte
	location string
}

func (r reply) into(target any) error { return json.Unmarshal(r.body, target) }

var errBusy = errors.New("the server is busy or away")

// send sends the request once to a node at random. An answer that tells to try
// again is errBusy.
func (c *client) send(r request) (reply, error) {
	c.asked.Add(1)
	got, err := c.try(r)
	if err == nil && (got.status >= 500 || got.status == http.StatusTooManyRequests) {
		err = errBusy
	}
	if err != nil {
		c.failed.Add(1)
	}
	return got, err
}

func (c *client) try(r request) (reply, error) {
	asked, err := http.NewRequest(r.method, c.bases[c.odds.IntN(len(c.bases))]+r.path, strings.NewReader(r.body))
	if err != nil {
		return reply{}, err
	}
	for name, values := range r.header {
		asked.Header[name] = values
	}
	answer, err := c.http.Do(asked)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return reply{answer.StatusCode, bytes.TrimSpace(body), answer.Header.Get("Location")}, err
}

// insist sends until it is answered, or – now and then, or at the very end –
// gives up and never knows.
func (c *client) insist(make func() request) (reply, bool) {
	for nth := 0; ; nth++ {
		got, err := c.send(make())
		if err == nil {
			return got, true
		}
		if c.late() || c.odds.IntN(25) == 0 {
			return reply{}, false
		}
		c.rest(time.Duration(30+c.odds.IntN(100)) * time.Millisecond * time.Duration(min(nth+1, 5)))
	}
}

func (c *client) rest(d time.Duration) { pause(d) }

// every does something at about a rate until the load ends.
func (c *client) every(often time.Duration, do func(nth int)) {
	for nth := 0; !c.isOver(); nth++ {
		do(nth)
		c.rest(often/2 + time.Duration(c.odds.Int64N(int64(often))))
	}
}

var (
	asForm = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	asJSON = http.Header{"Content-Type": {"application/json"}}
)

func text(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain fields always marshal
	}
	return string(raw)
}

type object = map[string]any
