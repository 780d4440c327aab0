//go:build linux

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/tools/proof/model"
)

// mostHours bounds the mutes, whose lengths tell them from each other.
const mostHours = 700

// logIn opens a session, which holds on every node.
func (c *client) logIn(name string) bool {
	form := url.Values{"username": {name}, "password": {password}}.Encode()
	for !c.late() {
		got, err := c.send(request{http.MethodPost, "/login", form, asForm})
		if err == nil && got.status == http.StatusFound && strings.HasSuffix(got.location, "index.html") {
			return true
		}
		c.rest(200 * time.Millisecond)
	}
	return false
}

// span times what do asks, by both clocks.
func (c *client) span(do func()) (real, told model.Span) {
	real.Asked, told.Asked = time.Now(), c.clock.Now()
	do()
	real.Answered, told.Answered = time.Now(), c.clock.Now()
	return real, told
}

// reviews decides cases by the uplus console interface as long as there are
// any, also after the load has ended.
func (c *client) reviews(name string, often time.Duration) {
	if !c.logIn(name) {
		return
	}
	for !c.late() {
		if !c.next(name) {
			c.rest(100 * time.Millisecond)
		}
		c.rest(time.Duration(c.odds.Int64N(int64(often))))
	}
}

// shownCase is what message/next shows.
type shownCase struct {
	ID       int64  `json:"id"`
	Mod      int    `json:"mod"`
	Reporter string `json:"reporter"`
	Buid     string `json:"buid"`
}

// next claims a case and decides it; false where there was none.
func (c *client) next(name string) bool {
	var got reply
	var answered bool
	real, told := c.span(func() {
		got, answered = c.insist(func() request { return request{method: http.MethodGet, path: "/report/message/next"} })
	})
	if !answered {
		return false
	}
	if got.status == http.StatusUnauthorized {
		c.logIn(name)
		return false
	}
	var shown struct {
		Data *shownCase `json:"data"`
	}
	if err := got.into(&shown); err != nil || shown.Data == nil {
		if err != nil || got.status != http.StatusOK {
			c.wonder("next: HTTP %d %.200s", got.status, got.body)
		}
		return false
	}
	c.tell(func(h *model.History) {
		h.Grants = append(h.Grants, model.Grant{Case: shown.Data.ID, By: name, Real: real, Told: told})
	})
	c.decide(name, *shown.Data)
	return true
}

// decide punishes or passes.
func (c *client) decide(name string, shown shownCase) {
	form := url.Values{"reporter": {shown.Reporter}, "u_id": {shown.Buid}, "id": {fmt.Sprint(shown.ID)}, "mod": {fmt.Sprint(shown.Mod)}}
	path, ruling := "/pass", model.Ruling{Case: shown.ID, By: name, User: shown.Buid}
	if c.odds.IntN(3) > 0 {
		path, ruling.Effect.Hours = "/punish", 1+c.odds.Int64N(mostHours)
		module := "1"
		if shown.Mod != 11 {
			module = "2"
		}
		for key, value := range map[string]string{"module_type": module, "punish_type": "101", "reason": "2", "timedelta": fmt.Sprint(ruling.Effect.Hours)} {
			form.Set(key, value)
		}
	}
	var got reply
	var answered bool
	ruling.Real, _ = c.span(func() {
		got, answered = c.insist(func() request { return request{http.MethodPost, path, form.Encode(), asForm} })
	})
	var e envelope
	switch {
	case !answered:
	case got.into(&e) != nil || e.Ret == nil:
		c.wonder("%s: HTTP %d %.200s", path, got.status, got.body)
	case *e.Ret == 0:
		ruling.Outcome = model.Acked
	default:
		ruling.Outcome = model.Refused
		if e.Code != "case_decided" && e.Code != "lease_lost" && e.Code != "case_held" {
			c.wonder("%s: HTTP %d %s %s", path, got.status, e.Code, e.Info)
		}
	}
	c.tell(func(h *model.History) { h.Rulings = append(h.Rulings, ruling) })
}
