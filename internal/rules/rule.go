package rules

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/policy"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// The bounds of what is kept.
const (
	MaxRules      = 1000
	MaxName       = 64      // bytes
	MaxNote       = 500     // bytes
	MaxExpression = 4 << 10 // bytes
	MaxQuota      = 1_000_000_000
)

// The stable codes of this room's faults.
const (
	CodeUnknown = "unknown_rule"
	CodeChanged = "rule_changed" // since the version that the caller saw
	CodeFull    = "too_many_rules"
	CodeTaken   = "name_taken"
)

// State says what a rule may do.
type State string

// The states.
const (
	Draft  State = "draft"  // it is not looked at
	Shadow State = "shadow" // what it would do is recorded
	Live   State = "live"   // it counts
)

// Known reports whether there is such a state.
func (s State) Known() bool { return s == Draft || s == Shadow || s == Live }

// Effect is what a rule asks for.
type Effect struct {
	Outcome policy.Outcome // mask – all of the text –, review or deny
	Label   verdict.Label  // what the message would be
}

// Rule is a condition and what follows from it.
type Rule struct {
	ID         int64
	App        string // empty: for all apps
	Name       string // one of an app's rules has it
	Note       string
	Expression string
	Effect     Effect
	Quota      int // how often a day, in UTC, it may count; then it is in the shadow until midnight; 0: always
	State      State
	Version    int64 // goes up with every change, from 1
	UpdatedAt  time.Time
	UpdatedBy  string // a staff id, or who else did it
}

// SameAs reports whether two rules say the same, whoever wrote them when.
func (r Rule) SameAs(other Rule) bool {
	return r.App == other.App && r.Name == other.Name && r.Note == other.Note && r.Expression == other.Expression &&
		r.Effect == other.Effect && r.Quota == other.Quota && r.State == other.State
}

// Check returns an Invalid fault that names what is wrong. The expression is
// compiled.
func (r Rule) Check() error {
	if err := r.formless(); err != nil {
		return err
	}
	_, problems := compile(r.Expression)
	if len(problems) > 0 {
		return fault.Field("expression", "at %d: %s", problems[0].From, problems[0].Message)
	}
	return nil
}

func (r Rule) formless() error {
	switch {
	case r.Name == "" || len(r.Name) > MaxName || !plain(r.Name):
		return fault.Field("name", "must be 1 to %d bytes without control characters", MaxName)
	case len(r.Note) > MaxNote || !plain(r.Note):
		return fault.Field("note", "must be at most %d bytes without control characters", MaxNote)
	case r.Effect.Outcome != policy.Mask && r.Effect.Outcome != policy.Review && r.Effect.Outcome != policy.Deny:
		return fault.Field("effect.outcome", "must be mask, review or deny")
	case !isLabel(r.Effect.Label):
		return fault.Field("effect.label", "must say what the message would be, as ad or spam")
	case r.Quota < 0 || r.Quota > MaxQuota:
		return fault.Field("quota", "must be from 0 (none) to %d a day", MaxQuota)
	case !r.State.Known():
		return fault.Field("state", "must be draft, shadow or live")
	}
	return nil
}

// isLabel takes the labels that every app has, and an app's own.
func isLabel(l verdict.Label) bool {
	return l != "" && l != verdict.Pass && len(l) <= MaxName && plain(string(l)) && !strings.ContainsAny(string(l), " \t")
}

func plain(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// NoRule is the fault of a rule that is not there.
func NoRule(id int64) error {
	return fault.New(fault.NotFound, CodeUnknown, "there is no rule %d", id)
}
