package review

import (
	"slices"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// reasons are the violations that every app has, in the order of their keys.
var reasons = []verdict.Label{
	verdict.Porn, verdict.Ad, verdict.Abuse, verdict.Spam, verdict.Illegal, verdict.Politics, verdict.Violation,
}

// Reasons lists what a case can be decided for, an app's own labels last. The
// order never changes: people know it by heart.
func Reasons(own []string) []verdict.Label {
	list := slices.Clone(reasons)
	for _, label := range own {
		if label := verdict.Label(label); label != verdict.Pass && !slices.Contains(list, label) {
			list = append(list, label)
		}
	}
	return list
}

// Durations are the lengths of punishments that are offered, in hours.
func Durations() []int { return []int{1, day, 3 * day, week, 30 * day, verdict.Forever} }

// KickMinutes are the lengths of kicks out of a call that are offered: calls are
// short.
func KickMinutes() []int {
	return []int{10, 30, 60, 60 * day, 60 * week, verdict.Forever}
}

const (
	day  = 24
	week = 7 * day
)

// Suggestion is what the ladder has for somebody's next offence.
type Suggestion struct {
	Offence int // 1: the first
	Actions []SuggestedAction
}

// SuggestedAction is one step's action. Hours is 0 for what is done once.
type SuggestedAction struct {
	Action verdict.Action
	Module content.Module
	Hours  int
}

// harsh are the labels whose ladder begins at its second step.
var harsh = []verdict.Label{verdict.Porn, verdict.Politics, verdict.Illegal}

// Suggest is the ladder. What was said is deleted; the first time its author is
// silenced for a day, the second time for a week, and then he is kept out for
// good – each as far as the module allows it (verdict.Allowed). Before is how
// often he was found guilty of the label. Ok is false where the case names
// nobody: then there is nobody to count for.
func Suggest(c Case, label verdict.Label, before int) (s Suggestion, ok bool) {
	if c.First.Accused == "" {
		return Suggestion{}, false
	}
	s.Offence = before + 1
	step := s.Offence
	if slices.Contains(harsh, label) {
		step++
	}
	if c.First.Evidence != nil {
		s.Actions = inCall(step)
		return s, true
	}
	module := c.Entrance.Module()
	for _, rungs := range [][]SuggestedAction{{{Action: verdict.Delete, Module: module}}, restraints(module, step)} {
		if i := slices.IndexFunc(rungs, func(a SuggestedAction) bool { return feasible(c, a) }); i >= 0 {
			s.Actions = append(s.Actions, rungs[i])
		}
	}
	return s, len(s.Actions) > 0
}

// restraints are the ways to keep him from doing it again, the first that the
// case allows to be taken; none where the module has no mild way.
func restraints(module content.Module, step int) (ways []SuggestedAction) {
	if step >= 3 {
		return []SuggestedAction{{Action: verdict.LoginLimit, Module: homeOf(module), Hours: verdict.Forever}}
	}
	hours := day
	if step == 2 {
		hours = week
	}
	for _, punish := range verdict.Allowed(module) { // a mute stands first where there is one
		switch {
		case punish.Timed:
			ways = append(ways, SuggestedAction{Action: punish.Action, Module: module, Hours: hours})
		case punish.Action == verdict.KickOut && step == 2:
			ways = append(ways, SuggestedAction{Action: punish.Action, Module: module})
		}
	}
	return ways
}

// homeOf is where a log-in is limited: the module itself, or the person's.
func homeOf(module content.Module) content.Module {
	if verdict.Allows(module, verdict.LoginLimit) {
		return module
	}
	return content.User
}

// feasible reports whether a decision with the action would be taken: the module
// allows it, and the case says all that it needs.
func feasible(c Case, s SuggestedAction) bool {
	request := DecideRequest{Verdict: verdict.Violation, Actions: []ActionRequest{{Type: s.Action, Module: s.Module, Hours: s.Hours}}}
	_, err := request.punishments(c)
	return err == nil
}

// Offences counts how often each label was found of the user, in decisions that
// stand: once for each case.
func Offences(decisions []Decision, userID string) map[verdict.Label]int {
	type finding struct {
		caseID int64
		label  verdict.Label
	}
	seen, counts := map[finding]bool{}, map[verdict.Label]int{}
	for _, d := range decisions {
		label := d.findingOf(userID)
		found := finding{d.CaseID, label}
		if label == "" || seen[found] {
			continue
		}
		seen[found] = true
		counts[label]++
	}
	return counts
}

// findingOf is what the decision finds of somebody whom its case accuses; empty
// where it clears him, or punishes others only.
func (d Decision) findingOf(userID string) verdict.Label {
	label, own := d.Users[userID]
	if !own && d.punishesOthersOnly(userID) {
		return ""
	}
	if !own {
		label = d.Verdict
	}
	if !d.UndoneAt.IsZero() || label == verdict.Pass || label == Gone {
		return ""
	}
	return label
}

func (d Decision) punishesOthersOnly(userID string) bool {
	others := false
	for _, p := range d.Actions {
		switch p.UserID {
		case userID:
			return false
		case "":
		default:
			others = true
		}
	}
	return others
}
