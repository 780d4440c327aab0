// Package party holds the users of the party back end, and the numbers by which
// calls know them.
package party

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// CodeNoUser is the stable code of a user that there is none of.
const CodeNoUser = "no_user"

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

// Store keeps accounts.
type Store interface {
	// CreatePartyAccount stores an account and gives its device a number. Where the app
	// has the user already, nothing of him changes; a device that is new gets a
	// number, another keeps its. It returns the account as it is kept.
	CreatePartyAccount(ctx context.Context, a Account, draw func() int64) (Account, error)

	// ChangePartyAccount hands a kept account to alter and stores what that makes of it,
	// or returns a NotFound fault with CodeNoUser.
	ChangePartyAccount(ctx context.Context, app, userUUID string, alter func(*Account) error) (Account, error)
}

// Service makes and changes accounts.
type Service struct {
	store  Store
	sealer Sealer
	now    func() time.Time
}

// Sealer keeps secrets secret where they lie; see tenant.Keyring.
type Sealer interface {
	Seal(name string, plain []byte) []byte
}

// NewService makes a Service.
func NewService(store Store, sealer Sealer, now func() time.Time) *Service {
	return &Service{store, sealer, now}
}

// Profile is what an app says of a user; nil for what it does not say.
type Profile struct {
	UserUUID  string
	DeviceID  string
	Name      *string
	Mobile    *string
	UserToken *string
	IMToken   *string
	Icon      *string
	Sex       *int
	Age       *int
}

// smallestRTC and largestRTC bound the numbers of devices, as the clouds of
// calls take them.
const (
	smallestRTC = 100_000_000
	largestRTC  = 1<<31 - 1
)

// Create makes an account, once for each user, and a number for each device.
func (s *Service) Create(ctx context.Context, app string, p Profile) (Account, error) {
	now := s.now()
	account := Account{App: app, UserUUID: p.UserUUID, DeviceID: p.DeviceID, CreatedAt: now, UpdatedAt: now}
	s.fill(&account, p)
	return s.store.CreatePartyAccount(ctx, account, func() int64 { return smallestRTC + rand.Int64N(largestRTC-smallestRTC) })
}

// Update changes what the profile says, and nothing else. An unknown user is a
// NotFound fault with CodeNoUser.
func (s *Service) Update(ctx context.Context, app string, p Profile) (Account, error) {
	return s.store.ChangePartyAccount(ctx, app, p.UserUUID, func(a *Account) error {
		s.fill(a, p)
		a.UpdatedAt = s.now()
		return nil
	})
}

func (s *Service) fill(a *Account, p Profile) {
	set(&a.Name, p.Name)
	set(&a.Mobile, p.Mobile)
	set(&a.Icon, p.Icon)
	set(&a.Sex, p.Sex)
	set(&a.Age, p.Age)
	if p.UserToken != nil {
		a.TokenHash = HashToken(*p.UserToken)
	}
	if p.IMToken != nil {
		a.IMToken = string(s.sealer.Seal(sealedName(a.App, a.UserUUID), []byte(*p.IMToken)))
	}
}

func sealedName(app, user string) string { return "party " + app + "/" + user }

func set[T any](into *T, value *T) {
	if value != nil {
		*into = *value
	}
}

// NoUser is the fault of a user that there is none of.
func NoUser(userUUID string) error {
	return fault.New(fault.NotFound, CodeNoUser, "there is no user %s", userUUID)
}
