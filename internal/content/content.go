// Package content holds the nouns of what comes in: a message, the profile it
// was seen under, the entrance through which it was reported, and the part of
// the app it belongs to.
package content

// Module is the part of an app that content belongs to and in which a
// punishment applies. The numbers are the uplus contract's ("mt", seed 002).
type Module int

// The modules.
const (
	Hall  Module = 1
	Show  Module = 2
	Group Module = 3
	User  Module = 4
)

// Call is the module of calls, which the contract does not know: the number is
// ours and never sent.
const Call Module = 100

// MessageType says what a message is made of. The numbers are the uplus
// contract's (seed 002, 消息类型).
type MessageType int

// The message types.
const (
	Text    MessageType = 1
	Picture MessageType = 2
	Audio   MessageType = 3
	Video   MessageType = 8
)

// Known reports whether the contract has this type.
func (t MessageType) Known() bool {
	return t == Text || t == Picture || t == Audio || t == Video
}

// Message is one thing that somebody said or showed. URL and ThumbURL are as
// they came: absolute http(s), or a path to be shown against the app's media
// base URL.
type Message struct {
	Type     MessageType `json:"type"`
	ID       string      `json:"id,omitempty"`
	UUCID    string      `json:"uucid,omitempty"`
	SenderID string      `json:"sender_id"`
	URL      string      `json:"url,omitempty"`
	ThumbURL string      `json:"thumb_url,omitempty"`
	Text     string      `json:"text,omitempty"`
}

// Profile is the user, group or show that content was seen under.
type Profile struct {
	PlaceID string `json:"place_id,omitempty"` // mid: the group or show
	OwnerID string `json:"owner_id,omitempty"` // oid: the user, or the owner of the place
	Name    string `json:"name,omitempty"`
	Desc    string `json:"desc,omitempty"`
}

// Subject is whom or what something is about.
type Subject struct {
	Kind SubjectKind `json:"kind"`
	ID   string      `json:"id"`
}

// SubjectKind tells users from places from content.
type SubjectKind string

// The kinds of subject.
const (
	AUser    SubjectKind = "user"
	AShow    SubjectKind = "show"
	AGroup   SubjectKind = "group"
	AContent SubjectKind = "content"
	ACall    SubjectKind = "call"
)
