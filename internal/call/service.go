package call

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Guard keeps those away who may not call.
type Guard interface {
	// MayCall returns nil, a Forbidden fault for a user who may not call or be
	// called, or another fault where nobody knows.
	MayCall(ctx context.Context, app tenant.App, user string) error
}

// Users knows who there is.
type Users interface {
	// MustExist returns nil, or a fault for a user whom the app does not have.
	MustExist(ctx context.Context, app, user string) error
}

// Presence knows who is here.
type Presence interface {
	Present(app, user string) bool
}

// Options of a Service. Only Presence and Wake may be nil: then nobody gets
// lost, and nobody is woken.
type Options struct {
	Store    Store
	Users    Users
	Guard    Guard
	Presence Presence
	Now      func() time.Time
	Wake     func() // the delivery
}

// Service carries calls out.
type Service struct {
	store  Store
	users  Users
	guard  Guard
	now    func() time.Time
	wake   func()
	absent absentees
}

// NewService makes a Service.
func NewService(o Options) *Service {
	if o.Wake == nil {
		o.Wake = func() {}
	}
	return &Service{
		store: o.Store, users: o.Users, guard: o.Guard, now: o.Now, wake: o.Wake,
		absent: absentees{presence: o.Presence, since: map[string]time.Time{}},
	}
}

// Get returns a call of the user's.
func (s *Service) Get(ctx context.Context, app tenant.App, user, callID string) (Call, error) {
	found, err := s.store.FindCall(ctx, app.ID, callID)
	if err == nil && !found.has(user) {
		err = NoCall()
	}
	if err != nil {
		return Call{}, err
	}
	return found.settled(s.now()), nil
}

// Accept lets the callee in. Both are asked about again: who was punished since
// is put out of the invitation instead.
func (s *Service) Accept(ctx context.Context, app tenant.App, user, callID string) (Call, error) {
	found, err := s.Get(ctx, app, user, callID)
	if err != nil {
		return Call{}, err
	}
	if found.State == Ringing && user == found.Callee {
		if err := s.bothMay(ctx, app, found); err != nil {
			return Call{}, err
		}
	}
	return s.do(ctx, app.ID, user, callID, Accept)
}

// bothMay puts out who may not call. A callee is told why; that it was the
// caller is not the callee's business.
func (s *Service) bothMay(ctx context.Context, app tenant.App, c Call) error {
	for _, user := range []string{c.Callee, c.Caller} {
		barred := s.guard.MayCall(ctx, app, user)
		if barred == nil {
			continue
		}
		if !fault.Is(barred, fault.Forbidden) {
			return barred
		}
		put, err := s.do(ctx, app.ID, user, c.ID, Kick)
		switch {
		case err != nil:
			return err
		case user == c.Callee:
			return barred
		}
		return refusal(CodeGone, put)
	}
	return nil
}

// Reject is the callee's no.
func (s *Service) Reject(ctx context.Context, app tenant.App, user, callID string) (Call, error) {
	return s.do(ctx, app.ID, user, callID, Reject)
}

// Cancel takes the caller's invitation back.
func (s *Service) Cancel(ctx context.Context, app tenant.App, user, callID string) (Call, error) {
	return s.do(ctx, app.ID, user, callID, Cancel)
}

// Hangup ends a call that is going on.
func (s *Service) Hangup(ctx context.Context, app tenant.App, user, callID string) (Call, error) {
	return s.do(ctx, app.ID, user, callID, Hangup)
}

// EndOf ends the call that a user has part in, if there is one, because he was
// Kicked or Disconnected.
func (s *Service) EndOf(ctx context.Context, app tenant.App, user string, why Reason) error {
	op, known := map[Reason]Op{Kicked: Kick, Disconnected: Disconnect}[why]
	if !known {
		return fault.New(fault.Internal, "", "%s is what users do themselves", why)
	}
	found, err := s.store.StandingCall(ctx, app.ID, user)
	if fault.HasCode(err, CodeNoCall) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = s.do(ctx, app.ID, user, found.ID, op)
	return err
}

// Tickets lists tickets; see Store.CallTickets.
func (s *Service) Tickets(ctx context.Context, app, user string, before int64, limit int) ([]Ticket, error) {
	return s.store.CallTickets(ctx, app, user, before, limit)
}

// do has an operation happen to a call. What is refused is refused after what
// had run out has ended.
func (s *Service) do(ctx context.Context, app, user, callID string, op Op) (Call, error) {
	var refused error
	c, err := s.store.ChangeCall(ctx, app, callID, stepped(op, user, s.now(), &refused))
	if err != nil {
		return Call{}, err
	}
	s.wake()
	if refused != nil {
		return Call{}, refused
	}
	return c, nil
}
