package review

import (
	"slices"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// ActionRequest is one thing to do about a violation. Zero fields are filled
// from the case.
type ActionRequest struct {
	Type      verdict.Action
	Module    content.Module // 0: the entrance's, or User for what that does not allow
	Hours     int            // 0 and verdict.Forever: for ever; means nothing for what is done once
	UserID    string         // empty: the accused
	MessageID string         // empty: the user's only message; for a deletion all of them
	Minutes   int            // of a kick from a call: added to Hours; both 0: for ever
}

// punishments are the actions as the case fills them in. What several of them
// ask for alike is done once.
func (r DecideRequest) punishments(c Case) ([]enforce.Punishment, error) {
	var list []enforce.Punishment
	for _, action := range r.Actions {
		found, err := r.punish(c, action)
		if err != nil {
			return nil, err
		}
		for _, punishment := range found {
			if !slices.Contains(list, punishment) {
				list = append(list, punishment)
			}
		}
	}
	return list, nil
}

// punish makes one punishment of an action, or one per message of a deletion.
func (r DecideRequest) punish(c Case, action ActionRequest) ([]enforce.Punishment, error) {
	p, err := r.fill(c, action)
	if err != nil {
		return nil, err
	}
	messages, err := messagesMeant(c, p.UserID, action)
	if err != nil {
		return nil, err
	}
	list := make([]enforce.Punishment, 0, len(messages))
	for _, m := range messages {
		p.URL, p.ThumbURL, p.MessageID = m.URL, m.ThumbURL, m.ID
		if err := p.Check(); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// fill takes from the case what the action leaves open, but for the message.
func (r DecideRequest) fill(c Case, action ActionRequest) (enforce.Punishment, error) {
	profile := c.First.profile()
	p := enforce.Punishment{
		App: c.App, Action: action.Type, Module: moduleOf(c, action), Entrance: c.Entrance, Label: r.Verdict,
		UserID: action.UserID, PlaceID: profile.PlaceID,
		RecordID: c.ID, CaseID: c.ID, AuthorID: r.author().ID, Reporter: c.First.Reporter,
	}
	p.Hours, p.Minutes = hoursOf(p.Module, action), action.Minutes
	if p.Module == content.Call {
		return r.fillCall(c, p)
	}
	if p.UserID == "" {
		p.UserID = c.First.Accused
	}
	if label, own := r.Users[p.UserID]; own {
		p.Label = label
	}
	if c.Entrance.InGroup() {
		p.OwnerID = profile.OwnerID
	}
	switch {
	case p.Module != c.Entrance.Module() && p.Module != content.User:
		return p, fault.Field("module_type", "must be %d, the module of this case's entrance, or 4, the user", c.Entrance.Module())
	case p.UserID == "" && p.Action != verdict.DismissGroup:
		return p, fault.Field("subject", "this case accuses nobody: say whom this is about")
	case p.UserID != "" && !slices.Contains(c.First.Users(), p.UserID):
		return p, fault.Field("subject", "is neither the accused, nor a sender, nor the profile's user of this case")
	}
	return p, nil
}

// moduleOf is the module where the action applies.
func moduleOf(c Case, action ActionRequest) content.Module {
	own := c.Entrance.Module()
	switch {
	case action.Module != 0:
		return action.Module
	case enforce.InCall(action.Type):
		return content.Call
	case action.Type == verdict.LoginLimit, !verdict.Allows(own, action.Type):
		return content.User
	}
	return own
}

// hoursOf is how long the action lasts in the module.
func hoursOf(module content.Module, action ActionRequest) int {
	timed := slices.Contains(verdict.Allowed(module), verdict.Punish{Action: action.Type, Timed: true})
	if timed && action.Hours == 0 && action.Minutes != 0 {
		return 0
	}
	if action.Hours == 0 || !timed {
		return verdict.Forever
	}
	return action.Hours
}

// messagesMeant are the user's messages that the action is about, at least one:
// an empty one where it is about none.
func messagesMeant(c Case, userID string, action ActionRequest) ([]content.Message, error) {
	var found []content.Message
	for _, m := range c.First.Messages {
		his := m.SenderID == userID || c.Entrance == content.AlbumPicture
		if his && (action.MessageID == "" || m.ID == action.MessageID) {
			found = append(found, m)
		}
	}
	switch {
	case len(found) == 0 && action.MessageID != "":
		return nil, fault.Field("message_id", "this case has no such message of this user")
	case len(found) == 1, len(found) > 1 && action.Type == verdict.Delete:
		return found, nil
	case len(found) > 1 && action.MessageID != "":
		return found[:1], nil
	}
	return []content.Message{{}}, nil
}
