package rules

import (
	"sync/atomic"
)

// tally counts what one rule does. It is used without a lock: each day has its
// own numbers, and only flush takes an old day away.
type tally struct {
	today   atomic.Pointer[daily]
	problem atomic.Pointer[string] // why the rule could last not be told; nil for none
}

// daily are the numbers of one day.
type daily struct {
	day    int64
	before *daily // the day that it followed, until that is flushed; of the flusher after it is seen

	hits, shadow, errors atomic.Int64 // counted in this process
	others               atomic.Int64 // hits of other processes, and of this one before it started
	told                 atomic.Bool  // that the quota is used up

	flushed Count // of hits, shadow and errors; of the flusher
}

func newTally(day int64) *tally {
	t := &tally{}
	t.today.Store(&daily{day: day})
	return t
}

// on is the day's numbers. A clock that goes back stays in the newest day.
func (t *tally) on(day int64) *daily {
	for {
		now := t.today.Load()
		if now.day >= day {
			return now
		}
		if next := (&daily{day: day, before: now}); t.today.CompareAndSwap(now, next) {
			return next
		}
	}
}

// hit counts that a live rule's condition was met, and reports whether it may
// still count.
func (d *daily) hit(quota int) bool {
	if quota == 0 {
		d.hits.Add(1)
		return true
	}
	for {
		mine := d.hits.Load()
		if d.others.Load()+mine >= int64(quota) {
			d.shadow.Add(1)
			return false
		}
		if d.hits.CompareAndSwap(mine, mine+1) {
			return true
		}
	}
}

// used is how many hits all processes have had, as far as this one knows.
func (d *daily) used() int64 { return d.others.Load() + d.hits.Load() }

func (d *daily) tripped(quota int) bool { return quota > 0 && d.used() >= int64(quota) }

// unflushed is what the store does not have yet.
func (d *daily) unflushed(ruleID int64) Count {
	return Count{
		RuleID: ruleID, Day: d.day,
		Hits: d.hits.Load() - d.flushed.Hits, Shadow: d.shadow.Load() - d.flushed.Shadow, Errors: d.errors.Load() - d.flushed.Errors,
	}
}

// settle notes that the store has some more.
func (d *daily) settle(more Count) {
	d.flushed.Hits += more.Hits
	d.flushed.Shadow += more.Shadow
	d.flushed.Errors += more.Errors
}

func (c Count) isZero() bool { return c.Hits == 0 && c.Shadow == 0 && c.Errors == 0 }
