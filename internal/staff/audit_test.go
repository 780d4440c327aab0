package staff

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
)

func (m *memory) RecordAudit(_ context.Context, entries ...auditlog.Entry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told = append(m.told, entries...)
	return m.fail
}

// tellings are the entries without what the store adds.
func (m *memory) tellings() []auditlog.Entry {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.told)
}

func TestRefusedLogInsAreTold(t *testing.T) {
	t.Parallel()
	store := &memory{}
	s := newTestService(store, newClock())
	account := mustCreate(t, s, "reviewer1", Reviewer)
	here := auditlog.WithActor(t.Context(), auditlog.Actor{Kind: auditlog.Visitor, Address: "10.0.0.7", Via: "POST /login"})
	for _, try := range []struct {
		ctx      context.Context
		username string
		actor    auditlog.Actor
		object   string
		detail   string
	}{
		{here, "Reviewer1", auditlog.Actor{Kind: auditlog.Visitor, Address: "10.0.0.7", Via: "POST /login"}, "1", `{"reason":"bad_login","username":"Reviewer1"}`},
		{t.Context(), "no\x00body", auditlog.Actor{Kind: auditlog.Visitor, Address: "10.0.0.1"}, "", `{"reason":"bad_login","username":"no�body"}`},
	} {
		_, err := s.LogIn(try.ctx, Credentials{Username: try.username, Password: "wrong-password", Address: "10.0.0.1"})
		told := store.tellings()
		last := told[len(told)-1]
		if !fault.HasCode(err, CodeBadLogin) || last.Action != auditlog.StaffLoginFailed || last.Actor != try.actor ||
			last.Object != (auditlog.Object{Kind: "staff", ID: try.object}) || string(last.Detail) != try.detail {
			t.Errorf("%v, told %+v with %s", err, last, last.Detail)
		}
	}
	if _, err := s.ChangePassword(here, account, "wrong-password", "right-password", "10.0.0.1"); err == nil || len(store.tellings()) != 3 {
		t.Errorf("a wrong old password: %v, told %d", err, len(store.tellings()))
	}
	if _, err := s.LogIn(here, Credentials{Username: "reviewer1", Password: "right-password"}); err != nil || len(store.tellings()) != 3 {
		t.Errorf("a good log-in: %v, told %d", err, len(store.tellings()))
	}
}

func TestARefusalStandsWhereItCannotBeTold(t *testing.T) {
	t.Parallel()
	store := &memory{}
	s := newTestService(store, newClock())
	mustCreate(t, s, "reviewer1", Reviewer)
	mute := &deaf{memory: store}
	s.store = mute
	if _, err := s.LogIn(t.Context(), Credentials{Username: "reviewer1", Password: "wrong-password"}); !fault.HasCode(err, CodeBadLogin) || mute.asked != 1 {
		t.Errorf("%v after %d", err, mute.asked)
	}
}

// deaf keeps no entries.
type deaf struct {
	*memory
	asked int
}

func (d *deaf) RecordAudit(context.Context, ...auditlog.Entry) error {
	d.asked++
	return fault.New(fault.Unavailable, "", "full")
}

func TestComingAndGoingIsTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask("/login")
	d.ask("/password?old=right-password") // which is no log-in
	d.ask("/logout")
	d.ask("/logout")
	var actions []auditlog.Action
	for _, entry := range d.store.tellings() {
		actions = append(actions, entry.Action)
		if want := (auditlog.Actor{Kind: auditlog.Staff, ID: "1", Name: "reviewer1", Address: "192.0.2.1:1234"}); entry.Actor != want {
			t.Errorf("%s by %+v", entry.Action, entry.Actor)
		}
		if entry.Object != (auditlog.Object{Kind: "staff", ID: "1"}) {
			t.Errorf("%s of %+v", entry.Action, entry.Object)
		}
	}
	if !slices.Equal(actions, []auditlog.Action{auditlog.StaffLogin, auditlog.StaffLogout}) {
		t.Errorf("told %v", actions)
	}
}

func TestNobodyComesUnseen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sessions.store = &deaf{memory: d.store}
	if code := d.ask("/login"); code != http.StatusInternalServerError || len(d.store.sessions) != 0 {
		t.Errorf("%d, %d sessions", code, len(d.store.sessions))
	}
}
