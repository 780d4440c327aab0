package staff

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

func (m *memory) Factor(_ context.Context, id int64) (Factor, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	factor, found := m.factors[id]
	if !found {
		return Factor{}, fault.New(fault.NotFound, "", "none")
	}
	return factor, m.fail
}

func (m *memory) Factors(context.Context) ([]Factor, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.factors)), m.fail
}

func (m *memory) EnrolFactor(_ context.Context, f Factor) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.factors[f.AccountID].Active {
		return fault.New(fault.Conflict, CodeFactorActive, "active")
	}
	if m.factors == nil {
		m.factors = map[int64]Factor{}
	}
	m.factors[f.AccountID] = f
	return m.fail
}

func (m *memory) ActivateFactor(ctx context.Context, f Factor, hashes []string) error {
	m.mu.Lock()
	if kept := m.factors[f.AccountID]; kept.Active || !bytes.Equal(kept.Sealed, f.Sealed) {
		m.mu.Unlock()
		return fault.New(fault.Conflict, CodeFactorChanged, "changed")
	}
	f.Active = true
	m.factors[f.AccountID] = f
	m.mu.Unlock()
	return m.ReplaceRecoveryCodes(ctx, f.AccountID, hashes)
}

func (m *memory) UseStep(_ context.Context, id, step int64) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	factor := m.factors[id]
	if !factor.Active || factor.LastStep >= step {
		return false, m.fail
	}
	factor.LastStep = step
	m.factors[id] = factor
	return true, m.fail
}

func (m *memory) UseRecoveryCode(_ context.Context, id int64, hash string, _ time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	used, found := m.recovery[id][hash]
	if found {
		m.recovery[id][hash] = true
	}
	return found && !used, m.fail
}

func (m *memory) RecoveryCodesLeft(_ context.Context, id int64) (left int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, used := range m.recovery[id] {
		if !used {
			left++
		}
	}
	return left, m.fail
}

func (m *memory) ReplaceRecoveryCodes(_ context.Context, id int64, hashes []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	codes := map[string]bool{}
	for _, hash := range hashes {
		codes[hash] = false
	}
	if m.recovery == nil {
		m.recovery = map[int64]map[string]bool{}
	}
	m.recovery[id] = codes
	return m.fail
}

func (m *memory) DropFactor(_ context.Context, id int64) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, found := m.factors[id]
	delete(m.factors, id)
	delete(m.recovery, id)
	return found, m.fail
}

func (m *memory) ReplaceSealed(_ context.Context, id int64, before, sealed []byte) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	factor, found := m.factors[id]
	if !found || !bytes.Equal(factor.Sealed, before) {
		return false, m.fail
	}
	factor.Sealed = sealed
	m.factors[id] = factor
	return true, m.fail
}

func (m *memory) CreateToken(_ context.Context, token Token, hash string) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	token.ID = int64(len(m.tokens) + 1)
	m.tokens = append(m.tokens, token)
	if m.hashes == nil {
		m.hashes = map[string]int64{}
	}
	m.hashes[hash] = token.ID
	return token.ID, m.fail
}

func (m *memory) FindToken(_ context.Context, hash string) (Token, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.finds++
	id := m.hashes[hash]
	if id == 0 {
		return Token{}, fault.New(fault.NotFound, "", "none")
	}
	return m.tokens[id-1], m.fail
}

func (m *memory) Tokens(_ context.Context, owner Owner) (list []Token, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, token := range slices.Backward(m.tokens) {
		if owner == (Owner{}) || owner == token.Owner {
			list = append(list, token)
		}
	}
	return list, m.fail
}

func (m *memory) TouchToken(_ context.Context, id int64, now, before time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.saves++
	if token := &m.tokens[id-1]; !token.LastUsedAt.After(before) {
		token.LastUsedAt = now
	}
	return m.fail
}

func (m *memory) RevokeToken(_ context.Context, id int64, now time.Time) (Token, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if id < 1 || int(id) > len(m.tokens) {
		return Token{}, fault.New(fault.NotFound, "", "none")
	}
	m.tokens[id-1].RevokedAt = now
	return m.tokens[id-1], m.fail
}

// appSet is the apps that exist.
type appSet map[string]bool

func (s appSet) App(id string) (tenant.App, bool) { return tenant.App{ID: id}, s[id] }
