package staff

import (
	"context"
	"time"
)

// The stable codes of the second factor.
const (
	CodeOTPRequired   = "otp_required"   // the password is right; the code is missing
	CodeBadOTP        = "bad_otp"        // the password is right; the code is wrong or used
	CodeFactorActive  = "factor_active"  // there is one already
	CodeFactorChanged = "factor_changed" // not the one that was enrolled last
)

// Factor is somebody's second factor: a TOTP secret in his telephone.
type Factor struct {
	AccountID int64
	Sealed    []byte // the secret, under the Sealer
	Active    bool   // false: enrolled, and not confirmed by a code yet
	LastStep  int64  // of the last code that was taken; 0 means none yet
	CreatedAt time.Time
}

// FactorStore keeps second factors and their recovery codes. Its methods are
// transactions.
type FactorStore interface {
	// Factor returns the account's, confirmed or not, or a NotFound fault.
	Factor(ctx context.Context, accountID int64) (Factor, error)
	// Factors returns everybody's.
	Factors(ctx context.Context) ([]Factor, error)
	// EnrolFactor keeps one to be confirmed, in the place of an earlier one to
	// be confirmed. It returns a Conflict fault with CodeFactorActive where
	// there is an active one.
	EnrolFactor(ctx context.Context, factor Factor) error
	// ActivateFactor makes active what was enrolled, with its LastStep, and the
	// hashes the only recovery codes. It returns a Conflict fault with
	// CodeFactorChanged where Sealed is not what waits to be confirmed.
	ActivateFactor(ctx context.Context, factor Factor, hashes []string) error
	// UseStep marks the step of an active factor as used; fresh is false where
	// it, or a later one, was used before.
	UseStep(ctx context.Context, accountID, step int64) (fresh bool, err error)
	// UseRecoveryCode marks the code as used; fresh is false where it is
	// unknown or was used before.
	UseRecoveryCode(ctx context.Context, accountID int64, hash string, now time.Time) (fresh bool, err error)
	// RecoveryCodesLeft counts the unused ones.
	RecoveryCodesLeft(ctx context.Context, accountID int64) (int, error)
	// ReplaceRecoveryCodes makes the hashes the only ones.
	ReplaceRecoveryCodes(ctx context.Context, accountID int64, hashes []string) error
	// DropFactor forgets the factor and its recovery codes; dropped is false
	// where there was none.
	DropFactor(ctx context.Context, accountID int64) (dropped bool, err error)
	// ReplaceSealed puts the same secret under another key; replaced is false
	// where before is not what is kept any more.
	ReplaceSealed(ctx context.Context, accountID int64, before, sealed []byte) (replaced bool, err error)
}

// Sealer encrypts what the store must not know. The name says whose it is:
// what was sealed under one name cannot be opened under another.
type Sealer interface {
	Seal(name string, plain []byte) []byte
	Open(name string, sealed []byte) ([]byte, error)
}
