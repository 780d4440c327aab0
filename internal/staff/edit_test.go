package staff

import (
	"net/http"
	"slices"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func yes() *bool { truth := true; return &truth }

func TestEdit(t *testing.T) {
	t.Parallel()
	store := &memory{}
	s := newTestService(store, newClock())
	account := mustCreate(t, s, "reviewer1", Reviewer)
	for i, step := range []struct {
		edit Edit
		want []string
	}{
		{Edit{}, nil},
		{Edit{Role: Reviewer}, nil},
		{Edit{Role: Supervisor}, []string{"role reviewer → supervisor"}},
		{Edit{Password: "another-password"}, []string{"password changed"}},
		{Edit{Disabled: yes()}, []string{"disabled"}},
		{Edit{Disabled: new(bool)}, []string{"enabled"}},
	} {
		if got, err := s.Edit(t.Context(), account.ID, step.edit); err != nil || !slices.Equal(got, step.want) {
			t.Errorf("step %d: %q, %v", i, got, err)
		}
	}
	for _, bad := range []Edit{{Role: "boss"}, {Password: "short"}} {
		if _, err := s.Edit(t.Context(), account.ID, bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := s.Edit(t.Context(), 77, Edit{Role: Admin}); !fault.Is(err, fault.NotFound) {
		t.Errorf("nobody: %v", err)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	s := newTestService(&memory{}, newClock())
	first := mustCreate(t, s, "admin1", Admin)
	if _, err := s.Create(t.Context(), Declared{"admin2", "right-password", Admin, true}); err != nil {
		t.Fatal(err)
	}
	for _, edit := range []Edit{{Disabled: yes()}, {Role: Supervisor}} {
		if _, err := s.Edit(t.Context(), first.ID, edit); !fault.HasCode(err, CodeLastAdmin) {
			t.Errorf("%+v: %v", edit, err)
		}
	}
	if _, err := s.Edit(t.Context(), first.ID, Edit{Password: "another-password"}); err != nil {
		t.Error(err)
	}
	if _, err := s.Edit(t.Context(), 2, Edit{Disabled: new(bool)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Edit(t.Context(), first.ID, Edit{Disabled: yes()}); err != nil {
		t.Errorf("one of two: %v", err)
	}
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask("/login")
	elsewhere := d.cookie
	d.cookie = nil
	d.ask("/login")
	if code := d.ask("/password?old=wrong-password"); code != http.StatusUnauthorized {
		t.Errorf("a wrong old password: %d", code)
	}
	if code := d.ask("/password?old=right-password"); code != http.StatusOK {
		t.Fatalf("changed: %d", code)
	}
	if code := d.ask("/me"); code != http.StatusOK || len(d.store.sessions) != 1 {
		t.Errorf("the one that asked: %d of %d", code, len(d.store.sessions))
	}
	d.cookie = elsewhere
	if code := d.ask("/me"); code != http.StatusUnauthorized {
		t.Errorf("another: %d", code)
	}
}

func TestPasswordGuessesBySessionAreThrottled(t *testing.T) {
	t.Parallel()
	s := newTestService(&memory{}, newClock())
	account := mustCreate(t, s, "reviewer1", Reviewer)
	var err error
	for range 11 {
		_, err = s.ChangePassword(t.Context(), account, "wrong", "another-password", "10.0.0.1")
	}
	if !fault.Is(err, fault.TooMany) {
		t.Errorf("got %v", err)
	}
	if _, err := s.ChangePassword(t.Context(), account, "right-password", "short", "10.0.0.1"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a short one: %v", err)
	}
}

func TestInventedPasswordsAreAllowed(t *testing.T) {
	t.Parallel()
	if a, b := NewPassword(), NewPassword(); a == b || CheckPassword(a) != nil || len(a) < 20 {
		t.Errorf("%q, %q", a, b)
	}
}
