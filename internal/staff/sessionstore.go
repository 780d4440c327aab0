package staff

import (
	"context"
	"time"
)

// sessionStore speaks the words of scs to our store. The methods without a
// context are part of its interface but never called: it prefers the others.
type sessionStore struct {
	store Store
	now   func() time.Time
}

func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return s.store.FindSession(ctx, token, s.now())
}

func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, until time.Time) error {
	return s.store.SaveSession(ctx, token, data, until)
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
