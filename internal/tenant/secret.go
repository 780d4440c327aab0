package tenant

import (
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
)

// Secret is a credential. It prints as stars, in logs too; take string(s) only
// where it is used.
type Secret string

// hexPrefix begins a secret that is given as hex digits.
const hexPrefix = "hex:"

// Bytes is the key that the secret stands for: the bytes of the digits after
// hex:, otherwise those of the text itself.
func (s Secret) Bytes() ([]byte, error) {
	digits, isHex := strings.CutPrefix(string(s), hexPrefix)
	if !isHex {
		return []byte(s), nil
	}
	key, err := hex.DecodeString(digits)
	if err != nil {
		return nil, fmt.Errorf("after %s come hex digits, two for each byte", hexPrefix)
	}
	return key, nil
}

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "******"
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return `"` + s.String() + `"` }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
