package staff

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"sync"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
)

// CodeSetUpOver is the stable code of a set-up link that is wrong, used, or
// not needed any more. They are not told apart.
const CodeSetUpOver = "set_up_over"

// setUp holds the one-time token of this process; all zero means none.
type setUp struct {
	mu    sync.Mutex
	token [sha256.Size]byte
}

// OpenSetUp returns a token by which the first administrator can be made, once.
// Needed is false where somebody has an account already. Each call voids the
// token of the call before.
func (s *Service) OpenSetUp(ctx context.Context) (token string, needed bool, err error) {
	accounts, err := s.store.Accounts(ctx)
	if err != nil || len(accounts) > 0 {
		return "", false, err
	}
	token = id.NewKey()
	s.setUp.mu.Lock()
	defer s.setUp.mu.Unlock()
	s.setUp.token = sha256.Sum256([]byte(token))
	return token, true, nil
}

// SetUpOpen reports whether the token would be taken now.
func (s *Service) SetUpOpen(token string) bool {
	s.setUp.mu.Lock()
	defer s.setUp.mu.Unlock()
	return s.setUp.fits(token)
}

func (u *setUp) fits(token string) bool {
	sum := sha256.Sum256([]byte(token))
	return u.token != [sha256.Size]byte{} && subtle.ConstantTimeCompare(u.token[:], sum[:]) == 1
}

// SetUp makes the first administrator. The token is void afterwards; a username
// or password that is not allowed leaves it valid.
func (s *Service) SetUp(ctx context.Context, token, username, password string) (Account, error) {
	s.setUp.mu.Lock()
	defer s.setUp.mu.Unlock()
	if !s.setUp.fits(token) {
		return Account{}, setUpOver()
	}
	account, err := s.create(ctx, Declared{Username: username, Password: password, Role: Admin}, s.store.CreateFirstAccount)
	switch {
	case fault.Is(err, fault.Conflict):
		s.setUp.token = [sha256.Size]byte{}
		return Account{}, setUpOver()
	case err == nil:
		s.setUp.token = [sha256.Size]byte{}
	}
	return account, err
}

func setUpOver() error {
	return fault.New(fault.Forbidden, CodeSetUpOver, "this set-up link is not valid any more")
}
