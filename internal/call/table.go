package call

import "slices"

// Stage is how far a call has got, as the table sees it.
type Stage string

// The stages: two of calls that stand, three of calls that ended.
const (
	Rings  Stage = "ringing"
	Talks  Stage = "in_call"
	Gone   Stage = "gone"   // ended before anybody answered: cancelled, timeout, busy, kicked, disconnected
	Denied Stage = "denied" // ended by the callee's no
	Over   Stage = "over"   // ended after it was answered
)

// Op is what somebody, or the clock, does to a call.
type Op string

// The operations.
const (
	Invite     Op = "invite" // the other one, while this call is there
	Accept     Op = "accept"
	Reject     Op = "reject"
	Cancel     Op = "cancel"
	Hangup     Op = "hangup"
	RingOut    Op = "timeout" // by the clock, for both
	Kick       Op = "kicked"  // a punishment of him
	Disconnect Op = "disconnected"
)

// Result is what becomes of a call. The zero Result changes nothing.
type Result struct {
	To     State
	Reason Reason // of an end
	Code   string // why it is refused; nothing changes then
}

// Row is a line of the table.
type Row struct {
	Stage    Stage
	Op       Op
	ByCaller Result
	ByCallee Result
}

var (
	answered = Result{To: InCall}
	nothing  = Result{}
)

func ends(why Reason) Result     { return Result{To: Ended, Reason: why} }
func refused(code string) Result { return Result{Code: code} }

// Table is the state machine. What is in no row cannot be: who has part in no
// call that stands may always invite.
var Table = []Row{
	// stage, op              by the caller           by the callee
	{Rings, Invite, refused(CodeInCall), answered},
	{Rings, Accept, refused(CodeNotYours), answered},
	{Rings, Reject, refused(CodeNotYours), ends(Rejected)},
	{Rings, Cancel, ends(Cancelled), refused(CodeNotYours)},
	{Rings, Hangup, refused(CodeNotInCall), refused(CodeNotInCall)},
	{Rings, RingOut, ends(TimedOut), ends(TimedOut)},
	{Rings, Kick, ends(Kicked), ends(Kicked)},
	{Rings, Disconnect, ends(Disconnected), nothing}, // who is not there is rung all the same

	{Talks, Invite, refused(CodeInCall), refused(CodeInCall)},
	{Talks, Accept, refused(CodeNotYours), refused(CodeAccepted)},
	{Talks, Reject, refused(CodeNotYours), refused(CodeAccepted)},
	{Talks, Cancel, refused(CodeAccepted), refused(CodeNotYours)},
	{Talks, Hangup, ends(Completed), ends(Completed)},
	{Talks, RingOut, nothing, nothing},
	{Talks, Kick, ends(Kicked), ends(Kicked)},
	{Talks, Disconnect, ends(Disconnected), ends(Disconnected)},

	{Gone, Accept, refused(CodeNotYours), refused(CodeGone)},
	{Gone, Reject, refused(CodeNotYours), refused(CodeGone)},
	{Gone, Cancel, refused(CodeGone), refused(CodeNotYours)},
	{Gone, Hangup, refused(CodeNotInCall), refused(CodeNotInCall)},
	{Gone, RingOut, nothing, nothing},
	{Gone, Kick, nothing, nothing},
	{Gone, Disconnect, nothing, nothing},

	{Denied, Accept, refused(CodeNotYours), refused(CodeRejected)},
	{Denied, Reject, refused(CodeNotYours), refused(CodeRejected)},
	{Denied, Cancel, refused(CodeRejected), refused(CodeNotYours)},
	{Denied, Hangup, refused(CodeNotInCall), refused(CodeNotInCall)},
	{Denied, RingOut, nothing, nothing},
	{Denied, Kick, nothing, nothing},
	{Denied, Disconnect, nothing, nothing},

	{Over, Accept, refused(CodeNotYours), refused(CodeAccepted)},
	{Over, Reject, refused(CodeNotYours), refused(CodeAccepted)},
	{Over, Cancel, refused(CodeAccepted), refused(CodeNotYours)},
	{Over, Hangup, refused(CodeNotInCall), refused(CodeNotInCall)},
	{Over, RingOut, nothing, nothing},
	{Over, Kick, nothing, nothing},
	{Over, Disconnect, nothing, nothing},
}

// Look reads the table.
func Look(stage Stage, op Op, byCaller bool) Result {
	at := slices.IndexFunc(Table, func(r Row) bool { return r.Stage == stage && r.Op == op })
	switch {
	case at < 0:
		return nothing
	case byCaller:
		return Table[at].ByCaller
	}
	return Table[at].ByCallee
}

// Stage is the call's place in the table.
func (c Call) Stage() Stage {
	switch {
	case c.State == Ringing:
		return Rings
	case c.State == InCall:
		return Talks
	case !c.AnsweredAt.IsZero():
		return Over
	case c.Reason == Rejected:
		return Denied
	}
	return Gone
}
