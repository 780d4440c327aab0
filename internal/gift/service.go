package gift

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// People knows the users of apps.
type People interface {
	// UserName is a user's name, or a NotFound fault for nobody's.
	UserName(ctx context.Context, app, user string) (string, error)
}

// Guard keeps those who are punished from giving.
type Guard interface {
	// MayGive returns a Forbidden fault where the user may not give now.
	MayGive(ctx context.Context, app, user string) error
}

// Options of a Service. Nothing may be missing.
type Options struct {
	Store  Store
	People People
	Guard  Guard
	Wake   func() // tells delivery that events may be due
	Now    func() time.Time
}

// Service makes gifts.
type Service struct {
	store  Store
	people People
	guard  Guard
	wake   func()
	now    func() time.Time
}

// NewService makes a Service.
func NewService(o Options) *Service {
	return &Service{store: o.Store, people: o.People, guard: o.Guard, wake: o.Wake, now: o.Now}
}

// The bounds of what comes from outside, in bytes and in letters.
const (
	maxRequestID = 128
	maxReason    = 500
)

// Order is a reward that is asked for.
type Order struct {
	From, To  string // users
	GiftID    int64
	Count     int64  // at least 1
	RequestID string // the same again changes nothing; empty: each call is its own
}

func (o Order) check() error {
	switch {
	case o.From == "":
		return fault.Field("user", "must name who gives")
	case o.To == "":
		return fault.Field("target", "must name who gets it")
	case o.To == o.From:
		return fault.Field("target", "nobody gives to himself")
	case o.Count < 1:
		return fault.Field("giftCount", "must be at least 1")
	}
	return checkRequest(o.RequestID, "")
}

func checkRequest(requestID, reason string) error {
	switch {
	case len(requestID) > maxRequestID || !storable(requestID):
		return fault.Field("requestId", "must be a text of at most %d bytes", maxRequestID)
	case utf8.RuneCountInString(reason) > maxReason || !storable(reason):
		return fault.Field("reason", "must be a text of at most %d letters", maxReason)
	}
	return nil
}

// storable reports whether every store can keep a text.
func storable(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

// Reward has a user give another one a gift, and both told. An unknown user is
// the fault of People, an unknown gift CodeNoGift, too few coins CodeNotEnough.
func (s *Service) Reward(ctx context.Context, app tenant.App, o Order) (Receipt, error) {
	if err := o.check(); err != nil {
		return Receipt{}, err
	}
	t := Transfer{
		App: app.ID, Kind: Reward, Payer: o.From, Payee: o.To, Gift: Gift{ID: o.GiftID}, Count: o.Count,
		Author: "user:" + o.From, RequestID: o.RequestID, At: s.now(),
	}
	priced, events, err := s.prepare(ctx, t)
	if err != nil {
		return s.unlessMade(ctx, t, err)
	}
	receipt, err := s.store.PostCoins(ctx, priced, events)
	if err == nil && !receipt.Repeated {
		s.wake()
	}
	return receipt, err
}

// prepare finds out whether the reward may be, what it costs and who is told of
// it.
func (s *Service) prepare(ctx context.Context, t Transfer) (Transfer, []outbox.Event, error) {
	if err := s.guard.MayGive(ctx, t.App, t.Payer); err != nil {
		return t, nil, err
	}
	t, err := s.price(ctx, t)
	if err != nil {
		return t, nil, err
	}
	giver, err := s.people.UserName(ctx, t.App, t.Payer)
	if err != nil {
		return t, nil, err
	}
	target, err := s.people.UserName(ctx, t.App, t.Payee)
	if err != nil {
		return t, nil, err
	}
	return t, told(t, giver, target), nil
}

// unlessMade refuses a reward, but for one that this request has made before:
// who sends it again may have been punished since, or the gift be gone.
func (s *Service) unlessMade(ctx context.Context, t Transfer, refusal error) (Receipt, error) {
	if t.RequestID == "" {
		return Receipt{}, refusal
	}
	first, err := s.store.CoinRequest(ctx, t.App, t.Author, t.RequestID)
	switch {
	case fault.Is(err, fault.NotFound):
		return Receipt{}, refusal
	case err != nil:
		return Receipt{}, err
	}
	return t.Again(first)
}

// price sets what the gift is and costs now.
func (s *Service) price(ctx context.Context, t Transfer) (Transfer, error) {
	catalogue, err := s.Catalogue(ctx, t.App)
	if err != nil {
		return t, err
	}
	if t.Gift, err = catalogue.offer(t.Gift.ID); err != nil {
		return t, err
	}
	var counted bool
	if t.Coins, counted = times(t.Gift.Price, t.Count); !counted {
		return t, tooMany()
	}
	return t, nil
}

// Grant is a credit that is asked for.
type Grant struct {
	User      string
	Coins     int64 // at least 1
	RequestID string
	Reason    string
	By        string // who asks: a staff id, or "app live"; his request ids are his own
}

// Credit gives a user coins of the house.
func (s *Service) Credit(ctx context.Context, app tenant.App, g Grant) (Receipt, error) {
	switch {
	case g.User == "":
		return Receipt{}, fault.Field("userUuid", "must name who gets them")
	case g.Coins < 1:
		return Receipt{}, fault.Field("cloudCoin", "must be at least 1")
	}
	if err := checkRequest(g.RequestID, g.Reason); err != nil {
		return Receipt{}, err
	}
	t := Transfer{
		App: app.ID, Kind: Credit, Payer: House, Payee: g.User, Coins: g.Coins,
		Author: g.By, RequestID: g.RequestID, Reason: g.Reason, At: s.now(),
	}
	if _, err := s.people.UserName(ctx, app.ID, g.User); err != nil {
		return Receipt{}, err
	}
	return s.store.PostCoins(ctx, t, nil)
}

// Return is a refund that is asked for.
type Return struct {
	RewardID   int64
	HouseBears bool // what the rewarded user no longer has, the house pays
	RequestID  string
	Reason     string
	By         string // as of a Grant
}

// Refund takes a reward from who got it back to who gave it, once. It is a
// fault with CodeNotEnough where he no longer has the coins, unless the house
// bears it.
func (s *Service) Refund(ctx context.Context, app tenant.App, r Return) (Receipt, error) {
	if err := checkRequest(r.RequestID, r.Reason); err != nil {
		return Receipt{}, err
	}
	reward, err := s.store.CoinTransfer(ctx, app.ID, r.RewardID)
	if err == nil && reward.Kind != Reward {
		err = NoReward(r.RewardID)
	}
	if err != nil {
		return Receipt{}, err
	}
	return s.store.PostCoins(ctx, Transfer{
		App: app.ID, Kind: Refund, Payer: reward.Payee, Payee: reward.Payer, Coins: reward.Coins, RefundOf: reward.ID, HouseBears: r.HouseBears,
		Author: r.By, RequestID: r.RequestID, Reason: r.Reason, At: s.now(),
	}, nil)
}

// Balance is what a user has.
func (s *Service) Balance(ctx context.Context, app, user string) (int64, error) {
	return s.store.CoinBalance(ctx, app, user)
}

// Statement lists what moved a user's coins; see Store.CoinStatement.
func (s *Service) Statement(ctx context.Context, app, user string, before int64, limit int) ([]Line, error) {
	return s.store.CoinStatement(ctx, app, user, before, limit)
}

// Catalogue is an app's, or the one of those that have set none.
func (s *Service) Catalogue(ctx context.Context, app string) (Catalogue, error) {
	catalogue, err := s.store.GiftCatalogue(ctx, app)
	if err == nil && catalogue.Version == 0 {
		return Defaults(), nil
	}
	return catalogue, err
}

// SetCatalogue changes an app's catalogue from the version seen, 0 for the one
// of those that have set none. It is a Conflict fault with CodeChanged where it
// was changed since.
func (s *Service) SetCatalogue(ctx context.Context, app string, gifts []Gift, seen int64, by string) (Catalogue, error) {
	if err := checkGifts(gifts); err != nil {
		return Catalogue{}, err
	}
	return s.store.PutGiftCatalogue(ctx, app, Catalogue{Version: seen, Gifts: gifts, UpdatedAt: s.now(), UpdatedBy: by})
}
