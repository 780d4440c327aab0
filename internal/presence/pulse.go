package presence

import "sync/atomic"

// pulse is when somebody was last heard, in unix milliseconds, and by whom: one
// number, so that it is read without a lock. The lowest bit is set where
// another node heard him.
type pulse struct{ bits atomic.Int64 }

func (p *pulse) last() int64  { return p.bits.Load() >> 1 }
func (p *pulse) remote() bool { return p.bits.Load()&1 != 0 }

func (p *pulse) set(last int64, remote bool) {
	bits := last << 1
	if remote {
		bits |= 1
	}
	p.bits.Store(bits)
}

// terms are by when somebody is offline.
type terms struct {
	offline int64 // milliseconds without a heartbeat
	slack   int64 // more, for whom another node heard: his news take that long
}

// due is when he is offline unless he is heard again.
func (t terms) due(p *pulse) int64 {
	bits := p.bits.Load()
	return bits>>1 + t.offline + bits&1*t.slack
}

// instant is now, in unix milliseconds, and until when the other nodes were
// listened to: nobody is offline because this node could not hear of him.
type instant struct{ now, listened int64 }

// online reports whether he is.
func (t terms) online(p *pulse, at instant) bool {
	if p.remote() {
		return t.due(p) > min(at.now, at.listened)
	}
	return t.due(p) > at.now
}

// past reports whether nobody believes any more that somebody heard then is
// online.
func (t terms) past(last, now int64) bool { return last+t.offline+t.slack <= now }
