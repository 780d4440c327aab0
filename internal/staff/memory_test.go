package staff

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// memory is a Store for tests.
type memory struct {
	mu       sync.Mutex
	accounts []Account
	sessions map[string]Session
	factors  map[int64]Factor
	recovery map[int64]map[string]bool // true: used
	tokens   []Token
	hashes   map[string]int64 // of tokens
	finds    int              // of sessions and tokens
	saves    int              // of sessions, and their last sight, and that of tokens
	updates  int              // of accounts
	told     []auditlog.Entry // to the audit log
	fail     error
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

func (m *memory) FindSession(_ context.Context, token string, now time.Time) (Session, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.finds++
	s, found := m.sessions[token]
	return s, found && now.Before(s.Until), m.fail
}

func (m *memory) SaveSession(_ context.Context, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.sessions == nil {
		m.sessions = map[string]Session{}
	}
	m.saves++
	m.sessions[s.Token] = s
	return m.fail
}

func (m *memory) TouchSession(_ context.Context, token string, seen time.Time, address string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.saves++
	if s, found := m.sessions[token]; found {
		s.SeenAt, s.Address = seen, address
		m.sessions[token] = s
	}
	return m.fail
}

func (m *memory) SessionsOfAccount(_ context.Context, id int64, now time.Time) ([]Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []Session
	for _, s := range m.sessions {
		if s.AccountID == id && now.Before(s.Until) {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b Session) int { return b.SeenAt.Compare(a.SeenAt) })
	return list, m.fail
}

func (m *memory) RevokeSession(ctx context.Context, s Session) error {
	return m.DeleteSession(ctx, s.Token)
}

func (m *memory) DeleteSessionsOfAccount(_ context.Context, id int64, kept string) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.sessions)
	maps.DeleteFunc(m.sessions, func(token string, s Session) bool { return s.AccountID == id && token != kept })
	return before - len(m.sessions), m.fail
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
		if !now.Before(s.Until) {
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

// named is a Sealer that hides nothing but holds to the names.
type named struct{}

func (named) Seal(name string, plain []byte) []byte { return []byte(name + "|" + string(plain)) }

func (named) Open(name string, sealed []byte) ([]byte, error) {
	plain, found := strings.CutPrefix(string(sealed), name+"|")
	if !found {
		return nil, errors.New("sealed under another name")
	}
	return []byte(plain), nil
}

var cheap = Cost{Memory: 64, Iterations: 1}

func newTestService(store Store, c *clock) *Service {
	return NewService(Options{Store: store, Now: c.now, Log: slog.New(slog.DiscardHandler), Cost: cheap, Sealer: named{}})
}

func mustCreate(t *testing.T, s *Service, username string, role Role) Account {
	t.Helper()
	account, err := s.Create(t.Context(), Declared{Username: username, Password: "right-password", Role: role})
	if err != nil {
		t.Fatal(err)
	}
	return account
}
