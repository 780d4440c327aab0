package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// How much is done in one turn: as many claims and decisions as reports, so that
// as much waits afterwards as before.
const (
	writesATurn = 256
	readsATurn  = 64
	page        = 50 // cases, as the console shows them
)

// work is something whose growth is measured.
type work struct {
	name  string // of its picture
	title string
	times int
}

// The works, in the order in which a turn does them.
var works = []work{
	{"intake", "a report taken in", writesATurn},
	{"claim", "the next case claimed", writesATurn},
	{"decide", "a case decided", writesATurn},
	{"page", "a page of open cases", readsATurn},
	{"user", "a page of a user's cases", readsATurn},
	{"text", "a page found by a word", readsATurn / 4},
	{"history", "what is known of a user", readsATurn},
	{"story", "all of one case", readsATurn},
	{"counts", "what waits, counted", readsATurn / 4},
}

// tally is what a work took so far.
type tally struct {
	number int
	busy   time.Duration // from the first's begin to the last's end, over all turns
	took   *hdrhistogram.Histogram
}

func (t *tally) rate() float64 { return float64(t.number) / max(t.busy.Seconds(), 1e-9) }

func (t *tally) p99() float64 { return float64(t.took.ValueAtPercentile(99)) / 1000 }

// site is a store that is measured, and what it took there.
type site struct {
	engine  string
	x       int // what grows: cases, or clients
	clients int
	people  *people
	tallies map[string]*tally
	held    chan held // lent and not yet decided
	last    atomic.Int64
}

type held struct {
	one review.Case
	who review.Reviewer
}

func newSite(engine string, x, clients int, store *sqlstore.Store, run string) *site {
	s := &site{engine: engine, x: x, clients: clients, held: make(chan held, writesATurn), tallies: map[string]*tally{}}
	s.people = newPeople(store, seedUsers, run, time.Now)
	for _, w := range works {
		s.tallies[w.name] = &tally{took: hdrhistogram.New(1, int64(time.Hour/time.Microsecond), 3)}
	}
	return s
}

// turn does all works once. What a cold turn took is not counted.
func (s *site) turn(ctx context.Context, cold bool) error {
	for _, w := range works {
		t := s.tallies[w.name]
		var mu sync.Mutex
		began := time.Now()
		err := s.clientsDo(ctx, w.times, func(ctx context.Context) error {
			start := time.Now()
			err := s.do(ctx, w.name)
			if took := time.Since(start); !cold {
				mu.Lock()
				defer mu.Unlock()
				_ = t.took.RecordValue(max(took.Microseconds(), 1)) // an hour is never reached
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("%s, %s: %w", w.name, s.engine, err)
		}
		if !cold {
			t.number, t.busy = t.number+w.times, t.busy+time.Since(began)
		}
	}
	return nil
}

// clientsDo has the site's clients do something so many times in all, one after
// the other each.
func (s *site) clientsDo(ctx context.Context, times int, do func(context.Context) error) error {
	return together(ctx, s.clients, times, do)
}

func (s *site) do(ctx context.Context, name string) error {
	store := s.people.store
	turn := s.last.Add(1)
	who := user(turn % seedUsers)
	switch name {
	case "intake":
		return s.people.file(ctx)
	case "claim":
		one, by, err := s.people.claim(ctx)
		if err == nil {
			s.held <- held{one, by}
		}
		return err
	case "decide":
		h := <-s.held
		return s.people.decide(ctx, h.one, h.who)
	case "page":
		return cases(store.SearchCases(ctx, review.CaseFilter{App: app.ID, State: review.Open, Limit: page}))
	case "user":
		_, err := store.SearchCases(ctx, review.CaseFilter{App: app.ID, UserID: who, Limit: page})
		return err
	case "text":
		return cases(store.SearchCases(ctx, review.CaseFilter{App: app.ID, State: review.Open, Text: "兼职", Limit: page}))
	case "history":
		_, err := store.History(ctx, app.ID, who, page)
		return err
	case "story":
		_, err := store.Story(ctx, app.ID, 1+turn%(seeds/2))
		return err
	}
	stats, err := store.QueueStats(ctx, app.ID, time.Now())
	if err == nil && len(stats) == 0 {
		err = fmt.Errorf("nothing is counted")
	}
	return err
}

func cases(found []review.Case, err error) error {
	if err == nil && len(found) == 0 {
		return fmt.Errorf("no case is found")
	}
	return err
}

func open(ctx context.Context, address string) (*sqlstore.Store, error) {
	return sqlstore.Open(ctx, address, sqlstore.Options{Log: slog.New(slog.DiscardHandler)})
}
