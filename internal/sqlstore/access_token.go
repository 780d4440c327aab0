package sqlstore

import (
	"context"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/staff"
)

var _ staff.TokenStore = (*Store)(nil)

// CreateToken implements staff.TokenStore.
func (s *Store) CreateToken(ctx context.Context, token staff.Token, hash string) (id int64, err error) {
	scopes := make([]string, len(token.Scopes))
	for i, scope := range token.Scopes {
		scopes[i] = string(scope)
	}
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		id, err = q.InsertToken(ctx, query.InsertTokenParams{
			Hash: hash, Prefix: token.Prefix, Label: plain(token.Label), Scopes: strings.Join(scopes, " "),
			AccountID: token.StaffID, App: token.App, CreatedBy: plain(token.CreatedBy),
			CreatedAt: millis(token.CreatedAt), ExpiresAt: millis(token.Until),
		})
		if err != nil {
			return err
		}
		token.ID = id
		return s.auditToken(ctx, q, auditlog.TokenCreate, token)
	})
	return id, err
}

// FindToken implements staff.TokenStore.
func (s *Store) FindToken(ctx context.Context, hash string) (staff.Token, error) {
	return foundToken(s.read().TokenByHash(ctx, hash))
}

// Tokens implements staff.TokenStore.
func (s *Store) Tokens(ctx context.Context, owner staff.Owner) ([]staff.Token, error) {
	rows, err := s.read().Tokens(ctx, query.TokensParams{AccountID: owner.StaffID, App: owner.App})
	if err != nil {
		return nil, failure(err)
	}
	tokens := make([]staff.Token, len(rows))
	for i, row := range rows {
		tokens[i] = tokenOf(row)
	}
	return tokens, nil
}

// TouchToken implements staff.TokenStore.
func (s *Store) TouchToken(ctx context.Context, id int64, now, before time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		return q.TouchToken(ctx, query.TouchTokenParams{At: millis(now), ID: id, Before: millis(before)})
	})
}

// RevokeToken implements staff.TokenStore.
func (s *Store) RevokeToken(ctx context.Context, id int64, now time.Time) (token staff.Token, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		revoked, err := q.RevokeToken(ctx, query.RevokeTokenParams{At: millis(now), ID: id})
		if err != nil {
			return err
		}
		row, err := q.Token(ctx, id)
		if notFound(err) {
			return noToken()
		}
		if token = tokenOf(row); err != nil || revoked == 0 {
			return err
		}
		return s.auditToken(ctx, q, auditlog.TokenRevoke, token)
	})
	return token, err
}

func (s *Store) auditToken(ctx context.Context, q *query.Queries, action auditlog.Action, token staff.Token) error {
	return s.audit(ctx, q, audited{action: action, app: token.App, object: numbered(auditlog.AToken, token.ID),
		detail: map[string]any{"prefix": token.Prefix, "scopes": token.Scopes, "staff_id": token.StaffID}})
}

func foundToken(row query.ApiToken, err error) (staff.Token, error) {
	if notFound(err) {
		return staff.Token{}, noToken()
	}
	return tokenOf(row), failure(err)
}

func noToken() error { return fault.New(fault.NotFound, "", "there is no such token") }

func tokenOf(row query.ApiToken) staff.Token {
	token := staff.Token{
		ID: row.ID, Prefix: row.Prefix, Label: row.Label, Owner: staff.Owner{StaffID: row.AccountID, App: row.App},
		CreatedBy: row.CreatedBy, CreatedAt: moment(row.CreatedAt), Until: moment(row.ExpiresAt),
		LastUsedAt: moment(row.LastUsedAt), RevokedAt: moment(row.RevokedAt),
	}
	for scope := range strings.FieldsSeq(row.Scopes) {
		token.Scopes = append(token.Scopes, staff.Scope(scope))
	}
	return token
}
