package tenant

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// checker gathers what is wrong with an app. Copies made by section share the
// list and put their name before the fields.
type checker struct {
	prefix string
	found  *[]*fault.Error
}

func (c checker) section(name string) checker {
	return checker{prefix: c.prefix + name + ".", found: c.found}
}

// that notes the message unless fine.
func (c checker) that(field string, fine bool, format string, args ...any) {
	if !fine {
		*c.found = append(*c.found, fault.Field(c.prefix+field, format, args...))
	}
}

func item(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

func (c checker) required(field, value string) {
	c.that(field, value != "", "must not be empty")
}

func (c checker) oneOf(field, value string, allowed ...string) {
	c.that(field, slices.Contains(allowed, value), "must be one of %s, not %q",
		strings.TrimPrefix(strings.Join(allowed, ", "), ", "), value)
}

// url accepts an absolute http(s) address; empty means none.
func (c checker) url(field, text string) {
	if text == "" {
		return
	}
	u, err := url.Parse(text)
	fine := err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
	c.that(field, fine, "must be an address that begins with http:// or https://")
	if fine {
		c.that(field, u.User == nil && u.Fragment == "", "must hold no user name, password or #fragment")
	}
}

var hostName = regexp.MustCompile(`^(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9_]([a-zA-Z0-9_.-]{0,251}[a-zA-Z0-9_])?)$`)

func (c checker) host(field, name string) {
	c.that(field, hostName.MatchString(name), "must be a host name without scheme, port or path, such as live.example.com")
}

func (c checker) network(field, text string) {
	_, badNetwork := netip.ParsePrefix(text)
	_, badAddress := netip.ParseAddr(text)
	c.that(field, badNetwork == nil || badAddress == nil, "must be a network such as 10.0.0.0/8, or one address")
}

// secret goes into a header: one line of visible letters. Empty means none.
func (c checker) secret(field string, s Secret) {
	visible := !strings.ContainsFunc(string(s), func(r rune) bool { return r <= ' ' || r > '~' })
	c.that(field, visible, "must be ASCII letters, digits and signs without blanks")
}

// key is a secret of so many bytes; 0 means any number over none.
func (c checker) key(field string, s Secret, size int) {
	key, err := s.Bytes()
	switch {
	case err != nil:
		c.that(field, false, "%s", err)
	case size == 0:
		c.that(field, len(key) > 0, "must not be empty")
	default:
		c.that(field, len(key) == size, "must be %d bytes, as text or as hex: and %d digits; this is %d bytes", size, 2*size, len(key))
	}
}

func (c checker) publicKey(field, alg string, text Secret) {
	const wanted = "must be a PEM public key (-----BEGIN PUBLIC KEY-----) for %s"
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		c.that(field, false, wanted, alg)
		return
	}
	var key any
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	}
	c.that(field, err == nil && fits(alg, key), wanted, alg)
}

func fits(alg string, key any) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return alg == "RS256"
	case *ecdsa.PublicKey:
		return alg == "ES256" && key.Curve == elliptic.P256()
	}
	return false
}
