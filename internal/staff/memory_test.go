package staff

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// memory is a Store for tests.
type memory struct {
	mu       sync.Mutex
	accounts []Account
	sessions map[string]session
	finds    int // of sessions
	saves    int // of sessions
	updates  int // of accounts
	fail     error
}

type session struct {
	data  []byte
	until time.Time
}

func (m *memory) CreateAccount(_ context.Context, a Account) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, old := range m.accounts {
		if strings.EqualFold(old.Username, a.Username) {
			return 0, fault.New(fault.Conflict, "", "taken")
		}
	}
	a.ID = int64(len(m.accounts) + 1)
	m.accounts = append(m.accounts, a)
	return a.ID, m.fail
}

func (m *memory) CreateFirstAccount(ctx context.Context, a Account) (int64, error) {
	if all, _ := m.Accounts(ctx); len(all) > 0 {
		return 0, fault.New(fault.Conflict, "", "not the first")
	}
	return m.CreateAccount(ctx, a)
}

func (m *memory) UpdateAccount(_ context.Context, a Account) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.accounts[a.ID-1] = a
	m.updates++
	return m.fail
}

func (m *memory) find(fits func(Account) bool) (Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.accounts {
		if fits(a) {
			return a, m.fail
		}
	}
	return Account{}, cmp.Or(m.fail, error(fault.New(fault.NotFound, "", "no such account")))
}

func (m *memory) FindAccount(_ context.Context, id int64) (Account, error) {
	return m.find(func(a Account) bool { return a.ID == id })
}

func (m *memory) FindUsername(_ context.Context, name string) (Account, error) {
	return m.find(func(a Account) bool { return strings.EqualFold(a.Username, name) })
}

func (m *memory) Accounts(context.Context) ([]Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.accounts), m.fail
}

func (m *memory) FindSession(_ context.Context, token string, now time.Time) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.finds++
	s, found := m.sessions[token]
	return s.data, found && now.Before(s.until), m.fail
}

func (m *memory) SaveSession(_ context.Context, token string, data []byte, until time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.sessions == nil {
		m.sessions = map[string]session{}
	}
	m.saves++
	m.sessions[token] = session{data, until}
	return m.fail
}

func (m *memory) DeleteSession(_ context.Context, token string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.sessions, token)
	return m.fail
}

func (m *memory) DeleteExpiredSessions(_ context.Context, now time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for token, s := range m.sessions {
		if !now.Before(s.until) {
			delete(m.sessions, token)
		}
	}
	return m.fail
}

// clock is a time that tests move by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Now()} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

var cheap = Cost{Memory: 64, Iterations: 1}

func newTestService(store Store, c *clock) *Service {
	return NewService(Options{Store: store, Now: c.now, Log: slog.New(slog.DiscardHandler), Cost: cheap})
}

func mustCreate(t *testing.T, s *Service, username string, role Role) Account {
	t.Helper()
	account, err := s.Create(t.Context(), Declared{Username: username, Password: "right-password", Role: role})
	if err != nil {
		t.Fatal(err)
	}
	return account
}
