package presence

import "math"

// lastPage is one that nobody can turn to: what comes after it is empty, too.
const lastPage = 1 << 25

// bookmark is where a viewer is in the list: his page stands between two places
// of it, whatever happens before them.
type bookmark struct {
	number      int // of the page, from 1
	after, last key // it begins after the one and ends with the other
}

// beginning is before everybody.
var beginning = key{first: math.MinInt64}

// Page is a page of those who are online, in the order of their first
// heartbeats, without the viewer. Its number counts from 1 (0 means 1), its size
// is at most MaxPage (0 means MaxPage).
//
// Whoever is online himself and asks for one page after the other sees nobody
// twice who did not go meanwhile, and misses nobody who stayed: each page begins
// where his last one ended. Any other page is found by counting.
func (r *Roster) Page(app, viewer string, number, size int) []Entry {
	if size <= 0 || size > MaxPage {
		size = MaxPage
	}
	number = min(max(number, 1), lastPage)
	at, room := r.instant(), r.room(app)
	who := room.viewer(viewer, at)
	after, found := who.turn(number)
	if !found {
		room.expire(at)
	}
	room.list.RLock()
	defer room.list.RUnlock()
	if !found {
		if after, found = room.count(who, (number-1)*size); !found {
			return nil
		}
	}
	page, last := room.after(after, viewer, size, at)
	if who != nil {
		who.mark.Store(&bookmark{number: number, after: after, last: last})
	}
	return page
}

// viewer is his entry; nil where he is offline.
func (r *room) viewer(user string, at instant) *member {
	s := r.shard(user)
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.members[user]; m != nil && r.online(m, at) {
		return m
	}
	return nil
}

// turn is where the page begins for who turns to it from his last one, or asks
// for that again.
func (m *member) turn(number int) (after key, found bool) {
	if number == 1 {
		return beginning, true
	}
	if m == nil {
		return key{}, false
	}
	switch mark := m.mark.Load(); {
	case mark != nil && number == mark.number+1:
		return mark.last, true
	case mark != nil && number == mark.number:
		return mark.after, true
	}
	return key{}, false
}

// count is the place after so many others than the viewer, if there are more.
// The caller holds the list's lock.
func (r *room) count(viewer *member, skip int) (after key, found bool) {
	if viewer != nil && !viewer.state.gone && skip < r.order.Len() {
		if at, _ := r.order.GetAt(skip); !at.before(seat{viewer.first, viewer}) {
			skip++
		}
	}
	if skip >= r.order.Len() {
		return key{}, false
	}
	last, _ := r.order.GetAt(skip - 1)
	return last.key(), true
}

// after is the page behind a place, and the place where it ends. The caller
// holds the list's lock.
func (r *room) after(place key, viewer string, size int, at instant) (page []Entry, last key) {
	last, t := place, *r.terms.Load()
	r.order.Ascend(seat{place.first, &member{user: place.user}}, func(s seat) bool {
		if s.user == viewer || s.key() == place || !t.online(&s.heard, at) {
			return true
		}
		if page == nil {
			page = make([]Entry, 0, size)
		}
		page, last = append(page, s.entry()), s.key()
		return len(page) < size
	})
	return page, last
}
