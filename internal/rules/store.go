package rules

import (
	"context"
	"time"
)

// Deleted is the state of a deleted rule's last version. No rule has it.
const Deleted State = "deleted"

// Count is how often a rule did what on one day.
type Count struct {
	RuleID int64
	Day    int64 // since 1970, in UTC
	Hits   int64 // it counted
	Shadow int64 // it would have
	Errors int64 // it could not be told
}

// DayOf is the day of a moment, as Count has it.
func DayOf(at time.Time) int64 { return at.Unix() / secondsOfDay }

const secondsOfDay = 24 * 60 * 60

// Store keeps the rules. Every change raises the revision, keeps the version and
// writes its audit entry in its own transaction; what changes nothing does none
// of these. An unknown rule is a NotFound fault.
type Store interface {
	// RulesRevision goes up with every change, from whatever process. It is
	// cheap to ask.
	RulesRevision(ctx context.Context) (int64, error)
	// Rules returns every rule by app and name.
	Rules(ctx context.Context) ([]Rule, error)
	// Rule returns one rule.
	Rule(ctx context.Context, id int64) (Rule, error)
	// PutRule makes the rule with the ID so, where its version is still the
	// seen one – 0 is any –, else it returns a Conflict fault with CodeChanged;
	// without an ID, a new rule is made. A name that another rule of the app
	// has is a Conflict fault.
	PutRule(ctx context.Context, rule Rule, seen int64) (Rule, error)
	// DeleteRule deletes a rule, and leaves its versions.
	DeleteRule(ctx context.Context, id int64, by string) error
	// RuleVersions returns a rule's versions, the newest first, also of a
	// deleted rule.
	RuleVersions(ctx context.Context, id int64) ([]Rule, error)
	// AddRuleCounts adds to what was counted.
	AddRuleCounts(ctx context.Context, more []Count) error
	// RuleCountsOn returns what all processes have counted on a day.
	RuleCountsOn(ctx context.Context, day int64) ([]Count, error)
	// RuleCounts returns what was counted of a rule, day by day; days on which
	// nothing happened are left out.
	RuleCounts(ctx context.Context, id, from, to int64) ([]Count, error)
}
