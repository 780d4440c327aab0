package staff

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Enrolment is what the person's authenticator must know. It is shown once.
type Enrolment struct {
	Secret string `json:"secret"` // base32, to be typed
	URL    string `json:"url"`    // otpauth://…, to be drawn as a QR code
}

// FactorState tells about somebody's second factor.
type FactorState struct {
	Active        bool `json:"active"`
	RecoveryCodes int  `json:"recovery_codes"` // unused ones
}

// FactorState tells whether the account needs a code to log in.
func (s *Service) FactorState(ctx context.Context, accountID int64) (FactorState, error) {
	_, active, err := s.activeFactor(ctx, accountID)
	if err != nil || !active {
		return FactorState{}, err
	}
	left, err := s.store.RecoveryCodesLeft(ctx, accountID)
	return FactorState{Active: true, RecoveryCodes: left}, err
}

// EnrolFactor makes a secret that counts for nothing until a code confirms it.
// It returns a Conflict fault with CodeFactorActive where there is an active
// one.
func (s *Service) EnrolFactor(ctx context.Context, account Account) (Enrolment, error) {
	secret, url, err := newTOTP(account.Username)
	if err != nil {
		return Enrolment{}, err
	}
	sealed := s.sealer.Seal(sealedName(account.ID), []byte(secret))
	err = s.store.EnrolFactor(ctx, Factor{AccountID: account.ID, Sealed: sealed, CreatedAt: s.now()})
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Secret: secret, URL: url}, nil
}

// ConfirmFactor makes the enrolled factor needed from now on, and returns the
// recovery codes, which are shown once. A wrong code is an Invalid fault.
func (s *Service) ConfirmFactor(ctx context.Context, accountID int64, code string) (recovery []string, err error) {
	factor, err := s.store.Factor(ctx, accountID)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.Conflict, CodeFactorChanged, "enrol a second factor first")
	}
	if err != nil {
		return nil, err
	}
	if factor.Active {
		return nil, fault.New(fault.Conflict, CodeFactorActive, "the second factor is in use already")
	}
	step, found, err := s.codeStep(factor, code)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, &fault.Error{Kind: fault.Invalid, Code: CodeBadOTP, Field: "code", Message: "is not the code of this moment; check the telephone's clock"}
	}
	factor.LastStep = step
	recovery, hashes := newRecoveryCodes(accountID)
	if err := s.store.ActivateFactor(ctx, factor, hashes); err != nil {
		return nil, err
	}
	s.log.InfoContext(ctx, "second factor switched on", "account", accountID)
	return recovery, nil
}

// DisableFactor switches the second factor off for somebody who knows his
// password and has a code. Both are refused, and throttled, as at the log-in.
func (s *Service) DisableFactor(ctx context.Context, account Account, password, code, address string) error {
	if _, err := s.prove(ctx, account, password, code, address); err != nil {
		return err
	}
	return s.ResetFactor(ctx, account.ID)
}

// RenewRecoveryCodes voids the recovery codes and returns new ones, under the
// same conditions as DisableFactor.
func (s *Service) RenewRecoveryCodes(ctx context.Context, account Account, password, code, address string) ([]string, error) {
	if _, err := s.prove(ctx, account, password, code, address); err != nil {
		return nil, err
	}
	_, active, err := s.activeFactor(ctx, account.ID)
	if err != nil {
		return nil, err
	}
	if !active {
		return nil, fault.New(fault.Conflict, CodeFactorChanged, "there is no second factor")
	}
	codes, hashes := newRecoveryCodes(account.ID)
	return codes, s.store.ReplaceRecoveryCodes(ctx, account.ID, hashes)
}

// ResetFactor takes somebody's second factor away, as an administrator does
// for one who lost his telephone. Without one it does nothing.
func (s *Service) ResetFactor(ctx context.Context, accountID int64) error {
	dropped, err := s.store.DropFactor(ctx, accountID)
	if err == nil && dropped {
		s.log.InfoContext(ctx, "second factor switched off", "account", accountID)
	}
	return err
}

func (s *Service) activeFactor(ctx context.Context, accountID int64) (factor Factor, active bool, err error) {
	factor, err = s.store.Factor(ctx, accountID)
	if fault.Is(err, fault.NotFound) {
		return Factor{}, false, nil
	}
	return factor, err == nil && factor.Active, err
}

// fits reports whether the code is the factor's, and uses it up.
func (s *Service) fits(ctx context.Context, factor Factor, code string) (bool, error) {
	code = plainCode(code)
	if !sixDigits.MatchString(code) {
		return s.store.UseRecoveryCode(ctx, factor.AccountID, recoveryHash(factor.AccountID, code), s.now())
	}
	step, found, err := s.codeStep(factor, code)
	if err != nil || !found {
		return false, err
	}
	return s.store.UseStep(ctx, factor.AccountID, step)
}

func (s *Service) codeStep(factor Factor, code string) (step int64, found bool, err error) {
	secret, err := s.sealer.Open(sealedName(factor.AccountID), factor.Sealed)
	if err != nil {
		return 0, false, fault.Wrap(fault.Unavailable, err, "the second factor cannot be read")
	}
	step, found = stepOf(string(secret), plainCode(code), s.now(), factor.LastStep)
	return step, found, nil
}

// Reseal puts every secret that is not under the sealer's newest key under it,
// and returns how many that were. Current tells of a sealed text whether it is.
func (s *Service) Reseal(ctx context.Context, current func(sealed []byte) bool) (moved int, err error) {
	factors, err := s.store.Factors(ctx)
	if err != nil {
		return 0, err
	}
	for _, factor := range factors {
		if current(factor.Sealed) {
			continue
		}
		name := sealedName(factor.AccountID)
		secret, err := s.sealer.Open(name, factor.Sealed)
		if err != nil {
			return moved, err
		}
		replaced, err := s.store.ReplaceSealed(ctx, factor.AccountID, factor.Sealed, s.sealer.Seal(name, secret))
		if err != nil {
			return moved, err
		}
		if replaced { // otherwise it was enrolled anew meanwhile, under the newest key
			moved++
		}
	}
	return moved, nil
}
