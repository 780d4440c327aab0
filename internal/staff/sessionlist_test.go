package staff

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// twoSessions leaves a desk with the cookie of the later.
func twoSessions(t *testing.T) (d *desk, first *http.Cookie) {
	t.Helper()
	d = newDesk(t)
	d.agent = "手机\x00 " + strings.Repeat("长", 300)
	d.ask("/login")
	first, d.cookie, d.agent = d.cookie, nil, "desktop"
	d.clock.move(30 * time.Minute)
	d.ask("/login")
	return d, first
}

func TestSessionsAreListed(t *testing.T) {
	t.Parallel()
	d, first := twoSessions(t)
	began := d.clock.now()
	d.clock.move(10 * time.Minute)
	d.ask("/sessions")
	if len(d.listed) != 2 {
		t.Fatalf("listed %+v", d.listed)
	}
	now, before := d.listed[0], d.listed[1]
	if !now.Current || before.Current || now.ID == before.ID || len(now.ID) != 12 {
		t.Errorf("which is current: %+v", d.listed)
	}
	if !now.CreatedAt.Equal(began) || !now.SeenAt.Equal(d.clock.now()) || now.UserAgent != "desktop" || now.Address != "192.0.2.1:1234" {
		t.Errorf("the current: %+v", now)
	}
	if want := "手机 " + strings.Repeat("长", maxShown-3); before.UserAgent != want {
		t.Errorf("the other's program: %q", before.UserAgent)
	}
	d.clock.move(sessionIdle - 20*time.Minute)
	if list, err := d.sessions.List(context.Background(), d.account.ID); err != nil || len(list) != 1 || list[0].Current {
		t.Errorf("idle ones are over: %+v, %v", list, err)
	}
	for token := range d.store.sessions {
		if strings.Contains(token, now.ID) || strings.Contains(first.Value, before.ID) {
			t.Error("the id tells of the token")
		}
	}
}

func TestSessionsAreRevoked(t *testing.T) {
	t.Parallel()
	d, first := twoSessions(t)
	d.ask("/sessions")
	if err := d.sessions.Revoke(t.Context(), d.account.ID+1, d.listed[1].ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	if err := d.sessions.Revoke(t.Context(), d.account.ID, d.listed[1].ID); err != nil {
		t.Fatal(err)
	}
	second := d.cookie
	d.cookie = first
	if code := d.ask("/me"); code != http.StatusUnauthorized {
		t.Errorf("the revoked: %d", code)
	}
	d.ask("/login")
	d.cookie = second
	if code := d.ask("/revoke-others"); code != http.StatusOK || len(d.store.sessions) != 1 {
		t.Errorf("%d, and %d are left", code, len(d.store.sessions))
	}
	if code := d.ask("/me"); code != http.StatusOK {
		t.Errorf("the one that asked: %d", code)
	}
	if ended, err := d.sessions.RevokeAll(t.Context(), d.account.ID); ended != 1 || err != nil {
		t.Errorf("ended %d, %v", ended, err)
	}
}

// A request that began before the revocation must not bring its session back.
func TestARevokedSessionDoesNotComeBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask("/login")
	d.clock.move(2 * seenEvery)
	d.during = func() {
		if _, err := d.sessions.RevokeAll(context.Background(), d.account.ID); err != nil {
			t.Error(err)
		}
	}
	d.ask("/me")
	if len(d.store.sessions) != 0 {
		t.Error("it is back")
	}
}

func TestDisablingForgetsTheSessions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask("/login")
	if _, err := d.service.Edit(t.Context(), d.account.ID, Edit{Disabled: yes()}); err != nil || len(d.store.sessions) != 0 {
		t.Errorf("%d are left, %v", len(d.store.sessions), err)
	}
}
