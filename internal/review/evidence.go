package review

import (
	"time"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// ByPolicy is the author of what an app's policy does at once.
var ByPolicy = Author{Kind: BySystem, ID: "policy"}

// PolicyRequest is what an app's policy has done about an evidence.
type PolicyRequest struct {
	App     tenant.App
	About   content.Evidence
	Verdict verdict.Label
	Action  ActionRequest
}

// RuleByPolicy decides a case of evidence at once. The ruling is nil where
// nothing is to be decided: the case is decided, or only supervisors may.
func RuleByPolicy(r PolicyRequest, c Case, facts Reports, now time.Time) (*Ruling, error) {
	if c.State == Decided || c.Senior() || len(facts.Special) > 0 {
		return nil, nil
	}
	decide := DecideRequest{App: r.App, Verdict: r.Verdict, Actions: []ActionRequest{r.Action}, machine: &ByPolicy}
	punishments, err := decide.punishments(c)
	if err != nil {
		return nil, err
	}
	ruling := &Ruling{Decision: Decision{
		App: c.App, CaseID: c.ID, RecordID: c.ID, Author: ByPolicy, At: now, Verdict: r.Verdict, Actions: punishments,
	}}
	decide.follow(ruling, c, facts, &r.About)
	return ruling, nil
}

// fillCall says where in the call somebody is.
func (r DecideRequest) fillCall(c Case, p enforce.Punishment) (enforce.Punishment, error) {
	e := c.First.Evidence
	switch {
	case e == nil:
		return p, fault.Field("punish_type", "is about a call, which this case is not")
	case p.UserID != "" && p.UserID != c.First.Accused:
		return p, fault.Field("subject", "is not whom this evidence is of")
	}
	p.UserID, p.PlaceID, p.Seat = c.First.Accused, e.ChannelID, e.Seat
	return p, nil
}

// inCall is the ladder of calls: out of it for an hour, for a day, and then for
// good, and out of the app.
func inCall(step int) []SuggestedAction {
	kick := SuggestedAction{Action: verdict.KickRoom, Module: content.Call}
	switch {
	case step <= 1:
		kick.Hours = 1
	case step == 2:
		kick.Hours = day
	default:
		kick.Hours = verdict.Forever
		return []SuggestedAction{kick, {Action: verdict.LoginLimit, Module: content.User, Hours: verdict.Forever}}
	}
	return []SuggestedAction{kick}
}
