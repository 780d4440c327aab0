package staff

import (
	"regexp"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The bounds of passwords: characters at least, bytes at most.
const (
	minPassword = 8
	maxPassword = 256
)

var (
	usernameForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,62}$`)
	allDigits    = regexp.MustCompile(`^[0-9]+$`)
)

// CheckUsername refuses what is no username. One of digits alone is refused
// because wherever a person is named, digits mean a staff id.
func CheckUsername(username string) error {
	if !usernameForm.MatchString(username) {
		return fault.Field("username", "must be 1 to 63 letters, digits and . _ @ -, beginning with a letter or digit")
	}
	if allDigits.MatchString(username) {
		return fault.Field("username", "must not be digits alone")
	}
	return nil
}

func isUsername(username string) bool { return CheckUsername(username) == nil }

// CheckPassword refuses what is too short to protect anything.
func CheckPassword(password string) error {
	if len(password) > maxPassword || !utf8.ValidString(password) || utf8.RuneCountInString(password) < minPassword {
		return fault.Field("password", "must have at least %d characters and at most %d bytes", minPassword, maxPassword)
	}
	return nil
}

// CheckRole refuses an unknown role.
func CheckRole(role Role) error {
	if !role.Known() {
		return fault.Field("role", "must be one of admin, supervisor, reviewer, auditor, not %q", role)
	}
	return nil
}
