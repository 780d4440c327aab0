package evidence

import "time"

// How the worker gives way: the cloud waits for its answer, a case can wait for
// a moment.
const (
	rushLook  = 50 * time.Millisecond
	rushMany  = 20 // notices within a look
	rushBound = 3 * time.Second
)

// rush tells whether notices come so fast that the work on them is to wait. Only
// the worker uses it.
type rush struct {
	seen   int64
	at     time.Time // of the last look
	many   bool
	worked time.Time // when it last did not wait
}

// waits is told how many notices have come in all.
func (r *rush) waits(kept int64, now time.Time) bool {
	if age := now.Sub(r.at); age >= rushLook || age < 0 {
		r.many = kept-r.seen >= rushMany && age < 10*rushLook
		r.seen, r.at = kept, now
	}
	if r.many && now.Sub(r.worked) < rushBound {
		return true
	}
	r.worked = now
	return false
}
