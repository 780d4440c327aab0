package call

import "github.com/xiezhi/xiezhi/internal/fault"

// The stable codes of what is refused.
const (
	CodeGone      = "call_gone"        // the invitation was cancelled, or ran out
	CodeRejected  = "call_rejected"    // the callee has said no
	CodeAccepted  = "call_accepted"    // the callee has said yes
	CodeNotInCall = "call_not_in_call" // there is nothing to hang up
	CodeInCall    = "call_in_call"     // he who invites has a call that rings or is going on
	CodeNoCall    = "call_none"        // the app has no such call, or it is others'
	CodeNotYours  = "call_not_yours"   // only the other side does that
)

var messages = map[string]string{
	CodeGone:      "the invitation is gone",
	CodeRejected:  "the invitation has been rejected",
	CodeAccepted:  "the invitation has been accepted",
	CodeNotInCall: "this call is not going on",
	CodeInCall:    "you are in a call",
	CodeNotYours:  "that is for the other side to do",
}

// refusal tells one of its two what became of a call; Detail is the call.
func refusal(code string, c Call) error {
	kind := fault.Conflict
	if code == CodeNotYours {
		kind = fault.Invalid
	}
	return &fault.Error{Kind: kind, Code: code, Message: messages[code], Detail: c.View()}
}

// NoCall is the fault of a call that an app has not, or not for this user.
func NoCall() error { return fault.New(fault.NotFound, CodeNoCall, "there is no such call") }
