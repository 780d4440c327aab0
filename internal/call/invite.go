package call

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
	"github.com/xiezhi/xiezhi/internal/outbox"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// maxCrossed bounds how often one invitation is placed, where it meets others
// that vanish under its hands.
const maxCrossed = 8

// Invite rings a user. A callee who has a call is busy at once; so is one who may
// not be called, for his punishment is not the caller's business. Where he
// rings the caller already, this is the caller's yes.
func (s *Service) Invite(ctx context.Context, app tenant.App, caller, callee string, kind Kind) (Call, error) {
	if err := s.checkInvite(ctx, app, caller, callee, kind); err != nil {
		return Call{}, err
	}
	for range maxCrossed {
		barred, err := s.barred(ctx, app, callee)
		if err != nil {
			return Call{}, err
		}
		wanted := invitation(app, caller, callee, kind, s.now())
		placed, err := s.place(ctx, wanted, barred)
		switch {
		case err != nil:
			return Call{}, err
		case placed.ID == wanted.ID:
			s.wake()
			return placed, nil
		}
		answered, vanished, err := s.whileIn(ctx, app, caller, callee, placed)
		if !vanished {
			return answered, err
		}
	}
	return Call{}, &fault.Error{Kind: fault.Unavailable, Message: "too many invitations at once", RetryAfter: time.Second}
}

func (s *Service) checkInvite(ctx context.Context, app tenant.App, caller, callee string, kind Kind) error {
	switch {
	case kind != Audio && kind != Video:
		return fault.Field("callType", "must be %d (audio) or %d (video)", Audio, Video)
	case callee == "":
		return fault.Field("callee", "must not be empty")
	case callee == caller:
		return fault.Field("callee", "must be somebody else")
	}
	if err := s.users.MustExist(ctx, app.ID, callee); err != nil {
		return err
	}
	return s.guard.MayCall(ctx, app, caller)
}

// barred reports whether a callee may not be called.
func (s *Service) barred(ctx context.Context, app tenant.App, callee string) (bool, error) {
	err := s.guard.MayCall(ctx, app, callee)
	if fault.Is(err, fault.Forbidden) {
		return true, nil
	}
	return false, err
}

func invitation(app tenant.App, caller, callee string, kind Kind, now time.Time) Call {
	return Call{
		ID: id.NewKey(), App: app.ID, Caller: caller, Callee: callee, Kind: kind, State: Ringing,
		InvitedAt: now, RingUntil: now.Add(app.Party.RingFor()),
	}
}

// place returns the wanted call, or the one that the caller has.
func (s *Service) place(ctx context.Context, wanted Call, barred bool) (Call, error) {
	return s.store.PlaceCall(ctx, wanted.App, wanted.Caller, wanted.Callee, ringsOut(wanted.InvitedAt),
		func(busy bool) (Call, []outbox.Event) {
			placed := wanted
			if busy || barred {
				placed = placed.ended(Busy, placed.InvitedAt)
			}
			return placed, placed.events(placed.InvitedAt)
		})
}

// whileIn is an invitation by somebody who has a call. Vanished tells that he
// has it no longer.
func (s *Service) whileIn(ctx context.Context, app tenant.App, caller, callee string, has Call) (answered Call, vanished bool, err error) {
	if !has.has(callee) {
		return Call{}, false, refusal(CodeInCall, has)
	}
	result := Look(has.Stage(), Invite, caller == has.Caller)
	if result.To != InCall {
		return Call{}, false, refusal(CodeInCall, has)
	}
	answered, err = s.Accept(ctx, app, caller, has.ID)
	switch {
	case fault.HasCode(err, CodeGone), fault.HasCode(err, CodeRejected):
		return Call{}, true, nil
	case fault.HasCode(err, CodeAccepted):
		return Call{}, true, nil // in a call by his other device, or out of it again
	}
	return answered, false, err
}
