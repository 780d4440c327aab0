// Package party holds the users of the party back end: who they are and how they
// prove it, the numbers by which calls know them, what they write to each other,
// and what they are barred from.
package party

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The stable codes of what concerns accounts.
const (
	CodeNoUser = "no_user"     // there is no such user
	CodeToken  = "wrong_token" // the user is there, the token is not his
)

// MaxDevices is how many devices a user may have.
const MaxDevices = 100

// Account is a user of an app.
type Account struct {
	App       string
	UserUUID  string // the app's user
	Name      string
	Mobile    string
	Icon      string
	Sex       int // as the app counts
	Age       int // in years; 0: nobody said
	TokenHash string
	IMToken   string // sealed; empty for none
	CreatedAt time.Time
	UpdatedAt time.Time

	DeviceID string // of which RTCUid is
	RTCUid   int64  // the number by which calls know the user on the device
}

// HashToken is how a userToken is kept.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// proves reports whether the token is the user's, in the same time whatever it is.
func (a Account) proves(token string) bool {
	same := subtle.ConstantTimeCompare([]byte(a.TokenHash), []byte(HashToken(token))) == 1
	return same && token != ""
}

// Store keeps accounts.
type Store interface {
	// CreatePartyAccount stores an account and gives its device a number. Where the app
	// has the user already, nothing of him changes; a device that is new gets a
	// number, another keeps its. It returns the account as it is kept.
	CreatePartyAccount(ctx context.Context, a Account, draw func() int64) (Account, error)

	// ChangePartyAccount hands a kept account to alter and stores what that makes of it,
	// or returns a NotFound fault with CodeNoUser.
	ChangePartyAccount(ctx context.Context, app, userUUID string, alter func(*Account) error) (Account, error)

	// PartyAccount finds a user, without a device, or returns a NotFound fault with
	// CodeNoUser.
	PartyAccount(ctx context.Context, app, userUUID string) (Account, error)

	// PartyAccountByMobile finds who has the mobile number, the one who changed last
	// where several have, or returns a NotFound fault with CodeNoUser.
	PartyAccountByMobile(ctx context.Context, app, mobile string) (Account, error)

	// PartyAccounts finds those of the users that are there, without devices.
	PartyAccounts(ctx context.Context, app string, users []string) (map[string]Account, error)

	// PartyNumber is the number of the account's device. One that is new gets one, as
	// long as the user has fewer than MaxDevices; beyond, it is a Conflict fault.
	PartyNumber(ctx context.Context, a Account, draw func() int64) (int64, error)
}

// NoUser is the fault of a user that there is none of.
func NoUser(userUUID string) error {
	return fault.New(fault.NotFound, CodeNoUser, "there is no user %s", userUUID)
}

// Masked is a mobile number as others see it: 138****0001. Short ones show
// nothing but their ends.
func Masked(mobile string) string {
	digits := []rune(mobile)
	head, tail := 3, 4
	if len(digits) < head+tail+1 {
		head, tail = len(digits)/4, len(digits)/4
	}
	if len(digits) == 0 {
		return ""
	}
	return string(digits[:head]) + "****" + string(digits[len(digits)-tail:])
}
