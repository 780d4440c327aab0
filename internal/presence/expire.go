package presence

// blindPause is how long, in milliseconds, nobody looks again at whom another
// node may have heard, while this one cannot listen.
const blindPause = 1000

// breath is how much of the wheel, in milliseconds, a sweep turns before it lets
// others have the list.
const breath = 2

// sweep is expire for whoever is in no hurry.
func (r *room) sweep(at instant) {
	for {
		r.list.Lock()
		reached := min(at.now, max(r.wheel.at*r.wheel.width+breath, at.now-r.wheel.reach()))
		r.turn(reached, at)
		r.list.Unlock()
		if reached == at.now {
			return
		}
	}
}

// expire takes out everybody who is due.
func (r *room) expire(at instant) {
	r.list.Lock()
	defer r.list.Unlock()
	r.turn(at.now, at)
}

// turn takes out whom the wheel, turned until then, shows to be due. The caller
// holds the list's lock.
func (r *room) turn(until int64, at instant) {
	r.wheel.turn(until, func(m *member) {
		s := r.shard(m.user)
		s.mu.Lock()
		defer s.mu.Unlock()
		t := r.terms.Load()
		due, heardNow := t.due(&m.heard), at.now+t.offline // when he is heard now, here, he is due no sooner
		switch {
		case due > at.now:
			r.wheel.put(m, min(due, heardNow))
		case t.online(&m.heard, at):
			r.wheel.put(m, min(at.now+blindPause, heardNow))
		default:
			r.remove(s, m, !m.heard.remote())
		}
	})
}

// settle puts everybody into a new wheel where the app's terms have changed or
// the clock was set back, which may leave nobody heard in the future.
func (r *room) settle(t terms, now int64) {
	r.list.Lock()
	defer r.list.Unlock()
	if t == *r.terms.Load() && now >= r.wheel.at*r.wheel.width-tolerated {
		return
	}
	r.terms.Store(&t)
	r.wheel = newWheel(now, t.offline+t.slack)
	r.order.Scan(func(s seat) bool {
		r.shard(s.user).calm(s.member, now)
		r.wheel.put(s.member, s.heard.last()+t.offline)
		return true
	})
}

// tolerated is how far back, in milliseconds, a clock may be set unnoticed.
const tolerated = 1000

func (s *shard) calm(m *member, now int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m.heard.set(min(now, m.heard.last()), m.heard.remote())
}
