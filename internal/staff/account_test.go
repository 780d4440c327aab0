package staff

import (
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/fault"
)

func TestApplyAccount(t *testing.T) {
	t.Parallel()
	store := &memory{}
	s := newTestService(store, newClock())
	steps := []struct {
		declared Declared
		want     []string
	}{
		{Declared{"reviewer1", "right-password", Reviewer, false}, []string{"created"}},
		{Declared{"reviewer1", "right-password", Reviewer, false}, nil},
		{Declared{"Reviewer1", "", Reviewer, false}, nil},
		{Declared{"reviewer1", "right-password", Supervisor, false}, []string{"role reviewer → supervisor"}},
		{Declared{"reviewer1", "other-password", Supervisor, true}, []string{"disabled", "password changed"}},
		{Declared{"reviewer1", "other-password", Supervisor, false}, []string{"enabled"}},
	}
	for i, step := range steps {
		before := store.updates
		got, err := s.Apply(t.Context(), step.declared)
		if err != nil || !slices.Equal(got, step.want) {
			t.Errorf("step %d: got %q, %v", i, got, err)
		}
		if step.want == nil && store.updates != before {
			t.Errorf("step %d wrote", i)
		}
	}
	if _, err := s.LogIn(t.Context(), Credentials{Username: "reviewer1", Password: "other-password", Address: "10.0.0.1"}); err != nil {
		t.Error(err)
	}
}

func TestBadAccountsNameTheField(t *testing.T) {
	t.Parallel()
	s := newTestService(&memory{}, newClock())
	cases := []struct {
		field    string
		declared Declared
	}{
		{"username", Declared{"", "right-password", Admin, false}},
		{"username", Declared{"a b", "right-password", Admin, false}},
		{"username", Declared{"12345", "right-password", Admin, false}},
		{"username", Declared{strings.Repeat("a", 64), "right-password", Admin, false}},
		{"password", Declared{"a", "1234567", Admin, false}},
		{"password", Declared{"a", "", Admin, false}},
		{"password", Declared{"a", strings.Repeat("x", 257), Admin, false}},
		{"password", Declared{"a", "\xff\xfe\xfd\xff\xfe\xfd\xff\xfe", Admin, false}},
		{"role", Declared{"a", "right-password", "boss", false}},
	}
	for _, c := range cases {
		_, err := s.Apply(t.Context(), c.declared)
		if !fault.Is(err, fault.Invalid) || fault.As(err).Field != c.field {
			t.Errorf("%+v: got %v", c.declared, err)
		}
	}
	if _, err := s.Apply(t.Context(), Declared{"审核员.1", "密码密码密码密码", Auditor, false}); err != nil {
		t.Error(err)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	store := &memory{}
	s := newTestService(store, newClock())
	mustCreate(t, s, "reviewer1", Reviewer)
	if _, err := s.Create(t.Context(), Declared{"gone", "right-password", Reviewer, true}); err != nil {
		t.Fatal(err)
	}
	for _, csid := range []string{"1", "reviewer1", "REVIEWER1"} {
		if account, err := s.Find(t.Context(), csid); err != nil || account.ID != 1 {
			t.Errorf("%s: got %+v, %v", csid, account, err)
		}
	}
	for _, csid := range []string{"", "2", "gone", "3", "nobody", "99999999999999999999", "-1", "a b"} {
		if _, err := s.Find(t.Context(), csid); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v", csid, err)
		}
	}
}

func TestSetUp(t *testing.T) {
	t.Parallel()
	s := newTestService(&memory{}, newClock())
	if _, err := s.SetUp(t.Context(), "", "admin", "right-password"); !fault.HasCode(err, CodeSetUpOver) {
		t.Errorf("no token was given out: %v", err)
	}
	void, _, err := s.OpenSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	token, needed, err := s.OpenSetUp(t.Context())
	if err != nil || !needed || len(token) < 32 || token == void {
		t.Fatalf("got %q %v %v", token, needed, err)
	}
	for _, wrong := range []string{"", void, token + "0"} {
		if _, err := s.SetUp(t.Context(), wrong, "admin", "right-password"); !fault.HasCode(err, CodeSetUpOver) {
			t.Errorf("%q: got %v", wrong, err)
		}
	}
	if _, err := s.SetUp(t.Context(), token, "admin", "short"); !fault.Is(err, fault.Invalid) || !s.SetUpOpen(token) {
		t.Errorf("a bad password: %v", err)
	}
	account, err := s.SetUp(t.Context(), token, "admin", "right-password")
	if err != nil || account.Role != Admin || account.ID == 0 {
		t.Fatalf("got %+v, %v", account, err)
	}
	if _, err := s.SetUp(t.Context(), token, "admin2", "right-password"); !fault.HasCode(err, CodeSetUpOver) || s.SetUpOpen(token) {
		t.Errorf("used twice: %v", err)
	}
	if _, needed, err := s.OpenSetUp(t.Context()); err != nil || needed {
		t.Errorf("needed %v, %v", needed, err)
	}
}

func TestSetUpAfterAnotherWay(t *testing.T) {
	t.Parallel()
	s := newTestService(&memory{}, newClock())
	token, _, err := s.OpenSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mustCreate(t, s, "declared", Admin)
	if _, err := s.SetUp(t.Context(), token, "admin", "right-password"); !fault.HasCode(err, CodeSetUpOver) || s.SetUpOpen(token) {
		t.Errorf("got %v", err)
	}
}
