package enforce

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/outbox"
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
// sanction of that bond stands.
func (s *Service) endBatch(ctx context.Context, now time.Time) (int, error) {
	return s.store.EndSanctions(ctx, now, expiryBatch, func(ended Sanction, covered bool) []outbox.Event {
		app, known := s.apps.App(ended.App)
		if covered || !known || !app.Carries() || !app.Uplus.LiftOnExpiry {
			return nil
		}
		return liftOf(ended, bySystem, now)
	})
}

// settleBatch tells the platform of sanctions that were lifted while others
// stood: it still counts their hours.
func (s *Service) settleBatch(ctx context.Context, now time.Time) (int, error) {
	return s.store.SettleOwed(ctx, now, expiryBatch, func(lifted Sanction) []outbox.Event {
		if app, known := s.apps.App(lifted.App); !known || !app.Carries() {
			return nil
		}
		return liftOf(lifted, lifted.LiftedBy, now)
	})
}

// liftOf is the call that undoes a sanction, if the contract has one.
func liftOf(ended Sanction, by string, now time.Time) []outbox.Event {
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
