package delivery

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
)

// shelf is a Store in memory, by the words of its contract.
type shelf struct {
	mu       sync.Mutex
	records  []*outbox.Record // in the order written
	loans    map[int64]lent   // by event id
	tokens   int
	attempts []outbox.Attempt
	retries  map[int64][]time.Time // retryAt of each recorded attempt
	asked    int                   // for due apps
	down     error                 // what every method returns while set
}

type lent struct {
	token string
	until time.Time
}

func newShelf(events ...outbox.Event) *shelf {
	s := &shelf{loans: map[int64]lent{}, retries: map[int64][]time.Time{}}
	for _, event := range events {
		s.put(event)
	}
	return s
}

func (s *shelf) put(event outbox.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	event.ID = int64(len(s.records) + 1)
	s.records = append(s.records, &outbox.Record{Event: event, State: outbox.Pending})
}

func (s *shelf) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = err
}

// heads are the due heads that nobody has on loan, oldest first.
func (s *shelf) heads(now time.Time) []*outbox.Record {
	var due []*outbox.Record
	seen := map[[2]string]bool{}
	for _, r := range s.records {
		lane := [2]string{r.App, r.Lane}
		if r.State != outbox.Pending || seen[lane] {
			continue
		}
		seen[lane] = true
		loan, onLoan := s.loans[r.ID]
		if !r.DueAt.After(now) && (!onLoan || !now.Before(loan.until)) {
			due = append(due, r)
		}
	}
	return due
}

func (s *shelf) DueApps(_ context.Context, now time.Time) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	apps := map[string]bool{}
	for _, r := range s.heads(now) {
		apps[r.App] = true
	}
	return slices.Sorted(maps.Keys(apps)), s.down
}

func (s *shelf) ClaimHeads(_ context.Context, app string, limit int, now, until time.Time) ([]outbox.Claim, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var claims []outbox.Claim
	for _, r := range s.heads(now) {
		if r.App != app || len(claims) == limit || s.down != nil {
			continue
		}
		s.tokens++
		loan := lent{token: string(rune('a' + s.tokens)), until: until}
		s.loans[r.ID] = loan
		claims = append(claims, outbox.Claim{Record: *r, Token: loan.token})
	}
	return claims, s.down
}

func (s *shelf) RecordAttempt(_ context.Context, claim outbox.Claim, attempt outbox.Attempt, retryAt time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down != nil {
		return s.down
	}
	s.attempts = append(s.attempts, attempt)
	if s.loans[claim.ID].token != claim.Token {
		return fault.New(fault.Conflict, "", "the loan is over")
	}
	delete(s.loans, claim.ID)
	s.retries[claim.ID] = append(s.retries[claim.ID], retryAt)
	settle(s.records[claim.ID-1], attempt, retryAt)
	return nil
}

func (s *shelf) Deliveries(context.Context, Filter) ([]outbox.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []outbox.Record
	for _, r := range s.records {
		all = append(all, *r)
	}
	return all, s.down
}

func (s *shelf) Attempts(_ context.Context, eventID int64) ([]outbox.Attempt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var own []outbox.Attempt
	for _, attempt := range s.attempts {
		if attempt.EventID == eventID {
			own = append(own, attempt)
		}
	}
	return own, s.down
}

// lose ends every loan, as the death of the process does.
func (s *shelf) lose() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.loans)
}

func (s *shelf) states() []outbox.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	var states []outbox.State
	for _, r := range s.records {
		states = append(states, r.State)
	}
	return states
}

func (s *shelf) tried(eventID int64) []outbox.Attempt {
	own, _ := s.Attempts(context.Background(), eventID)
	return own
}

func settle(r *outbox.Record, attempt outbox.Attempt, retryAt time.Time) {
	r.Attempts++
	if attempt.Outcome == outbox.Refused {
		r.Refusals++
	}
	if r.FirstAt.IsZero() {
		r.FirstAt = attempt.At
	}
	r.LastError, r.DueAt = attempt.Error, retryAt
	switch {
	case attempt.Outcome == outbox.Done:
		r.State = outbox.Delivered
	case retryAt.IsZero():
		r.State = outbox.Dead
	}
}

func (s *shelf) timesAsked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}
