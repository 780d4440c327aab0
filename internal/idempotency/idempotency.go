// Package idempotency carries a call out once, however often it is sent: the
// first one's answer is kept for a day and given to every later call with the
// same key.
package idempotency

import (
	"context"
	"encoding/json"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Kept is how long an answer is given again.
const Kept = 24 * time.Hour

// abandonedAfter is when a call that never told its answer counts as lost with
// its process: longer than any request of ours may take.
const abandonedAfter = 2 * time.Minute

// MaxKey bounds a key, in bytes.
const MaxKey = 128

// The stable codes of a key that cannot be honoured.
const (
	CodeReused = "idempotency_key_reused"
	CodeInUse  = "idempotency_key_in_use"
)

// Call is one call that carries a key. Two calls are the same where all fields
// but the key's own are equal too.
type Call struct {
	Principal string // who calls; everybody has keys of his own
	Key       string // as the caller chose it
	Operation string // what is asked for
	BodyHash  string // with what
}

// Record is what the store knows of a call.
type Record struct {
	Call   Call
	Status int    // of the answer; 0 while the call is being carried out
	Answer []byte // sealed
	At     time.Time
}

// Store keeps the records. Its methods are transactions.
type Store interface {
	// BeginCall stores the call as being carried out since now and returns its
	// record with begun true – unless there is a record of its principal and
	// key that over does not call over: then it returns that one, untouched.
	BeginCall(ctx context.Context, call Call, now time.Time, over func(Record) bool) (record Record, begun bool, err error)
	// KeepAnswer ends the call that began as the record says. Where another has
	// taken its place it does nothing.
	KeepAnswer(ctx context.Context, begun Record, status int, answer []byte) error
	// ForgetCall makes the call that began as the record says undone.
	ForgetCall(ctx context.Context, begun Record) error
	// DeleteCallsBefore forgets calls that began before a moment.
	DeleteCallsBefore(ctx context.Context, before time.Time) error
}

// Sealer encrypts what must not lie in the store as it is: an answer may hold a
// secret that is shown once.
type Sealer interface {
	Seal(label string, plain []byte) []byte
	Open(label string, sealed []byte) ([]byte, error)
}

// Answer is what a call was answered.
type Answer struct {
	Status int               `json:"status"`
	Header map[string]string `json:"header,omitempty"`
	Body   []byte            `json:"body,omitempty"`
}

// Again reports whether the answer is to be given again: not where trying again
// may end differently.
func (a Answer) Again() bool { return a.Status < 500 && a.Status != 408 && a.Status != 429 }

// Service carries calls out once.
type Service struct {
	store Store
	seal  Sealer
	now   func() time.Time
}

// NewService makes a Service.
func NewService(store Store, seal Sealer, now func() time.Time) *Service {
	return &Service{store: store, seal: seal, now: now}
}

// Once does the call, or returns what it was answered before, with again true.
// A key that was used for another call, or by a call under way, is a Conflict
// fault. An answer that could not be kept is returned all the same.
func (s *Service) Once(ctx context.Context, call Call, do func() Answer) (answer Answer, again bool, err error) {
	if len(call.Key) > MaxKey {
		return Answer{}, false, fault.Field("Idempotency-Key", "is longer than %d bytes", MaxKey)
	}
	record, begun, err := s.store.BeginCall(ctx, call, s.now(), s.over)
	switch {
	case err != nil:
		return Answer{}, false, err
	case begun:
		return s.first(ctx, record, do), false, nil
	case record.Call != call:
		return Answer{}, false, fault.New(fault.Conflict, CodeReused, "this Idempotency-Key was used for another call")
	case record.Status == 0:
		return Answer{}, false, &fault.Error{Kind: fault.Conflict, Code: CodeInUse, RetryAfter: time.Second,
			Message: "the first call with this Idempotency-Key is still being carried out"}
	}
	answer, err = s.open(record)
	return answer, true, err
}

// over reports whether a record stands in nobody's way any more.
func (s *Service) over(r Record) bool {
	age := s.now().Sub(r.At)
	return age >= Kept || r.Status == 0 && age >= abandonedAfter
}

// first does the call. Whatever becomes of the client, the outcome is kept, or
// the key is free again.
func (s *Service) first(ctx context.Context, record Record, do func() Answer) Answer {
	ctx = context.WithoutCancel(ctx)
	done := false
	defer func() {
		if !done { // it panicked
			_ = s.store.ForgetCall(ctx, record) // else it is free after abandonedAfter
		}
	}()
	answer := do()
	done = true
	if !answer.Again() {
		_ = s.store.ForgetCall(ctx, record) // as above
		return answer
	}
	plain, _ := json.Marshal(answer) // plain fields always marshal
	// A store that fails now leaves the call unanswered: the key is in use
	// until abandonedAfter. The caller has his answer.
	_ = s.store.KeepAnswer(ctx, record, answer.Status, s.seal.Seal(label(record), plain))
	return answer
}

func (s *Service) open(record Record) (answer Answer, err error) {
	plain, err := s.seal.Open(label(record), record.Answer)
	if err == nil {
		err = json.Unmarshal(plain, &answer)
	}
	if err != nil {
		return Answer{}, fault.Wrap(fault.Internal, err, "the kept answer cannot be read")
	}
	return answer, nil
}

// label binds a sealed answer to its place.
func label(r Record) string { return "idempotency " + r.Call.Principal + " " + r.Call.Key }

// DeleteOld forgets what is not given again any more.
func (s *Service) DeleteOld(ctx context.Context) error {
	return s.store.DeleteCallsBefore(ctx, s.now().Add(-Kept))
}
