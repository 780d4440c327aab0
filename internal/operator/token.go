package operator

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// Token is an API token. Plaintext is set only where it was made now.
type Token struct {
	ID         int64         `json:"id"`
	Prefix     string        `json:"prefix"`
	StaffID    int64         `json:"staff_id,omitempty"`
	Username   string        `json:"username,omitempty"`
	App        string        `json:"app,omitempty"`
	Label      string        `json:"label"`
	Scopes     []staff.Scope `json:"scopes"`
	CreatedBy  string        `json:"created_by"`
	CreatedAt  time.Time     `json:"created_at"`
	Until      *time.Time    `json:"until"`
	LastUsedAt *time.Time    `json:"last_used_at"`
	RevokedAt  *time.Time    `json:"revoked_at"`
	Plaintext  string        `json:"plaintext,omitempty"`
}

// Good reports whether the token is neither revoked nor over.
func (t Token) Good(now time.Time) bool {
	return t.RevokedAt == nil && (t.Until == nil || now.Before(*t.Until))
}

// TokenOrder is a token to be made, for somebody by his username or id, or for
// an app.
type TokenOrder struct {
	Staff  string
	App    string
	Label  string
	Scopes []string
	For    time.Duration // how long it is good; 0 means until it is revoked
}

// CreateToken makes a token, with its plaintext.
func (o *Operator) CreateToken(ctx context.Context, order TokenOrder) (Token, error) {
	owner, name, err := o.owner(ctx, order.Staff, order.App)
	if err != nil {
		return Token{}, err
	}
	spec := staff.TokenSpec{Owner: owner, Label: order.Label, By: "cli"}
	for _, scope := range order.Scopes {
		spec.Scopes = append(spec.Scopes, staff.Scope(scope))
	}
	if order.For != 0 {
		spec.Until = o.Now().Add(order.For)
	}
	plaintext, made, err := o.Tokens.Create(ctx, spec)
	if err != nil {
		return Token{}, err
	}
	token := tokenOf(made, map[int64]string{owner.StaffID: name})
	token.Plaintext = plaintext
	return token, nil
}

// owner is neither of both where neither is named.
func (o *Operator) owner(ctx context.Context, who, app string) (owner staff.Owner, name string, err error) {
	if who != "" && app != "" {
		return owner, "", fault.Field("owner", "must be either a member of the staff or an app")
	}
	if who == "" {
		return staff.Owner{App: app}, "", nil
	}
	account, err := o.Staff.LookUp(ctx, who)
	return staff.Owner{StaffID: account.ID}, account.Username, err
}

// ListTokens lists somebody's tokens, an app's, or all, the newest first.
func (o *Operator) ListTokens(ctx context.Context, who, app string) ([]Token, error) {
	owner, _, err := o.owner(ctx, who, app)
	if err != nil {
		return nil, err
	}
	names, err := o.usernames(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := o.Tokens.List(ctx, owner)
	if err != nil {
		return nil, err
	}
	tokens := make([]Token, len(kept))
	for i, token := range kept {
		tokens[i] = tokenOf(token, names)
	}
	return tokens, nil
}

// RevokeToken ends a token; a server notices within two seconds.
func (o *Operator) RevokeToken(ctx context.Context, id int64) (Token, error) {
	names, err := o.usernames(ctx)
	if err != nil {
		return Token{}, err
	}
	token, err := o.Tokens.Revoke(ctx, id)
	return tokenOf(token, names), err
}

func (o *Operator) usernames(ctx context.Context) (map[int64]string, error) {
	accounts, err := o.Staff.All(ctx)
	names := map[int64]string{}
	for _, account := range accounts {
		names[account.ID] = account.Username
	}
	return names, err
}

func tokenOf(t staff.Token, names map[int64]string) Token {
	return Token{
		ID: t.ID, Prefix: t.Prefix, StaffID: t.StaffID, Username: names[t.StaffID], App: t.App, Label: t.Label, Scopes: t.Scopes,
		CreatedBy: t.CreatedBy, CreatedAt: t.CreatedAt.UTC(), Until: moment(t.Until),
		LastUsedAt: moment(t.LastUsedAt), RevokedAt: moment(t.RevokedAt),
	}
}
