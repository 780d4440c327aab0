// Package usertoken tells whether an app's own user is who he says, by the
// token that the app gave him: a signed one (JWT), or one that the app's
// platform is asked about (RFC 7662, introspection).
package usertoken

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// The stable codes of a token that does not count.
const (
	CodeMissing = "token_missing"
	CodeExpired = "token_expired"
	CodeBad     = "bad_token"      // malformed, forged, foreign, or another user's
	CodeNoRules = "no_token_rules" // the app does not say how its tokens are verified
)

// maxToken bounds a token, in bytes.
const maxToken = 16 << 10

// askTimeout bounds one question to an app's endpoint: somebody waits.
const askTimeout = 5 * time.Second

// Identity is who a token speaks for.
type Identity struct {
	UserID string
	Admin  bool // an administrator of the app
}

// Options are the parts of a Verifier.
type Options struct {
	Client *egress.Client   // asks key sets and introspection endpoints
	Now    func() time.Time // nil means time.Now
}

// Verifier verifies tokens, and remembers for a while what it asked others.
// It is safe for concurrent use.
type Verifier struct {
	client *egress.Client
	now    func() time.Time
	sets   keySets
	seen   seen
}

// New makes a Verifier.
func New(o Options) *Verifier {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Verifier{client: o.Client, now: o.Now}
}

// Verify tells who shows the token, which must be uid. It returns an
// Unauthenticated fault with one of the codes above for a token that does not
// count, and an Unavailable fault where nobody can say because the app's
// endpoint does not answer.
func (v *Verifier) Verify(ctx context.Context, app tenant.App, token, uid string) (Identity, error) {
	if token == "" {
		return Identity{}, fault.New(fault.Unauthenticated, CodeMissing, "there is no token")
	}
	if len(token) > maxToken {
		return Identity{}, bad("the token is too long")
	}
	who, err := v.identify(ctx, app, token)
	if err != nil {
		return Identity{}, err
	}
	if who.UserID == "" || who.UserID != uid {
		return Identity{}, bad("the token is not this user's")
	}
	return who, nil
}

func (v *Verifier) identify(ctx context.Context, app tenant.App, token string) (Identity, error) {
	if app.Uplus != nil {
		switch rules := app.Uplus.Token; {
		case rules.JWT != nil:
			return v.verifySigned(ctx, *rules.JWT, token)
		case rules.Introspect != nil:
			return v.introspect(ctx, *rules.Introspect, token)
		}
	}
	return Identity{}, fault.New(fault.Unauthenticated, CodeNoRules, "the app has no token rules")
}

func bad(message string) *fault.Error {
	return fault.New(fault.Unauthenticated, CodeBad, "%s", message)
}

func expired() *fault.Error {
	return fault.New(fault.Unauthenticated, CodeExpired, "the token has expired")
}

func unavailable(cause error, message string) *fault.Error {
	return fault.Wrap(fault.Unavailable, cause, "%s", message)
}
