package enforce

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// expiryBatch is how many ended sanctions are announced in one transaction.
const expiryBatch = 200

// bySystem is the cid of what nobody decided by hand.
const bySystem = "system"

// AnnounceEnded marks what has run out, and settles the lifts that were owed
// while other sanctions stood.
func (s *Service) AnnounceEnded(ctx context.Context) error {
	for _, batch := range []func(context.Context, time.Time) (int, error){s.endBatch, s.settleBatch} {
		if err := s.drain(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// drain repeats a batch until it is not full any more.
func (s *Service) drain(ctx context.Context, batch func(context.Context, time.Time) (int, error)) error {
	for {
		done, err := batch(ctx, s.now())
		if err != nil {
			return err
		}
		if done > 0 {
			s.wake()
		}
		if done < expiryBatch {
			return nil
		}
	}
}

// endBatch marks what has run out. The platform counted the hours itself, so
// nothing is sent unless the app set lift_on_expiry, and never while another
// sanction of that bond stands. A call's cloud counts nothing.
func (s *Service) endBatch(ctx context.Context, now time.Time) (int, error) {
	return s.store.EndSanctions(ctx, now, expiryBatch, func(ended Sanction, covered bool) []outbox.Event {
		app, known := s.apps.App(ended.App)
		if covered || !known || ended.Action != verdict.KickRoom && (!app.Carries() || !app.Uplus.LiftOnExpiry) {
			return nil
		}
		return liftOf(app, ended, bySystem, now)
	})
}

// settleBatch tells the platform of sanctions that were lifted while others
// stood: it still counts their hours.
func (s *Service) settleBatch(ctx context.Context, now time.Time) (int, error) {
	return s.store.SettleOwed(ctx, now, expiryBatch, func(lifted Sanction) []outbox.Event {
		app, known := s.apps.App(lifted.App)
		if !known {
			return nil
		}
		return liftOf(app, lifted, lifted.LiftedBy, now)
	})
}

// liftOf are the calls that undo a sanction, if there are any and the app has
// somebody to make them.
func liftOf(app tenant.App, ended Sanction, by string, now time.Time) []outbox.Event {
	switch {
	case ended.Action == verdict.KickRoom:
		return letBack(app, ended, now)
	case !app.Carries():
		return nil
	}
	order := Order{AuthorID: by, UserID: ended.UserID}
	switch {
	case ended.Action == verdict.Mute && ended.Module == content.Hall:
		order.Act = ActLiftHallMute
	case ended.Action == verdict.Mute && ended.Module == content.Show:
		order.Act, order.PlaceID = ActLiftShowMute, ended.PlaceID
	case ended.Action == verdict.CloseShow:
		order.Act, order.PlaceID, order.UserID = ActReopenShow, ended.PlaceID, ""
	case ended.Action == verdict.LoginLimit:
		order.Act = ActLiftLoginLimit
	default:
		return nil
	}
	return []outbox.Event{order.Event(ended.App, ended.CaseID, now)}
}
