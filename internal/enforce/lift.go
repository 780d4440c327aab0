package enforce

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Apps finds an app by its id.
type Apps interface {
	App(id string) (tenant.App, bool)
}

// Service lifts sanctions and announces their end.
type Service struct {
	store Store
	apps  Apps
	now   func() time.Time
	wake  func()
}

// NewService makes a Service; wake is called after events were written and may
// be nil.
func NewService(store Store, apps Apps, now func() time.Time, wake func()) *Service {
	if wake == nil {
		wake = func() {}
	}
	return &Service{store: store, apps: apps, now: now, wake: wake}
}

// Lift is one lifting by hand. Target is the user, or the show for ActReopenShow
// and ActLiftShowMute.
type Lift struct {
	App    tenant.App
	Act    Act
	Target string
	By     string // staff id (cid)
	Memo   string
}

// Lift ends what is in force and tells the business platform – also where we
// hold nothing in force, because the platform may (PROTOCOLS §2).
func (s *Service) Lift(ctx context.Context, lift Lift) ([]Sanction, error) {
	match, err := lift.match()
	if err != nil {
		return nil, err
	}
	now := s.now()
	lifted, err := s.store.LiftSanctions(ctx, match, lift.By, lift.Memo, now, func(lifted []Sanction) []outbox.Event {
		if !lift.App.Carries() {
			return nil
		}
		return lift.events(lifted, now)
	})
	if err == nil {
		s.wake()
	}
	return lifted, err
}

func (l Lift) match() (Match, error) {
	match := Match{App: l.App.ID}
	switch l.Act {
	case ActLiftHallMute:
		match.Action, match.Module, match.UserID = verdict.Mute, content.Hall, l.Target
	case ActLiftShowMute:
		match.Action, match.Module, match.PlaceID = verdict.Mute, content.Show, l.Target
	case ActReopenShow:
		match.Action, match.PlaceID = verdict.CloseShow, l.Target
	case ActLiftLoginLimit:
		match.Action, match.UserID = verdict.LoginLimit, l.Target
	default:
		return Match{}, fault.New(fault.Invalid, "", "%q lifts nothing", l.Act)
	}
	if l.Target == "" { // an empty one would match everybody
		return Match{}, fault.New(fault.Invalid, "", "nobody and nothing is named to lift")
	}
	return match, nil
}

// events is one call, or for a show's mutes one per muted user.
func (l Lift) events(lifted []Sanction, now time.Time) []outbox.Event {
	order := Order{Act: l.Act, AuthorID: l.By}
	switch l.Act {
	case ActLiftShowMute:
		order.PlaceID = l.Target
		return l.perUser(order, lifted, now)
	case ActReopenShow:
		order.PlaceID = l.Target
	default:
		order.UserID = l.Target
	}
	return []outbox.Event{order.Event(l.App.ID, 0, now)}
}

func (l Lift) perUser(order Order, lifted []Sanction, now time.Time) []outbox.Event {
	var events []outbox.Event
	told := map[string]bool{}
	for _, sanction := range lifted {
		if told[sanction.UserID] {
			continue
		}
		told[sanction.UserID] = true
		order.UserID = sanction.UserID
		events = append(events, order.Event(l.App.ID, 0, now))
	}
	if len(events) == 0 {
		events = append(events, order.Event(l.App.ID, 0, now))
	}
	return events
}

// LiftOne ends one sanction among others. The platform is told when nothing of
// its bond is left: as long as another stands, a lift would free the user from
// that too, so that the lift stays owed until the others are gone.
func (s *Service) LiftOne(ctx context.Context, app tenant.App, sanctionID int64, by, memo string) (Sanction, error) {
	now := s.now()
	lifted, err := s.store.LiftSanction(ctx, app.ID, sanctionID, by, memo, now, func(lifted Sanction, covered bool) []outbox.Event {
		if covered {
			return nil
		}
		return liftOf(app, lifted, by, now)
	})
	if err == nil {
		s.wake()
	}
	return lifted, err
}

// SanctionsInForce lists what binds a user of an app now.
func (s *Service) SanctionsInForce(ctx context.Context, app, userID string) ([]Sanction, error) {
	return s.store.SanctionsInForce(ctx, app, userID, s.now())
}

// ListSanctions lists what the filter picks.
func (s *Service) ListSanctions(ctx context.Context, filter SanctionFilter) ([]Sanction, error) {
	return s.store.ListSanctions(ctx, filter)
}
