package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// tokenItem is an API token without its plaintext, which nobody keeps.
type tokenItem struct {
	ID         int64         `json:"id"`
	StaffID    int64         `json:"staff_id,omitempty" doc:"Whose it is, for a person's."`
	App        string        `json:"app,omitempty" doc:"Whose it is, for an app's."`
	Prefix     string        `json:"prefix" doc:"How its plaintext begins."`
	Label      string        `json:"label"`
	Scopes     []staff.Scope `json:"scopes"`
	CreatedBy  string        `json:"created_by"`
	CreatedAt  time.Time     `json:"created_at"`
	Until      *time.Time    `json:"until,omitempty" doc:"Absent: it does not run out."`
	LastUsedAt *time.Time    `json:"last_used_at,omitempty"`
	RevokedAt  *time.Time    `json:"revoked_at,omitempty"`
}

// newToken shows a token's plaintext, this once.
type newToken struct {
	Plaintext string    `json:"plaintext" doc:"What goes behind Bearer. It is shown once."`
	Token     tokenItem `json:"token"`
}

type tokensInput struct {
	Paging
	StaffID int64  `query:"staff_id" minimum:"0"`
	App     string `query:"app" maxLength:"128"`
}

type tokenInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type createTokenInput struct {
	Body struct {
		StaffID int64         `json:"staff_id,omitempty" minimum:"0" doc:"For whom; neither this nor app: for myself."`
		App     string        `json:"app,omitempty" maxLength:"128" doc:"For which app."`
		Label   string        `json:"label,omitempty" maxLength:"100" doc:"What it is for."`
		Scopes  []staff.Scope `json:"scopes" minItems:"1" maxItems:"50" example:"[\"cases:read\"]"`
		Until   *time.Time    `json:"until,omitempty" doc:"When it runs out; absent: never."`
	}
}

func (h *Handler) tokenOperations() {
	tags := []string{"tokens"}
	const own = "Administrators see and make everybody's, others their own."
	add(h, huma.Operation{OperationID: "list-tokens", Method: http.MethodGet, Path: "/tokens", Tags: tags,
		Summary: "List API tokens, the newest first", Description: own}, h.listTokens)
	add(h, huma.Operation{OperationID: "create-token", Method: http.MethodPost, Path: "/tokens", Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Make an API token", Description: own + " A scope counts only as far as the person's role goes."}, h.createToken)
	add(h, huma.Operation{OperationID: "revoke-token", Method: http.MethodDelete, Path: "/tokens/{id}", Tags: tags,
		Summary: "Revoke an API token"}, h.revokeToken)
}

// ownTokens narrows an owner to the caller himself, unless he administers.
func ownTokens(who caller, owner staff.Owner) (staff.Owner, error) {
	own := staff.Owner{StaffID: who.account.ID}
	switch {
	case who.may(staff.Administer), owner == own:
		return owner, nil
	case owner == staff.Owner{}:
		return own, nil
	}
	return staff.Owner{}, fault.New(fault.Forbidden, "", "only administrators touch the tokens of others")
}

func (h *Handler) listTokens(ctx context.Context, in *tokensInput) (*answer[page[tokenItem]], error) {
	before, err := in.before()
	if err != nil {
		return nil, err
	}
	owner, err := ownTokens(callerOf(ctx), staff.Owner{StaffID: in.StaffID, App: in.App})
	if err != nil {
		return nil, err
	}
	tokens, err := h.deps.Tokens.List(ctx, owner)
	if err != nil {
		return nil, err
	}
	rest := []staff.Token{}
	for _, token := range tokens {
		if before == 0 || token.ID < before {
			rest = append(rest, token)
		}
	}
	return answered(pageOf(rest, in.Limit, func(t staff.Token) int64 { return t.ID }, tokenOf), nil)
}

func (h *Handler) createToken(ctx context.Context, in *createTokenInput) (*answer[newToken], error) {
	who := callerOf(ctx)
	owner, err := ownTokens(who, staff.Owner{StaffID: in.Body.StaffID, App: in.Body.App})
	if err != nil {
		return nil, err
	}
	if owner == (staff.Owner{}) {
		owner.StaffID = who.account.ID
	}
	spec := staff.TokenSpec{Owner: owner, Scopes: in.Body.Scopes, Label: in.Body.Label, By: who.account.Username}
	if in.Body.Until != nil {
		spec.Until = *in.Body.Until
	}
	plaintext, token, err := h.deps.Tokens.Create(ctx, spec)
	return answered(newToken{Plaintext: plaintext, Token: tokenOf(token)}, err)
}

func (h *Handler) revokeToken(ctx context.Context, in *tokenInput) (*none, error) {
	who := callerOf(ctx)
	if !who.may(staff.Administer) {
		mine, err := h.deps.Tokens.List(ctx, staff.Owner{StaffID: who.account.ID})
		if err != nil {
			return nil, err
		}
		if !holds(mine, in.ID) {
			return nil, fault.New(fault.NotFound, "", "there is no such token of yours")
		}
	}
	_, err := h.deps.Tokens.Revoke(ctx, in.ID)
	return done(err)
}

func holds(tokens []staff.Token, id int64) bool {
	for _, token := range tokens {
		if token.ID == id {
			return true
		}
	}
	return false
}

func tokenOf(t staff.Token) tokenItem {
	return tokenItem{
		ID: t.ID, StaffID: t.StaffID, App: t.App, Prefix: t.Prefix, Label: t.Label, Scopes: mapped(t.Scopes, same[staff.Scope]),
		CreatedBy: t.CreatedBy, CreatedAt: t.CreatedAt.UTC(), Until: stamp(t.Until), LastUsedAt: stamp(t.LastUsedAt), RevokedAt: stamp(t.RevokedAt),
	}
}
