//go:build linux

package main

import (
	"fmt"
	"maps"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/tools/proof/model"
)

// windowSeconds is how long a decision of the desk may be taken back, by the
// servers' clock.
const windowSeconds = 30

// works decides cases by the native API, each call with a key of its own, and
// takes some decisions back.
func (c *client) works(name string, often time.Duration) {
	if !c.logIn(name) {
		return
	}
	for nth := 0; !c.late(); nth++ {
		if !c.claim(name, fmt.Sprintf("%s-%d", name, nth)) {
			c.rest(100 * time.Millisecond)
		}
		c.rest(time.Duration(c.odds.Int64N(int64(often))))
	}
}

// call is a POST with a key.
func (c *client) call(path, key string, body any) (reply, bool) {
	header := maps.Clone(asJSON)
	header.Set("Idempotency-Key", key)
	for {
		got, answered := c.insist(func() request { return request{http.MethodPost, "/api/v1" + path, text(body), header} })
		var p problem
		if answered && got.status == http.StatusConflict && got.into(&p) == nil && p.Code == "idempotency_key_in_use" && !c.late() {
			c.rest(200 * time.Millisecond)
			continue
		}
		return got, answered
	}
}

// problem is what the native API refuses with.
type problem struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (c *client) claim(name, key string) bool {
	var got reply
	var answered bool
	real, told := c.span(func() { got, answered = c.call("/cases/claim", "claim "+key, object{"queue": "message", "limit": 1}) })
	if !answered {
		return false
	}
	if got.status == http.StatusUnauthorized {
		c.logIn(name)
		return false
	}
	var given struct {
		Cases []heldCase `json:"cases"`
	}
	if err := got.into(&given); err != nil || got.status != http.StatusOK {
		c.wonder("claim: HTTP %d %.200s", got.status, got.body)
		return false
	}
	for _, held := range given.Cases {
		c.tell(func(h *model.History) {
			h.Grants = append(h.Grants, model.Grant{Case: held.ID, By: name, Real: real, Told: told})
		})
		c.settle(name, key, held)
	}
	return len(given.Cases) > 0
}

// heldCase is a claimed case.
type heldCase struct {
	ID         int64  `json:"id"`
	LeaseToken string `json:"lease_token"`
	Subject    struct {
		ID string `json:"id"`
	} `json:"subject"`
}

// settle decides a case, sometimes with a window, and sometimes takes it back.
func (c *client) settle(name, key string, held heldCase) {
	ruling := model.Ruling{Case: held.ID, By: name, User: held.Subject.ID, Window: c.odds.IntN(2) == 0}
	body := object{"lease_token": held.LeaseToken, "verdict": "pass"}
	if c.odds.IntN(3) > 0 {
		ruling.Effect.Hours = 1 + c.odds.Int64N(mostHours)
		body["verdict"], body["actions"] = "ad", []object{{"type": "mute", "hours": ruling.Effect.Hours}}
	}
	if ruling.Window {
		body["undo_seconds"] = windowSeconds
	}
	var got reply
	var answered bool
	ruling.Real, _ = c.span(func() { got, answered = c.call(fmt.Sprintf("/cases/%d/decision", held.ID), "decide "+key, body) })
	switch {
	case !answered:
	case got.status == http.StatusOK:
		ruling.Outcome = model.Acked
	default:
		ruling.Outcome = model.Refused
		var p problem
		if err := got.into(&p); err != nil || got.status != http.StatusConflict {
			c.wonder("decision: HTTP %d %.200s", got.status, got.body)
		}
	}
	if ruling.Outcome == model.Acked && ruling.Window && c.odds.IntN(2) == 0 {
		ruling.Undo = c.undo(held.ID)
	}
	c.tell(func(h *model.History) { h.Rulings = append(h.Rulings, ruling) })
}

func (c *client) undo(id int64) model.Undo {
	path := fmt.Sprintf("/api/v1/cases/%d/decision", id)
	got, err := c.send(request{method: http.MethodDelete, path: path})
	switch {
	case err != nil:
		return model.UndoUnknown
	case got.status/100 == 2:
		return model.Undone
	case got.status != http.StatusConflict:
		c.wonder("undo: HTTP %d %.200s", got.status, got.body)
	}
	return model.Kept
}
