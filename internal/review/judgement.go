package review

import (
	"slices"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// check holds what the call says of the case against the case itself, so that
// nobody can punish through one case what stands in another.
func (j Judgement) check(c Case, facts Reports) error {
	if j.Entrance != c.Entrance {
		return fault.Field("mod", "this case came through entrance %d", c.Entrance)
	}
	if !slices.Contains(facts.Reporters, j.Reporter) {
		return fault.Field("reporter", "did not report this case")
	}
	// A case that names no accused has an empty buid, and so may the call: a
	// pass needs nobody, a punishment says itself whom it needs.
	if j.UserID != c.First.Accused && !slices.Contains(c.First.Users(), j.UserID) {
		return fault.Field("u_id", "is neither the accused, nor a sender, nor the profile's user of this case")
	}
	profile := c.First.profile()
	if j.PlaceID != "" && j.PlaceID != profile.PlaceID {
		return fault.Field("module_id", "is not the show or group of this case")
	}
	if j.OwnerID != "" && j.OwnerID != profile.OwnerID {
		return fault.Field("owner", "is not the owner in this case")
	}
	if _, ok := j.message(c); !ok {
		return fault.Field("msg_id", "no message of this user in this case has this msg_id and url")
	}
	return nil
}

// message finds the message that the call means: the one it names by msg_id or
// url, else the only one of the user – of anybody, where the call names nobody.
// None meant and none to choose is no error: ok is false only where one is
// named that is not there.
func (j Judgement) message(c Case) (m content.Message, ok bool) {
	var found []content.Message
	for _, candidate := range c.First.Messages {
		his := candidate.SenderID == j.UserID || j.UserID == "" || c.Entrance == content.AlbumPicture
		if his && j.mayMean(candidate) {
			found = append(found, candidate)
		}
	}
	named := j.MessageID != "" || j.URL != "" || j.ThumbURL != ""
	switch {
	case len(found) == 1, len(found) > 1 && named:
		return found[0], true
	case named:
		return content.Message{}, false
	}
	return content.Message{}, true
}

// mayMean reports whether nothing that the call names contradicts the message.
func (j Judgement) mayMean(m content.Message) bool {
	return (j.MessageID == "" || m.ID == j.MessageID) &&
		(j.URL == "" || m.URL == j.URL) &&
		(j.ThumbURL == "" || m.ThumbURL == j.ThumbURL)
}

// profile is the report's profile, empty where it has none.
func (r Report) profile() content.Profile {
	if r.Profile == nil {
		return content.Profile{}
	}
	return *r.Profile
}

// punishmentFor fills the contract's parameters from the case (PROTOCOLS §2,
// "which parameters come from where") and checks the relation.
func punishmentFor(j Judgement, c Case, sentence Sentence) (enforce.Punishment, error) {
	if sentence.Module != c.Entrance.Module() && sentence.Module != content.User {
		return enforce.Punishment{}, fault.Field("module_type", "must be %d, the module of this case's entrance, or 4, the user", c.Entrance.Module())
	}
	profile := c.First.profile()
	message, _ := j.message(c)
	p := enforce.Punishment{
		App: c.App, Action: sentence.Action, Module: sentence.Module, Entrance: c.Entrance,
		Label: sentence.Label, Hours: sentence.Hours,
		UserID: j.UserID, PlaceID: profile.PlaceID,
		URL: message.URL, ThumbURL: message.ThumbURL, MessageID: message.ID,
		RecordID: c.ID, CaseID: c.ID, AuthorID: strconv.FormatInt(j.Who.ID, 10), Reporter: c.First.Reporter,
	}
	if c.Entrance.InGroup() {
		p.OwnerID = profile.OwnerID
	}
	return p, p.Check()
}
