package tenant

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
)

// memory is a Store for tests.
type memory struct {
	mu       sync.Mutex
	apps     map[string][]byte
	settings map[string]string
	revision int64
	writes   int
	race     func() // what another process does before the next ReplaceApp
	fail     error
}

func newMemory() *memory {
	return &memory{apps: map[string][]byte{}, settings: map[string]string{}}
}

func (m *memory) Apps(context.Context) ([]Sealed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []Sealed
	for _, id := range slices.Sorted(maps.Keys(m.apps)) {
		all = append(all, Sealed{id, m.apps[id]})
	}
	return all, m.fail
}

func (m *memory) PutApp(_ context.Context, app Sealed) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.apps[app.ID] = app.Data
	m.revision++
	m.writes++
	return m.fail
}

func (m *memory) ReplaceApp(ctx context.Context, before Sealed, data []byte) (bool, error) {
	if m.race != nil {
		race := m.race
		m.race = nil
		race()
	}
	m.mu.Lock()
	same := bytes.Equal(m.apps[before.ID], before.Data)
	m.mu.Unlock()
	if !same {
		return false, m.fail
	}
	return true, m.PutApp(ctx, Sealed{before.ID, data})
}

func (m *memory) Revision(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.revision, m.fail
}

func (m *memory) Setting(_ context.Context, name string) (string, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, found := m.settings[name]
	return value, found, m.fail
}

func (m *memory) PutSetting(_ context.Context, name, value string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.settings[name] = value
	m.revision++
	return m.fail
}

var testKey = strings.Repeat("0f", keySize)

func newTestRegistry(t *testing.T, store Store) *Registry {
	t.Helper()
	return newLoggingRegistry(t, store, slog.New(slog.DiscardHandler))
}

func newLoggingRegistry(t *testing.T, store Store, log *slog.Logger) *Registry {
	t.Helper()
	ring, err := NewKeyring(testKey)
	if err != nil {
		t.Fatal(err)
	}
	return NewRegistry(store, ring, log)
}

func uplusApp(id string) App {
	return App{ID: id, Name: "演示直播", Uplus: &Uplus{
		BaseURL: "http://127.0.0.1:9100/xxxApp/api", ServerToken: "top-secret",
		Token: TokenRules{JWT: &JWT{Alg: "HS256", Key: "0123456789abcdef0123456789abcdef"}},
	}}
}
