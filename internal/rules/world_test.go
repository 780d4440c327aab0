package rules_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
	"github.com/xiezhi/xiezhi/internal/sqlstore/storetest"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// apps are the apps that there are.
type apps []string

// App implements rules.Apps.
func (a apps) App(id string) (tenant.App, bool) {
	for _, known := range a {
		if known == id {
			return tenant.App{ID: id}, true
		}
	}
	return tenant.App{}, false
}

// start is one minute before midnight, in UTC.
var start = time.Date(2026, 3, 1, 23, 59, 0, 0, time.UTC)

// world is a store with a clock.
type world struct {
	*testing.T
	store *sqlstore.Store

	mu  sync.Mutex
	now time.Time
	log bytes.Buffer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{T: t, store: storetest.SQLite(t).Open(t, sqlstore.Options{}), now: start}
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) move(by time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(by)
}

// Write is where the log goes.
func (w *world) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.Write(line)
}

func (w *world) logged(text string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bytes.Count(w.log.Bytes(), []byte(text))
}

// node is a process on the store, up to date.
func (w *world) node() *rules.Service {
	w.Helper()
	s := rules.NewService(rules.Options{
		Store: w.store, Apps: apps{"live", "other"}, Now: w.clock, Log: slog.New(slog.NewTextHandler(w, nil)), Zone: time.UTC,
	})
	w.must(s.Refresh(context.Background()))
	return s
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func rule(app, name, expression string, state rules.State) rules.Rule {
	return rules.Rule{App: app, Name: name, Expression: expression, State: state, Effect: rules.Effect{Outcome: policy.Deny, Label: "spam"}}
}

// put puts a rule and has the node know it.
func (w *world) put(s *rules.Service, r rules.Rule) rules.Rule {
	w.Helper()
	put, err := s.Put(w.Context(), r, r.Version)
	w.must(err)
	w.must(s.Refresh(w.Context()))
	return put.Rule
}

func says(s screen.Rules, app, text string) screen.Ruled {
	return s.Rule(app, content.Line{UserID: "u", Text: text}, policy.Context{}, nil, false)
}

// told are the rules that said something, live ones by their name, others in
// brackets.
func told(ruled screen.Ruled) string {
	text := ""
	for _, e := range ruled.Evidence {
		text += " " + e.Source
	}
	for _, e := range ruled.Shadow {
		text += fmt.Sprintf(" (%s)", e.Source)
	}
	return text
}

var discard = slog.New(slog.DiscardHandler)
