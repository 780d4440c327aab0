package sandbox

import "strings"

// watch tells what arrived at the platform, and has those whom it concerns try
// to speak soon, so that its effect is seen.
func (l *Live) watch(call Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.scene == nil {
		return
	}
	if text := l.scene.effect(call.Order); text != "" {
		l.narrator.say(text)
	}
	switch act := call.Order.Act; act {
	case Silence, CloseShow, LimitLogin, Dismiss, KickOut:
		l.moved++
		l.concern(call.Order, false)
	case DeleteRes:
		l.moved++
	case OpenHall, OpenShow, UnlockShow, UnlockUser:
		l.forget(call.Order)
		l.concern(call.Order, true)
	}
}

// maxStir bounds who may wait to try.
const maxStir = 100

func (l *Live) concern(o Order, lifted bool) {
	p, v := l.scene.concerned(o)
	if p == nil || v == nil || len(l.stir) >= maxStir {
		return
	}
	l.stir = append(l.stir, attempt{p, v, 2 + l.scene.rand.IntN(5), lifted})
}

// forget lets the next obstacle of whom or what was lifted be told at once.
func (l *Live) forget(o Order) {
	for key := range l.told {
		if bound, _, _ := strings.Cut(key, "@"); bound == o.UserID || bound == o.PlaceID {
			delete(l.told, key)
		}
	}
}

// concerned finds who feels an order, and where; nil for a stranger or a place
// that is no longer there.
func (s *scene) concerned(o Order) (*person, *venue) {
	p, v := s.byID[o.UserID], s.hall
	if o.Act == CloseShow || o.Act == OpenShow || o.Act == UnlockShow || o.Act == Dismiss || o.Act == KickOut || o.MT == Show {
		v = s.placeNamed(o.PlaceID)
	}
	if v != nil && v.owner != nil && (p == nil || o.Act == UnlockShow) {
		p = v.owner
	}
	return p, v
}
