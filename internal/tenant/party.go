package tenant

import "time"

// How long an invitation to a call rings.
const (
	defaultRing = 30 * time.Second
	minRing     = time.Second
	maxRing     = 2 * time.Minute
)

// RingFor is how long an invitation to a call rings; 0 where the setting is
// none.
func (p *Party) RingFor() time.Duration {
	if p == nil || p.Ring == "" {
		return defaultRing
	}
	length, err := time.ParseDuration(p.Ring)
	if err != nil || length < minRing || length > maxRing {
		return 0
	}
	return length
}
