package staff

import (
	"context"
	"slices"
	"time"
)

// Owner is who a token acts for: a person, or one app. Exactly one is set.
type Owner struct {
	StaffID int64
	App     string
}

// Token is an API token without its plaintext, which nobody keeps.
type Token struct {
	Owner
	ID         int64
	Prefix     string // the plaintext's beginning, to tell tokens apart
	Label      string // what it is for, in its maker's words
	Scopes     []Scope
	CreatedBy  string
	CreatedAt  time.Time
	Until      time.Time // zero: does not run out
	LastUsedAt time.Time // as of a minute; zero: never used
	RevokedAt  time.Time // zero: not revoked
}

// TokenStore keeps tokens. Its methods are transactions.
type TokenStore interface {
	// CreateToken keeps a token under the hash of its plaintext and returns its
	// id.
	CreateToken(ctx context.Context, token Token, hash string) (int64, error)
	// FindToken returns the token with the hash, or a NotFound fault.
	FindToken(ctx context.Context, hash string) (Token, error)
	// Tokens lists an owner's tokens, the newest first; those of all owners
	// where it is zero.
	Tokens(ctx context.Context, owner Owner) ([]Token, error)
	// TouchToken notes a use, unless one after before is noted already.
	TouchToken(ctx context.Context, id int64, now, before time.Time) error
	// RevokeToken revokes a token and returns it; again is no error. It returns
	// a NotFound fault for an unknown one.
	RevokeToken(ctx context.Context, id int64, now time.Time) (Token, error)
}

// Principal is who a token proved to be.
type Principal struct {
	TokenID int64
	Account Account // zero for an app
	App     string  // the only app it may touch; empty for a person, who may touch all
	Scopes  []Scope
}

// May reports whether the token has the scope and, where it is a person's, the
// role allows it.
func (p Principal) May(scope Scope) bool {
	return slices.Contains(p.Scopes, scope) && (p.App != "" || p.Account.Role.May(scope.Needs()))
}

// MayTouch reports whether the token reaches the app.
func (p Principal) MayTouch(app string) bool { return p.App == "" || p.App == app }
