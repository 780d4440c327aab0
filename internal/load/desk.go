package load

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync/atomic"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// mostSkips is how many cases of others a reviewer leaves before he gives up for
// this time.
const mostSkips = 100

// Reviewer is an account that claims and decides.
type Reviewer struct{ Username, Password string }

// desk is reviewers who claim a case and decide it. They decide only what invented
// users did: any other case they skip, which leaves it to everybody else.
type desk struct {
	server
	app       string // whose cases; empty means any
	reviewers []Reviewer
	mutes     bool // every second case ends in a mute
	free      chan server
	decided   atomic.Int64
}

// Prepare logs everybody in.
func (d *desk) Prepare(ctx context.Context) error {
	d.free = make(chan server, len(d.reviewers))
	for _, r := range d.reviewers {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return err
		}
		session := server{root: d.root, client: &http.Client{Timeout: d.client.Timeout, Transport: d.client.Transport, Jar: jar}}
		got, err := session.ask(ctx, question{
			method: http.MethodPost, path: "/api/v1/session", body: marshal(map[string]string{"username": r.Username, "password": r.Password}),
		})
		if a := judged("session", time.Time{}, got, err); a.Bad {
			return fault.New(fault.Unauthenticated, "", "%s cannot log in: %s", r.Username, a.Code)
		}
		d.free <- session
	}
	return nil
}

// lent is what a claim gives.
type lent struct {
	ID      int64  `json:"id"`
	Token   string `json:"lease_token"`
	Version int64  `json:"version"`
	Content struct {
		Messages []struct {
			Sender string `json:"sender_id"`
		} `json:"messages"`
	} `json:"content"`
}

// ours reports whether an invented user said it.
func (l lent) ours() bool {
	return len(l.Content.Messages) > 0 && strings.HasPrefix(l.Content.Messages[0].Sender, prefix)
}

// Send has the next reviewer who is free claim a case and decide it.
func (d *desk) Send(ctx context.Context, due time.Time, tell func(Answer)) {
	select {
	case who := <-d.free:
		defer func() { d.free <- who }()
		d.work(ctx, who, due, tell)
	case <-ctx.Done():
	}
}

func (d *desk) work(ctx context.Context, who server, due time.Time, tell func(Answer)) {
	for range mostSkips {
		cases, answer := d.claim(ctx, who, due)
		tell(answer)
		if answer.Bad || len(cases) == 0 {
			return
		}
		now := time.Now()
		if cases[0].ours() {
			d.decide(ctx, who, cases[0], now, tell)
			return
		}
		d.act(ctx, who, cases[0], now, "skips", "skip", map[string]any{}, tell)
		due = time.Now()
	}
}

func (d *desk) claim(ctx context.Context, who server, due time.Time) ([]lent, Answer) {
	ask := map[string]any{"queue": "message", "limit": 1}
	if d.app != "" {
		ask["app"] = d.app
	}
	got, err := who.ask(ctx, question{method: http.MethodPost, path: "/api/v1/cases/claim", body: marshal(ask)})
	a := judged("claims", due, got, err)
	var said struct {
		Cases []lent `json:"cases"`
	}
	switch {
	case a.Bad:
	case json.Unmarshal(got.body, &said) != nil:
		a.Code, a.Bad = "no list of cases", true
	case len(said.Cases) == 0:
		a.Code = "nothing waits"
	default:
		a.Code = "lent"
	}
	return said.Cases, a
}

func (d *desk) decide(ctx context.Context, who server, l lent, due time.Time, tell func(Answer)) {
	decision := map[string]any{"verdict": "pass"}
	if d.mutes && d.decided.Add(1)%2 == 0 {
		decision = map[string]any{"verdict": "ad", "actions": []map[string]any{{"type": "mute", "hours": 24}}}
	}
	d.act(ctx, who, l, due, "decisions", "decision", decision, tell)
}

// act does something about a case that is held.
func (d *desk) act(ctx context.Context, who server, l lent, due time.Time, what, path string, body map[string]any, tell func(Answer)) {
	body["lease_token"], body["version"] = l.Token, l.Version
	got, err := who.ask(ctx, question{method: http.MethodPost, path: fmt.Sprintf("/api/v1/cases/%d/%s", l.ID, path), body: marshal(body)})
	a := judged(what, due, got, err)
	if !a.Bad {
		a.Code = "done"
	}
	tell(a)
}

// judged reads a reply of the native API.
func judged(what string, due time.Time, got reply, err error) Answer {
	a := Answer{What: what, Due: due, Bytes: int64(len(got.body))}
	if err != nil {
		a.Code, a.Bad = brokenCode(err), true
		return a
	}
	if got.status/100 != 2 {
		var problem struct {
			Code string `json:"code"`
		}
		_ = json.Unmarshal(got.body, &problem) // what is no problem has no code
		a.Code, a.Bad = got.code(problem.Code), true
	}
	return a
}
