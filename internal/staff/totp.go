package staff

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

const (
	totpIssuer   = "Xiezhi"
	stepSeconds  = 30
	driftSteps   = 1 // how far a telephone's clock may be off, either way
	recoveries   = 10
	recoverySize = 10 // bytes: 80 bits, which nobody guesses from a hash
)

var sixDigits = regexp.MustCompile(`^[0-9]{6}$`)

var codeOptions = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// newTOTP makes a secret, in base32, and the address that an authenticator
// takes as a QR code.
func newTOTP(username string) (secret, url string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: totpIssuer, AccountName: username, Period: stepSeconds, SecretSize: 20})
	if err != nil {
		return "", "", fmt.Errorf("making a TOTP secret: %w", err)
	}
	return key.Secret(), key.URL(), nil
}

// stepOf finds the step whose code it is, near now and after the last one that
// was taken. Every step is compared, so that time tells nothing.
func stepOf(secret, code string, now time.Time, last int64) (step int64, found bool) {
	middle := now.Unix() / stepSeconds
	for candidate := middle - driftSteps; candidate <= middle+driftSteps; candidate++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(candidate), codeOptions)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && candidate > last {
			step, found = candidate, true
		}
	}
	return step, found
}

// plainCode takes out what people put between the letters and digits.
func plainCode(code string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code[:min(len(code), 64)]))
}

// newRecoveryCodes makes codes for the drawer, and what is kept of them.
func newRecoveryCodes(accountID int64) (codes, hashes []string) {
	for range recoveries {
		var raw [recoverySize]byte
		_, _ = rand.Read(raw[:]) // never fails: crypto/rand aborts the program instead
		text := strings.ToLower(base32.StdEncoding.EncodeToString(raw[:]))
		codes = append(codes, text[:4]+"-"+text[4:8]+"-"+text[8:12]+"-"+text[12:])
		hashes = append(hashes, recoveryHash(accountID, text))
	}
	return codes, hashes
}

func recoveryHash(accountID int64, code string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", accountID, code))
	return hex.EncodeToString(sum[:])
}

// sealedName binds a sealed secret to its account. No app's id has a blank.
func sealedName(accountID int64) string { return fmt.Sprintf("account %d", accountID) }
