package usertoken

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// The algorithms that an app may choose from.
const (
	hs256 = "HS256"
	rs256 = "RS256"
	es256 = "ES256"
)

// Check holds rules against what Verify can use, at configuration time. It
// returns an Invalid fault that names the field.
func Check(rules tenant.TokenRules) error {
	switch {
	case (rules.JWT == nil) == (rules.Introspect == nil):
		return fault.Field("token", "must hold one of jwt and introspect")
	case rules.Introspect != nil:
		return checkURL("token.introspect.url", rules.Introspect.URL)
	}
	return checkJWT(*rules.JWT)
}

func checkJWT(rules tenant.JWT) error {
	if rules.Alg != hs256 && rules.Alg != rs256 && rules.Alg != es256 {
		return fault.Field("token.jwt.alg", "must be HS256, RS256 or ES256")
	}
	if (rules.Key == "") == (rules.JWKSURL == "") {
		return fault.Field("token.jwt", "must hold one of key and jwks_url")
	}
	if rules.JWKSURL != "" {
		if rules.Alg == hs256 {
			return fault.Field("token.jwt.jwks_url", "does not go with HS256, whose key is a secret")
		}
		return checkURL("token.jwt.jwks_url", rules.JWKSURL)
	}
	if _, err := keyOf(rules); err != nil {
		return fault.Field("token.jwt.key", "%s", err)
	}
	return nil
}

func checkURL(field, text string) error {
	address, err := url.Parse(text)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		return fault.Field(field, "must be an http or https address")
	}
	return nil
}

// keyOf is the key that the rules hold, of the type that the algorithm takes.
// Its errors do not repeat the key.
func keyOf(rules tenant.JWT) (any, error) {
	switch rules.Alg {
	case hs256:
		return secretOf(rules.Key)
	case rs256:
		key, err := jwt.ParseRSAPublicKeyFromPEM([]byte(rules.Key))
		if err != nil {
			return nil, errors.New("must be a PEM public key for RS256")
		}
		return key, nil
	case es256:
		key, err := jwt.ParseECPublicKeyFromPEM([]byte(rules.Key))
		if err != nil || !fits(es256, key) {
			return nil, errors.New("must be a PEM public key on the curve P-256 for ES256")
		}
		return key, nil
	}
	return nil, fmt.Errorf("the algorithm %q is none that is accepted", rules.Alg)
}

// secretOf refuses a PEM block as a secret: it is a public key in the wrong
// place, with which everybody could sign.
func secretOf(secret tenant.Secret) ([]byte, error) {
	key, err := secret.Bytes()
	if err != nil {
		return nil, err
	}
	if len(key) == 0 {
		return nil, errors.New("must not be empty")
	}
	if block, _ := pem.Decode(key); block != nil {
		return nil, errors.New("must be a secret for HS256, not a PEM key")
	}
	return key, nil
}

// fits reports whether a public key is of the kind that the algorithm takes.
func fits(alg string, key any) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return alg == rs256
	case *ecdsa.PublicKey:
		return alg == es256 && key.Curve == elliptic.P256()
	}
	return false
}
