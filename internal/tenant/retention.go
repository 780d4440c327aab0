package tenant

import (
	"cmp"

	"github.com/xiezhi/xiezhi/internal/period"
)

// Retention is how long what is kept of an app is kept. A zero period says
// nothing: what holds for all apps holds.
type Retention struct {
	Messages period.Period `yaml:"messages,omitempty" json:"messages,omitempty" doc:"Live messages, and what was told of them." pattern:"^(([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650)d)?$" patternDescription:"1d to 3650d, or empty" example:"30d"`
	Evidence period.Period `yaml:"evidence,omitempty" json:"evidence,omitempty" doc:"What clouds of calls told, with its pictures." pattern:"^(([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650)d)?$" patternDescription:"1d to 3650d, or empty" example:"180d"`
	Reports  period.Period `yaml:"reports,omitempty" json:"reports,omitempty" doc:"Cases that ended, with their reports and dialogues." pattern:"^(([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650)d)?$" patternDescription:"1d to 3650d, or empty" example:"365d"`
	Calls    period.Period `yaml:"calls,omitempty" json:"calls,omitempty" doc:"Calls between users of the party, and what the party told them." pattern:"^(([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650)d)?$" patternDescription:"1d to 3650d, or empty" example:"180d"`
}

// DefaultRetention holds where nobody says otherwise.
func DefaultRetention() Retention {
	return Retention{Messages: 30, Evidence: 180, Reports: 365, Calls: 180}
}

// Or takes what this does not say from another.
func (r Retention) Or(other Retention) Retention {
	return Retention{
		Messages: cmp.Or(r.Messages, other.Messages), Evidence: cmp.Or(r.Evidence, other.Evidence),
		Reports: cmp.Or(r.Reports, other.Reports), Calls: cmp.Or(r.Calls, other.Calls),
	}
}

// Keeps is how long what is kept of the app is kept: as its retention says, else
// its keep_days, else as it is for all apps, whose periods are whole.
func (a App) Keeps(all Retention) Retention { return a.Retention.Or(a.keepDays()).Or(all) }

// ByDefault is how long what is kept of an app is kept where nothing is said for
// all apps.
func ByDefault(app App) Retention { return app.Keeps(DefaultRetention()) }

// keepDays is what the sections say that knew of days before there was a
// retention.
func (a App) keepDays() (older Retention) {
	if a.Audit != nil {
		older.Messages = period.Period(a.Audit.KeepDays)
	}
	if a.Netease != nil {
		older.Evidence = period.Period(a.Netease.KeepDays)
	}
	return older
}

// saidTwice warns of keep_days that count for nothing.
func (a App) saidTwice() (found []string) {
	older := a.keepDays()
	if says := a.Retention.Messages; says != 0 && older.Messages != 0 && says != older.Messages {
		found = append(found, "audit.keep_days: counts for nothing; retention.messages says "+says.String())
	}
	if says := a.Retention.Evidence; says != 0 && older.Evidence != 0 && says != older.Evidence {
		found = append(found, "netease.keep_days: counts for nothing; retention.evidence says "+says.String())
	}
	return found
}

// check also holds against what no text has said, as an app of the program's own.
func (r Retention) check(c checker) {
	for _, row := range []struct {
		field string
		says  period.Period
	}{{"messages", r.Messages}, {"evidence", r.Evidence}, {"reports", r.Reports}, {"calls", r.Calls}} {
		c.that(row.field, row.says >= 0 && row.says <= period.Longest, "must be %s", period.Allowed)
	}
}
