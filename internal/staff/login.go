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
	sealer   Sealer
	hasher   *hasher
	throttle *throttle
	now      func() time.Time
	log      *slog.Logger
	dummy    string // a hash that no password has
	setUp    setUp
}

// Options are the parts of a Service; all but Cost are required.
type Options struct {
	Store  Store
	Sealer Sealer // of the second factors' secrets
	Now    func() time.Time
	Log    *slog.Logger
	Cost   Cost // of a password hash; zero means DefaultCost
}

// NewService makes a Service.
func NewService(o Options) *Service {
	s := &Service{store: o.Store, sealer: o.Sealer, hasher: newHasher(o.Cost), throttle: newThrottle(o.Now), now: o.Now, log: o.Log}
	s.dummy = s.hasher.dummy()
	return s
}

// Credentials are what somebody brings to log in.
type Credentials struct {
	Username string
	Password string
	Code     string // of the second factor, or a recovery code; empty means none is given
	Address  string // where he comes from
}

// LogIn returns the account of somebody who knows its password and, where it
// has a second factor, a code of that. A wrong password, an unknown name and a
// disabled account are refused alike, with an Unauthenticated fault after the
// same work; a missing code is one with CodeOTPRequired, a wrong one with
// CodeBadOTP. After many failures of an account or from an address, wrong codes
// among them, comes a TooMany fault that says when to try again.
func (s *Service) LogIn(ctx context.Context, c Credentials) (Account, error) {
	if err := s.throttled(attemptOf(c.Username, c.Address)); err != nil {
		return Account{}, err
	}
	account, known, err := s.lookUp(ctx, c.Username)
	if err != nil {
		return Account{}, err
	}
	stale, err := s.verify(ctx, account, known, c, s.verifyCode)
	if err != nil {
		s.refused(ctx, account, c, err)
		return Account{}, err
	}
	if stale {
		account = s.rehash(ctx, account, c.Password)
	}
	return account, nil
}

// attempt is what a failure counts against.
type attempt struct{ account, address string }

func attemptOf(username, address string) attempt {
	return attempt{account: "account " + strings.ToLower(username[:min(len(username), 128)]), address: addressKey(address)}
}

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

// wrong reports whether the caller guessed, and wrong.
func wrong(err error) bool {
	return fault.Is(err, fault.Unauthenticated) && !fault.HasCode(err, CodeOTPRequired)
}

// verify compares in a hashing slot, and goes on to the second factor where the
// password is right. The throttle is asked again there, so that no more guesses
// get past it at once than there are slots.
func (s *Service) verify(ctx context.Context, account Account, known bool, c Credentials,
	then func(ctx context.Context, accountID int64, code string) error) (stale bool, err error) {
	try, hash := attemptOf(c.Username, c.Address), s.dummy
	if known {
		hash = account.PasswordHash
	}
	err = s.hasher.run(ctx, func() (err error) {
		if err := s.throttled(try); err != nil {
			return err
		}
		var fine bool
		fine, stale, err = s.hasher.verify(c.Password[:min(len(c.Password), maxPassword+1)], hash)
		if err != nil {
			return err
		}
		if fine && known && !account.Disabled {
			err = then(ctx, account.ID, c.Code)
		} else {
			err = fault.New(fault.Unauthenticated, CodeBadLogin, "wrong username or password")
		}
		if wrong(err) {
			s.throttle.failed(try.account, perAccount)
			s.throttle.failed(try.address, perAddress)
		}
		return err
	})
	return stale, err
}

// verifyCode holds a code against the second factor; without one any code
// does.
func (s *Service) verifyCode(ctx context.Context, accountID int64, code string) error {
	factor, active, err := s.activeFactor(ctx, accountID)
	if err != nil || !active {
		return err
	}
	if plainCode(code) == "" {
		return fault.New(fault.Unauthenticated, CodeOTPRequired, "the code of the second factor is needed")
	}
	fine, err := s.fits(ctx, factor, code)
	if err == nil && !fine {
		return fault.New(fault.Unauthenticated, CodeBadOTP, "the code is wrong or was used")
	}
	return err
}

// prove has somebody who is logged in show once more that it is he: his
// password, and a code where he has a second factor. It returns the account as
// it is now.
func (s *Service) prove(ctx context.Context, account Account, password, code, address string) (Account, error) {
	return s.LogIn(ctx, Credentials{Username: account.Username, Password: password, Code: code, Address: address})
}

// rehash brings an old hash to today's cost and returns the account as it is
// then. It is a courtesy: a failure is only logged.
func (s *Service) rehash(ctx context.Context, account Account, password string) Account {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		s.log.WarnContext(ctx, "password not rehashed", "account", account.ID, "err", err)
		return account
	}
	latest, err := s.store.FindAccount(ctx, account.ID)
	if err == nil && latest.PasswordHash == account.PasswordHash {
		latest.PasswordHash, latest.UpdatedAt = hash, s.now()
		err = s.store.UpdateAccount(changing(ctx, "password hashed anew"), latest)
	}
	if err != nil {
		s.log.WarnContext(ctx, "password not rehashed", "account", account.ID, "err", err)
		return account
	}
	return latest
}
