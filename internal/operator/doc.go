// Package operator is what the command line does on a store beside its server:
// accounts, tokens, credentials, deliveries, word lists, models, replays, the ledger, the audit log, erasures and the secret keys.
// Its answers are made to be printed, as text and as JSON.
package operator

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/erasure"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/learn"
	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/words"
)

// Store is what is asked of the store directly.
type Store interface {
	auditlog.Reader
	delivery.Desk
	words.Lines
	screen.Reader
	gift.Ledger
	// Apps returns every app as it is kept.
	Apps(ctx context.Context) ([]tenant.Sealed, error)
	// Factors returns every second factor as it is kept.
	Factors(ctx context.Context) ([]staff.Factor, error)
	// AnswersSealedBy counts the kept answers that a key has sealed.
	AnswersSealedBy(ctx context.Context, keyID string) (int, error)
}

// Operator carries the commands out. All fields are required.
type Operator struct {
	Store    Store
	Staff    *staff.Service
	Sessions *staff.Sessions
	Tokens   *staff.Tokens
	Words    *words.Service
	Screen   *screen.Service
	Rules    *rules.Service
	Learn    *learn.Service
	Replays  *replay.Service
	Apps     *tenant.Registry
	Keyring  *tenant.Keyring
	Erasure  *erasure.Service
	Now      func() time.Time
}

// moment is a time for printing; nil where there is none.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
