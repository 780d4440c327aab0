package evidence

import (
	"slices"
	"time"
)

// PresenceOf makes times of presence out of the joins and leaves of a call,
// whatever order they came in. A second join without a leave changes nothing; a
// leave without a join is one's who came before anybody told.
func PresenceOf(steps []Step) []Presence {
	ordered := slices.Clone(steps)
	slices.SortStableFunc(ordered, func(a, b Step) int {
		if order := a.At.Compare(b.At); order != 0 {
			return order
		}
		return int(a.Kind) - int(b.Kind)
	})
	var list []Presence
	open := map[string]int{} // by number: who is in it
	names := map[string]string{}
	for _, step := range ordered {
		if step.User != "" {
			names[step.UID] = step.User
		}
		i, is := open[step.UID]
		switch {
		case step.Kind == Joined && !is:
			open[step.UID] = len(list)
			list = append(list, Presence{UID: step.UID, User: step.User, From: step.At})
		case step.Kind == Joined && list[i].User == "":
			list[i].User = step.User
		case step.Kind == Left && is:
			list[i].To = step.At
			delete(open, step.UID)
		case step.Kind == Left:
			list = append(list, Presence{UID: step.UID, User: step.User, From: step.At, To: step.At})
		}
	}
	for i, p := range list {
		if p.User == "" {
			list[i].User = names[p.UID]
		}
	}
	return list
}

// endAll ends what the call's end has ended.
func endAll(list []Presence, ended time.Time) []Presence {
	for i := range list {
		if list[i].To.IsZero() && !ended.IsZero() && !ended.Before(list[i].From) {
			list[i].To = ended
		}
	}
	return list
}

// InCall is who was in the call, once each number, with the end of the call as
// everybody's.
func InCall(call Call, steps []Step) []Presence { return endAll(PresenceOf(steps), call.EndedAt) }
