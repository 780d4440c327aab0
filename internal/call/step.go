package call

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/outbox"
)

// settled is the call as its clock has it: an invitation whose time has run out
// is gone, whether or not somebody has written it down yet.
func (c Call) settled(now time.Time) Call {
	if c.Stage() != Rings || now.Before(c.RingUntil) {
		return c
	}
	return c.become(Look(Rings, RingOut, false), c.RingUntil)
}

// after is what an operation makes of a call.
func (c Call) after(op Op, byCaller bool, now time.Time) (Call, error) {
	c = c.settled(now)
	result := Look(c.Stage(), op, byCaller)
	if result.Code != "" {
		return c, refusal(result.Code, c)
	}
	return c.become(result, now), nil
}

// become takes a result over.
func (c Call) become(result Result, at time.Time) Call {
	switch result.To {
	case InCall:
		c.State, c.AnsweredAt = InCall, later(at, c.InvitedAt)
	case Ended:
		return c.ended(result.Reason, at)
	case Ringing:
	}
	return c
}

func (c Call) ended(why Reason, at time.Time) Call {
	c.State, c.Reason, c.EndedAt = Ended, why, later(later(at, c.InvitedAt), c.AnsweredAt)
	return c
}

// later keeps a call in order: nodes' clocks differ.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// has reports whether a user has part in the call.
func (c Call) has(user string) bool { return user == c.Caller || user == c.Callee }

// stepped is a Change by which op happens to calls. Refused is set anew at
// every try.
func stepped(op Op, user string, now time.Time, refused *error) Change {
	return func(found Call) (Call, []outbox.Event) {
		if !found.has(user) {
			*refused = NoCall()
			return found, nil
		}
		next, err := found.after(op, user == found.Caller, now)
		*refused = err
		return changed(found, next, now)
	}
}

// ringsOut is the Change of what nobody has answered in time.
func ringsOut(now time.Time) Change {
	return func(found Call) (Call, []outbox.Event) { return changed(found, found.settled(now), now) }
}

// changed tells of the change where there is one.
func changed(found, next Call, now time.Time) (Call, []outbox.Event) {
	if next.State == found.State {
		return next, nil
	}
	return next, next.events(now)
}
