//go:build linux

package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/tools/proof/model"
)

// mood is how the platform behaves.
type mood int

const (
	well    mood = iota
	busy         // 503
	hanging      // answers nothing for a while, then breaks off
)

// platform is the business platform and the app's server in one. It keeps what
// it accepts, and now and then loses the answer to that.
type platform struct {
	server  *http.Server
	address string

	mu    sync.Mutex
	mood  mood
	calls []model.Call
	tries int
	odds  *rand.Rand
}

// hang is how long a hanging platform lets its callers wait.
const hang = 700 * time.Millisecond

func newPlatform(seed uint64) (*platform, error) {
	address, err := freePort()
	if err != nil {
		return nil, err
	}
	p := &platform{address: address, odds: rand.New(rand.NewPCG(seed, 1))}
	p.server = &http.Server{Addr: address, Handler: p, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = p.server.ListenAndServe() }() // a port that somebody took shows as calls that never arrive
	return p, nil
}

func (p *platform) close() { _ = p.server.Shutdown(context.Background()) }

func (p *platform) feels(m mood) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mood = m
}

// ServeHTTP takes calls of the uplus contract and callbacks of yunjing's.
func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		return // who broke off hears nothing
	}
	accepted, lose := p.take(r, body)
	switch {
	case accepted && !lose:
		_, _ = w.Write([]byte(`{"ret":0,"code":"","info":""}`))
	case accepted:
		panic(http.ErrAbortHandler)
	case p.now() == hanging:
		select {
		case <-time.After(hang):
		case <-r.Context().Done():
		}
		panic(http.ErrAbortHandler)
	default:
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func (p *platform) now() mood {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mood
}

// take keeps the call where the platform is well, and decides whether its answer
// is lost.
func (p *platform) take(r *http.Request, body []byte) (accepted, lose bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tries++
	if p.mood != well {
		return false, false
	}
	p.calls = append(p.calls, callOf(r, body))
	return true, p.odds.IntN(20) == 0
}

func callOf(r *http.Request, body []byte) model.Call {
	c := model.Call{Key: r.Header.Get("Idempotency-Key"), What: r.Method + " " + r.URL.RequestURI() + " " + string(body)}
	query := r.URL.Query()
	c.Case, _ = strconv.ParseInt(query.Get("rid"), 10, 64) // of a verdict: none
	path := strings.TrimPrefix(r.URL.Path, "/api")
	form, _ := url.ParseQuery(string(body)) // of a call of uplus: nothing
	switch {
	case path == "/callback":
		c.Kind, c.Data = "verdict", form.Get("dataId")
	case path == "/pass":
		c.Kind = "pass"
	case strings.HasPrefix(path, "/silence/"):
		c.Kind, c.User = "mute", path[strings.LastIndex(path, "/")+1:]
		c.Hours, _ = strconv.ParseInt(query.Get("timedelta"), 10, 64)
	}
	return c
}

// received are the calls so far.
func (p *platform) received() []model.Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]model.Call(nil), p.calls...)
}

// heard says how much came.
func (p *platform) heard() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	keys := map[string]bool{}
	for _, c := range p.calls {
		keys[c.Key] = true
	}
	return fmt.Sprintf("%d calls accepted of %d tried, %d different", len(p.calls), p.tries, len(keys))
}
