package usertoken

import (
	"context"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// leeway is how far another clock may be ahead of ours (nbf, iat). The end
// (exp) has none: a token that has run out by our clock has run out.
const leeway = 30 * time.Second

// errNoKey says that no key at hand could have signed the token.
var errNoKey = errors.New("no key with the token's kid")

func (v *Verifier) verifySigned(ctx context.Context, rules tenant.JWT, token string) (Identity, error) {
	if rules.JWKSURL != "" {
		return v.verifyByKeySet(ctx, rules, token)
	}
	key, err := keyOf(rules)
	if err != nil {
		return Identity{}, unavailable(err, "the app's token key cannot be used")
	}
	who, err := v.parse(rules, token, func(*jwt.Token) (any, error) { return key, nil })
	return who, verdictOn(err)
}

// verifyByKeySet verifies by the keys at hand, and fetches them again where
// they do not fit: the app may have changed them.
func (v *Verifier) verifyByKeySet(ctx context.Context, rules tenant.JWT, token string) (Identity, error) {
	set := v.sets.at(rules.JWKSURL)
	if err := v.refresh(ctx, set, set.aged, false); err != nil && !set.usable(v.now()) {
		return Identity{}, err
	}
	who, err := v.parse(rules, token, set.keysFor(rules.Alg))
	if !errors.Is(err, errNoKey) && !errors.Is(err, jwt.ErrTokenSignatureInvalid) {
		return who, verdictOn(err)
	}
	refreshed := v.refresh(ctx, set, set.doubted, true)
	who, err = v.parse(rules, token, set.keysFor(rules.Alg))
	if errors.Is(err, errNoKey) && refreshed != nil {
		return Identity{}, refreshed // the key may be there, if only we could ask
	}
	return who, verdictOn(err)
}

// parse reads a token with exactly the algorithm of the rules.
func (v *Verifier) parse(rules tenant.JWT, token string, key jwt.Keyfunc) (Identity, error) {
	options := []jwt.ParserOption{
		jwt.WithValidMethods([]string{rules.Alg}), jwt.WithJSONNumber(), jwt.WithTimeFunc(v.now),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(leeway),
	}
	if rules.Issuer != "" {
		options = append(options, jwt.WithIssuer(rules.Issuer))
	}
	if rules.Audience != "" {
		options = append(options, jwt.WithAudience(rules.Audience))
	}
	claims := jwt.MapClaims{}
	parsed, err := jwt.NewParser(options...).ParseWithClaims(token, claims, key)
	if err != nil {
		return Identity{}, err
	}
	if _, demands := parsed.Header["crit"]; demands { // RFC 7515 §4.1.11: an extension that we do not know
		return Identity{}, jwt.ErrTokenUnverifiable
	}
	if end, err := claims.GetExpirationTime(); err != nil || !v.now().Before(end.Time) {
		return Identity{}, jwt.ErrTokenExpired
	}
	return identityOf(claims, rules.UserClaim, rules.AdminClaim), nil
}

// verdictOn turns the library's errors into ours, which say no more than a
// stranger may know.
func verdictOn(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, jwt.ErrTokenExpired):
		return expired()
	case errors.Is(err, jwt.ErrTokenNotValidYet), errors.Is(err, jwt.ErrTokenUsedBeforeIssued):
		return because("the token is not valid yet", err)
	case errors.Is(err, jwt.ErrTokenRequiredClaimMissing):
		return because("the token lacks a claim that it must have", err)
	}
	return because("the token is not good", err)
}

func because(message string, cause error) *fault.Error {
	failure := bad(message)
	failure.Cause = cause
	return failure
}
