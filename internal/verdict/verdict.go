// Package verdict holds the nouns of what comes out: the label a reviewer
// gives, the action that follows, and the relation that says which action is
// possible where.
package verdict

import (
	"math/bits"

	"github.com/xiezhi/xiezhi/internal/content"
)

// Label is a verdict in one word: Pass, one of the violations below, or an
// app's own.
type Label string

// The labels that every app has.
const (
	Pass      Label = "pass"
	Ad        Label = "ad"
	Porn      Label = "porn"
	Politics  Label = "politics"
	Abuse     Label = "abuse"
	Spam      Label = "spam"
	Illegal   Label = "illegal"
	Violation Label = "violation" // of anything else
)

// Action is something done about a violation.
type Action string

// The actions of the uplus contract (seed 004, 处罚的类型).
const (
	Mute         Action = "mute"
	CloseShow    Action = "close_show"
	Delete       Action = "delete"
	LoginLimit   Action = "login_limit"
	DismissGroup Action = "dismiss_group"
	KickOut      Action = "kick_out"
)

// The actions about who is in a call, which only its cloud can carry out
// (PROTOCOLS §6).
const (
	KickRoom  Action = "kick_room"  // out of the call, for a time
	CloseRoom Action = "close_room" // the call ends for everybody
	Warn      Action = "warn"       // everybody in the call is told
)

// Forever is the length, in hours, of a punishment without an end.
const Forever = -1

// MaxHours bounds a punishment's length to a hundred years, so that no sum of
// times overflows.
const MaxHours = 100 * 366 * 24

// Punish is one action a module allows.
type Punish struct {
	Action Action
	Timed  bool // the contract's required_time
}

// relation is the table at the end of seed 004 (惩罚关联).
var relation = map[content.Module][]Punish{
	content.Hall:  {{Mute, true}, {Delete, false}},
	content.Show:  {{Mute, true}, {CloseShow, true}, {Delete, false}, {LoginLimit, true}},
	content.Group: {{Delete, false}, {DismissGroup, false}, {KickOut, false}},
	content.User:  {{Delete, false}, {LoginLimit, true}},
	content.Call:  {{KickRoom, true}, {CloseRoom, false}, {Warn, false}}, // ours
}

// Allowed lists what may be done in a module, in the contract's order. The
// caller must not change it.
func Allowed(module content.Module) []Punish { return relation[module] }

// Allows reports whether the module allows the action.
func Allows(module content.Module, action Action) bool {
	for _, punish := range relation[module] {
		if punish.Action == action {
			return true
		}
	}
	return false
}

// Complaint is what a report says of content: a violation, or – from an app's
// administrators – an action. The numbers are the uplus report types (seed
// 002), which are not the punish reasons of seed 004 though they look alike.
type Complaint int

// The complaints.
const (
	ComplaintPorn     Complaint = 1
	ComplaintAd       Complaint = 2
	ComplaintPolitics Complaint = 3
	OrderDelete       Complaint = 4
	OrderMute         Complaint = 5
	OrderLoginLimit   Complaint = 6
)

// IsOrder reports whether only an administrator may say it.
func (c Complaint) IsOrder() bool { return c >= OrderDelete && c <= OrderLoginLimit }

// Known reports whether the contract has this complaint.
func (c Complaint) Known() bool { return c >= ComplaintPorn && c <= OrderLoginLimit }

// Label is the violation that the complaint names; ok is false for orders.
func (c Complaint) Label() (label Label, ok bool) {
	switch c {
	case ComplaintPorn:
		return Porn, true
	case ComplaintAd:
		return Ad, true
	case ComplaintPolitics:
		return Politics, true
	}
	return "", false
}

// Action is the action that an administrator's complaint orders; ok is false
// for the others.
func (c Complaint) Action() (action Action, ok bool) {
	switch c {
	case OrderDelete:
		return Delete, true
	case OrderMute:
		return Mute, true
	case OrderLoginLimit:
		return LoginLimit, true
	}
	return "", false
}

// Complaints is a set of complaints, one bit each, so that the store can unite
// two sets with a single OR.
type Complaints uint32

// ComplaintSet makes a set.
func ComplaintSet(list ...Complaint) Complaints {
	var set Complaints
	for _, c := range list {
		set |= 1 << c
	}
	return set
}

// List returns the set's members in ascending order.
func (s Complaints) List() []Complaint {
	list := make([]Complaint, 0, bits.OnesCount32(uint32(s)))
	for c := ComplaintPorn; c <= OrderLoginLimit; c++ {
		if s&(1<<c) != 0 {
			list = append(list, c)
		}
	}
	return list
}

// Orders is the part of the set that orders an action.
func (s Complaints) Orders() Complaints {
	return s & ComplaintSet(OrderDelete, OrderMute, OrderLoginLimit)
}

// Violations is the part of the set that names a violation.
func (s Complaints) Violations() Complaints { return s &^ s.Orders() }
