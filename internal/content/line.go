package content

// LineType says what a live message is. The numbers are the yunjing contract's
// (seed 003, message_type).
type LineType int

// The types of live messages.
const (
	UserLine    LineType = 0
	SystemLine  LineType = 1
	GiftLine    LineType = 2
	PictureLine LineType = 3 // its text is the picture's address
	ForwardLine LineType = 4
	FollowLine  LineType = 5
	RedPacket   LineType = 6
	PrivateLine LineType = 7
)

// Known reports whether the contract has this type.
func (t LineType) Known() bool { return t >= UserLine && t <= PrivateLine }

// Line is one live message that asks whether it may pass.
type Line struct {
	Type     LineType `json:"type"`
	RoomID   string   `json:"room_id"`   // empty: said in no room
	AnchorID string   `json:"anchor_id"` // whose room it is, or to whom it is said
	UserID   string   `json:"user_id"`
	Text     string   `json:"text"`
	SentAt   string   `json:"sent_at"` // as the app wrote it: the callback gives it back
	Address  string   `json:"address,omitempty"`
	Nick     string   `json:"nick,omitempty"`
	Level    string   `json:"level,omitempty"`
	Device   string   `json:"device,omitempty"`
	IMEI     string   `json:"imei,omitempty"`
}

// Entrance is where somebody would have reported the line. What is said in no
// room is said to somebody, or of oneself: a name, a picture. The first counts as
// said in the hall, for it is there that somebody can be muted.
func (l Line) Entrance() Entrance {
	switch {
	case l.RoomID != "":
		return ShowMessage
	case l.AnchorID != "":
		return HallMessage
	case l.Type == PictureLine:
		return AlbumPicture
	}
	return UserProfile
}
