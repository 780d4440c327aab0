package tenant

import "time"

// How often party users report that they are here, and after how long without
// that they are not (PROTOCOLS §7), where their app does not say.
const (
	defaultHeartbeat = 5 * time.Second
	defaultOffline   = 10 * time.Second
)

// HeartbeatEvery is how often the app's users report that they are here.
func (p *Party) HeartbeatEvery() time.Duration { return lengthOr(p.Heartbeat, defaultHeartbeat) }

// OfflineAfter is after how long without a heartbeat a user is offline.
func (p *Party) OfflineAfter() time.Duration { return lengthOr(p.Offline, defaultOffline) }

// lengthOr reads a checked setting.
func lengthOr(text string, otherwise time.Duration) time.Duration {
	if length, err := time.ParseDuration(text); err == nil && length > 0 {
		return length
	}
	return otherwise
}
