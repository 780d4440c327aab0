package native

import (
	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// messageBody is one thing that somebody said or showed.
type messageBody struct {
	Type     string `json:"type" enum:"text,picture,audio,video"`
	ID       string `json:"id,omitempty" maxLength:"128"`
	UUCID    string `json:"uucid,omitempty" maxLength:"128"`
	SenderID string `json:"sender_id,omitempty" maxLength:"128"`
	URL      string `json:"url,omitempty" maxLength:"2048"`
	ThumbURL string `json:"thumb_url,omitempty" maxLength:"2048"`
	Text     string `json:"text,omitempty" maxLength:"16384"`
}

// profileBody is the user, group or show that content was seen under.
type profileBody struct {
	PlaceID string `json:"place_id,omitempty" maxLength:"128" doc:"The group or show."`
	OwnerID string `json:"owner_id,omitempty" maxLength:"128" doc:"The user, or the owner of the place."`
	Name    string `json:"name,omitempty" maxLength:"1024"`
	Desc    string `json:"desc,omitempty" maxLength:"16384"`
}

// messageTypes name the types of messages; the numbers are the uplus
// contract's.
var messageTypes = map[string]content.MessageType{
	"text": content.Text, "picture": content.Picture, "audio": content.Audio, "video": content.Video,
}

func (m messageBody) message() content.Message {
	return content.Message{
		Type: messageTypes[m.Type], ID: m.ID, UUCID: m.UUCID, SenderID: m.SenderID, URL: m.URL, ThumbURL: m.ThumbURL, Text: m.Text,
	}
}

func messageOf(m content.Message) messageBody {
	shown := messageBody{ID: m.ID, UUCID: m.UUCID, SenderID: m.SenderID, URL: m.URL, ThumbURL: m.ThumbURL, Text: m.Text}
	for name, kind := range messageTypes {
		if kind == m.Type {
			shown.Type = name
		}
	}
	return shown
}

func profileOf(p *content.Profile) *profileBody {
	if p == nil {
		return nil
	}
	shown := profileBody(*p)
	return &shown
}

// moduleNames name the modules; the numbers are the uplus contract's.
var moduleNames = map[content.Module]string{content.Hall: "hall", content.Show: "show", content.Group: "group", content.User: "user", content.Call: "call"}

// punishCodes are the numbers that the uplus contract gives to the actions.
var punishCodes = map[verdict.Action]int{
	verdict.Mute: 101, verdict.CloseShow: 102, verdict.Delete: 103, verdict.LoginLimit: 104, verdict.DismissGroup: 105, verdict.KickOut: 106,
}

// complaintName is a complaint in this room's words: a violation, or the
// action that an administrator ordered.
func complaintName(c verdict.Complaint) string {
	if label, ok := c.Label(); ok {
		return string(label)
	}
	action, _ := c.Action()
	return string(action)
}
