package outbox

import "time"

// The retry rules of PROTOCOLS §2: exponential back-off from about a second,
// at most 30 s apart in the first ten minutes, then up to a quarter of an hour,
// for a day; a definite refusal is parked after five.
const (
	firstDelay  = time.Second
	earlyCap    = 30 * time.Second
	earlyPeriod = 10 * time.Minute
	lateCap     = 15 * time.Minute
	giveUpAfter = 24 * time.Hour
	maxRefusals = 5
)

// Next decides what becomes of an event after an attempt that did not deliver
// it. Record counts the attempt already. Jitter in [0,1) spreads the retries.
// When giveUp is true the event is dead and at means nothing.
func (r Record) Next(now time.Time, jitter float64) (at time.Time, giveUp bool) {
	if r.Refusals >= maxRefusals || !now.Before(r.FirstAt.Add(giveUpAfter)) {
		return time.Time{}, true
	}
	return now.Add(r.delay(now, jitter)), false
}

func (r Record) delay(now time.Time, jitter float64) time.Duration {
	ceiling := earlyCap
	if late := now.Sub(r.FirstAt) - earlyPeriod; late >= 0 {
		ceiling = min(lateCap, earlyCap+late) // goes on doubling from the early cap
	}
	delay := ceiling
	if doublings := r.Attempts - 1; doublings < 16 { // 2^16 s is over every ceiling
		delay = min(ceiling, firstDelay<<max(doublings, 0))
	}
	// Three quarters to all of the delay, so that the cap holds with jitter.
	return delay - time.Duration(float64(delay)*jitter/4)
}
