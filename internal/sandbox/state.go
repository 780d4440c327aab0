package sandbox

import "time"

// Penalty is a punishment as the platform holds it. The platform counts the
// hours itself.
type Penalty struct {
	Since time.Time
	Until time.Time // zero means for ever
	Order Order
}

// InForce reports whether the penalty still binds at a moment.
func (p Penalty) InForce(now time.Time) bool {
	return p.Until.IsZero() || now.Before(p.Until)
}

// outlasts reports whether the penalty ends after another.
func (p Penalty) outlasts(other Penalty) bool {
	return p.Until.IsZero() || (!other.Until.IsZero() && p.Until.After(other.Until))
}

func penaltyOf(order Order, now time.Time) Penalty {
	p := Penalty{Since: now, Order: order}
	if order.Hours > 0 {
		p.Until = now.Add(time.Duration(order.Hours) * time.Hour)
	}
	return p
}

// spot is a user in a place of a module; the hall has an empty place.
type spot struct {
	mt          int
	place, user string
}

// penalties holds what binds, by whom or what it binds. The longer of two wins.
type penalties[K comparable] map[K]Penalty

func (m penalties[K]) put(key K, p Penalty) {
	if old, ok := m[key]; ok && old.InForce(p.Since) && old.outlasts(p) {
		return
	}
	m[key] = p
}

func (m penalties[K]) inForce(key K, now time.Time) (Penalty, bool) {
	p, ok := m[key]
	return p, ok && p.InForce(now)
}

// state is what the platform was told so far.
type state struct {
	mutes     penalties[spot]
	kicked    penalties[spot]
	closed    penalties[string] // shows
	limited   penalties[string] // users
	dismissed penalties[string] // groups
	deleted   map[string]Order  // by url, thumb url or message id
	passed    map[string]Order  // by report record
}

func newState() state {
	return state{
		mutes: penalties[spot]{}, kicked: penalties[spot]{},
		closed: penalties[string]{}, limited: penalties[string]{}, dismissed: penalties[string]{},
		deleted: map[string]Order{}, passed: map[string]Order{},
	}
}

// apply carries an order out.
func (s *state) apply(order Order, now time.Time) {
	penalty := penaltyOf(order, now)
	switch order.Act {
	case Silence:
		s.mutes.put(muteSpot(order), penalty)
	case CloseShow:
		s.closed.put(order.PlaceID, penalty)
	case LimitLogin:
		s.limited.put(order.UserID, penalty)
	case Dismiss:
		s.dismissed.put(order.PlaceID, penalty)
	case KickOut:
		s.kicked.put(spot{Group, order.PlaceID, order.UserID}, penalty)
	case DeleteRes:
		s.delete(order)
	case Pass:
		s.passed[order.RecordID] = order
	case CheckRes: // changes nothing
	default:
		s.lift(order)
	}
}

func (s *state) lift(order Order) {
	switch order.Act {
	case OpenHall:
		delete(s.mutes, spot{Hall, "", order.UserID})
	case OpenShow:
		for at := range s.mutes {
			if at.mt == Show && at.place == order.PlaceID && (order.UserID == "" || at.user == order.UserID) {
				delete(s.mutes, at)
			}
		}
	case UnlockShow:
		delete(s.closed, order.PlaceID)
	case UnlockUser:
		delete(s.limited, order.UserID)
	}
}

func (s *state) delete(order Order) {
	for _, name := range []string{order.URL, order.ThumbURL, order.MessageID} {
		if name != "" {
			s.deleted[name] = order
		}
	}
}

// muteSpot is where a mute applies: there is only one hall, whatever mid says.
func muteSpot(order Order) spot {
	if order.MT == Hall {
		return spot{Hall, "", order.UserID}
	}
	return spot{order.MT, order.PlaceID, order.UserID}
}
