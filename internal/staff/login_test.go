package staff

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func TestLogIn(t *testing.T) {
	t.Parallel()
	store := &memory{}
	s := newTestService(store, newClock())
	made := mustCreate(t, s, "reviewer1", Reviewer)
	account, err := s.LogIn(t.Context(), Credentials{Username: "Reviewer1", Password: "right-password", Address: "10.0.0.1"})
	if err != nil || account.ID != made.ID {
		t.Fatalf("got %+v, %v", account, err)
	}
	if strings.Contains(account.PasswordHash, "right") || !strings.HasPrefix(account.PasswordHash, "$argon2id$") {
		t.Error("the password is not hashed")
	}
}

func TestRefusedLogInsLookAlike(t *testing.T) {
	t.Parallel()
	store := &memory{}
	s := newTestService(store, newClock())
	mustCreate(t, s, "reviewer1", Reviewer)
	if _, err := s.Create(t.Context(), Declared{Username: "gone", Password: "right-password", Role: Admin, Disabled: true}); err != nil {
		t.Fatal(err)
	}
	for _, try := range [][2]string{
		{"reviewer1", "wrong"}, {"nobody", "right-password"}, {"gone", "right-password"}, {"", ""},
		{strings.Repeat("x", 5000), strings.Repeat("y", 5000)}, {"a'b", "\x00"},
	} {
		_, err := s.LogIn(t.Context(), Credentials{Username: try[0], Password: try[1], Address: "10.0.0.1"})
		if !fault.Is(err, fault.Unauthenticated) || !fault.HasCode(err, CodeBadLogin) {
			t.Errorf("%.20q: got %v", try[0], err)
		}
	}
}

func TestFailuresAreThrottledPerAccount(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := newTestService(&memory{}, c)
	mustCreate(t, s, "reviewer1", Reviewer)
	mustCreate(t, s, "reviewer2", Reviewer)
	for i := range 10 {
		address := fmt.Sprintf("10.0.0.%d", i)
		if _, err := s.LogIn(t.Context(), Credentials{Username: "reviewer1", Password: "wrong", Address: address}); !fault.Is(err, fault.Unauthenticated) {
			t.Fatalf("failure %d: %v", i, err)
		}
	}
	_, err := s.LogIn(t.Context(), Credentials{Username: "REVIEWER1", Password: "right-password", Address: "10.9.9.9"})
	if !fault.Is(err, fault.TooMany) || fault.As(err).RetryAfter <= 0 {
		t.Fatalf("got %v", err)
	}
	if _, err := s.LogIn(t.Context(), Credentials{Username: "reviewer2", Password: "right-password", Address: "10.9.9.9"}); err != nil {
		t.Errorf("another account is hit: %v", err)
	}
	c.move(fault.As(err).RetryAfter)
	if _, err := s.LogIn(t.Context(), Credentials{Username: "reviewer1", Password: "right-password", Address: "10.9.9.9"}); err != nil {
		t.Errorf("after the pause: %v", err)
	}
}

func TestFailuresAreThrottledPerAddress(t *testing.T) {
	t.Parallel()
	s := newTestService(&memory{}, newClock())
	mustCreate(t, s, "reviewer1", Reviewer)
	var err error
	for i := range 31 {
		_, err = s.LogIn(t.Context(), Credentials{Username: fmt.Sprintf("guess%d", i), Password: "wrong", Address: fmt.Sprintf("2001:db8::%x", i)})
	}
	if !fault.Is(err, fault.TooMany) {
		t.Errorf("got %v", err)
	}
	if _, err := s.LogIn(t.Context(), Credentials{Username: "reviewer1", Password: "right-password", Address: "2001:db8:1::1"}); err != nil {
		t.Errorf("another network is hit: %v", err)
	}
}

func TestSuccessIsNotThrottled(t *testing.T) {
	t.Parallel()
	s := newTestService(&memory{}, newClock())
	mustCreate(t, s, "reviewer1", Reviewer)
	var wait sync.WaitGroup
	for range 100 {
		wait.Go(func() {
			if _, err := s.LogIn(t.Context(), Credentials{Username: "reviewer1", Password: "right-password", Address: "10.0.0.1"}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestThrottleForgetsTheOldest(t *testing.T) {
	t.Parallel()
	c := newClock()
	th := newThrottle(c.now)
	th.limit = 3
	for _, key := range []string{"a", "b", "a", "c", "d"} {
		th.failed(key, allowance{burst: 1, pause: time.Minute})
	}
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "d": true} {
		if got := th.wait(key, allowance{burst: 1, pause: time.Minute}) > 0; got != want {
			t.Errorf("%s is remembered: %v", key, got)
		}
	}
	if len(th.byKey) != 3 {
		t.Errorf("%d keys", len(th.byKey))
	}
}

func TestAddressKey(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"10.0.0.1": "address 10.0.0.1", "::ffff:10.0.0.1": "address 10.0.0.1",
		"2001:db8::1": "address 2001:db8::/64", "fe80::1%eth0": "address fe80::/64", "pipe": "address pipe",
	} {
		if got := addressKey(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}

func TestOldHashesAreRenewed(t *testing.T) {
	t.Parallel()
	store := &memory{}
	c := newClock()
	mustCreate(t, newTestService(store, c), "reviewer1", Reviewer)
	dearer := newTestService(store, c)
	dearer.hasher = newHasher(Cost{Memory: 128, Iterations: 1})
	for range 2 {
		if _, err := dearer.LogIn(t.Context(), Credentials{Username: "reviewer1", Password: "right-password", Address: "10.0.0.1"}); err != nil {
			t.Fatal(err)
		}
	}
	if hash := store.accounts[0].PasswordHash; !strings.Contains(hash, "m=128,") || store.updates != 1 {
		t.Errorf("%d updates to %s", store.updates, hash)
	}
}

func TestHashesAreBounded(t *testing.T) {
	t.Parallel()
	h := newHasher(cheap)
	hold := make(chan struct{})
	var running sync.WaitGroup
	for range cap(h.waiting) {
		running.Go(func() {
			if err := h.run(context.Background(), func() error { <-hold; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	for len(h.waiting) < cap(h.waiting) || len(h.slots) < cap(h.slots) { // until all have arrived
		runtime.Gosched()
	}
	if err := h.run(t.Context(), func() error { return nil }); !fault.Is(err, fault.Unavailable) {
		t.Errorf("over the bound: %v", err)
	}
	close(hold)
	running.Wait()
	if err := h.run(t.Context(), func() error { return nil }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestHashWaitsNoLongerThanItsCaller(t *testing.T) {
	t.Parallel()
	h := newHasher(cheap)
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.run(ctx, func() error { return nil }); !errors.Is(err, context.Canceled) || !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
}

func TestStoreFailureIsNoWrongPassword(t *testing.T) {
	t.Parallel()
	store := &memory{}
	s := newTestService(store, newClock())
	mustCreate(t, s, "reviewer1", Reviewer)
	store.fail = fault.New(fault.Unavailable, "", "disk gone")
	if _, err := s.LogIn(t.Context(), Credentials{Username: "reviewer1", Password: "right-password", Address: "10.0.0.1"}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
}
