package staff

import (
	"context"
	"strings"
	"time"
	"unicode"

	"github.com/alexedwards/scs/v2"
)

// Session is one log-in of a browser as the store keeps it.
type Session struct {
	Token     string // a hash of what the cookie says
	Data      []byte
	AccountID int64
	CreatedAt time.Time
	SeenAt    time.Time // the last request, or up to seenEvery before it
	Until     time.Time
	Address   string // of the last request that was noted
	UserAgent string
}

// SessionStore keeps sessions.
type SessionStore interface {
	// FindSession returns a session; found is false for one that is unknown or
	// over.
	FindSession(ctx context.Context, token string, now time.Time) (session Session, found bool, err error)
	// SaveSession creates or replaces a session.
	SaveSession(ctx context.Context, session Session) error
	// TouchSession notes when and from where a session was last seen. One that
	// is unknown is no error and stays unknown.
	TouchSession(ctx context.Context, token string, seen time.Time, address string) error
	// DeleteSession forgets a session; one that is unknown is no error.
	DeleteSession(ctx context.Context, token string) error
	// DeleteExpiredSessions forgets what ended before now.
	DeleteExpiredSessions(ctx context.Context, now time.Time) error
	// SessionsOfAccount lists an account's sessions, the latest seen first.
	SessionsOfAccount(ctx context.Context, accountID int64, now time.Time) ([]Session, error)
	// RevokeSession forgets a session at somebody's wish, and has it recorded.
	RevokeSession(ctx context.Context, session Session) error
	// DeleteSessionsOfAccount forgets an account's sessions but the one with
	// the kept token (empty: keep none) and returns how many those were.
	DeleteSessionsOfAccount(ctx context.Context, accountID int64, kept string) (int, error)
}

// origin is where a request comes from.
type origin struct{ address, agent string }

type originKey struct{}

// maxShown bounds what strangers can have us keep of an address or a program's
// name, in characters.
const maxShown = 200

func shown(text string) string {
	printable := []rune(strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return -1
		}
		return c
	}, strings.ToValidUTF8(text, "")))
	return string(printable[:min(len(printable), maxShown)])
}

// sessionStore speaks the words of scs to our store. The methods without a
// context are part of its interface but never called: it prefers the others.
type sessionStore struct {
	store SessionStore
	now   func() time.Time
}

// FindCtx ends a session that was idle for too long, and notes now and then
// that it was not. The note goes past scs, which would write the session whole
// and so bring back one that is revoked meanwhile.
func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	now := s.now()
	session, found, err := s.store.FindSession(ctx, token, now)
	if err != nil || !found {
		return nil, false, err
	}
	switch quiet := now.Sub(session.SeenAt); {
	case quiet >= sessionIdle:
		return nil, false, s.store.DeleteSession(ctx, token)
	case quiet >= seenEvery:
		from, _ := ctx.Value(originKey{}).(origin)
		err = s.store.TouchSession(ctx, token, now, from.address)
	}
	return session.Data, err == nil, err
}

// CommitCtx keeps a session that begins: nothing is put into it afterwards.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, until time.Time) error {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return err
	}
	account, _ := values[keyAccount].(int64)
	from, _ := ctx.Value(originKey{}).(origin)
	now := s.now()
	return s.store.SaveSession(ctx, Session{
		Token: token, Data: data, AccountID: account, CreatedAt: now, SeenAt: now, Until: until,
		Address: from.address, UserAgent: from.agent,
	})
}

func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.store.DeleteSession(ctx, token)
}

func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s sessionStore) Commit(token string, data []byte, until time.Time) error {
	return s.CommitCtx(context.Background(), token, data, until)
}

func (s sessionStore) Delete(token string) error {
	return s.DeleteCtx(context.Background(), token)
}
