// Package staff holds the people who work with Xiezhi: their accounts, what
// each role may do, how they log in, and their sessions.
package staff

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
)

// Role is what somebody is employed for.
type Role string

// The roles.
const (
	Auditor    Role = "auditor"    // reads
	Reviewer   Role = "reviewer"   // claims, decides, lifts, keeps the risk and special lists
	Supervisor Role = "supervisor" // also protected accounts and escalations, resends, words and rules, coins
	Admin      Role = "admin"      // everything
)

// Permission is one thing that a role allows or not.
type Permission uint32

// The permissions (PROTOCOLS §3, "who may").
const (
	Read Permission = 1 << iota
	Decide
	Lift
	KeepLists
	Senior // protected accounts' cases and escalations
	Resend
	EditWords
	Administer
	Oversee   // read the audit log, and who is on the staff
	KeepCoins // what gifts cost, credits and refunds
)

var roles = map[Role]Permission{
	Auditor:    Read | Oversee,
	Reviewer:   Read | Decide | Lift | KeepLists,
	Supervisor: Read | Decide | Lift | KeepLists | Senior | Resend | EditWords | Oversee | KeepCoins,
	Admin:      Read | Decide | Lift | KeepLists | Senior | Resend | EditWords | Administer | Oversee | KeepCoins,
}

// Known reports whether the role exists.
func (r Role) Known() bool { return roles[r] != 0 }

// May reports whether the role has the permission. An unknown role may
// nothing.
func (r Role) May(p Permission) bool { return roles[r]&p == p }

// Account is one person. PasswordHash is argon2id in its PHC form.
type Account struct {
	ID           int64
	Username     string
	Role         Role
	PasswordHash string
	Disabled     bool
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Store keeps what this room knows of people.
type Store interface {
	AccountStore
	SessionStore
	FactorStore
	auditlog.Recorder
}

// AccountStore keeps accounts.
type AccountStore interface {
	// CreateAccount stores a new account and returns its id, or a Conflict
	// fault where the username is taken (letter case does not matter).
	CreateAccount(ctx context.Context, account Account) (int64, error)
	// CreateFirstAccount is CreateAccount, but a Conflict fault where any
	// account exists.
	CreateFirstAccount(ctx context.Context, account Account) (int64, error)
	// UpdateAccount stores the account's role, hash and disabled flag.
	UpdateAccount(ctx context.Context, account Account) error
	// FindAccount returns the account with the id, or a NotFound fault.
	FindAccount(ctx context.Context, id int64) (Account, error)
	// FindUsername returns the account with the name, or a NotFound fault.
	FindUsername(ctx context.Context, username string) (Account, error)
	// Accounts returns all accounts by username.
	Accounts(ctx context.Context) ([]Account, error)
}
