package screen

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// slow keeps messages when the test lets it.
type slow struct {
	*ledger
	gate chan error // what each RecordLines comes to; closed: all is well

	mu      sync.Mutex
	later   []string // the users whose messages were kept after the answer
	durable []string
}

func (s *slow) RecordLines(ctx context.Context, records []Record) error {
	select {
	case err := <-s.gate:
		if err != nil {
			return err
		}
	case <-ctx.Done():
		return fault.Wrap(fault.Unavailable, ctx.Err(), "too late")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range records {
		if r.Line.UserID == "poison" {
			return errors.New("cannot be kept")
		}
	}
	for _, r := range records {
		s.later = append(s.later, r.Line.UserID)
	}
	return nil
}

func (s *slow) RecordLine(_ context.Context, r Record, _ *review.Report, _ ...outbox.Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.durable = append(s.durable, r.Line.UserID)
	return nil
}

func (s *slow) counts() (later, durable int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.later), len(s.durable)
}

// whose are the users whose messages were kept, after the answer and before it.
func (s *slow) whose() (later, durable string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.later, " "), strings.Join(s.durable, " ")
}

func newSlow() (*slow, *Service) {
	store := &slow{ledger: &ledger{}, gate: make(chan error)}
	soon := apps{"live": {ID: "live", Audit: &tenant.Audit{Record: tenant.RecordAsync}}, "other": {ID: "other"}}
	return store, NewService(Options{
		Store: store, Apps: soon, Now: time.Now,
		Judge: Judge{Finders: []Finder{bad}, Thresholds: func(string) policy.Thresholds { return policy.Thresholds{Deny: 0.9, Review: 0.5} }},
	})
}

func say(t *testing.T, s *Service, app, user, text string) {
	t.Helper()
	_, err := s.Screen(t.Context(), Request{App: app, Line: content.Line{UserID: user, Text: text}})
	if err != nil {
		t.Error(err)
	}
}

// Only what passes, is masked or denied is kept after the answer, and only
// where the app wants it and the process is there to do it.
func TestKeptLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store, s := newSlow()
		say(t, s, "live", "before", "hi")
		s.Start()
		say(t, s, "live", "a", "hi")
		say(t, s, "live", "b", "加微信")
		say(t, s, "live", "c", "裸聊")
		say(t, s, "live", "asks", "百家乐")
		say(t, s, "other", "durable", "hi")
		_, err := s.Screen(t.Context(), Request{App: "live", Line: content.Line{UserID: "told", Text: "hi"}, Follow: func(Answer) []outbox.Event { return make([]outbox.Event, 1) }})
		if err != nil {
			t.Error(err)
		}
		store.gate <- fault.New(fault.Unavailable, "", "not now") // tried again
		close(store.gate)
		if err := s.Stop(t.Context()); err != nil {
			t.Error(err)
		}
		say(t, s, "live", "after", "hi")
		if later, durable := store.whose(); later != "a b c" || durable != "before asks durable told after" {
			t.Errorf("later %s; before the answer %s", later, durable)
		}
	})
}

// With too many waiting, senders wait as others do.
func TestTooManyToKeepLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store, s := newSlow()
		s.Start()
		for i := range maxWaiting + 3 {
			say(t, s, "live", fmt.Sprint("u", i), "hi")
		}
		if later, durable := store.counts(); later != 0 || durable != 3 {
			t.Errorf("%d later, %d before the answer", later, durable)
		}
		close(store.gate)
		synctest.Wait()
		say(t, s, "live", "again", "hi")
		if err := s.Stop(t.Context()); err != nil {
			t.Error(err)
		}
		if later, durable := store.counts(); later != maxWaiting+1 || durable != 3 {
			t.Errorf("%d later, %d before the answer", later, durable)
		}
	})
}

// One that cannot be kept does not take its neighbours with it, and a stop does
// not wait for ever.
func TestWhatCannotBeKeptLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store, s := newSlow()
		s.Start()
		for _, user := range []string{"a", "poison", "b"} {
			say(t, s, "live", user, "hi")
		}
		for range 5 { // at most: the first alone, the others, each
			select {
			case store.gate <- nil:
			case <-time.After(time.Minute):
			}
		}
		if later, _ := store.whose(); later != "a b" {
			t.Errorf("kept %s", later)
		}
		say(t, s, "live", "c", "hi")
		say(t, s, "live", "d", "hi")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Stop(ctx); err == nil || !strings.HasPrefix(err.Error(), "2 live messages") {
			t.Error(err)
		}
	})
}
