package native

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/delivery"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/erasure"
	"github.com/xiezhi/xiezhi/internal/gift"
	"github.com/xiezhi/xiezhi/internal/idempotency"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/learn"
	"github.com/xiezhi/xiezhi/internal/pictures"
	"github.com/xiezhi/xiezhi/internal/replay"
	"github.com/xiezhi/xiezhi/internal/reversal"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/rules"
	"github.com/xiezhi/xiezhi/internal/screen"
	"github.com/xiezhi/xiezhi/internal/staff"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/words"
)

// Apps knows the apps and changes them.
type Apps interface {
	// App finds an app by its id.
	App(id string) (tenant.App, bool)
	// All lists every app by id.
	All() []tenant.App
	// Apply makes an app, or makes it so, and names what that changed.
	Apply(ctx context.Context, app tenant.App) (changes []string, err error)
	// Change alters one app; see tenant.Registry.
	Change(ctx context.Context, id string, alter func(*tenant.App) error) (changes []string, err error)
}

// Tokens knows the API tokens.
type Tokens interface {
	// Verify tells whose a token is, or returns an Unauthenticated fault.
	Verify(ctx context.Context, plaintext string) (staff.Principal, error)
	// Create makes a token and returns its plaintext, this once.
	Create(ctx context.Context, spec staff.TokenSpec) (plaintext string, token staff.Token, err error)
	// List returns an owner's tokens, the newest first; a zero owner's are all.
	List(ctx context.Context, owner staff.Owner) ([]staff.Token, error)
	// Revoke ends a token, or returns a NotFound fault.
	Revoke(ctx context.Context, id int64) (staff.Token, error)
}

// Sessions knows the log-ins of browsers. The session itself travels in the
// context, put there by who serves the handler.
type Sessions interface {
	// Begin makes the session the account's, under a new token.
	Begin(ctx context.Context, account staff.Account) error
	// End forgets the session; without one it does nothing.
	End(ctx context.Context) error
	// Current returns whose session it is, or an Unauthenticated fault.
	Current(ctx context.Context) (staff.Account, error)
	// List returns an account's open sessions.
	List(ctx context.Context, accountID int64) ([]staff.OpenSession, error)
	// Revoke ends the account's session with the id, or returns a NotFound
	// fault.
	Revoke(ctx context.Context, accountID int64, id string) error
	// RevokeOthers ends all of an account's sessions but the one that asks.
	RevokeOthers(ctx context.Context, accountID int64) (int, error)
	// Renew ends all of an account's sessions and begins the one that asks anew.
	Renew(ctx context.Context, account staff.Account) error
}

// Desk finds cases whatever their app.
type Desk interface {
	// CasePlace tells which app a case is of and where it stands, or returns a
	// NotFound fault.
	CasePlace(ctx context.Context, caseID int64) (app string, state review.State, err error)
	// LeasesOf lists what is lent to a member of the staff, with ID, App, Queue
	// and LeaseUntil, also where the lease has just run out.
	LeasesOf(ctx context.Context, staffID int64) ([]review.Case, error)
}

// Audit is the audit log.
type Audit interface {
	auditlog.Reader
	auditlog.Recorder
}

// Deps is what the room needs. Nothing may be missing.
type Deps struct {
	Apps          Apps
	Rotate        func(ctx context.Context, app, secret string) (name, value string, err error) // gives an app's secret a new value
	Staff         *staff.Service
	Sessions      Sessions
	Tokens        Tokens
	Intake        *intake.Service
	Review        *review.Service
	Reader        review.Reader
	Board         review.Board
	Desk          Desk
	Enforce       *enforce.Service
	Calls         Calls
	Words         *words.Service
	Banks         *pictures.Banks
	Pictures      Pictures
	Rules         *rules.Service
	Screen        *screen.Service
	Learn         *learn.Service
	Replays       *replay.Service
	Lines         words.Lines
	Said          screen.Reader // the live messages that are kept
	Reversals     *reversal.Service
	Erasure       *erasure.Service
	Gifts         *gift.Service
	Tickets       Tickets
	Deliveries    delivery.Desk
	DeliveryBoard delivery.Board
	Settings      Settings
	Preferences   Preferences
	Keeps         func(tenant.App) tenant.Retention // how long what is kept of an app is kept
	Wake          func()                            // tells delivery that events may be due
	Audit         Audit
	Once          *idempotency.Service
	ClientAddress func(*http.Request) string
	Now           func() time.Time
	Log           *slog.Logger
}
