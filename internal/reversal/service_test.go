package reversal

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// shelf has batches ready, and remembers what it was asked and told.
type shelf struct {
	batches []Outcome
	after   []int64
	ended   []Progress
	told    []string // keys of events
}

func (*shelf) CountReversal(context.Context, Scope) (Counts, error) {
	return Counts{Denied: 3, Masked: 1, Decided: 5}, nil
}

func (*shelf) BeginReversal(context.Context, Scope, Begun) (int64, error) { return 7, nil }

func (s *shelf) ReverseBatch(_ context.Context, b Batch) (Outcome, error) {
	s.after = append(s.after, b.After)
	for _, credential := range []string{"2016", "mute"} {
		if event, wanted := b.Tell(screen.Record{App: "live", Credential: credential, Answer: screen.Answer{DataID: "d1", Label: verdict.Ad}}); wanted {
			s.told = append(s.told, event.Key)
		}
	}
	next := s.batches[0]
	s.batches = s.batches[1:]
	return next, nil
}

func (s *shelf) EndReversal(_ context.Context, _ int64, _ string, _ policy.Cause, done Progress) error {
	s.ended = append(s.ended, done)
	return nil
}

type one struct{}

func (one) App(id string) (tenant.App, bool) { return tenant.App{ID: id}, id == "live" }

func (one) Clear(tenant.App, review.Reviewer, string) func(review.Case, review.Reports) (*review.Ruling, error) {
	return nil
}

func newShelf() (*shelf, *Service, *int) {
	store, woken := &shelf{batches: []Outcome{{Last: 4, Reversed: 2, CalledBack: 1}, {Last: 9, Reversed: 3, Skipped: 1}, {}}}, 0
	return store, NewService(Options{
		Store: store, Cases: one{}, Apps: one{}, Now: time.Now, Wake: func() { woken++ },
		Channel: func(_ tenant.App, credential string) string { return map[string]string{"2016": "yunjing"}[credential] },
	}), &woken
}

var asked = Request{Scope: Scope{App: "live", Cause: policy.Cause{Kind: policy.Rule, ID: 5}}}

func TestRun(t *testing.T) {
	t.Parallel()
	store, s, woken := newShelf()
	r, err := s.Begin(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	var heard []Progress
	if err := r.Run(t.Context(), func(p Progress) error { heard = append(heard, p); return nil }); err != nil {
		t.Fatal(err)
	}
	want := Progress{Done: 6, Total: 6, CalledBack: 1, Skipped: 1} // a case had more messages than foreseen
	if len(heard) != 3 || heard[0] != (Progress{Done: 2, Total: 4, CalledBack: 1}) || heard[2] != want || len(store.ended) != 1 || store.ended[0] != want {
		t.Errorf("%+v, and at the end %+v", heard, store.ended)
	}
	if *woken != 1 || len(store.after) != 3 || store.after[1] != 4 || store.after[2] != 9 {
		t.Errorf("woken %d times, after %v", *woken, store.after)
	}
	if store.told[0] != "reversal-d1" || len(store.told) != 3 {
		t.Errorf("told %v", store.told)
	}
}

// Whoever goes away ends it, and how far it came is written all the same.
func TestARunThatIsBrokenOff(t *testing.T) {
	t.Parallel()
	store, s, _ := newShelf()
	ctx, leave := context.WithCancel(t.Context())
	r, err := s.Begin(ctx, asked)
	if err != nil {
		t.Fatal(err)
	}
	err = r.Run(ctx, func(Progress) error { leave(); return nil })
	if !errors.Is(err, context.Canceled) || len(store.ended) != 1 || store.ended[0].Done != 2 {
		t.Errorf("%v, %+v", err, store.ended)
	}
}

func TestScopesAreChecked(t *testing.T) {
	t.Parallel()
	_, s, _ := newShelf()
	noon := time.Now()
	for field, scope := range map[string]Scope{
		"app": {App: "nobody", Cause: asked.Cause}, "cause": {App: "live"}, "to": {App: "live", Cause: asked.Cause, From: noon, To: noon},
	} {
		if _, err := s.Preview(t.Context(), scope); !fault.Is(err, fault.Invalid) || fault.As(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := s.Begin(t.Context(), Request{Scope: asked.Scope, Note: string(make([]byte, MaxNote+1))}); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
