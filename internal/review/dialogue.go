package review

import (
	"maps"
	"slices"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// DialogueLabels are what a dialogue of the app, and each user in it, can be
// judged to be: the wire has words for no others (PROTOCOLS §4).
func DialogueLabels(app tenant.App) []verdict.Label {
	list := []verdict.Label{verdict.Pass, verdict.Porn, verdict.Ad}
	if app.Immomo == nil {
		return list
	}
	for _, own := range app.Immomo.Labels {
		if label := verdict.Meant(verdict.Label(own)); !slices.Contains(list, label) {
			list = append(list, label)
		}
	}
	return list
}

// spokenIn is the request on a case with users named by their ids instead of by
// their keys in the dialogue. It refuses what does not fit the case.
func (r DecideRequest) spokenIn(c Case) (DecideRequest, error) {
	if c.First.Dialogue == nil {
		if len(r.Users) > 0 {
			return r, fault.Field("users", "only a dialogue is judged user by user")
		}
		return r, nil
	}
	if err := r.checkLabels(); err != nil {
		return r, err
	}
	var err error
	if r.Users, err = r.usersOf(c); err != nil {
		return r, err
	}
	r.Actions, err = r.actionsIn(c)
	return r, err
}

func (r DecideRequest) checkLabels() error {
	known := DialogueLabels(r.App)
	if !slices.Contains(known, r.Verdict) {
		return fault.Field("verdict", "must be one of %v for a dialogue", known)
	}
	for _, key := range slices.Sorted(maps.Keys(r.Users)) {
		if !slices.Contains(known, r.Users[key]) {
			return fault.Field("users."+key, "must be one of %v", known)
		}
	}
	return nil
}

// usersOf are the labels by the users' ids: one for everybody in the dialogue,
// and for nobody else.
func (r DecideRequest) usersOf(c Case) (map[string]verdict.Label, error) {
	labels := make(map[string]verdict.Label, len(r.Users))
	for _, speaker := range c.First.Dialogue.Speakers {
		label, given := r.Users[speaker.Key]
		if !given {
			return nil, fault.Field("users."+speaker.Key, "is missing: everybody in the dialogue is judged")
		}
		labels[speaker.ID] = label
	}
	for _, key := range slices.Sorted(maps.Keys(r.Users)) {
		if !slices.ContainsFunc(c.First.Dialogue.Speakers, func(s content.Speaker) bool { return s.Key == key }) {
			return nil, fault.Field("users."+key, "is nobody in this dialogue")
		}
	}
	return labels, nil
}

// actionsIn are the actions against users by their ids.
func (r DecideRequest) actionsIn(c Case) ([]ActionRequest, error) {
	list := slices.Clone(r.Actions)
	for i, action := range list {
		speaker, found := c.First.Dialogue.Speaker(action.UserID)
		switch {
		case action.UserID == "":
			return nil, fault.Field("subject", "a dialogue accuses nobody by name: say whom this is about")
		case !found:
			return nil, fault.Field("subject", "%q is nobody in this dialogue", action.UserID)
		case r.Users[speaker.ID] == verdict.Pass:
			return nil, fault.Field("subject", "nothing is done about who passes, as %q does", speaker.Key)
		}
		list[i].UserID = speaker.ID
	}
	return list, nil
}
