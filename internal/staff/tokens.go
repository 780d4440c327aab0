package staff

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"log/slog"
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// CodeBadToken is the stable code of a token that is unknown, revoked or over,
// or whose owner is gone. They are not told apart.
const CodeBadToken = "bad_token"

// usedEvery is how exactly a token's last use is kept, so that not every call
// is a write.
const usedEvery = time.Minute

const (
	tokenPrefix = "xz_"
	shownPrefix = 9 // of the plaintext, in lists: 36 of its 256 bits
	maxLabel    = 100
)

var tokenForm = regexp.MustCompile(`^xz_[A-Za-z0-9_-]{43}$`)

// TokenOptions are the parts of Tokens; all but Revoked are required.
type TokenOptions struct {
	Store    TokenStore
	Accounts interface {
		FindAccount(ctx context.Context, id int64) (Account, error)
	}
	Apps interface {
		App(id string) (tenant.App, bool)
	}
	Now func() time.Time
	Log *slog.Logger
	// Revoked tells other processes that a token is no more: they Forget. Nil: they
	// find out within cachedFor.
	Revoked func()
}

// Tokens are the keys of programs to the native API.
type Tokens struct {
	TokenOptions
	cache tokenCache
}

// NewTokens makes Tokens.
func NewTokens(o TokenOptions) *Tokens {
	if o.Revoked == nil {
		o.Revoked = func() {}
	}
	return &Tokens{TokenOptions: o, cache: tokenCache{kept: map[string]cached{}}}
}

// TokenSpec is a token to be made.
type TokenSpec struct {
	Owner
	Scopes []Scope
	Label  string
	Until  time.Time // zero: does not run out
	By     string    // who makes it, for the list
}

// Create makes a token and returns its plaintext, this once. An Invalid fault
// names the field.
func (t *Tokens) Create(ctx context.Context, spec TokenSpec) (plaintext string, token Token, err error) {
	scopes, err := t.check(ctx, spec)
	if err != nil {
		return "", Token{}, err
	}
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand aborts the program instead
	plaintext = tokenPrefix + base64.RawURLEncoding.EncodeToString(raw[:])
	token = Token{
		Owner: spec.Owner, Prefix: plaintext[:shownPrefix], Label: spec.Label, Scopes: scopes,
		CreatedBy: spec.By, CreatedAt: t.Now(), Until: spec.Until,
	}
	token.ID, err = t.Store.CreateToken(ctx, token, hashOf(plaintext))
	if err != nil {
		return "", Token{}, err
	}
	return plaintext, token, nil
}

func (t *Tokens) check(ctx context.Context, spec TokenSpec) ([]Scope, error) {
	if (spec.StaffID == 0) == (spec.App == "") {
		return nil, fault.Field("owner", "must be either a member of the staff or an app")
	}
	if !utf8.ValidString(spec.Label) || utf8.RuneCountInString(spec.Label) > maxLabel {
		return nil, fault.Field("label", "must be at most %d characters", maxLabel)
	}
	if !spec.Until.IsZero() && !spec.Until.After(t.Now()) {
		return nil, fault.Field("until", "must be in the future")
	}
	if _, err := t.owner(ctx, spec.Owner); err != nil {
		return nil, err
	}
	return checkScopes(spec.Owner, spec.Scopes)
}

// owner returns the person whom a token acts for, and a zero Account for an
// app. One who is gone or disabled is a NotFound fault.
func (t *Tokens) owner(ctx context.Context, owner Owner) (Account, error) {
	if owner.App != "" {
		if _, found := t.Apps.App(owner.App); !found {
			return Account{}, fault.New(fault.NotFound, "unknown_app", "there is no app %.64q", owner.App)
		}
		return Account{}, nil
	}
	account, err := t.Accounts.FindAccount(ctx, owner.StaffID)
	if err == nil && account.Disabled {
		return Account{}, nobody()
	}
	return account, err
}

// Verify tells whose a token is. What it found is believed for cachedFor, by
// which a revocation elsewhere is late. A token that is not good is an
// Unauthenticated fault with CodeBadToken.
func (t *Tokens) Verify(ctx context.Context, plaintext string) (Principal, error) {
	if !tokenForm.MatchString(plaintext) {
		return Principal{}, badToken()
	}
	hash, now := hashOf(plaintext), t.Now()
	entry, known, purge := t.cache.find(hash, now)
	if !known {
		var err error
		if entry, err = t.verify(ctx, hash); err != nil {
			return Principal{}, err
		}
	}
	if end := entry.token.Until; !end.IsZero() && !now.Before(end) {
		return Principal{}, badToken()
	}
	if now.Sub(entry.token.LastUsedAt) >= usedEvery {
		t.touch(ctx, &entry.token, now)
		known = false
	}
	if !known {
		t.cache.keep(hash, entry, now, purge)
	}
	return entry.principal, nil
}

func (t *Tokens) verify(ctx context.Context, hash string) (cached, error) {
	token, err := t.Store.FindToken(ctx, hash)
	var account Account
	if err == nil {
		account, err = t.owner(ctx, token.Owner)
	}
	if fault.Is(err, fault.NotFound) || err == nil && !token.RevokedAt.IsZero() {
		return cached{}, badToken()
	}
	principal := Principal{TokenID: token.ID, Account: account, App: token.App, Scopes: token.Scopes}
	return cached{token: token, principal: principal}, err
}

// touch notes the use. It is a courtesy: a failure is only logged.
func (t *Tokens) touch(ctx context.Context, token *Token, now time.Time) {
	if err := t.Store.TouchToken(ctx, token.ID, now, now.Add(-usedEvery)); err != nil {
		t.Log.WarnContext(ctx, "a token's use is not noted", "token", token.ID, "error", err)
		return
	}
	token.LastUsedAt = now
}

// List returns an owner's tokens, the newest first; those of all owners where
// it is zero.
func (t *Tokens) List(ctx context.Context, owner Owner) ([]Token, error) {
	return t.Store.Tokens(ctx, owner)
}

// Revoke ends a token: here at once, in other processes within cachedFor.
func (t *Tokens) Revoke(ctx context.Context, id int64) (Token, error) {
	token, err := t.Store.RevokeToken(ctx, id, t.Now())
	t.cache.forget(id)
	if err == nil {
		t.Revoked()
	}
	return token, err
}

// Forget has every token be looked up again: one was revoked elsewhere.
func (t *Tokens) Forget() { t.cache.forgetAll() }

func badToken() error {
	return fault.New(fault.Unauthenticated, CodeBadToken, "the token is not good (any more)")
}

// hashOf is what the store knows of a token. The plaintext is 256 random bits:
// there is nothing to guess, so no slow hash is needed, and to look a hash up
// tells by its time nothing about the plaintext.
func hashOf(plaintext string) string {
	sum := sha256.Sum256([]byte(plaintext))
	return hex.EncodeToString(sum[:])
}
