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

// AnnounceEnded marks what has run out. The platform counted the hours itself,
// so nothing is sent unless the app set lift_on_expiry, and never while
// another sanction of that kind is in force.
func (s *Service) AnnounceEnded(ctx context.Context) error {
	for {
		now := s.now()
		marked, err := s.store.EndSanctions(ctx, now, expiryBatch, func(ended Sanction, covered bool) []outbox.Event {
			app, known := s.apps.App(ended.App)
			if covered || !known || !app.Carries() || !app.Uplus.LiftOnExpiry {
				return nil
			}
			return liftOf(ended, now)
		})
		if err != nil {
			return err
		}
		if marked > 0 {
			s.wake()
		}
		if marked < expiryBatch {
			return nil
		}
	}
}

// liftOf is the call that undoes a sanction, if the contract has one.
func liftOf(ended Sanction, now time.Time) []outbox.Event {
	order := Order{AuthorID: bySystem, UserID: ended.UserID}
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
