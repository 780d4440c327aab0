package push

import "sync/atomic"

type tally struct{ kept, late, refused, cut atomic.Int64 }

// Counters are what a Push has done since it was made, and who is there now.
type Counters struct {
	Connections int64 // open sockets, admitted or not yet
	Users       int64 // who are connected
	Kept        int64 // messages kept, for each user one
	Late        int64 // events passed over as of no use any more
	Refused     int64 // connections that were not admitted
	Cut         int64 // connections ended by us: slow or silent ones, one too many, told to
}

// Counters reads the counters. They are not read at one instant.
func (p *Push) Counters() Counters {
	return Counters{
		Connections: p.sockets.Load(), Users: int64(p.node.Hub().NumUsers()), Kept: p.tally.kept.Load(),
		Late: p.tally.late.Load(), Refused: p.tally.refused.Load(), Cut: p.tally.cut.Load(),
	}
}
