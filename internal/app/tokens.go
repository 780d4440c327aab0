package app

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/usertoken"
)

// tokens gives intake's word for who shows a token.
type tokens struct{ verifier *usertoken.Verifier }

// Verify implements uplus.Tokens.
func (t tokens) Verify(ctx context.Context, app tenant.App, token, uid string) (intake.Reporter, error) {
	identity, err := t.verifier.Verify(ctx, app, token, uid)
	return intake.Reporter{UserID: identity.UserID, Admin: identity.Admin}, err
}
