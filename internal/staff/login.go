package staff

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The stable codes of a refused log-in.
const (
	CodeBadLogin  = "bad_login"
	CodeThrottled = "login_throttled"
)

// Service knows the people.
type Service struct {
	store    Store
	hasher   *hasher
	throttle *throttle
	now      func() time.Time
	log      *slog.Logger
	dummy    string // a hash that no password has
	setUp    setUp
}

// Options are the parts of a Service. Store, Now and Log are required.
type Options struct {
	Store Store
	Now   func() time.Time
	Log   *slog.Logger
	Cost  Cost // of a password hash; zero means DefaultCost
}

// NewService makes a Service.
func NewService(o Options) *Service {
	s := &Service{store: o.Store, hasher: newHasher(o.Cost), throttle: newThrottle(o.Now), now: o.Now, log: o.Log}
	s.dummy = s.hasher.dummy()
	return s
}

// LogIn returns the account of somebody who knows its password. A wrong
// password, an unknown name and a disabled account are refused alike, with an
// Unauthenticated fault after the same work. After many failures of an account
// or from an address comes a TooMany fault that says when to try again.
func (s *Service) LogIn(ctx context.Context, username, password, address string) (Account, error) {
	try := attempt{account: "account " + strings.ToLower(username[:min(len(username), 128)]), address: addressKey(address)}
	if err := s.throttled(try); err != nil {
		return Account{}, err
	}
	account, known, err := s.lookUp(ctx, username)
	if err != nil {
		return Account{}, err
	}
	fine, stale, err := s.verify(ctx, try, account, known, password)
	if err != nil {
		return Account{}, err
	}
	if !fine {
		s.log.Warn("log-in refused", "address", address)
		return Account{}, fault.New(fault.Unauthenticated, CodeBadLogin, "wrong username or password")
	}
	if stale {
		s.rehash(ctx, account, password)
	}
	return account, nil
}

// attempt is what a failure counts against.
type attempt struct{ account, address string }

func (s *Service) throttled(try attempt) error {
	wait := max(s.throttle.wait(try.account, perAccount), s.throttle.wait(try.address, perAddress))
	if wait == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.TooMany, Code: CodeThrottled,
		Message: "too many failed log-ins; try again later", RetryAfter: wait}
}

func (s *Service) lookUp(ctx context.Context, username string) (account Account, known bool, err error) {
	if !isUsername(username) {
		return Account{}, false, nil
	}
	account, err = s.store.FindUsername(ctx, username)
	if fault.Is(err, fault.NotFound) {
		return Account{}, false, nil
	}
	return account, err == nil, err
}

// verify compares in a hashing slot. The throttle is asked again there, so that
// no more guesses get past it at once than there are slots.
func (s *Service) verify(ctx context.Context, try attempt, account Account, known bool, password string) (fine, stale bool, err error) {
	hash := s.dummy
	if known {
		hash = account.PasswordHash
	}
	err = s.hasher.run(ctx, func() error {
		if err := s.throttled(try); err != nil {
			return err
		}
		if fine, stale, err = s.hasher.verify(password[:min(len(password), maxPassword+1)], hash); err != nil {
			return err
		}
		fine = fine && known && !account.Disabled
		if !fine {
			s.throttle.failed(try.account, perAccount)
			s.throttle.failed(try.address, perAddress)
		}
		return nil
	})
	return fine, stale, err
}

// rehash brings an old hash to today's cost. It is a courtesy: a failure is
// only logged.
func (s *Service) rehash(ctx context.Context, account Account, password string) {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		s.log.Warn("password not rehashed", "account", account.ID, "err", err)
		return
	}
	latest, err := s.store.FindAccount(ctx, account.ID)
	if err == nil && latest.PasswordHash == account.PasswordHash {
		latest.PasswordHash, latest.UpdatedAt = hash, s.now()
		err = s.store.UpdateAccount(ctx, latest)
	}
	if err != nil {
		s.log.Warn("password not rehashed", "account", account.ID, "err", err)
	}
}
