package bus

import "sync/atomic"

type tally struct{ sent, heard, refused, lost atomic.Int64 }

// Counters are what a Bus has done since it was made, in messages.
type Counters struct {
	Sent    int64
	Heard   int64
	Refused int64 // sealed by a stranger, altered, too old, or heard before
	Lost    int64 // that could not be sent
}

// Counters reads the counters. They are not read at one instant.
func (b *Bus) Counters() Counters {
	return Counters{Sent: b.tally.sent.Load(), Heard: b.tally.heard.Load(), Refused: b.tally.refused.Load(), Lost: b.tally.lost.Load()}
}
