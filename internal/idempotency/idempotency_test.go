package idempotency

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// memory keeps one record; broken makes the answer's keeping fail.
type memory struct {
	mu      sync.Mutex
	records map[string]Record
	broken  bool
}

func (m *memory) BeginCall(_ context.Context, call Call, now time.Time, over func(Record) bool) (Record, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := call.Principal + "|" + call.Key
	if found, ok := m.records[at]; ok && !over(found) {
		return found, false, nil
	}
	m.records[at] = Record{Call: call, At: now}
	return m.records[at], true, nil
}

func (m *memory) KeepAnswer(ctx context.Context, begun Record, status int, answer []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken || ctx.Err() != nil {
		return errors.New("broken")
	}
	begun.Status, begun.Answer = status, answer
	m.records[begun.Call.Principal+"|"+begun.Call.Key] = begun
	return nil
}

func (m *memory) ForgetCall(_ context.Context, begun Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.records, begun.Call.Principal+"|"+begun.Call.Key)
	return nil
}

func (m *memory) DeleteCallsBefore(_ context.Context, before time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for at, r := range m.records {
		if r.At.Before(before) {
			delete(m.records, at)
		}
	}
	return nil
}

// rot13 is no encryption, but not the plain text either.
type rot13 struct{}

func (rot13) Seal(label string, plain []byte) []byte {
	return append([]byte(label+"\x00"), turn(plain)...)
}

func (rot13) Open(label string, sealed []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(sealed, []byte(label+"\x00"))
	if !ok {
		return nil, errors.New("another label")
	}
	return turn(rest), nil
}

func turn(text []byte) []byte {
	turned := make([]byte, len(text))
	for i, c := range text {
		turned[i] = c ^ 0x55
	}
	return turned
}

type bench struct {
	*Service
	store *memory
	at    time.Time
	done  int
}

func newBench() *bench {
	b := &bench{store: &memory{records: map[string]Record{}}, at: time.Unix(1_000_000, 0)}
	b.Service = NewService(b.store, rot13{}, func() time.Time { return b.at })
	return b
}

func (b *bench) once(t *testing.T, call Call, status int, body string) (string, bool, error) {
	t.Helper()
	answer, again, err := b.Once(context.Background(), call, func() Answer {
		b.done++
		return Answer{Status: status, Header: map[string]string{"Content-Type": "x"}, Body: []byte(body)}
	})
	return string(answer.Body), again, err
}

func TestTheFirstAnswerIsGivenAgain(t *testing.T) {
	t.Parallel()
	b, call := newBench(), Call{Principal: "staff:1", Key: "k", Operation: "op", BodyHash: "h"}
	for i, wantAgain := range []bool{false, true, true} {
		body, again, err := b.once(t, call, 201, strings.Repeat("secret", i+1))
		if body != "secret" || again != wantAgain || err != nil {
			t.Errorf("call %d: %q, %v, %v", i, body, again, err)
		}
	}
	if b.done != 1 {
		t.Errorf("done %d times", b.done)
	}
	for _, r := range b.store.records {
		if bytes.Contains(r.Answer, []byte("c2VjcmV0")) || bytes.Contains(r.Answer, []byte("secret")) {
			t.Error("the answer lies open in the store")
		}
	}
	b.at = b.at.Add(Kept)
	if _, again, err := b.once(t, call, 201, "new"); again || err != nil || b.done != 2 {
		t.Errorf("after a day: %v, %v", again, err)
	}
}

func TestAKeyIsForOneCall(t *testing.T) {
	t.Parallel()
	call := Call{Principal: "staff:1", Key: "k", Operation: "op", BodyHash: "h"}
	for name, change := range map[string]func(*Call){
		"operation": func(c *Call) { c.Operation = "other" },
		"body":      func(c *Call) { c.BodyHash = "other" },
	} {
		b, other := newBench(), call
		_, _, _ = b.once(t, call, 200, "x")
		change(&other)
		if _, _, err := b.once(t, other, 200, "x"); !fault.HasCode(err, CodeReused) || !fault.Is(err, fault.Conflict) || b.done != 1 {
			t.Errorf("another %s: %v", name, err)
		}
	}
	b, other := newBench(), call
	other.Principal = "staff:2"
	_, _, _ = b.once(t, call, 200, "x")
	if body, again, err := b.once(t, other, 200, "his"); body != "his" || again || err != nil {
		t.Errorf("somebody else: %q, %v, %v", body, again, err)
	}
	call.Key = strings.Repeat("k", MaxKey+1)
	if _, _, err := b.once(t, call, 200, "x"); fault.As(err).Field != "Idempotency-Key" {
		t.Errorf("a long key: %v", err)
	}
}

func TestACallUnderWayIsNotDoneTwice(t *testing.T) {
	t.Parallel()
	b, call := newBench(), Call{Principal: "p", Key: "k"}
	_, _, err := b.Once(context.Background(), call, func() Answer {
		_, _, err := b.once(t, call, 200, "x")
		if !fault.HasCode(err, CodeInUse) || fault.As(err).RetryAfter == 0 || b.done != 0 {
			t.Errorf("meanwhile: %v", err)
		}
		return Answer{Status: 200}
	})
	if err != nil {
		t.Error(err)
	}
}

func TestWhatMayEndDifferentlyIsDoneAgain(t *testing.T) {
	t.Parallel()
	for _, status := range []int{408, 429, 500, 503} {
		b, call := newBench(), Call{Principal: "p", Key: "k"}
		_, _, _ = b.once(t, call, status, "x")
		if _, again, err := b.once(t, call, 200, "x"); again || err != nil || b.done != 2 {
			t.Errorf("after %d: %v, %v", status, again, err)
		}
	}
	b, call := newBench(), Call{Principal: "p", Key: "k"}
	func() {
		defer func() { _ = recover() }()
		_, _, _ = b.Once(context.Background(), call, func() Answer { panic("x") })
	}()
	if _, again, err := b.once(t, call, 200, "x"); again || err != nil {
		t.Errorf("after a panic: %v, %v", again, err)
	}
}

func TestALostCallIsFreeAfterAWhile(t *testing.T) {
	t.Parallel()
	b, call := newBench(), Call{Principal: "p", Key: "k"}
	b.store.broken = true
	if body, _, err := b.once(t, call, 200, "x"); body != "x" || err != nil {
		t.Errorf("the caller has his answer: %q, %v", body, err)
	}
	b.store.broken = false
	b.at = b.at.Add(abandonedAfter - time.Second)
	if _, _, err := b.once(t, call, 200, "x"); !fault.HasCode(err, CodeInUse) {
		t.Errorf("too early: %v", err)
	}
	b.at = b.at.Add(time.Second)
	if _, again, err := b.once(t, call, 200, "x"); again || err != nil || b.done != 2 {
		t.Errorf("then: %v, %v", again, err)
	}
}

func TestTheAnswerIsKeptForAClientThatLeft(t *testing.T) {
	t.Parallel()
	b, call := newBench(), Call{Principal: "p", Key: "k"}
	ctx, leave := context.WithCancel(context.Background())
	_, _, _ = b.Once(ctx, call, func() Answer { leave(); return Answer{Status: 200, Body: []byte("mine")} })
	if body, again, err := b.once(t, call, 200, "x"); body != "mine" || !again || err != nil {
		t.Errorf("%q, %v, %v", body, again, err)
	}
}

func TestOldAnswersAreForgotten(t *testing.T) {
	t.Parallel()
	b := newBench()
	_, _, _ = b.once(t, Call{Key: "old"}, 200, "x")
	b.at = b.at.Add(Kept)
	_, _, _ = b.once(t, Call{Key: "new"}, 200, "x")
	b.at = b.at.Add(time.Second)
	if err := b.DeleteOld(context.Background()); err != nil || len(b.store.records) != 1 {
		t.Errorf("%v: %v", err, b.store.records)
	}
}
