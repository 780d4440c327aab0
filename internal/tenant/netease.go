package tenant

import (
	"regexp"
	"strings"
)

// What an app may have done about an evidence at once (EvidenceAction.Do).
const (
	EvidenceAsk   = "ask" // a person; the default
	EvidenceWarn  = "warn"
	EvidenceKick  = "kick"
	EvidenceClose = "close"
)

// EvidenceAction says what becomes of evidence with a label. Of those that fit,
// the gravest is done.
type EvidenceAction struct {
	Label   int    `yaml:"label" json:"label"`                     // the cloud's
	Level   int    `yaml:"level,omitempty" json:"level,omitempty"` // 1 suspicious, 2 certain; 0 means either
	Do      string `yaml:"do" json:"do"`                           // ask, warn, kick or close
	Hours   int    `yaml:"hours,omitempty" json:"hours,omitempty"` // of a kick, with Minutes; both 0, or -1: for ever
	Minutes int    `yaml:"minutes,omitempty" json:"minutes,omitempty"`
}

// The bounds of what an app may say of evidence.
const (
	maxActions = 200
	maxHours   = 100 * 366 * 24
)

// ownPath is what a path of notices looks like.
var ownPath = regexp.MustCompile(`^(/[A-Za-z0-9_-]{1,64}){1,6}$`)

// taken are the beginnings of paths that are others'.
var taken = []string{"/api/", "/console/", "/media/", "/nemo/", "/uplus-report/", "/app/", "/v/"}

func (n *Netease) checkMore(c checker) {
	if n.NotifyPath != "" {
		c.that("notify_path", ownPath.MatchString(n.NotifyPath) && strings.Count(n.NotifyPath, "/") > 1,
			"must be a path of two to six parts of letters, digits, - and _, such as /netease/notify")
		for _, prefix := range taken {
			c.that("notify_path", !strings.HasPrefix(n.NotifyPath, prefix), "must not begin with %s", prefix)
		}
	}
	c.that("keep_days", n.KeepDays >= 0 && n.KeepDays <= maxKeepDays, "must be from 1 to %d, or 0 for the default", maxKeepDays)
	c.that("actions", len(n.Actions) <= maxActions, "are more than %d", maxActions)
	for i, action := range n.Actions {
		action.check(c.section(item("actions", i)))
	}
}

func (a EvidenceAction) check(c checker) {
	c.that("label", a.Label > 0, "must be a label of the cloud, such as 100")
	c.that("level", a.Level >= 0 && a.Level <= 2, "must be 1 (suspicious) or 2 (certain), or 0 for either")
	c.oneOf("do", a.Do, EvidenceAsk, EvidenceWarn, EvidenceKick, EvidenceClose)
	c.that("hours", a.Hours >= -1 && a.Hours <= maxHours, "must be a whole number of hours, or -1 for ever")
	c.that("minutes", a.Minutes >= 0 && a.Minutes <= 60*24*366, "must be a whole number of minutes")
	c.that("hours", a.Do == EvidenceKick || a.Hours == 0 && a.Minutes == 0, "only a kick lasts")
	c.that("minutes", a.Hours != -1 || a.Minutes == 0, "add nothing to what lasts for ever")
}

// ByNetease returns the app that has the call cloud's AppKey.
func (r *Registry) ByNetease(appKey string) (App, bool) {
	app, found := r.seen.Load().netease[appKey]
	return app, found
}

// ByParty returns the app that has the party AppKey.
func (r *Registry) ByParty(appKey string) (App, bool) {
	app, found := r.seen.Load().party[appKey]
	return app, found
}

// TakesNotices reports whether an app has its call cloud's notices sent to the
// path.
func (r *Registry) TakesNotices(path string) bool {
	return path != "" && r.seen.Load().notified[path]
}
