package party

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Sealer keeps secrets secret where they lie; see tenant.Keyring.
type Sealer interface {
	Seal(name string, plain []byte) []byte
	Open(name string, sealed []byte) ([]byte, error)
}

// Options are the parts of a Service. All are required.
type Options struct {
	Store  Store
	Sealer Sealer
	Screen Screen // judges names and pictures
	Now    func() time.Time
}

// Service makes, changes and finds accounts.
type Service struct{ Options }

// NewService makes a Service.
func NewService(o Options) *Service { return &Service{o} }

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

func draw() int64 { return smallestRTC + rand.Int64N(largestRTC-smallestRTC) }

// Create makes an account, once for each user, and a number for each device. A
// name that may not be shown is a Forbidden fault with CodeRefused.
func (s *Service) Create(ctx context.Context, app string, p Profile) (Account, error) {
	now := s.Now()
	account := Account{App: app, UserUUID: p.UserUUID, DeviceID: p.DeviceID, CreatedAt: now, UpdatedAt: now}
	_, err := s.Store.PartyAccount(ctx, app, p.UserUUID)
	switch {
	case fault.HasCode(err, CodeNoUser):
		if p, err = s.judged(ctx, account, p); err != nil {
			return account, err
		}
	case err != nil:
		return account, err
	}
	s.fill(&account, p)
	return s.Store.CreatePartyAccount(ctx, account, draw)
}

// Update changes what the profile says, and nothing else. An unknown user is a
// NotFound fault with CodeNoUser, a name that may not be shown a Forbidden one
// with CodeRefused.
func (s *Service) Update(ctx context.Context, app string, p Profile) (Account, error) {
	known, err := s.Store.PartyAccount(ctx, app, p.UserUUID)
	if err != nil {
		return known, err
	}
	if p, err = s.judged(ctx, known, p); err != nil {
		return known, err
	}
	return s.Store.ChangePartyAccount(ctx, app, p.UserUUID, func(a *Account) error {
		s.fill(a, p)
		a.UpdatedAt = s.Now()
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
		a.IMToken = string(s.Sealer.Seal(sealedName(a.App, a.UserUUID), []byte(*p.IMToken)))
	}
}

func sealedName(app, user string) string { return "party " + app + "/" + user }

func set[T any](into *T, value *T) {
	if value != nil {
		*into = *value
	}
}

// Prove finds the user whose token it is. An unknown user is a NotFound fault
// with CodeNoUser, another's token an Unauthenticated one with CodeToken.
func (s *Service) Prove(ctx context.Context, app, userUUID, token string) (Account, error) {
	a, err := s.Store.PartyAccount(ctx, app, userUUID)
	if err != nil {
		return Account{}, err
	}
	if !a.proves(token) {
		return Account{}, fault.New(fault.Unauthenticated, CodeToken, "the token is not this user's")
	}
	return a, nil
}

// LogIn gives a user's device its number and opens what only he may read: the
// token of his IM account, empty where the app gave none.
func (s *Service) LogIn(ctx context.Context, a Account, device string) (Account, string, error) {
	a.DeviceID, a.UpdatedAt = device, s.Now()
	number, err := s.Store.PartyNumber(ctx, a, draw)
	if err != nil || a.IMToken == "" {
		a.RTCUid = number
		return a, "", err
	}
	a.RTCUid = number
	plain, err := s.Sealer.Open(sealedName(a.App, a.UserUUID), []byte(a.IMToken))
	return a, string(plain), err
}

// Find finds a user, or returns a NotFound fault with CodeNoUser.
func (s *Service) Find(ctx context.Context, app, userUUID string) (Account, error) {
	return s.Store.PartyAccount(ctx, app, userUUID)
}

// ByMobile finds who has a mobile number, or returns a NotFound fault with
// CodeNoUser.
func (s *Service) ByMobile(ctx context.Context, app, mobile string) (Account, error) {
	return s.Store.PartyAccountByMobile(ctx, app, mobile)
}

// All finds those of the users that are there.
func (s *Service) All(ctx context.Context, app string, users []string) (map[string]Account, error) {
	return s.Store.PartyAccounts(ctx, app, users)
}

// MustExist returns nil, or a NotFound fault with CodeNoUser.
func (s *Service) MustExist(ctx context.Context, app, userUUID string) error {
	_, err := s.Find(ctx, app, userUUID)
	return err
}
