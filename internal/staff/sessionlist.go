package staff

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// OpenSession is a session as its owner and the administrators see it. ID
// names it and opens nothing.
type OpenSession struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at"`
	Until     time.Time `json:"until"` // its end if it is used until then
	Address   string    `json:"address"`
	UserAgent string    `json:"user_agent"`
	Current   bool      `json:"current"` // the one that asks
}

// List returns an account's open sessions, the latest seen first. The context
// need not come through Wrap; where it does, its own session is marked.
func (s *Sessions) List(ctx context.Context, accountID int64) ([]OpenSession, error) {
	kept, err := s.open(ctx, accountID)
	if err != nil {
		return nil, err
	}
	current := s.current(ctx)
	list := make([]OpenSession, len(kept))
	for i, session := range kept {
		list[i] = OpenSession{
			ID: sessionID(session.Token), CreatedAt: session.CreatedAt, SeenAt: session.SeenAt, Until: session.Until,
			Address: session.Address, UserAgent: session.UserAgent, Current: session.Token == current,
		}
	}
	return list, nil
}

// open is what the store has of an account, without the sessions that were
// idle for too long.
func (s *Sessions) open(ctx context.Context, accountID int64) ([]Session, error) {
	now := s.now()
	kept, err := s.store.SessionsOfAccount(ctx, accountID, now)
	if err != nil {
		return nil, err
	}
	var open []Session
	for _, session := range kept {
		if now.Sub(session.SeenAt) < sessionIdle {
			open = append(open, session)
		}
	}
	return open, nil
}

// Revoke ends the account's session with the id. It returns a NotFound fault
// where there is none.
func (s *Sessions) Revoke(ctx context.Context, accountID int64, id string) error {
	open, err := s.open(ctx, accountID)
	if err != nil {
		return err
	}
	for _, session := range open {
		if sessionID(session.Token) == id {
			return s.store.RevokeSession(ctx, session)
		}
	}
	return fault.New(fault.NotFound, "", "there is no such session")
}

// RevokeAll ends all of an account's sessions and returns how many.
func (s *Sessions) RevokeAll(ctx context.Context, accountID int64) (int, error) {
	return s.store.DeleteSessionsOfAccount(ctx, accountID, "")
}

// RevokeOthers ends all of an account's sessions but the one that asks.
func (s *Sessions) RevokeOthers(ctx context.Context, accountID int64) (int, error) {
	return s.store.DeleteSessionsOfAccount(ctx, accountID, s.current(ctx))
}

// Renew carries the session that asks over to the account as it is now, under
// a new token: after a change of the password every other one is over.
func (s *Sessions) Renew(ctx context.Context, account Account) error {
	if _, err := s.RevokeAll(ctx, account.ID); err != nil {
		return err
	}
	return s.begin(ctx, account)
}

// current is the stored token of the session that asks; empty for none.
func (s *Sessions) current(ctx context.Context) string {
	if _, wrapped := ctx.Value(originKey{}).(origin); !wrapped {
		return ""
	}
	token := s.manager.Token(ctx)
	if token == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(token)) // as scs does under HashTokenInStore
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func sessionID(stored string) string {
	sum := sha256.Sum256([]byte(stored))
	return hex.EncodeToString(sum[:6])
}
